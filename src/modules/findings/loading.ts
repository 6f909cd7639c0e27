// One finding within the scope, held until the end of the act that changes it.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import { type Act, isOpenTo, type Severity, type SeverityRule, type State } from "./rules.ts";

export type Finding = {
  id: string;
  companyId: string;
  reference: string;
  title: string;
  detail: string;
  cause: string;
  severity: Severity;
  state: State;
  foundOn: string;
  dueOn: string;
  firstDueOn: string;
  ownerId: string | null;
  raisedBy: string | null;
  remediedBy: string | null;
  workedBy: string[];
  acceptanceId: string | null;
  acceptedUntil: string | null;
  sameKey: string | null;
  editionId: string | null;
  controlIds: string[];
  leftOn: string | null;
  rowVersion: number;
};

const columns = sql`f.id, f.company_id, f.reference, f.title, f.detail, f.cause, f.severity, f.state, f.found_on, f.due_on, f.first_due_on, f.owner_id, f.raised_by,
  f.remedied_by, f.worked_by, f.acceptance_id, f.accepted_until, f.same_key, f.edition_id, f.control_ids, f.left_on, f.row_version`;

/** @throws AppError not_found outside the scope; conflict where the act is not for its state, or somebody else was faster. */
export async function findingTo(ctx: Ctx, act: Act, id: string, rowVersion?: number): Promise<Finding> {
  const { rows } = await sql<Finding>`select ${columns} from findings f
    where f.id = ${id}::uuid and ${within(ctx, "f.company_id")} for no key update`.execute(ctx.db);
  const finding = found(rows[0], "finding");
  if (rowVersion !== undefined && finding.rowVersion !== rowVersion)
    throw lostRace("finding", { rowVersion }, { rowVersion: finding.rowVersion, state: finding.state });
  if (!isOpenTo(act, finding.state) || finding.leftOn !== null)
    throw conflict("finding.not_now", { values: { state: finding.state } });
  return finding;
}

/** Writes what an act changes, as the next version of it. */
export async function change(
  ctx: Ctx,
  finding: Pick<Finding, "id" | "rowVersion">,
  set: RawBuilder<unknown>,
): Promise<{ id: string; rowVersion: number }> {
  await sql`update findings f set ${set}, row_version = row_version + 1 where f.id = ${finding.id}::uuid`.execute(
    ctx.db,
  );
  return { id: finding.id, rowVersion: finding.rowVersion + 1 };
}

/** Of the finding `f`: these people have worked on it too; each is named once. */
export const alsoBy = (...people: (string | null)[]) =>
  sql`worked_by = array(select w from unnest(f.worked_by || ${people.filter((one) => one !== null)}::uuid[]) w group by w order by w)`;

export const subjectOf = (finding: Pick<Finding, "id" | "companyId">) => ({
  kind: "finding",
  id: finding.id,
  companyId: finding.companyId,
});

export async function ruleOf(ctx: Ctx, severity: Severity): Promise<SeverityRule> {
  const { rows } = await sql<SeverityRule>`select severity, remedy_days, most_accepted_days, verified_within
    from finding_severities where severity = ${severity}`.execute(ctx.db);
  return found(rows[0], "finding_severity");
}

export async function rulesBySeverity(ctx: Ctx): Promise<ReadonlyMap<Severity, SeverityRule>> {
  const { rows } = await sql<SeverityRule>`select severity, remedy_days, most_accepted_days, verified_within
    from finding_severities`.execute(ctx.db);
  return new Map(rows.map((row) => [row.severity, row]));
}
