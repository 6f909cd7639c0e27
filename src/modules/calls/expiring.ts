// What did not arrive within a day stays in the list and is not sent later; secrets that have been replaced are forgotten.
import { sql } from "kysely";
import type { TimedWork } from "#core/jobs/timed.ts";

export const expireDeliveries: TimedWork = {
  name: "receivers.expire",
  everySeconds: 60,
  run: async (ctx) => {
    await sql`update receivers set secret_before = null, secret_before_until = null where secret_before_until <= app_now()`.execute(
      ctx.db,
    );
    const { numAffectedRows } = await sql`
      with old as (select id from deliveries where state = 'waiting' and expires_at <= app_now() limit 1000 for update skip locked)
      update deliveries d set state = 'expired', ended_at = app_now(), problem = coalesce(d.problem, 'delivery.too_old')
      from old where d.id = old.id`.execute(ctx.db);
    return numAffectedRows === 1000n;
  },
};
