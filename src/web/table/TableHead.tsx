import { useEffect, useRef } from "react";
import { useText } from "../text/i18n.ts";
import { Icon } from "../ui/icons.tsx";
import { type Column, nextSort, type Sorting } from "./columns.ts";
import type { Selection } from "./useRowKeys.ts";

type TableHeadProps<Row> = {
  columns: readonly Column<Row>[];
  sort: Sorting | undefined;
  selection: Selection<Row> | null;
};

export function TableHead<Row>({ columns, sort, selection }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {selection ? (
          <th scope="col" className="pick-col">
            <SelectAll selection={selection} />
          </th>
        ) : null}
        {columns.map((column) => (
          <Head key={column.id} column={column} sort={sort} />
        ))}
      </tr>
    </thead>
  );
}

function SelectAll<Row>({ selection }: { selection: Selection<Row> }) {
  const t = useText();
  const box = useRef<HTMLInputElement>(null);
  const isSome = selection.keys.size > 0 && !selection.isAll;
  useEffect(() => {
    // "Some" has no attribute in HTML, only this property.
    if (box.current) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <input
      ref={box}
      type="checkbox"
      aria-label={t("table.selectAll")}
      checked={selection.isAll}
      onChange={() => (selection.keys.size > 0 ? selection.clear() : selection.all())}
    />
  );
}

function Head<Row>({ column, sort }: { column: Column<Row>; sort: Sorting | undefined }) {
  const isUp = sort !== undefined && column.sort !== undefined && sort.by === column.sort;
  const isDown = sort !== undefined && column.sortDown !== undefined && sort.by === column.sortDown;
  const className =
    `${column.isNumber ? "num" : ""}${column.isWideOnly ? " wide-only" : ""}`.trim() || undefined;
  return (
    <th
      scope="col"
      className={className}
      style={column.width ? { width: column.width } : undefined}
      aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}
    >
      {sort && column.sort ? (
        <button type="button" className="sort" onClick={() => sort.onChange(nextSort(column, sort.by))}>
          {column.head}
          {isUp ? <Icon name="up" /> : isDown ? <Icon name="down" /> : null}
        </button>
      ) : (
        column.head
      )}
    </th>
  );
}
