// What is one thing: told by the keys of a row, the same way when it is foreseen and when it is done.
import { sql } from "kysely";

/** In this order. */
export const joiningKeys = ["serial_key", "tag_key", "name_key"] as const;
export type JoiningKey = (typeof joiningKeys)[number];

/**
 * Entry `e` may be what row `n` speaks of, by this key. A row joins the one entry of its company of which this holds; two such entries
 * are nobody's to choose between.
 */
export function isSame(key: JoiningKey) {
  // A tag or a name does not make one thing of two that have different serial numbers.
  const agrees =
    key === "serial_key"
      ? sql`true`
      : sql`(e.serial_key is null or n.serial_key is null or e.serial_key = n.serial_key)`;
  return sql<boolean>`e.company_id = n.company_id and ${sql.ref(`e.${key}`)} = ${sql.ref(`n.${key}`)}
    and e.state <> 'retired' and ${agrees}`;
}

/** Rows that join nothing make one entry for all that share the first key they have: `n` is such a row. */
export const identity = sql<string>`coalesce('s' || n.serial_key, 't' || n.tag_key, 'n' || n.name_key, 'k' || n.source_key)`;
