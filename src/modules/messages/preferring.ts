// How a person wants to be told: at once, in a digest, or in the inbox alone; when to be left in peace.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { lostRace } from "#core/errors.ts";
import { mailSettings } from "#core/mail/settings.ts";
import type { messages } from "./contract.ts";
import { kinds, type Way } from "./rules.ts";
import { templateOf } from "./templates.ts";

type In<K extends keyof typeof messages> = Input<(typeof messages)[K]>;
type Out<K extends keyof typeof messages> = Promise<Output<(typeof messages)[K]>>;

type Row = {
  ways: Record<string, Way>;
  digestHour: number;
  quietFrom: number | null;
  quietTo: number | null;
  workDaysOnly: boolean;
  rowVersion: number;
  timeZone: string;
  email: string | null;
  problem: string | null;
  beganAt: string | null;
};

export async function getMessagePreferences(ctx: Ctx): Out<"getMessagePreferences"> {
  const { rows } = await sql<Row>`
    select coalesce(c.ways, '{}') as ways, coalesce(c.digest_hour, 8) as digest_hour, c.quiet_from, c.quiet_to,
      coalesce(c.work_days_only, false) as work_days_only, coalesce(c.row_version, 0) as row_version,
      time_zone_of(p.id) as time_zone, p.email, t.problem, t.began_at
    from people p
    left join message_preferences c on c.person_id = p.id
    left join lateral (select * from mail_trouble_of(p.id) x where lower(x.address) = lower(p.email)) t on true
    where p.id = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw new Error("a person who is signed in has no row");
  const { email, problem, beganAt, ...preferences } = row;
  return {
    ...preferences,
    kinds: kinds.map((kind) => {
      const template = templateOf(kind);
      return { kind, proposed: template?.way ?? "at_once", isHard: template?.isHard === "always" };
    }),
    address: email,
    trouble: problem && beganAt ? { problem, since: beganAt } : null,
    isMailConfigured: mailSettings() !== null,
  };
}

export async function saveMessagePreferences(
  ctx: Ctx,
  input: In<"saveMessagePreferences">,
): Out<"saveMessagePreferences"> {
  const ways = Object.fromEntries(
    kinds.flatMap((kind) => (input.ways[kind] ? [[kind, input.ways[kind]]] : [])),
  );
  const { rows } = await sql<{ rowVersion: number }>`
    insert into message_preferences as c (person_id, company_id, ways, digest_hour, quiet_from, quiet_to, work_days_only)
    select ${ctx.actor.personId}::uuid, ${ctx.actor.companyId}::uuid, ${JSON.stringify(ways)}::jsonb, ${input.digestHour}::smallint,
      ${input.quietFrom}::smallint, ${input.quietTo}::smallint, ${input.workDaysOnly}
    where ${input.rowVersion} = 0 or exists (select from message_preferences x where x.person_id = ${ctx.actor.personId}::uuid)
    on conflict (person_id) do update set ways = excluded.ways, digest_hour = excluded.digest_hour, quiet_from = excluded.quiet_from,
      quiet_to = excluded.quiet_to, work_days_only = excluded.work_days_only, row_version = c.row_version + 1
      where c.row_version = ${input.rowVersion}
    returning c.row_version`.execute(ctx.db);
  const [row] = rows;
  if (!row) throw lostRace("message_preferences", { rowVersion: input.rowVersion }, { rowVersion: 0 });
  return { rowVersion: row.rowVersion };
}
