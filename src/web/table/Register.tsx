// The one table of all registers: dense rows, sticky head, more rows by keyset as one scrolls, drawn only where seen.
import type { UseInfiniteQueryResult, InfiniteData } from "@tanstack/react-query";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
import type { Input, Operation } from "#core/contract.ts";
import { call, keyOf } from "../api.ts";
import { ErrorState } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { Button, Loading } from "../ui/parts.tsx";

export type Column<Row> = {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** CSS width; columns without one share what is left. */
  width?: string;
  /** The value of the `sort` field that this column's head asks for. */
  sort?: string;
};

type Page<Row> = { rows: Row[]; next: string | null };

/** Pages of an operation that has `after` and `limit` (see contract `page`). */
export function usePages<Row>(operation: Operation, input: object): UseInfiniteQueryResult<InfiniteData<Page<Row>>> {
  return useInfiniteQuery({
    queryKey: [...keyOf(operation, input), "pages"],
    queryFn: ({ pageParam }) => call(operation, { ...input, limit: 100, ...(pageParam ? { after: pageParam } : {}) } as Input<Operation>) as Promise<Page<Row>>,
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Row>) => last.next,
  });
}

type RegisterProps<Row> = {
  label: string;
  columns: Column<Row>[];
  pages: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  keyOfRow: (row: Row) => string;
  empty: ReactNode;
  sort?: { by: string; onChange: (by: string) => void };
};

export function Register<Row>({ label, columns, pages, keyOfRow, empty, sort }: RegisterProps<Row>) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => 33, overscan: 20 });
  if (pages.isError) return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Loading rows={8} />;
  if (rows.length === 0) return empty;
  const seen = virtual.getVirtualItems();
  const above = seen[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <>
      <div ref={box} className="scroll" style={{ maxHeight: "calc(100vh - 230px)" }} tabIndex={0} role="region" aria-label={label}>
        <table className="grid" aria-rowcount={rows.length}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: above, padding: 0 }} /></tr> : null}
            {seen.map((item) => {
              const row = rows[item.index];
              return row === undefined ? null : (
                <tr key={keyOfRow(row)}>
                  {columns.map((column) => (
                    <td key={column.id} className={column.isNumber ? "num" : undefined}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
            {below > 0 ? <tr aria-hidden="true"><td colSpan={columns.length} style={{ height: below, padding: 0 }} /></tr> : null}
          </tbody>
        </table>
      </div>
      <div className="tools" style={{ margin: "8px 0 0" }}>
        <span className="small mute">{t(pages.hasNextPage ? "table.shownMore" : "table.shownAll", { count: rows.length })}</span>
        {pages.hasNextPage ? (
          <Button size="s" isBusy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("action.more")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function Head<Row>({ column, sort }: { column: Column<Row>; sort: RegisterProps<Row>["sort"] | undefined }) {
  const isSorted = sort !== undefined && sort.by === column.sort;
  return (
    <th scope="col" className={column.isNumber ? "num" : undefined} style={column.width ? { width: column.width } : undefined} aria-sort={isSorted ? "ascending" : undefined}>
      {sort && column.sort ? (
        <button type="button" className="linkish" onClick={() => sort.onChange(column.sort ?? "")}>
          {column.head} {isSorted ? "↓" : ""}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}
