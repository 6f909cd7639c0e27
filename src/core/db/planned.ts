// Statements that the server keeps planned on every connection (docs/decisions/0042-planned-once.md). Only for those whose
// best plan is the same for every value: a row by its id, an insert. What searches or pages is planned anew each time.
import { createHash } from "node:crypto";
import type { Kysely, QueryResult, RawBuilder } from "kysely";
import type { Tables } from "./tables.generated.ts";

/** By their text: the forms a statement takes (with and without a lock, per reach) are few and fixed. */
const names = new Map<string, string>();

export function planned<T>(statement: RawBuilder<T>): {
  execute(db: Kysely<Tables>): Promise<QueryResult<T>>;
} {
  return {
    execute: (db) => {
      const compiled = statement.compile(db);
      if (!names.has(compiled.sql)) names.set(compiled.sql, nameOf(compiled.sql));
      return db.executeQuery(compiled);
    },
  };
}

/** The name under which a connection keeps this statement; undefined for one that is planned anew each time. */
export const plannedName = (text: string): string | undefined => names.get(text);

const nameOf = (text: string) => `yagura_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
