// Rows on their way into COPY: each is turned into its line as soon as it is known, so that a group of any size needs
// little memory and two runs can be compared byte by byte.
import type { Insertable } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { columns } from "./columns.ts";

export type Loaded = keyof typeof columns;
/** A row of a loaded table; what is left out is null. */
export type Row<T extends Loaded> = Pick<
  Insertable<Tables[T]>,
  Extract<(typeof columns)[T][number], keyof Insertable<Tables[T]>>
>;

export type Sheet = {
  add<T extends Loaded>(table: T, row: Row<T>): void;
  /** The lines since the last call, table by table in the order of loading. */
  take(): [Loaded, string[]][];
};

export function sheet(): Sheet {
  const lines = new Map<Loaded, string[]>();
  return {
    add(table, row) {
      const values = row as Record<string, unknown>;
      let list = lines.get(table);
      if (!list) lines.set(table, (list = []));
      list.push(columns[table].map((name) => fieldOf(values[name])).join("\t"));
    },
    take() {
      const taken = (Object.keys(columns) as Loaded[]).flatMap((table): [Loaded, string[]][] => {
        const list = lines.get(table);
        return list ? [[table, list]] : [];
      });
      lines.clear();
      return taken;
    },
  };
}

const special: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
const escaped = (text: string) =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (one) => special[one] ?? one) : text;

/** A value in PostgreSQL's COPY text format. */
function fieldOf(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return escaped(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString("hex")}`;
  if (Array.isArray(value)) return escaped(`{${value.map((one) => JSON.stringify(one)).join(",")}}`);
  if (typeof value === "object") return escaped(JSON.stringify(value));
  return String(value);
}
