// Lent to later modules.
// Writing the rows of a company list by the organization's own changes, so that tiers, trail and dates follow the same
// rules as by hand: newcomers together, what changes one by one. A row that cannot be written leaves nothing of itself behind.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { translateConstraint } from "#core/db/constraints.ts";
import { AppError } from "#core/errors.ts";
import { addCompanies, addCompany, changeFacts, changeRelation, moveUnit, renameUnit } from "../changing.ts";
import * as queries from "../queries.ts";
import type { CompanyFields } from "./companies.ts";
import { factFields, factsWith, startingFacts } from "./company-facts.ts";
import type { Difference, Judged } from "./judging.ts";

export type Applied = {
  rowNumber: number;
  did: "added" | "changed" | "same" | "not_applied";
  code?: string;
  id?: string;
  /** An account that the row has opened. */
  account?: string;
};
/** From which day rows without a day of their own hold, and why. */
export type Applying = { from: string; reason: string | null };

export async function applyCompanies(
  ctx: Ctx,
  rows: readonly Judged<CompanyFields>[],
  how: Applying,
): Promise<Applied[]> {
  const together = await addTogether(ctx, rows.filter(isNewcomer), how);
  const applied: Applied[] = [];
  for (const row of rows) applied.push(together.get(row.rowNumber) ?? (await alone(ctx, row, how)));
  return applied;
}

const isNewcomer = (row: Judged<CompanyFields>) => row.subjectId === null && !row.fields?.ownerId;

/** Newcomers of a batch in a handful of statements; nothing where one of them cannot be added, each is then tried alone. */
async function addTogether(
  ctx: Ctx,
  rows: readonly Judged<CompanyFields>[],
  how: Applying,
): Promise<Map<number, Applied>> {
  if (rows.length < 2) return new Map();
  const added = await unlessRefused(ctx, () =>
    addCompanies(
      ctx,
      rows.flatMap(({ fields }) => (fields ? [newCompany(fields, how)] : [])),
    ),
  );
  if (added instanceof AppError) return new Map();
  return new Map(
    rows.flatMap(({ rowNumber }, at): [number, Applied][] => {
      const id = added[at]?.id;
      return id ? [[rowNumber, { rowNumber, did: "added", id }]] : [];
    }),
  );
}

async function alone(ctx: Ctx, row: Judged<CompanyFields>, how: Applying): Promise<Applied> {
  const { rowNumber } = row;
  const done = await unlessRefused(ctx, () => applyOne(ctx, row, how));
  return done instanceof AppError
    ? { rowNumber, did: "not_applied", code: done.code }
    : { rowNumber, ...done };
}

/** What a rule or a constraint refuses leaves nothing behind, and the transaction goes on. */
async function unlessRefused<T>(ctx: Ctx, work: () => Promise<T>): Promise<T | AppError> {
  await sql`savepoint refusable`.execute(ctx.db);
  try {
    const done = await work();
    await sql`release savepoint refusable`.execute(ctx.db);
    return done;
  } catch (thrown) {
    const error = translateConstraint(thrown);
    if (!(error instanceof AppError) || error.code === "row.busy") throw error;
    await sql`rollback to savepoint refusable`.execute(ctx.db);
    return error;
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
