import type { Kysely } from "kysely";
import type pg from "pg";
import type { Tables } from "#core/db/tables.generated.ts";
import { sealEvents } from "#core/events/seal.ts";
import { until } from "./until.ts";

/** Every event so far is under a seal. What a transaction of another database of the same server holds back is waited for. */
export const sealAll = (db: Kysely<Tables>, owner: pg.Client): Promise<true> =>
  until("every event is sealed", async () => {
    await sealEvents(db);
    const { rows } = await owner.query<{ left: boolean }>(
      "select (select count(*) from events) > (select coalesce(sum(event_count), 0) from seals) as left",
    );
    return rows[0]?.left === false ? true : undefined;
  });
