// Which incidents an actor may see, as the application says it beside the database's own lock.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { permissions, productWorkers, workers } from "./contract/words.ts";
import {
  type Act,
  type Actual,
  type Answers,
  isOpenTo,
  type Kind,
  type Severity,
  type State,
} from "./rules.ts";

/** Never whom it is about; of a confidential one whoever needs to know. Of the incident `i`. */
export const needsToKnow = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`not (${ctx.actor.personId}::uuid = any (i.about_ids))
    and (not i.is_confidential or ${ctx.actor.personId}::uuid = any (i.told_ids) or i.entered_by = ${ctx.actor.personId}::uuid)`;

/** Of the incident `i`: within the scope, and for the reader to know; by the right on products, those of products alone. */
export const seen = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`${within(ctx, "i.company_id")} and ${needsToKnow(ctx)}
    and ${ctx.permission === permissions.product && ctx.locks.application ? sql`i.is_product` : sql`true`}`;

/** Of the incident `i`: a case of a product that touches no company, as nobody has said or shown otherwise (law/case.ts). */
export const isOfProductAlone = sql<boolean>`(i.is_product and not coalesce(
  (select a.value = 'true'::jsonb from incident_answers a where a.incident_id = i.id and a.fact = 'company_concerned' and a.value is not null
    order by a.said_at desc, a.id desc limit 1),
  exists (select from incident_affected x where x.incident_id = i.id and x.left_at is null and x.role <> 'supplier' and x.company_id <> i.company_id)
    or exists (select from incident_people p where p.incident_id = i.id and p.count > 0)))`;

/** By which rights the actor works on this incident: on one of a product also by that on products. */
export const heldToWork = (
  ctx: Ctx,
  { companyId, isProduct }: Pick<Incident, "companyId" | "isProduct">,
): Promise<Set<string>> => held(ctx, isProduct ? productWorkers : workers, companyId);

/** What one reported oneself, or somebody else for one. */
export const isOwn = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`(i.entered_by = ${ctx.actor.personId}::uuid or i.reporter_id = ${ctx.actor.personId}::uuid)
    and not (${ctx.actor.personId}::uuid = any (i.about_ids))`;

export type Incident = {
  id: string;
  companyId: string;
  reference: string;
  kind: Kind;
  title: string;
  answers: Answers;
  discoveredAt: string;
  discoveredZone: string;
  enteredAt: string;
  reportDueAt: string;
  reportedAt: string | null;
  lateReason: string | null;
  judgedAs: "nothing" | "incident" | null;
  potential: Severity;
  actual: Actual;
  severity: Severity;
  state: State;
  takenUpAt: string | null;
  containedAt: string | null;
  handledAt: string | null;
  isExercise: boolean;
  isProduct: boolean;
  isConfidential: boolean;
  aboutIds: string[];
  rowVersion: number;
};

export const columns = sql`i.id, i.company_id, i.reference, i.kind, i.title, i.answers, i.discovered_at, i.discovered_zone, i.entered_at, i.report_due_at,
  i.reported_at, i.late_reason, i.judged_as, i.potential, i.actual, i.severity, i.state, i.taken_up_at, i.contained_at, i.handled_at,
  i.is_exercise, i.is_product, i.is_confidential, i.about_ids, i.row_version`;

/** @throws AppError not_found outside what one may see; conflict where the act is not for its state, or somebody else was faster. */
export async function incidentTo(ctx: Ctx, act: Act, id: string, rowVersion?: number): Promise<Incident> {
  const { rows } = await sql<Incident>`select ${columns} from incidents i
    where i.id = ${id}::uuid and ${seen(ctx)} for no key update`.execute(ctx.db);
  const incident = found(rows[0], "incident");
  if (rowVersion !== undefined && incident.rowVersion !== rowVersion)
    throw lostRace("incident", { rowVersion }, { rowVersion: incident.rowVersion, state: incident.state });
  if (!isOpenTo(act, incident.state))
    throw conflict("incident.not_now", { values: { state: incident.state } });
  return incident;
}

/** Confidential, or about somebody: what is said of it elsewhere is said anew, and leads back to nothing. */
export const isKept = ({
  isConfidential,
  aboutIds,
}: Pick<Incident, "isConfidential" | "aboutIds">): boolean => isConfidential || aboutIds.length > 0;

/** Writes what an act changes, as the next version of it. */
export async function change(
  ctx: Ctx,
  { id }: Pick<Incident, "id">,
  set: RawBuilder<unknown>,
): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    update incidents i set ${set}, row_version = row_version + 1 where i.id = ${id}::uuid returning i.id, i.row_version`.execute(
    ctx.db,
  );
  return found(rows[0], "incident");
}

export const subjectOf = ({ id, companyId }: Pick<Incident, "id" | "companyId">) => ({
  kind: "incident",
  id,
  companyId,
});
