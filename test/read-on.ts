import type { Kysely } from "kysely";
import type pg from "pg";
import type { Tables } from "#core/db/tables.generated.ts";
import { dispatch, type Subscriber } from "#core/events/dispatch.ts";
import { until } from "./until.ts";

/**
 * The trail is read to its end, as the running product does it. What a transaction of another database of the same server
 * holds back, as other tests may, is waited for.
 */
export async function readOn(
  db: Kysely<Tables>,
  owner: pg.Client,
  subscribers: readonly Subscriber[],
): Promise<void> {
  const faults: unknown[] = [];
  const log = { info: () => {}, warn: () => {}, error: (what: unknown) => void faults.push(what) } as never;
  const wanted = JSON.stringify(subscribers.map(({ name, verbs }) => ({ name, verbs })));
  await until("the trail is read", async () => {
    while (await dispatch(db, subscribers, log));
    if (faults.length > 0) throw new Error("a reader of the trail failed", { cause: faults[0] });
    const { rows } = await owner.query(
      `select from jsonb_to_recordset($1::jsonb) as w (name text, verbs text[])
       join event_cursors c on c.name = w.name
       join events e on e.era = c.era and e.xid >= c.xid and e.verb = any (w.verbs) limit 1`,
      [wanted],
    );
    return rows.length === 0 || undefined;
  });
}
