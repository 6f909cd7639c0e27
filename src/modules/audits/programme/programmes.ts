// Programmes of fiscal years: begun as a draft, approved by somebody else, closed when nothing in them is open.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fiscalYearBounds } from "#core/time/fiscal-year.ts";
import { programmeState, startMonth, thisYear, wholeGroup } from "./whole-group.ts";
import type { programme } from "./contract/programme.ts";
import { permissions } from "./contract/words.ts";
import { availableDays } from "./pool.ts";

type In<K extends keyof typeof programme> = Input<(typeof programme)[K]>;
type Out<K extends keyof typeof programme> = Promise<Output<(typeof programme)[K]>>;
type Row = Output<typeof programme.listProgrammes>["rows"][number];

/** With the counts of what the reader reaches. */
async function programmes(ctx: Ctx, only: RawBuilder<boolean>): Promise<Omit<Row, "availableDays">[]> {
  const month = await startMonth(ctx);
  const { rows } = await sql<Omit<Row, "availableDays">>`
    select p.id, p.fiscal_year, ${programmeState(ctx.today, month)} as state, v.visits, v.held, v.cancelled, v.unstaffed, v.used_days,
      ${nameOfActor(ctx.language, sql`p.approved_by`)} as approved_by_name, p.row_version
    from audit_programmes p cross join lateral (
      select count(*) filter (where v.state <> 'cancelled')::int as visits, count(*) filter (where v.state = 'held')::int as held,
        count(*) filter (where v.state = 'cancelled')::int as cancelled,
        count(*) filter (where v.state = 'planned' and not exists (select from audit_visit_team m where m.visit_id = v.id and m.is_lead))::int
          as unstaffed,
        coalesce(sum(v.auditor_days) filter (where v.state <> 'cancelled'), 0)::int as used_days
      from audit_visits v where v.programme_id = p.id and ${within(ctx, "v.company_id")}) v
    where ${only} order by p.fiscal_year limit 101`.execute(ctx.db);
  return rows;
}

async function withDays(ctx: Ctx, rows: Omit<Row, "availableDays">[]): Promise<Row[]> {
  // How much the auditors have is of the pool, which only those of the whole group see.
  if (ctx.reach !== "group") return rows.map((row) => ({ ...row, availableDays: null }));
  const days = await availableDays(
    ctx,
    rows.map((row) => row.fiscalYear),
  );
  return rows.map((row) => ({ ...row, availableDays: days[row.fiscalYear] ?? 0 }));
}

export async function listProgrammes(ctx: Ctx): Out<"listProgrammes"> {
  const rows = await withDays(ctx, await programmes(ctx, sql`true`));
  return { rows, thisYear: await thisYear(ctx), startMonth: await startMonth(ctx) };
}

export async function getProgramme(ctx: Ctx, { id }: In<"getProgramme">): Out<"getProgramme"> {
  const [row] = await withDays(ctx, await programmes(ctx, sql`p.id = ${id}::uuid`));
  const shown = found(row, "audit_programme");
  const cells = await sql<Output<typeof programme.getProgramme>["cells"][number]>`
    select v.month, f.region, count(*)::int as visits, sum(v.auditor_days)::int as auditor_days from audit_visits v
    left join company_facts f on f.company_id = v.company_id and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)
    where v.programme_id = ${id}::uuid and v.state <> 'cancelled' and ${within(ctx, "v.company_id")}
    group by v.month, f.region order by v.month, f.region limit 200`.execute(ctx.db);
  const mine = await sql<{
    isOwn: boolean;
  }>`select ${ctx.actor.personId}::uuid = any (p.prepared_by) as is_own
    from audit_programmes p where p.id = ${id}::uuid`.execute(ctx.db);
  const may = await held(ctx, [permissions.plan, permissions.approve], ctx.actor.companyId);
  const isGroups = ctx.reach === "group";
  return {
    ...shown,
    cells: cells.rows,
    mayPlan: isGroups && may.has(permissions.plan),
    approveOff: !(isGroups && may.has(permissions.approve))
      ? "permission.missing"
      : shown.state !== "draft"
        ? "audit.not_a_draft"
        : mine.rows[0]?.isOwn
          ? "audit.own_draft"
          : shown.visits === 0
            ? "audit.nothing_planned"
            : null,
    closeOff: !(isGroups && may.has(permissions.plan))
      ? "permission.missing"
      : shown.state === "draft" || shown.state === "closed"
        ? "audit.not_approved"
        : shown.visits > shown.held
          ? "audit.visits_open"
          : null,
  };
}

