// Lent to later modules.
// Changing the organization: every change holds from a day on and leaves what was before it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { invalid, lostRace, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { organization } from "./contract.ts";
import { assertReason, beginWith, holdFrom } from "./dated.ts";
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

async function parentFor(ctx: Ctx, kind: string, parentId: string) {
  const { rows } = await sql<{ id: string; kind: string; companyId: string | null }>`
    select id, kind, company_id from units where id = ${parentId}::uuid`.execute(ctx.db);
  const parent = found(rows[0], "unit");
  if (!mayStandBelow(kind, parent.kind))
    throw invalid("unit.parent_does_not_fit", { values: { kind, parent: parent.kind } });
  return parent;
}

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
  assertReason(ctx, input.from, input.reason);
  await parentFor(ctx, "company", input.parentId);
  const id = crypto.randomUUID();
  await ctx.db
    .insertInto("units")
    .values({ id, kind: "company", code: input.code, companyId: id, foundedOn: input.from })
    .execute();
  await beginWith(ctx, "unitNames", id, input.from, { company_id: id, ...nameColumns(input) });
  await beginWith(ctx, "supervisions", id, input.from, { parent_id: input.parentId, company_id: id });
  await beginWith(ctx, "relations", id, input.from, {
    kind: input.relation,
    ownership_percent: input.ownershipPercent ?? null,
    reason: input.reason ?? null,
  });
  await beginWith(ctx, "companyFacts", id, input.from, factColumns(input.facts));
  const { tier } = tierByCriteria(input.facts, input.relation);
  await beginWith(ctx, "tiers", id, input.from, { tier, basis: "criteria" });
  await record(ctx, "company.joined", {
    subject: { kind: "unit", id, companyId: id },
    data: { code: input.code, from: input.from, relation: input.relation, tier },
    personal: { name: input.name, reason: input.reason ?? null },
  });
  return { id, tier };
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
