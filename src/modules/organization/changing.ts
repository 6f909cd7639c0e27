// Lent to later modules.
// Changing the organization: every change holds from a day on and leaves what was before it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found } from "#core/db/scope.ts";
import { invalid, lostRace, notFound } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import type { organization } from "./contract.ts";
import { assertReason, beginEach, beginWith, type DatedTable, holdFrom } from "./dated.ts";
import { assertNotBelowItself } from "./moving.ts";
import { assertOwner } from "./owning.ts";
import { criteriaOn, followCriteria, followLater } from "./following.ts";
import * as queries from "./queries.ts";
import { mayStandBelow, type Relation, tierByCriteria, tierProblem } from "./rules.ts";

type In<K extends keyof typeof organization> = Input<(typeof organization)[K]>;
type Out<K extends keyof typeof organization> = Promise<Output<(typeof organization)[K]>>;
type Facts = In<"changeFacts">["facts"];

/** Loads the unit in scope and moves its version on; the slower of two writers is told. */
export async function take(ctx: Ctx, id: string, rowVersion: number, kind?: string) {
  const unit = found(await queries.unitInScope(ctx, id), kind ?? "unit");
  if (kind && unit.kind !== kind) throw notFound(kind);
  const taken = await ctx.db
    .updateTable("units")
    .set({ rowVersion: sql`row_version + 1` })
    .where("id", "=", id)
    .where("rowVersion", "=", rowVersion)
    .returning("id")
    .executeTakeFirst();
  if (!taken) throw lostRace("unit", { rowVersion }, { rowVersion: unit.rowVersion });
  return unit;
}

async function recordChange(
  ctx: Ctx,
  unit: { id: string; companyId: string | null },
  about: string,
  from: string,
  personal: Record<string, unknown>,
) {
  await record(ctx, "unit.changed", {
    subject: { kind: "unit", id: unit.id, companyId: unit.companyId },
    data: { about, from },
    personal,
  });
}

type Parent = { id: string; kind: string; companyId: string | null };

async function parentsFor(ctx: Ctx, kind: string, parentIds: readonly string[]): Promise<Parent[]> {
  const { rows } = await sql<Parent>`
    select id, kind, company_id from units where id = any (${[...new Set(parentIds)]}::uuid[])`.execute(
    ctx.db,
  );
  const parents = new Map(rows.map((row) => [row.id, row]));
  return parentIds.map((id) => {
    const parent = found(parents.get(id), "unit");
    if (!mayStandBelow(kind, parent.kind))
      throw invalid("unit.parent_does_not_fit", { values: { kind, parent: parent.kind } });
    return parent;
  });
}

const parentFor = async (ctx: Ctx, kind: string, parentId: string): Promise<Parent> =>
  found((await parentsFor(ctx, kind, [parentId]))[0], "unit");

/** Divisions and their departments belong to the parent company by law (domain.md, unit). */
async function companyByLaw(ctx: Ctx, parent: { companyId: string | null }): Promise<string> {
  if (parent.companyId) return parent.companyId;
  const row = await ctx.db
    .selectFrom("relations")
    .select("companyId")
    .where("kind", "=", "parent")
    .where("validTo", "is", null)
    .executeTakeFirst();
  return found(row, "company").companyId;
}

const nameColumns = (names: {
  name: string;
  nameEn?: string | null;
  nameJa?: string | null;
  nameZh?: string | null;
}) => ({
  name: names.name,
  name_en: names.nameEn || null,
  name_ja: names.nameJa || null,
  name_zh: names.nameZh || null,
});

