// What the programme asks of the group office by itself: a visit that comes near and has nobody to lead it, one whose days went by
// without anybody going, a company that is over its day with nothing planned. Data close these duties, nobody ticks them.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, lapseOne, openDuties } from "#modules/duties/service.ts";
import { permissions } from "./contract/words.ts";
import { cycleOn } from "./cycle.ts";

const staff = "audit.staff";
const overdue = "audit.overdue";
const missed = "audit.missed";

export const programmeFollows: Subscriber = {
  name: "audits",
  verbs: [
    "audit.programme_approved",
    "audit.visit_planned",
    "audit.visit_moved",
    "audit.visit_cancelled",
    "audit.visit_held",
    "audit.auditor_assigned",
    "audit.auditor_removed",
    "audit.proposal_taken",
    "audit.earlier_day_set",
    "audit.earlier_day_taken_back",
    "audit.cycle_changed",
    "history.audits_loaded",
  ],
  from: "now",
  handle: (ctx) => settle(ctx),
};

export const programmeClock: TimedWork = {
  name: "audits.look",
  everySeconds: 600,
  run: async (ctx) => {
    await settle(ctx);
    return false;
  },
};

export async function settle(ctx: Ctx): Promise<void> {
  await settleStaff(ctx);
  await settleMissed(ctx);
  await settleOverdue(ctx);
}

type Visit = {
  id: string;
  companyId: string;
  beginsOn: string;
  isOpen: boolean;
  isWanted: boolean;
  hasLead: boolean;
};

/** Of approved programmes alone: a draft asks nothing of anybody. */
async function settleStaff(ctx: Ctx): Promise<void> {
  const { staffedWeeks } = await cycleOn(ctx, ctx.today);
  const { rows } = await sql<Visit>`
    select x.* from (
      select v.id, v.company_id, coalesce(v.from_on, v.month) as begins_on,
        exists (select from duties d where d.kind = ${staff} and d.subject_id = v.id and d.state = 'open') as is_open,
        exists (select from audit_visit_team m where m.visit_id = v.id and m.is_lead) as has_lead,
        v.state = 'planned' and p.state = 'approved' and coalesce(v.from_on, v.month) <= ${addDays(ctx.today, staffedWeeks * 7)}::date
          and not exists (select from audit_visit_team m where m.visit_id = v.id and m.is_lead) as is_wanted
      from audit_visits v join audit_programmes p on p.id = v.programme_id) x
    where x.is_open <> x.is_wanted order by x.begins_on, x.id limit 5000`.execute(ctx.db);
  await openDuties(
    ctx,
    rows
      .filter((row) => row.isWanted)
      .map((row) => ({
        kind: staff,
        subjectKind: "audit_visit",
        subjectId: row.id,
        companyId: row.companyId,
        permission: permissions.plan,
        // Half of the time is for whoever goes to prepare.
        dueOn: laterOf(ctx.today, addDays(row.beginsOn, -Math.ceil((staffedWeeks * 7) / 2))),
      })),
  );
  const over = rows.filter((row) => row.isOpen);
  await closeEach(ctx, ids(over.filter((row) => row.hasLead)), staff);
  await lapseOne(ctx, ids(over.filter((row) => !row.hasLead)), staff, "audit.visit_changed");
}

/** Days within which an overdue company is planned, or a visit that nobody went to is moved. */
const daysToPlan = 14;

/** Moved, held or cancelled with a reason: a visit that was planned does not fade away. */
async function settleMissed(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: string; companyId: string; isOpen: boolean; isWanted: boolean }>`
    select x.* from (
      select v.id, v.company_id,
        exists (select from duties d where d.kind = ${missed} and d.subject_id = v.id and d.state = 'open') as is_open,
        v.state = 'planned' and (p.state = 'approved' or v.announced_at is not null)
          and not audit_visit_stands(v, ${ctx.today}::date) as is_wanted
      from audit_visits v join audit_programmes p on p.id = v.programme_id) x
    where x.is_open <> x.is_wanted order by x.id limit 5000`.execute(ctx.db);
  await openDuties(
    ctx,
    rows
      .filter((row) => row.isWanted)
      .map(({ id, companyId }) => ({
        kind: missed,
        subjectKind: "audit_visit",
        subjectId: id,
        companyId,
        permission: permissions.plan,
        dueOn: addDays(ctx.today, daysToPlan),
      })),
  );
  await closeEach(ctx, ids(rows.filter((row) => row.isOpen)), missed);
}

/**
 * A company is asked for once nothing is planned and its day is over; only where a programme was ever approved, so that whoever has
 * not begun to plan is not buried.
 */
async function settleOverdue(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ companyId: string; isOpen: boolean; isWanted: boolean }>`
    select x.* from (
      select u.id as company_id,
        exists (select from duties d where d.kind = ${overdue} and d.subject_id = u.id and d.state = 'open') as is_open,
        coalesce(c.state = 'overdue' and c.next_id is null
          and exists (select from audit_programmes p where p.state <> 'draft'), false) as is_wanted
      from units u left join audit_coverage(${ctx.today}::date, array['consolidated']) c on c.company_id = u.id
      where u.kind = 'company') x
    where x.is_open <> x.is_wanted order by x.company_id limit 5000`.execute(ctx.db);
  await openDuties(
    ctx,
    rows
      .filter((row) => row.isWanted)
      .map(({ companyId }) => ({
        kind: overdue,
        subjectKind: "unit",
        subjectId: companyId,
        companyId,
        permission: permissions.plan,
        dueOn: addDays(ctx.today, daysToPlan),
      })),
  );
  await closeEach(
    ctx,
    rows.filter((row) => row.isOpen).map((row) => row.companyId),
    overdue,
  );
}

const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);
const laterOf = (one: string, another: string) => (one > another ? one : another);
