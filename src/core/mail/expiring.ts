// Mail that nobody could send in time stays in the list and is not sent a month later.
import { sql } from "kysely";
import type { TimedWork } from "../jobs/timed.ts";
import { mailSettings } from "./settings.ts";

export const expireMails: TimedWork = {
  name: "mail.expire",
  everySeconds: 60,
  run: async (ctx) => {
    const { numAffectedRows } = await sql`
      with old as (select id from mails where state = 'waiting' and expires_at <= app_now() limit 1000 for update skip locked)
      update mails m set state = 'expired', ended_at = app_now(), sealed = null,
        problem = case when ${mailSettings() === null} then 'mail.no_server' else coalesce(m.problem, 'mail.too_old') end
      from old where m.id = old.id`.execute(ctx.db);
    return numAffectedRows === 1000n;
  },
};