export async function addUnit(ctx: Ctx, input: In<"addUnit">): Out<"addUnit"> {
  const parent = await parentFor(ctx, input.kind, input.parentId);
  const companyId = await companyByLaw(ctx, parent);
  await companyInScope(ctx, companyId);
  const unit = await ctx.db
    .insertInto("units")
    .values({ kind: input.kind, code: input.code, companyId, foundedOn: input.from })
    .returning("id")
    .executeTakeFirstOrThrow();
  await beginWith(ctx, "unitNames", unit.id, input.from, { company_id: companyId, ...nameColumns(input) });
  await beginWith(ctx, "supervisions", unit.id, input.from, {
    parent_id: input.parentId,
    company_id: companyId,
  });
  if (input.kind === "site") {
    const facts = await queries.rowOn<{ country: string; timeZone: string }>(
      ctx,
      "company_facts",
      companyId,
      input.from,
    );
    await ctx.db
      .insertInto("sites")
      .values({
        unitId: unit.id,
        companyId,
        country: input.country ?? facts?.country ?? "JP",
        timeZone: facts?.timeZone ?? "UTC",
        isPlant: input.isPlant ?? false,
      })
      .execute();
  }
  await record(ctx, "unit.added", {
    subject: { kind: "unit", id: unit.id, companyId },
    data: { kind: input.kind, parentId: input.parentId, from: input.from },
    personal: { name: input.name },
  });
  return { id: unit.id };
}

const factColumns = (facts: Facts) =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [snake(name), value]));
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export async function addCompany(ctx: Ctx, input: In<"addCompany">): Out<"addCompany"> {
  const [added] = await addCompanies(ctx, [input]);
  return found(added, "company");
}

/** Several at once, in as many statements as one; all of them or, where one cannot be added, none. */
export async function addCompanies(ctx: Ctx, companies: readonly In<"addCompany">[]) {
  for (const { from, reason } of companies) assertReason(ctx, from, reason);
  await parentsFor(
    ctx,
    "company",
    companies.map((one) => one.parentId),
  );
  const added = companies.map((one) => ({
    ...one,
    id: crypto.randomUUID(),
    joinedAs: one.joinedAs ?? "already",
    tier: tierByCriteria(one.facts, one.relation).tier,
  }));
  const begin = (into: DatedTable, valuesOf: (one: (typeof added)[number]) => Record<string, unknown>) =>
    beginEach(
      ctx,
      into,
      added.map((one) => ({ key: one.id, from: one.from, values: valuesOf(one) })),
    );
  await ctx.db
    .insertInto("units")
    .values(
      added.map(({ id, code, from, joinedAs }) => ({
        id,
        kind: "company",
        code,
        companyId: id,
        foundedOn: from,
        joinedAs,
      })),
    )
    .execute();
  await begin("unitNames", (one) => ({ company_id: one.id, ...nameColumns(one) }));
  await begin("supervisions", (one) => ({ parent_id: one.parentId, company_id: one.id }));
  await begin("relations", (one) => ({
    kind: one.relation,
    ownership_percent: one.ownershipPercent ?? null,
    reason: one.reason ?? null,
  }));
  await begin("companyFacts", (one) => factColumns(one.facts));
  await begin("tiers", ({ tier }) => ({ tier, basis: "criteria" }));
  await recordEach(
    ctx,
    "company.joined",
    added.map(({ id, code, from, relation, tier, joinedAs, name, reason }) => ({
      subject: { kind: "unit", id, companyId: id },
      data: { code, from, relation, tier, joinedAs },
      personal: { name, reason: reason ?? null },
    })),
  );
  return added.map(({ id, tier }) => ({ id, tier }));
}

export async function renameUnit(ctx: Ctx, input: In<"renameUnit">): Out<"renameUnit"> {
  assertReason(ctx, input.from, input.reason);
  const unit = await take(ctx, input.id, input.rowVersion);
  const before = await queries.namesOn(ctx, unit.id, input.from);
  await holdFrom(ctx, "unitNames", unit.id, input.from, {
    company_id: unit.companyId,
    ...nameColumns(input),
  });
  await recordChange(ctx, unit, "name", input.from, {
    before,
    after: nameColumns(input),
    reason: input.reason ?? null,
  });
  return { id: unit.id };
}

