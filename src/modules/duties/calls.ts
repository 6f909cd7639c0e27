// Calls of hard clocks: whoever is told says within the rule's time that they have taken note, else the next is asked.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { type EventSubject, record, recordEach } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { afterSilence } from "./hard.ts";
import { hardOf, risenTo } from "./rules.ts";

export type NewCall = {
  id: string;
  dutyId: string;
  fiscalYear: number;
  companyId: string;
  level: number;
  nth: number;
  /** Until somebody says that they have taken note. */
  minutes: number;
};

/** What was still asked of somebody below is asked of them no more. */
export async function openCalls(ctx: Ctx, calls: readonly NewCall[]): Promise<void> {
  if (calls.length === 0) return;
  const given = JSON.stringify(
    calls.map((one) => ({
      id: one.id,
      duty_id: one.dutyId,
      fiscal_year: one.fiscalYear,
      company_id: one.companyId,
      level: one.level,
      nth: one.nth,
      minutes: one.minutes,
    })),
  );
  await sql`update calls set state = 'risen', ended_at = app_now()
    where state = 'open' and duty_id in (select x.duty_id from jsonb_to_recordset(${given}::jsonb) as x (duty_id uuid))`.execute(
    ctx.db,
  );
  await sql`insert into calls (id, duty_id, fiscal_year, company_id, level, nth, opened_at, answer_by)
    select x.id, x.duty_id, x.fiscal_year, x.company_id, x.level, x.nth, app_now(), app_now() + make_interval(mins => x.minutes)
    from jsonb_to_recordset(${given}::jsonb) as x (id uuid, duty_id uuid, fiscal_year integer, company_id uuid, level smallint,
      nth smallint, minutes integer)`.execute(ctx.db);
}

type Silent = {
  id: string;
  dutyId: string;
  fiscalYear: number;
  companyId: string;
  kind: string;
  subjectId: string;
  level: number;
  nth: number;
  step: number;
  isOver: boolean;
};
type Told = {
  verb: "duty.risen" | "duty.call_unanswered";
  subject: EventSubject;
  data: Record<string, unknown>;
};

/**
 * Every call whose time has passed: where the duty is done or was given more time it just ends; else the next is asked.
 *
 * @returns how many.
 */
export async function passOnCalls(ctx: Ctx, limit = 200): Promise<number> {
  const { rows } = await sql<Silent>`
    select c.id, c.duty_id, c.fiscal_year, c.company_id, d.kind, d.subject_id, c.level, c.nth, d.step,
      d.state <> 'open' or d.level < c.level as is_over
    from calls c join duties d on d.id = c.duty_id and d.fiscal_year = c.fiscal_year
    where c.state = 'open' and c.answer_by <= app_now() order by c.answer_by limit ${limit} for update of c, d skip locked`.execute(
    ctx.db,
  );
  if (rows.length === 0) return 0;
  const ends: { id: string; state: string }[] = [];
  const rises: { id: string; fiscalYear: number; level: number }[] = [];
  const opened: NewCall[] = [];
  const told: Told[] = [];
  for (const call of rows) {
    const minutes = hardOf(call.kind)?.withinMinutes ?? 24 * 60;
    const next = call.isOver ? null : afterSilence(call.kind, call.level, call.nth);
    ends.push({ id: call.id, state: !next ? "ended" : next.is === "risen" ? "risen" : "unanswered" });
    if (!next) continue;
    const isRising = next.is === "risen";
    const level = isRising ? next.level : call.level;
    const id = next.is === "given_up" ? null : randomUUID();
    if (isRising) rises.push({ id: call.dutyId, fiscalYear: call.fiscalYear, level });
    if (id) opened.push({ ...call, id, level, nth: isRising ? 1 : call.nth + 1, minutes });
    told.push({
      verb: isRising ? "duty.risen" : "duty.call_unanswered",
      subject: { kind: "duty", id: call.dutyId, companyId: call.companyId },
      data: {
        kind: call.kind,
        subjectId: call.subjectId,
        level,
        // Those of the level itself are told once more.
        levelBefore: isRising ? call.level : Math.max(0, level - 1),
        step: call.step,
        callId: id ?? call.id,
        unanswered: true,
      },
    });
  }
  await sql`update calls c set state = e.state, ended_at = app_now()
    from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as e (id uuid, state text) where c.id = e.id`.execute(
    ctx.db,
  );
  await sql`update duties d set level = r.level, reminded_at = app_now(), reminded_by = null
    from jsonb_to_recordset(${JSON.stringify(
      rises.map(({ id, fiscalYear, level }) => ({ id, fiscal_year: fiscalYear, level })),
    )}::jsonb) as r (id uuid, fiscal_year integer, level smallint)
    where d.id = r.id and d.fiscal_year = r.fiscal_year`.execute(ctx.db);
  await openCalls(ctx, opened);
  await recordEach(ctx, "duty.risen", told);
  return rows.length;
}

export const callClock: TimedWork = {
  name: "duties.calls",
  everySeconds: 30,
  run: async (ctx) => (await passOnCalls(ctx)) === 200,
};

export type SeenCall = {
  id: string;
  dutyId: string;
  dutyKind: string;
  subjectKind: string;
  subjectId: string;
  companyId: string;
  level: number;
  nth: number;
  openedAt: string;
  answerBy: string;
  state: "open" | "acknowledged" | "risen" | "unanswered" | "ended";
  endedAt: string | null;
  acknowledgedBy: string | null;
  receiverId: string | null;
  acknowledgedAs: string | null;
  dueAt: string;
  timeZone: string;
  isDutyOpen: boolean;
  /** It asks the reader, or whoever stands below. */
  isAsked: boolean;
  /** Of the unit, in the reader's language. */
  company: string | null;
};

/** A call as far as the actor may see it now, whatever the permission of the moment. */
export async function seenCall(ctx: Ctx, id: string): Promise<SeenCall | undefined> {
  const { rows } = await sql<SeenCall>`
    select s.*, ${nameOfUnit(ctx.language, "s")} as company
    from call_seen_by(${ctx.actor.personId}::uuid, ${id}::uuid, ${[...risenTo]}::text[]) s`.execute(ctx.db);
  return rows[0];
}

export type By = { personId: string } | { receiverId: string; as: string | null };

/** @returns false where the call is over: acknowledged before, asked of others, or its duty is done. */
export async function acknowledge(ctx: Ctx, id: string, by: By): Promise<boolean> {
  const person = "personId" in by ? by.personId : null;
  const receiver = "receiverId" in by ? by.receiverId : null;
  const as = "receiverId" in by ? by.as : null;
  const { rows } = await sql<{
    dutyId: string;
    companyId: string;
    subjectId: string;
    dutyKind: string;
    level: number;
  }>`
    select * from acknowledge_call(${id}::uuid, ${person}::uuid, ${receiver}::uuid, ${as})`.execute(ctx.db);
  const [call] = rows;
  if (!call) return false;
  await record(ctx, "duty.call_acknowledged", {
    subject: { kind: "duty", id: call.dutyId, companyId: call.companyId },
    data: {
      kind: call.dutyKind,
      subjectId: call.subjectId,
      level: call.level,
      callId: id,
      ...(receiver ? { receiverId: receiver } : {}),
    },
    ...(as ? { personal: { as } } : {}),
  });
  return true;
}
