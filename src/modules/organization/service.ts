// Reading the organization as of any day.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, held } from "#core/db/scope.ts";
import { notFound } from "#core/errors.ts";
import type { organization } from "./contract.ts";
import { permissions } from "./contract.ts";
import { ownedBy } from "./owning.ts";
import * as queries from "./queries.ts";
import { bindingOf, type CriteriaFacts, type Relation, tierByCriteria } from "./rules.ts";

type In<K extends keyof typeof organization> = Input<(typeof organization)[K]>;
type Out<K extends keyof typeof organization> = Promise<Output<(typeof organization)[K]>>;
type Company = Output<typeof organization.getCompany>;

const dayOf = (ctx: Ctx, input: { asOf?: string }) => input.asOf ?? ctx.today;

export async function listChildren(ctx: Ctx, input: In<"listChildren">): Out<"listChildren"> {
  return { rows: await queries.listChildren(ctx, input.parentId, dayOf(ctx, input)) };
}

export async function searchUnits(ctx: Ctx, input: In<"searchUnits">): Out<"searchUnits"> {
  return { rows: await queries.searchUnits(ctx, input, dayOf(ctx, input)) };
}

export async function listCompanies(ctx: Ctx, input: In<"listCompanies">): Out<"listCompanies"> {
  return queries.listCompanies(ctx, input, dayOf(ctx, input));
}

export async function countCompanies(ctx: Ctx, input: In<"countCompanies">): Out<"countCompanies"> {
  const rows = await queries.countCompanies(ctx, dayOf(ctx, input));
  const ofRelation = rows.filter((row) => row.by === "relation");
  const sum = (of: "companies" | "workers") => ofRelation.reduce((total, row) => total + row[of], 0);
  return {
    companies: sum("companies"),
    workers: sum("workers"),
    missing: await queries.missingOn(ctx, dayOf(ctx, input)),
    rows,
  };
}

export async function listOwned(ctx: Ctx, input: In<"listOwned">): Out<"listOwned"> {
  return { rows: await ownedBy(ctx, input.ownerId, dayOf(ctx, input)) };
}

export async function getCompany(ctx: Ctx, input: In<"getCompany">): Out<"getCompany"> {
  const day = dayOf(ctx, input);
  const unit = found(await queries.unitInScope(ctx, input.id), "company");
  if (unit.kind !== "company") throw notFound("company");
  const names = found(await queries.namesOn(ctx, unit.id, day), "company");
  const relation = await queries.rowOn<{
    kind: Relation;
    ownershipPercent: number | null;
    validFrom: string;
    ownerId: string | null;
  }>(ctx, "relations", unit.id, day);
  const facts = await queries.rowOn<NonNullable<Company["facts"]>>(ctx, "company_facts", unit.id, day);
  const owner = relation?.ownerId ? await queries.namesOn(ctx, relation.ownerId, day) : undefined;
  const can = await held(ctx, [permissions.manage, permissions.setTier], unit.id);
  return {
    ...unit,
    ...names,
    path: await queries.pathOf(ctx, unit.id, day),
    relation: relation
      ? {
          ...relation,
          binding: bindingOf(relation.kind),
          owner: owner && relation.ownerId ? { id: relation.ownerId, ...owner } : null,
        }
      : null,
    facts: facts ?? null,
    tier: (await queries.rowOn<NonNullable<Company["tier"]>>(ctx, "tiers", unit.id, day)) ?? null,
    tierByCriteria: facts ? tierByCriteria(facts as CriteriaFacts, relation?.kind ?? null) : null,
    positions: await queries.positionsOf(ctx, unit.id, day),
    sites: await queries.sitesOf(ctx, unit.id, day),
    departments: await queries.departmentsOf(ctx, unit.id, day),
    peopleCount: await queries.peopleCount(ctx, unit.id, day),
    can: { manage: can.has(permissions.manage), setTier: can.has(permissions.setTier) },
  };
}

export async function listCompanyHistory(
  ctx: Ctx,
  { id }: In<"listCompanyHistory">,
): Out<"listCompanyHistory"> {
  found(await queries.unitInScope(ctx, id), "company");
  return { rows: await queries.historyOf(ctx, id) };
}

export async function listPeople(ctx: Ctx, input: In<"listPeople">): Out<"listPeople"> {
  return queries.listPeople(ctx, input);
}
