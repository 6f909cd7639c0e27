// Which checks and which companies' rows somebody sees: the application's own lock.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import type { Severity } from "#modules/findings/rules.ts";

/** Of the check `c`: asked by a unit in scope. */
export const isIssuers = (ctx: Ctx): RawBuilder<boolean> => withinUnits(ctx, "c.issuer_unit_id");

/** Of the check `c`: asked by a unit in scope, or of one. */
export const isVisible = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" || !ctx.locks.application
    ? sql<boolean>`true`
    : sql<boolean>`(${isIssuers(ctx)} or exists (select from lateral_check_members v where v.check_id = c.id
        and ${withinUnits(ctx, "v.company_id")}))`;

/** Of the row `m`: its company is in scope, or whoever asked it is. */
export const isSeen = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`(${withinUnits(ctx, "m.company_id")} or ${withinUnits(ctx, "m.issuer_unit_id")})`;

/** Of the check `c`: the actor holds the right to ask at its unit, not above it. No scope, so no lock turns it off. */
export const isOwnUnit = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`c.issuer_unit_id in (select lateral_units(${ctx.actor.personId}::uuid))`;

export type Own = {
  id: string;
  issuerUnitId: string;
  issuerKind: "group" | "division";
  issuerCode: string;
  companyId: string | null;
  fiscalYear: number;
  serial: number;
  title: string;
  look: string;
  severity: Severity;
  dueOn: string;
  closedAt: string | null;
  sourceId: string | null;
  isExercise: boolean;
  rowVersion: number;
};

/** The check as whoever asked changes it, locked and running; who merely sees it is refused, to anybody else it is not there. */
export async function ownCheck(ctx: Ctx, id: string, rowVersion?: number): Promise<Own> {
  const { rows } = await sql<Own & { isOwnUnit: boolean }>`
    select c.id, c.issuer_unit_id, c.issuer_kind, c.issuer_code, c.company_id, c.fiscal_year, c.serial, c.title, c.look, c.severity, c.due_on,
      c.closed_at, c.is_exercise, c.row_version, (select o.source_id from lateral_check_origins o where o.check_id = c.id) as source_id,
      ${isOwnUnit(ctx)} as is_own_unit
    from lateral_checks c where c.id = ${id}::uuid and ${isIssuers(ctx)} for update of c`.execute(ctx.db);
  const { isOwnUnit: isOwn, ...own } = found(rows[0], "lateral_check");
  if (!isOwn) throw forbidden("lateral_check.not_own_unit");
  if (rowVersion !== undefined && own.rowVersion !== rowVersion)
    throw lostRace("lateral_check", { rowVersion }, { rowVersion: own.rowVersion });
  if (own.closedAt) throw conflict("lateral_check.closed");
  return own;
}

export const subjectOf = ({ id, companyId }: { id: string; companyId: string | null }) => ({
  kind: "lateral_check",
  id,
  companyId,
});

/** Told where the asked company stands, so that its own people read it in their trail. */
export const subjectOfMember = ({ id, companyId }: { id: string; companyId: string }) => ({
  kind: "lateral_check_member",
  id,
  companyId,
});