export async function changeRelation(ctx: Ctx, input: In<"changeRelation">): Out<"changeRelation"> {
  assertReason(ctx, input.from, input.reason);
  const unit = await take(ctx, input.id, input.rowVersion, "company");
  const before = await queries.rowOn<{
    kind: Relation;
    ownershipPercent: number | null;
    ownerId: string | null;
  }>(ctx, "relations", unit.id, input.from);
  const ownerId = input.ownerId === undefined ? (before?.ownerId ?? null) : input.ownerId;
  if (input.ownerId) await assertOwner(ctx, unit.id, input.ownerId, input.from);
  await holdFrom(ctx, "relations", unit.id, input.from, {
    kind: input.kind,
    ownership_percent: input.ownershipPercent,
    owner_id: ownerId,
    reason: input.reason ?? null,
  });
  await followCriteria(ctx, unit.id, input.from);
  await recordChange(ctx, unit, "relation", input.from, {
    before,
    after: { kind: input.kind, ownershipPercent: input.ownershipPercent, ownerId },
    reason: input.reason ?? null,
  });
  return { id: unit.id };
}

export async function changeFacts(ctx: Ctx, input: In<"changeFacts">): Out<"changeFacts"> {
  assertReason(ctx, input.from, input.reason);
  const unit = await take(ctx, input.id, input.rowVersion, "company");
  const before = await queries.rowOn<Record<string, unknown>>(ctx, "company_facts", unit.id, input.from);
  await holdFrom(ctx, "companyFacts", unit.id, input.from, factColumns(input.facts));
  await followCriteria(ctx, unit.id, input.from);
  await recordChange(ctx, unit, "facts", input.from, {
    before,
    after: input.facts,
    reason: input.reason ?? null,
  });
  return { id: unit.id };
}

export async function setTier(ctx: Ctx, input: In<"setTier">): Out<"setTier"> {
  assertReason(ctx, input.from, input.reason);
  const unit = await take(ctx, input.id, input.rowVersion, "company");
  const byCriteria = await criteriaOn(ctx, unit.id, input.from);
  const tier = input.basis === "criteria" ? byCriteria.tier : (input.tier ?? byCriteria.tier);
  const problem = tierProblem(input.basis, tier, byCriteria.tier);
  if (problem) throw invalid(problem, { values: { byCriteria: byCriteria.tier } });
  if (input.basis !== "criteria" && !input.reason?.trim()) throw invalid("tiers_reasoned");
  if (input.basis === "lowered" && !input.until) throw invalid("tiers_lowered_ends");
  await holdFrom(
    ctx,
    "tiers",
    unit.id,
    input.from,
    { tier, basis: input.basis, reason: input.reason ?? null },
    input.until ?? null,
  );
  await followLater(ctx, unit.id, input.from);
  await recordChange(ctx, unit, "tier", input.from, {
    tier,
    basis: input.basis,
    until: input.until ?? null,
    reason: input.reason ?? null,
  });
  return { id: unit.id };
}

export async function moveUnit(ctx: Ctx, input: In<"moveUnit">): Out<"moveUnit"> {
  assertReason(ctx, input.from, input.reason);
  const unit = await take(ctx, input.id, input.rowVersion);
  await parentFor(ctx, unit.kind, input.parentId);
  await assertNotBelowItself(ctx, unit.id, input.parentId, input.from);
  const before = (await queries.pathOf(ctx, unit.id, input.from)).at(-2);
  await holdFrom(ctx, "supervisions", unit.id, input.from, {
    parent_id: input.parentId,
    company_id: unit.companyId,
    reason: input.reason ?? null,
  });
  await recordChange(ctx, unit, "supervision", input.from, {
    before: before?.id ?? null,
    after: input.parentId,
    reason: input.reason ?? null,
  });
  return { id: unit.id };
}
