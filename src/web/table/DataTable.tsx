// The one table of all registers: dense rows, sticky head, more rows by keyset as one scrolls, drawn only where seen,
// walked with j and k, selected with x, opened with Enter.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { ErrorState } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { Loading } from "../ui/states.tsx";
import type { Column, Sorting } from "./columns.ts";
import { TableFoot } from "./TableFoot.tsx";
import { TableHead } from "./TableHead.tsx";
import type { Pages } from "./usePages.ts";
import { type Selection, useRowKeys, useSelection } from "./useRowKeys.ts";

export type DataTableProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  pages: Pages<Row>;
  keyOfRow: (row: Row) => string;
  /** Shown when there is not a single row: teaches what belongs here. */
  empty: ReactNode;
  sort?: Sorting | undefined;
  /** How many rows there are in all, where that is known without counting them. */
  total?: number | undefined;
  /** When they were counted. */
  countedAt?: string | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  onPeek?: ((row: Row) => void) | undefined;
  /** Rows can be selected; the bar says what may be done with them. */
  bulk?: ((rows: Row[], clear: () => void) => ReactNode) | undefined;
};

const rowHeight = 33;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { pages, empty } = props;
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading rows={8} />;
  const rows = pages.data.pages.flatMap((page) => page.rows);
  if (rows.length === 0) return empty;
  return <Rows {...props} rows={rows} />;
}

function Rows<Row>(props: DataTableProps<Row> & { rows: Row[] }) {
  const { label, columns, pages, keyOfRow, sort, total, countedAt, onOpen, onPeek, bulk, rows } = props;
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 16,
  });
  const selection = useSelection(rows, keyOfRow);
  const cursor = useRowKeys({
    rows,
    selection: bulk ? selection : null,
    onOpen,
    onPeek,
    onMove: (index) => virtual.scrollToIndex(index, { align: "auto" }),
  });
  const seen = virtual.getVirtualItems();
  useMoreAtEnd(pages, seen.at(-1)?.index ?? 0, rows.length);
  const span = columns.length + (bulk ? 1 : 0);
  const below = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <section className="register" aria-label={label}>
      {/* A scrolling region has to be reachable by keyboard (WCAG 2.1.1). */}
      <div
        ref={box}
        className="rows"
        role="region"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label}
        aria-busy={pages.isPlaceholderData}
      >
        <table className="grid" aria-rowcount={total ?? -1}>
          <TableHead columns={columns} sort={sort} selection={bulk ? selection : null} />
          <tbody>
            <Gap height={seen[0]?.start ?? 0} span={span} />
            {seen.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <TableRow
                  key={keyOfRow(row)}
                  row={row}
                  index={item.index}
                  columns={columns}
                  isCursor={item.index === cursor.at}
                  selection={bulk ? selection : null}
                  id={keyOfRow(row)}
                  onPoint={cursor.set}
                />
              );
            })}
            <Gap height={below} span={span} />
          </tbody>
        </table>
      </div>
      {bulk && selection.keys.size > 0 ? bulk(selection.rows, selection.clear) : null}
      <TableFoot
        pages={pages}
        shown={rows.length}
        total={total}
        countedAt={countedAt}
        canSelect={Boolean(bulk)}
        canOpen={Boolean(onOpen)}
        canPeek={Boolean(onPeek)}
      />
    </section>
  );
}

/** Reads the next page shortly before its first row is needed. */
function useMoreAtEnd<Row>(pages: Pages<Row>, lastSeen: number, count: number) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && lastSeen >= count - 20)
      void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, lastSeen, count]);
}

/** Stands for the rows that are not drawn. */
const Gap = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    <tr aria-hidden="true">
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  ) : null;

type TableRowProps<Row> = {
  row: Row;
  id: string;
  index: number;
  columns: readonly Column<Row>[];
  isCursor: boolean;
  selection: Selection<Row> | null;
  onPoint: (index: number) => void;
};

function TableRow<Row>({ row, id, index, columns, isCursor, selection, onPoint }: TableRowProps<Row>) {
  const t = useText();
  const isOn = selection?.keys.has(id) ?? false;
  return (
    <tr
      className={`${isOn ? "on" : ""}${isCursor ? " cur" : ""}`}
      aria-rowindex={index + 2}
      aria-current={isCursor || undefined}
      onMouseDown={() => onPoint(index)}
    >
      {selection ? (
        <td className="pick-col">
          <input
            type="checkbox"
            aria-label={t("table.selectRow")}
            checked={isOn}
            onChange={() => selection.toggle(row)}
          />
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          className={
            `${column.isNumber ? "num" : ""}${column.isWideOnly ? " wide-only" : ""}`.trim() || undefined
          }
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
