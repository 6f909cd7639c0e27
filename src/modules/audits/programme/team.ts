// Who goes on a visit. A rule of independence that is broken refuses with its reason; what is only unwise is said.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { settleAwaited } from "../report/awaited.ts";
import { wholeGroup } from "./whole-group.ts";
import type { auditors } from "./contract/auditors.ts";
import { fitting, visitFacts } from "./fitness.ts";
import { fitOf, refusalsOf, warningsOf } from "./independence.ts";
import { lockedVisit, planned } from "./locked.ts";

type In<K extends keyof typeof auditors> = Input<(typeof auditors)[K]>;
type Out<K extends keyof typeof auditors> = Promise<Output<(typeof auditors)[K]>>;

export async function listFitting(ctx: Ctx, { id }: In<"listFitting">): Out<"listFitting"> {
  wholeGroup(ctx);
  const visit = await lockedVisit(ctx, id, { forUpdate: false });
  const facts = await visitFacts(ctx, visit);
  const rows = (await fitting(ctx, visit)).map((one) => ({
    id: one.id,
    name: one.name,
    companyName: one.companyName,
    homeRegion: one.homeRegion,
    competences: [...one.competences],
    languages: [...one.languages],
    daysLeft: Math.max(0, one.daysLeft),
    fit: fitOf(one, facts),
    refusals: refusalsOf(one, 1),
    warnings: warningsOf(one, facts),
  }));
  return {
    rows: rows.toSorted(
      (a, b) =>
        Number(a.refusals.length > 0) - Number(b.refusals.length > 0) ||
        b.fit - a.fit ||
        (a.id < b.id ? -1 : 1),
    ),
  };
}

/** Refuses whoever may not go in those days; for a visit that moves, of everybody who is on it. */
export async function assertIndependent(
  ctx: Ctx,
  visit: Parameters<typeof fitting>[1],
  auditorId: string,
  days: number,
): Promise<{ personId: string; facts: Awaited<ReturnType<typeof fitting>>[number] }> {
  const facts = found((await fitting(ctx, visit, auditorId))[0], "auditor");
  const [first] = refusalsOf(facts, days);
  // What somebody advised on is free text: the list of who fits tells it, a refusal does not.
  if (first)
    throw conflict(
      `audit.auditor_${first.code}`,
      first.code === "advised" ? {} : { values: { what: first.what, day: first.what } },
    );
  return { personId: facts.personId, facts };
}

export async function assignAuditor(
  ctx: Ctx,
  { id, auditorId, isLead, days }: In<"assignAuditor">,
): Out<"assignAuditor"> {
  wholeGroup(ctx);
  const visit = planned(await lockedVisit(ctx, id));
  // Two that are given the last days of one auditor at once: the second sees what the first has taken.
  await sql`select from auditors a where a.id = ${auditorId}::uuid for update`.execute(ctx.db);
  const { facts } = await assertIndependent(ctx, visit, auditorId, days);
  const warnings = warningsOf(facts, await visitFacts(ctx, visit, auditorId));
  if (isLead)
    await sql`update audit_visit_team set is_lead = false where visit_id = ${id}::uuid and is_lead and auditor_id <> ${auditorId}::uuid`.execute(
      ctx.db,
    );
  await sql`insert into audit_visit_team (visit_id, auditor_id, company_id, is_lead, days, assigned_by, assigned_at)
    values (${id}::uuid, ${auditorId}::uuid, ${visit.companyId}::uuid, ${isLead}, ${days}, ${ctx.actor.personId}::uuid, app_now())
    on conflict (visit_id, auditor_id) do update set is_lead = excluded.is_lead, days = excluded.days`.execute(
    ctx.db,
  );
  await touch(ctx, id);
  await record(ctx, "audit.auditor_assigned", {
    subject: { kind: "unit", id: visit.companyId, companyId: visit.companyId },
    data: { visitId: id, auditorId, isLead, auditorDays: days, warnings },
  });
  await settleAwaited(ctx, id);
  return { warnings };
}

export async function removeAuditor(ctx: Ctx, { id, auditorId }: In<"removeAuditor">): Out<"removeAuditor"> {
  wholeGroup(ctx);
  const visit = planned(await lockedVisit(ctx, id));
  const { rows } = await sql<{ id: string }>`delete from audit_visit_team where visit_id = ${id}::uuid
    and auditor_id = ${auditorId}::uuid returning auditor_id as id`.execute(ctx.db);
  found(rows[0], "auditor");
  await touch(ctx, id);
  await record(ctx, "audit.auditor_removed", {
    subject: { kind: "unit", id: visit.companyId, companyId: visit.companyId },
    data: { visitId: id, auditorId },
  });
  await settleAwaited(ctx, id);
  return { id };
}

const touch = (ctx: Ctx, id: string) =>
  sql`update audit_visits set row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
