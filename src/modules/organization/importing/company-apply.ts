// Lent to later modules.
// Writing the rows of a company list: each company by the organization's own changes, so that tiers, trail and dates
// follow the same rules as by hand. A row that cannot be written leaves nothing of itself behind.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { translateConstraint } from "#core/db/constraints.ts";
import { AppError } from "#core/errors.ts";
import { addCompany, changeFacts, changeRelation, moveUnit, renameUnit } from "../changing.ts";
import * as queries from "../queries.ts";
import type { CompanyFields } from "./companies.ts";
import { factFields, factsWith, startingFacts } from "./company-facts.ts";
import type { Difference, Judged } from "./judging.ts";

export type Applied = {
  rowNumber: number;
  did: "added" | "changed" | "same" | "not_applied";
  code?: string;
  id?: string;
};
/** From which day rows without a day of their own hold, and why. */
export type Applying = { from: string; reason: string | null };

export async function applyCompanies(
  ctx: Ctx,
  rows: readonly Judged<CompanyFields>[],
  how: Applying,
): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const row of rows) applied.push(await alone(ctx, row, how));
  return applied;
}

async function alone(ctx: Ctx, row: Judged<CompanyFields>, how: Applying): Promise<Applied> {
  const { rowNumber } = row;
  await sql`savepoint one_row`.execute(ctx.db);
  try {
    const done = await applyOne(ctx, row, how);
    await sql`release savepoint one_row`.execute(ctx.db);
    return { rowNumber, ...done };
  } catch (thrown) {
    const error = translateConstraint(thrown);
    if (!(error instanceof AppError) || error.code === "row.busy") throw error;
    await sql`rollback to savepoint one_row`.execute(ctx.db);
    return { rowNumber, did: "not_applied", code: error.code };
  }
}

async function applyOne(
  ctx: Ctx,
  row: Judged<CompanyFields>,
  how: Applying,
): Promise<Omit<Applied, "rowNumber">> {
  if (!row.fields) throw new Error("a row without fields is not applied");
  if (row.subjectId !== null) {
    await change(ctx, row.subjectId, row.fields, row.differences, how);
    return { did: "changed", id: row.subjectId };
  }
  const company = newCompany(row.fields, how);
  const { id } = await addCompany(ctx, company);
  if (row.fields.ownerId)
    await changeRelation(ctx, {
      id,
      from: company.from,
      rowVersion: 1,
      kind: company.relation,
      ownershipPercent: company.ownershipPercent ?? null,
      ownerId: row.fields.ownerId,
      ...(how.reason ? { reason: how.reason } : {}),
    });
  return { did: "added", id };
}

function newCompany(fields: CompanyFields, how: Applying): Parameters<typeof addCompany>[1] {
  const { code, name, nameEn, nameJa, nameZh, parentId, relation, country } = fields;
  if (!parentId || !relation || !country)
    throw new Error("a row without parent, relation or country was judged new");
  return {
    code,
    name,
    nameEn,
    nameJa,
    nameZh,
    parentId,
    relation,
    from: fields.from ?? how.from,
    ownershipPercent: fields.ownershipPercent,
    ...(how.reason ? { reason: how.reason } : {}),
    facts: { country, industry: fields.industry, ...startingFacts(fields) },
  };
}

type Facts = Parameters<typeof changeFacts>[1]["facts"];

async function change(
  ctx: Ctx,
  id: string,
  fields: CompanyFields,
  differences: readonly Difference[],
  how: Applying,
): Promise<void> {
  const differs = new Set(differences.map((one) => one.field));
  const unit = await queries.unitInScope(ctx, id);
  let rowVersion = unit?.rowVersion ?? 0;
  // Each change moves the version on by one; between them nobody else gets in, the row is locked by the first.
  const next = () => ({
    id,
    from: how.from,
    rowVersion: rowVersion++,
    ...(how.reason ? { reason: how.reason } : {}),
  });
  if (["name", "nameEn", "nameJa", "nameZh"].some((field) => differs.has(field))) {
    const held = await queries.namesOn(ctx, id, how.from);
    await renameUnit(ctx, {
      ...next(),
      name: differs.has("name") ? fields.name : (held?.name ?? fields.name),
      nameEn: fields.nameEn ?? held?.nameEn ?? null,
      nameJa: fields.nameJa ?? held?.nameJa ?? null,
      nameZh: fields.nameZh ?? held?.nameZh ?? null,
    });
  }
  if (differs.has("parent") && fields.parentId) await moveUnit(ctx, { ...next(), parentId: fields.parentId });
  if (["relation", "ownership", "owner"].some((field) => differs.has(field))) {
    const held = await queries.rowOn<{ kind: CompanyFields["relation"]; ownershipPercent: number | null }>(
      ctx,
      "relations",
      id,
      how.from,
    );
    await changeRelation(ctx, {
      ...next(),
      kind: fields.relation ?? held?.kind ?? "consolidated",
      ownershipPercent: fields.ownershipPercent ?? held?.ownershipPercent ?? null,
      ...(differs.has("owner") ? { ownerId: fields.ownerId } : {}),
    });
  }
  if (factFields.some((field) => differs.has(field)))
    await changeFacts(ctx, { ...next(), facts: await factsOf(ctx, id, fields, how) });
}

async function factsOf(ctx: Ctx, id: string, fields: CompanyFields, how: Applying): Promise<Facts> {
  const held = await queries.rowOn<Facts & { companyId: string; validFrom: string; validTo: string | null }>(
    ctx,
    "company_facts",
    id,
    how.from,
  );
  if (!held) throw new AppError("conflict", "company.not_found");
  const { companyId: _, validFrom: __, validTo: ___, ...facts } = held;
  return factsWith(facts, fields);
}
