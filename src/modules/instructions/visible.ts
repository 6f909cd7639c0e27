// Which instructions and which recipients somebody sees: the application's own lock.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import { type InstructionState, stateOf } from "./rules.ts";

/** Of the instruction `i`: issued by a unit in scope. */
export const isIssuers = (ctx: Ctx): RawBuilder<boolean> => withinUnits(ctx, "i.issuer_unit_id");

/** Of the instruction `i`: issued by a unit in scope, or told to one. */
export const isVisible = (ctx: Ctx): RawBuilder<boolean> =>
  ctx.reach === "group" || !ctx.locks.application
    ? sql<boolean>`true`
    : sql<boolean>`(${isIssuers(ctx)} or exists (select from instruction_recipients v where v.instruction_id = i.id
        and ${withinUnits(ctx, "v.unit_id")}))`;

/** Of the recipient `r`: it is in scope, or whoever told it is. */
export const isSeen = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`(${withinUnits(ctx, "r.unit_id")} or ${withinUnits(ctx, "r.issuer_unit_id")})`;

/** Of the unit: the actor holds the right to instruct at it, not above it. No scope, so no lock turns it off. */
export const isOwnUnit = (ctx: Ctx, column: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} in (select issuing_units(${ctx.actor.personId}::uuid))`;

export type Own = {
  id: string;
  issuerUnitId: string;
  issuerKind: "group" | "division" | "company";
  issuerCode: string;
  companyId: string | null;
  parentRecipientId: string | null;
  title: string;
  originalLanguage: string;
  acknowledgeBy: string;
  dueOn: string;
  riseDays: number;
  proof: "none" | "words" | "file";
  rowVersion: number;
  isOwnUnit: boolean;
  state: InstructionState;
};

type Row = Omit<Own, "state"> & {
  issuedAt: string | null;
  closedAt: string | null;
  withdrawnAt: string | null;
};

const columns = (
  ctx: Ctx,
) => sql`i.id, i.issuer_unit_id, i.issuer_kind, i.issuer_code, i.company_id, i.parent_recipient_id, i.title,
  i.original_language, i.acknowledge_by, i.due_on, i.rise_days, i.proof, i.row_version, i.issued_at, i.closed_at, i.withdrawn_at,
  ${isOwnUnit(ctx, "i.issuer_unit_id")} as is_own_unit`;

/** The instruction as its issuer changes it, locked; whoever has no part in it gets the 404, who merely sees it a refusal. */
export async function ownInstruction(ctx: Ctx, id: string, rowVersion?: number): Promise<Own> {
  const { rows } = await sql<Row>`
    select ${columns(ctx)} from instructions i where i.id = ${id}::uuid and ${isIssuers(ctx)} for update`.execute(
    ctx.db,
  );
  const row = found(rows[0], "instruction");
  if (!row.isOwnUnit) throw forbidden("instruction.not_own_unit");
  const own = { ...row, state: stateOf(row) };
  if (rowVersion !== undefined && own.rowVersion !== rowVersion)
    throw lostRace("instruction", { rowVersion }, { rowVersion: own.rowVersion });
  return own;
}

export function assertRuns({ state }: { state: InstructionState }): void {
  if (state === "draft") throw conflict("instruction.not_issued");
  if (state !== "issued") throw conflict("instruction.over");
}

export function assertDraft({ state }: { state: InstructionState }): void {
  if (state !== "draft") throw conflict("instruction.issued_already");
}

export const subjectOf = ({ id, companyId }: { id: string; companyId: string | null }) => ({
  kind: "instruction",
  id,
  companyId,
});

/** The next version of the row, after whatever else the act has written. */
export async function moveOn(ctx: Ctx, { id }: { id: string }): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    update instructions set row_version = row_version + 1 where id = ${id}::uuid returning id, row_version`.execute(
    ctx.db,
  );
  return found(rows[0], "instruction");
}