/** Begins the programme of a year where there is none; whoever does has a hand in it. */
export async function begin(ctx: Ctx, fiscalYear: number): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into audit_programmes (fiscal_year, prepared_by) values (${fiscalYear}, array[${ctx.actor.personId}::uuid])
    on conflict (fiscal_year) do nothing returning id`.execute(ctx.db);
  const id = rows[0]?.id ?? null;
  if (id)
    await record(ctx, "audit.programme_added", {
      subject: { kind: "audit_programme", id, companyId: null },
      data: { fiscalYear },
    });
  return id;
}

export async function addProgramme(ctx: Ctx, { fiscalYear }: In<"addProgramme">): Out<"addProgramme"> {
  wholeGroup(ctx);
  await notOver(ctx, fiscalYear);
  const id = await begin(ctx, fiscalYear);
  if (id === null) throw conflict("audit_programmes_one_a_year");
  return { id };
}

export async function notOver(ctx: Ctx, fiscalYear: number): Promise<void> {
  if (fiscalYearBounds(fiscalYear, await startMonth(ctx)).to <= ctx.today) throw invalid("audit.year_over");
}

type Locked = {
  fiscalYear: number;
  state: "draft" | "approved" | "closed";
  isOwn: boolean;
  rowVersion: number;
};

async function locked(ctx: Ctx, id: string, rowVersion: number): Promise<Locked> {
  const { rows } =
    await sql<Locked>`select p.fiscal_year, p.state, ${ctx.actor.personId}::uuid = any (p.prepared_by) as is_own, p.row_version
    from audit_programmes p where p.id = ${id}::uuid for update`.execute(ctx.db);
  const one = found(rows[0], "audit_programme");
  if (one.rowVersion !== rowVersion)
    throw lostRace("audit_programme", { rowVersion }, { rowVersion: one.rowVersion });
  return one;
}

async function openVisits(ctx: Ctx, id: string): Promise<{ open: number; all: number }> {
  const { rows } = await sql<{ open: number; all: number }>`
    select count(*) filter (where v.state = 'planned')::int as open, count(*) filter (where v.state <> 'cancelled')::int as all
    from audit_visits v where v.programme_id = ${id}::uuid`.execute(ctx.db);
  return rows[0] ?? { open: 0, all: 0 };
}

export async function approveProgramme(
  ctx: Ctx,
  { id, rowVersion }: In<"approveProgramme">,
): Out<"approveProgramme"> {
  wholeGroup(ctx);
  const { fiscalYear, state, isOwn } = await locked(ctx, id, rowVersion);
  if (state !== "draft") throw conflict("audit.not_a_draft");
  if (isOwn) throw forbidden("audit.own_draft");
  const { all } = await openVisits(ctx, id);
  if (all === 0) throw invalid("audit.nothing_planned");
  await sql`update audit_programmes set state = 'approved', approved_by = ${ctx.actor.personId}::uuid, approved_at = app_now(),
    row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "audit.programme_approved", {
    subject: { kind: "audit_programme", id, companyId: null },
    data: { fiscalYear, visits: all },
  });
  return { id };
}

export async function closeProgramme(
  ctx: Ctx,
  { id, rowVersion }: In<"closeProgramme">,
): Out<"closeProgramme"> {
  wholeGroup(ctx);
  const { fiscalYear, state } = await locked(ctx, id, rowVersion);
  if (state !== "approved") throw conflict("audit.not_approved");
  const { open, all } = await openVisits(ctx, id);
  if (open > 0) throw conflict("audit.visits_open", { values: { count: open } });
  await sql`update audit_programmes set state = 'closed', closed_by = ${ctx.actor.personId}::uuid, closed_at = app_now(),
    row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "audit.programme_closed", {
    subject: { kind: "audit_programme", id, companyId: null },
    data: { fiscalYear, visits: all },
  });
  return { id };
}
