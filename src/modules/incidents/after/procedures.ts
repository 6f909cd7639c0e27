// Procedures for the case that lie ready, and the days on which they were tried out (R-33).
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, lapseDuties, openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import type { after } from "./contract.ts";
import { nextTrialOn, type procedureViews, standingOf } from "./rules.ts";

type In<K extends keyof typeof after> = Input<(typeof after)[K]>;
type Out<K extends keyof typeof after> = Promise<Output<(typeof after)[K]>>;
type Row = Output<typeof after.listProcedures>["rows"][number];

export const trialDuty = "incident.try_procedure";
/** A new one is tried out soon: what nobody has tried is a hope. */
const daysForFirst = 60;

type View = (typeof procedureViews)[number];
const viewed = (ctx: Ctx): Readonly<Record<View, RawBuilder<boolean>>> => ({
  all: sql<boolean>`true`,
  never: sql<boolean>`p.tried_on is null`,
  due: sql<boolean>`p.tried_on is not null and p.next_on < ${ctx.today}::date`,
  in_time: sql<boolean>`p.tried_on is not null and p.next_on >= ${ctx.today}::date`,
});

export async function listProcedures(
  ctx: Ctx,
  { companyId, divisionId, search, view = "all", after: cursor, limit = 50 }: In<"listProcedures">,
): Out<"listProcedures"> {
  if (companyId) await companyInScope(ctx, companyId);
  const scope = sql<boolean>`${within(ctx, "p.company_id")} and p.ended_on is null
    and ${companyId ? sql`p.company_id = ${companyId}::uuid` : sql`true`}
    and ${divisionId ? sql`p.company_id = any (array(select companies_under(${divisionId}::uuid)))` : sql`true`}
    and ${search ? sql`folded(p.title || ' ' || p.place) ilike ${like(search)}` : sql`true`}`;
  const views = viewed(ctx);
  const [isTried, nextOn, lastId] = cursor?.split("|") ?? [];
  const { rows: read } = await sql<
    Omit<Row, "standing">
  >`select p.id, p.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, p.kind, p.title, p.place, p.file_id,
      (select ${nameOfPerson(ctx.language, "w")} from people w where w.id = p.owner_id) as owner_name, p.every_months, p.tried_on, p.next_on, p.row_version,
      t.how as last_how, t.worked as last_worked,
      cardinality(array(select * from permissions_at(${ctx.actor.personId}::uuid, array[${permissions.manage}, ${permissions.assess}]::text[], p.company_id))) > 0 as may_change
    from incident_procedures p
    join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join lateral (select x.how, x.worked from incident_procedure_trials x where x.procedure_id = p.id order by x.tried_on desc, x.id desc limit 1) t on true
    where ${scope} and ${views[view]}
      and ${lastId ? sql`(p.tried_on is not null, p.next_on, p.id) > (${isTried === "1"}::boolean, ${nextOn}::date, ${lastId}::uuid)` : sql`true`}
    order by p.tried_on is not null, p.next_on, p.id limit ${limit + 1}`.execute(ctx.db);
  const rows = read.slice(0, limit);
  const last = read.length > limit ? rows.at(-1) : undefined;
  return {
    rows: rows.map((row) => ({ ...row, standing: standingOf(row.triedOn, row.nextOn, ctx.today) })),
    next: last ? `${last.triedOn ? 1 : 0}|${last.nextOn}|${last.id}` : null,
    counts: await countsOf(ctx, scope, views, { companyId, divisionId }),
  };
}

async function countsOf(
  ctx: Ctx,
  scope: RawBuilder<boolean>,
  views: Readonly<Record<View, RawBuilder<boolean>>>,
  { companyId, divisionId }: { companyId: string | undefined; divisionId: string | undefined },
): Promise<Output<typeof after.listProcedures>["counts"]> {
  const { rows } = await sql<{
    all: number;
    never: number;
    due: number;
    inTime: number;
    without: number;
  }>`select count(*)::int as "all", count(*) filter (where ${views.never})::int as never, count(*) filter (where ${views.due})::int as due,
      count(*) filter (where ${views.in_time})::int as in_time,
      (select count(*)::int from units u
        where u.kind = 'company' and (u.ended_on is null or u.ended_on > ${ctx.today}::date) and ${within(ctx, "u.company_id")}
          and ${companyId ? sql`u.id = ${companyId}::uuid` : sql`true`}
          and ${divisionId ? sql`u.id = any (array(select companies_under(${divisionId}::uuid)))` : sql`true`}
          and not exists (select from incident_procedures o where o.company_id = u.id and o.ended_on is null and o.kind = 'incident')) as without
    from incident_procedures p where ${scope}`.execute(ctx.db);
  const { inTime, without, ...counts } = rows[0] ?? { all: 0, never: 0, due: 0, inTime: 0, without: 0 };
  return { ...counts, in_time: inTime, companiesWithout: without };
}

const subjectOf = (one: { id: string; companyId: string }) => ({
  kind: "incident_procedure",
  id: one.id,
  companyId: one.companyId,
});

