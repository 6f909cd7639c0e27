// The executive brief: one page in fixed boxes. Its beginning is made of the facts; somebody writes it, and every version stays.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { permissions } from "../contract/words.ts";
import { running } from "../rules.ts";
import { columns, type Incident, incidentTo, seen, subjectOf } from "../visible.ts";
import { askForBrief, briefDuty } from "./briefing.ts";
import { factsFor, linesOf, sayIn } from "./composing.ts";
import type { room } from "./contract.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Whole = Output<typeof room.getBrief>;
type Brief = NonNullable<Whole["last"]>;
type Draft = Whole["draft"];

/** The last brief, for the page and for whoever prints it; null where none is written. */
export async function briefsOf(ctx: Ctx, incidentId: string): Promise<Brief[]> {
  const { rows } =
    await sql<Brief>`select b.version, b.happened, b.affected, b.doing, b.decide, b.next_at, b.severity, b.state, b.written_at,
      ${nameOfActor(ctx.language, sql`b.written_by`)} as written_by_name
    from incident_briefs b where b.incident_id = ${incidentId}::uuid order by b.version desc limit 101`.execute(
      ctx.db,
    );
  return rows;
}

export async function getBrief(ctx: Ctx, { id }: Input<typeof room.getBrief>): Out<"getBrief"> {
  const { rows } =
    await sql<Incident>`select ${columns} from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(
      ctx.db,
    );
  const incident = found(rows[0], "incident");
  const [last, ...earlier] = await briefsOf(ctx, id);
  const { rows: due } = await sql<{
    dueAt: string;
  }>`select d.due_at from duties d where d.subject_id = ${id}::uuid and d.kind = ${briefDuty}
    and d.state = 'open' limit 1`.execute(ctx.db);
  const dueAt = due[0]?.dueAt ?? null;
  const mine = await held(ctx, [permissions.manage, permissions.assess], incident.companyId);
  return {
    last: last ?? null,
    earlier,
    draft: await draftOf(ctx, incident, last),
    dueAt,
    isOverdue: dueAt !== null && Date.parse(dueAt) < ctx.now.getTime(),
    mayWrite: mine.size > 0,
  };
}

const mostWords = 1500;

/** What the record knows, in the reader's language; what only people know (what is wanted decided) stays as it was said last. */
async function draftOf(ctx: Ctx, incident: Incident, last: Brief | undefined): Promise<Draft> {
  const zone = ctx.actor.timeZone ?? incident.discoveredZone;
  const { happened, affected, tasks } = linesOf(ctx.language, zone, incident, await factsFor(ctx, incident));
  const named = (state: string) => tasks.filter((one) => one.state === state).map((one) => one.line);
  const say = sayIn(ctx.language);
  const done = named("done").slice(-6);
  const open = named("open").slice(0, 6);
  const doing = [
    ...(done.length > 0 ? [say("room.draft.done"), ...done] : []),
    ...(open.length > 0 ? [say("room.draft.open"), ...open] : []),
  ];
  const joined = (lines: string[]) => lines.join("\n").slice(0, mostWords);
  return {
    happened: joined(happened),
    affected: joined(affected),
    doing: joined(doing),
    decide: last?.decide ?? "",
  };
}

export async function writeBrief(ctx: Ctx, input: Input<typeof room.writeBrief>): Out<"writeBrief"> {
  const incident = await incidentTo(ctx, "add", input.id);
  if (input.nextAt && Date.parse(input.nextAt) <= ctx.now.getTime())
    throw invalid("incident.next_brief_past");
  const { rows: before } = await sql<{
    version: number;
  }>`select coalesce(max(b.version), 0)::int as version from incident_briefs b
    where b.incident_id = ${incident.id}::uuid`.execute(ctx.db);
  const was = before[0]?.version ?? 0;
  if (was !== input.after) throw lostRace("incident_brief", { version: input.after }, { version: was });
  await sql`insert into incident_briefs (incident_id, company_id, version, happened, affected, doing, decide, next_at, severity, state, written_at, written_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${was + 1}, ${input.happened.trim()}, ${input.affected.trim()}, ${input.doing.trim()},
      ${input.decide.trim()}, ${input.nextAt}::timestamptz, ${incident.severity}, ${incident.state}, app_now(), ${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );
  if (running.includes(incident.state)) await askForBrief(ctx, incident);
  await record(ctx, "incident.brief_written", {
    subject: subjectOf(incident),
    data: { version: was + 1, nextAt: input.nextAt, severity: incident.severity },
  });
  return { version: was + 1 };
}