export async function addProcedure(ctx: Ctx, input: In<"addProcedure">): Out<"addProcedure"> {
  await companyInScope(ctx, input.companyId);
  if (input.fileId) {
    const { rows } =
      await sql`select f.id from files f where f.id = ${input.fileId}::uuid and f.purpose = 'incident_file'
      and f.company_id = ${input.companyId}::uuid and ${within(ctx, "f.company_id")}`.execute(ctx.db);
    if (rows.length === 0) throw invalid("incident.unknown_file");
  }
  if (input.ownerId) {
    const { rows } =
      await sql`select p.id from people p where p.id = ${input.ownerId}::uuid and ${within(ctx, "p.company_id")}`.execute(
        ctx.db,
      );
    if (rows.length === 0) throw invalid("incident.unknown_person");
  }
  const nextOn = addDays(ctx.today, daysForFirst);
  const { rows } = await sql<{ id: string }>`
    insert into incident_procedures (company_id, kind, title, place, file_id, owner_id, every_months, added_on, next_on)
    values (${input.companyId}::uuid, ${input.kind}, ${input.title.trim()}, ${input.place}, ${input.fileId ?? null}::uuid, ${input.ownerId ?? null}::uuid,
      ${input.everyMonths}, ${ctx.today}::date, ${nextOn}::date) returning id`.execute(ctx.db);
  const { id } = found(rows[0], "incident_procedure");
  await openTrial(ctx, { id, companyId: input.companyId, title: input.title.trim(), nextOn });
  await record(ctx, "incident_procedure.added", {
    subject: subjectOf({ id, companyId: input.companyId }),
    data: { kind: input.kind, everyMonths: input.everyMonths },
    personal: { title: input.title },
  });
  return { id };
}

const openTrial = (ctx: Ctx, one: { id: string; companyId: string; title: string; nextOn: string }) =>
  openDuty(ctx, {
    kind: trialDuty,
    subjectKind: "incident_procedure",
    subjectId: one.id,
    companyId: one.companyId,
    permission: permissions.assess,
    dueOn: one.nextOn,
    about: one.title,
  });

export async function tryProcedure(ctx: Ctx, input: In<"tryProcedure">): Out<"tryProcedure"> {
  const { rows } = await sql<{
    id: string;
    companyId: string;
    title: string;
    everyMonths: number;
    triedOn: string | null;
    nextOn: string;
    rowVersion: number;
  }>`
    select p.id, p.company_id, p.title, p.every_months, p.tried_on, p.next_on, p.row_version from incident_procedures p
    where p.id = ${input.id}::uuid and p.ended_on is null and ${within(ctx, "p.company_id")} for no key update`.execute(
    ctx.db,
  );
  const procedure = found(rows[0], "incident_procedure");
  if (procedure.rowVersion !== input.rowVersion)
    throw lostRace(
      "incident_procedure",
      { rowVersion: input.rowVersion },
      { rowVersion: procedure.rowVersion },
    );
  if (input.triedOn > ctx.today) throw invalid("incident.moment_ahead");
  if (input.worked !== "yes" && !input.learned.trim()) throw invalid("incident_procedure.learned_missing");
  await sql`insert into incident_procedure_trials (procedure_id, company_id, tried_on, how, worked, learned, said_at, said_by)
    values (${procedure.id}::uuid, ${procedure.companyId}::uuid, ${input.triedOn}::date, ${input.how}, ${input.worked}, ${input.learned}, app_now(),
      ${ctx.actor.personId}::uuid)`.execute(ctx.db);
  // One that was entered later than a newer one changes nothing about the turn.
  const isNewest = procedure.triedOn === null || input.triedOn >= procedure.triedOn;
  const nextOn = isNewest ? nextTrialOn(input.triedOn, procedure.everyMonths, input.how) : procedure.nextOn;
  await sql`update incident_procedures set tried_on = greatest(coalesce(tried_on, ${input.triedOn}::date), ${input.triedOn}::date), next_on = ${nextOn}::date,
    row_version = row_version + 1 where id = ${procedure.id}::uuid`.execute(ctx.db);
  if (isNewest) {
    await closeEach(ctx, [procedure.id], trialDuty);
    await openTrial(ctx, { ...procedure, nextOn });
  }
  await record(ctx, "incident_procedure.tried", {
    subject: subjectOf(procedure),
    data: { triedOn: input.triedOn, how: input.how, worked: input.worked, nextOn },
  });
  return { id: procedure.id, nextOn, rowVersion: procedure.rowVersion + 1 };
}

export async function endProcedure(ctx: Ctx, { id }: In<"endProcedure">): Out<"endProcedure"> {
  const { rows } = await sql<{
    id: string;
    companyId: string;
  }>`update incident_procedures p set ended_on = ${ctx.today}::date, row_version = p.row_version + 1
    where p.id = ${id}::uuid and p.ended_on is null and ${within(ctx, "p.company_id")} returning p.id, p.company_id`.execute(
    ctx.db,
  );
  const procedure = found(rows[0], "incident_procedure");
  await lapseDuties(ctx, [procedure.id], "incident_procedure.ended");
  await record(ctx, "incident_procedure.ended", { subject: subjectOf(procedure) });
  return { id };
}
