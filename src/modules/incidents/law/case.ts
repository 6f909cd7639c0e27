// An incident as the mechanism of clocks reads it: what was answered, who is affected, whose people, and when what was so.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Case, Clock, ClockPause, Moment } from "#modules/clock-rules/mechanism/clocks.ts";
import { clocksOf } from "#modules/clock-rules/mechanism/clocks.ts";
import { dayIn } from "#modules/clock-rules/mechanism/due.ts";
import { type CaseFact, caseFactIds, type FactValue, fits } from "#modules/clock-rules/mechanism/facts.ts";
import { type Anchor, anchors } from "#modules/clock-rules/mechanism/rules.ts";
import { companiesFor, rulesFor, type WordedRule } from "#modules/clock-rules/rules-for.ts";
import { factsOf } from "../room/facts.ts";
import type { Kind } from "../rules.ts";

export type LawIncident = {
  id: string;
  companyId: string;
  kind: Kind;
  isProduct: boolean;
  discoveredAt: string;
  occurredAt: string | null;
};
export type Proposed = { fact: CaseFact; value: boolean; from: "ledger" | "record" };
/** Columns of a LawIncident, of `incidents i`. */
export const lawColumns = sql`i.id, i.company_id, i.kind, i.is_product, i.discovered_at, i.occurred_at`;
export type Answer = { fact: CaseFact; value: FactValue; saidAt: string; saidBy: string | null };

/** The last answer to each question; one that was taken back is none. */
export async function answersOf(ctx: Ctx, incidentId: string): Promise<Answer[]> {
  const { rows } = await sql<Omit<Answer, "value"> & { value: FactValue | null }>`
    select distinct on (a.fact) a.fact, a.value, a.said_at, a.said_by from incident_answers a
    where a.incident_id = ${incidentId}::uuid order by a.fact, a.said_at desc, a.id desc`.execute(ctx.db);
  return rows.flatMap(({ value, ...row }) =>
    value !== null && caseFactIds.includes(row.fact) && fits(row.fact, value) ? [{ ...row, value }] : [],
  );
}

type ProductFacts = { inCra: boolean | null; isVehicleType: boolean | null };

/** What the products that the incident names say of themselves in their ledger. */
async function productFactsOf(ctx: Ctx, incidentId: string): Promise<ProductFacts> {
  const { rows } =
    await sql<ProductFacts>`select f.in_cra, f.is_vehicle_type from product_facts(${incidentId}::uuid) f`.execute(
      ctx.db,
    );
  return rows[0] ?? { inCra: null, isVehicleType: null };
}

/** What stands in the ledger or follows from the case being one of a product, as long as nobody has answered otherwise. */
function proposedOf(
  { isProduct }: LawIncident,
  { inCra, isVehicleType }: ProductFacts,
  touchesCompanies: boolean,
): Proposed[] {
  return [
    ...(inCra === null ? [] : [{ fact: "product_in_cra", value: inCra, from: "ledger" } as const]),
    ...(isVehicleType === null
      ? []
      : [{ fact: "vehicle_type_concerned", value: isVehicleType, from: "ledger" } as const]),
    // A vulnerability of a product is no incident of the company, until somebody says or shows that it is.
    ...(isProduct ? [{ fact: "company_concerned", value: touchesCompanies, from: "record" } as const] : []),
  ];
}

/** What the record says by itself, as long as nobody has answered otherwise. */
const saidByItself = ({ kind, isProduct }: LawIncident): Partial<Record<CaseFact, FactValue>> => ({
  ...(kind === "lost_device" ? { device_lost: true } : {}),
  ...(kind === "ransomware" || kind === "account_takeover"
    ? { outside_intrusion: true, wrongful_purpose: true }
    : {}),
  ...(kind === "insider" ? { wrongful_purpose: true } : {}),
  product_concerned: isProduct,
});

type MomentRow = { moment: string; ofWhat: string; entityId: string | null; at: string; setAt: string };

/**
 * As long as nobody says since when a company knew, its clocks count from the discovery: too early rather than never. When it happened is
 * what the report said, until it is said anew.
 */
function momentsOf(incident: LawIncident, rows: readonly MomentRow[]): Moment[] {
  const said = rows.flatMap(({ moment, ofWhat, entityId, at, setAt }): Moment[] =>
    isAnchor(moment)
      ? [{ anchor: moment, of: ofWhat || null, companyId: entityId, at, recordedAt: setAt }]
      : [],
  );
  const assumed = said.flatMap((one): Moment[] =>
    one.anchor === "discovered" ? [{ ...one, anchor: "aware", isAssumed: true }] : [],
  );
  const { occurredAt, discoveredAt } = incident;
  const occurred: Moment[] =
    occurredAt === null || said.some((one) => one.anchor === "occurred")
      ? []
      : [{ anchor: "occurred", of: null, companyId: null, at: occurredAt, recordedAt: discoveredAt }];
  return [...occurred, ...assumed, ...said];
}

const isAnchor = (moment: string): moment is Anchor => anchors.some((one) => one === moment);

/** Granted for one clock: of one rule and one legal entity. */
async function pausesOf(
  ctx: Ctx,
  incidentId: string,
): Promise<(ClockPause & { kind: "pause" | "extension"; companyId: string; ruleKey: string })[]> {
  const { rows } = await sql<{
    kind: "pause" | "extension";
    companyId: string;
    ruleKey: string;
    from: string;
    to: string | null;
    reason: string;
  }>`select p.kind, c.entity_id as company_id, split_part(c.clock_key, '|', 1) as rule_key, p.from_at as "from", p.to_at as "to", p.reason
    from incident_clock_pauses p join incident_clocks c on c.id = p.clock_id where p.incident_id = ${incidentId}::uuid order by p.set_at, p.id`.execute(
    ctx.db,
  );
  return rows;
}

/** The clocks of legal entities that the reader does not reach, as the product worked them out: whoever handles the incident owes them too. */
export async function clocksBeyond(
  ctx: Ctx,
  incidentId: string,
  reached: readonly string[],
): Promise<Clock[]> {
  const { rows } = await sql<{ shown: Clock }>`select c.shown from incident_clocks c
    where c.incident_id = ${incidentId}::uuid and c.gone_at is null and c.shown is not null and c.entity_id <> all (${[...reached]}::uuid[])
    order by c.clock_key limit 2000`.execute(ctx.db);
  return rows.map((one) => one.shown);
}

/** @returns the case with the rules that hold, and the clocks that follow. */
export async function lawOf(
  ctx: Ctx,
  incident: LawIncident,
): Promise<{ rules: WordedRule[]; of: Case; clocks: Clock[]; proposed: Proposed[] }> {
  const affected = await factsOf(ctx, incident.id);
  const answers = await answersOf(ctx, incident.id);
  const { rows: moments } =
    await sql<MomentRow>`select m.moment, m.of_what, m.entity_id, m.at, m.set_at from incident_moments m
    where m.incident_id = ${incident.id}::uuid and m.withdrawn_at is null order by m.set_at, m.id`.execute(
      ctx.db,
    );
  const granted = await pausesOf(ctx, incident.id);
  // Whoever is affected as a processor holds the data for another; the company itself holds its own unless it is said so.
  const entrusted = new Map([[incident.companyId, false]]);
  for (const { companyId, role } of affected.companies)
    if (role !== "supplier") entrusted.set(companyId, role === "processor");
  const touchesCompanies = entrusted.size > 1 || affected.people.some((one) => one.count > 0);
  const proposed = proposedOf(incident, await productFactsOf(ctx, incident.id), touchesCompanies);
  const day = dayIn(incident.discoveredAt, "UTC");
  const companies = await companiesFor(ctx, [...entrusted.keys()], day);
  const of: Case = {
    facts: {
      ...saidByItself(incident),
      ...Object.fromEntries([...proposed, ...answers].map((one) => [one.fact, one.value])),
    },
    people:
      affected.people.length > 0
        ? affected.people.map(({ country, count, isExact }) => ({ country, count, isEstimate: !isExact }))
        : null,
    companies: companies.map((one) => ({ ...one, isEntrusted: entrusted.get(one.companyId) ?? null })),
    moments: momentsOf(incident, moments),
    pauses: granted.filter((one) => one.kind === "pause"),
    extensions: granted.flatMap((one) =>
      one.kind === "extension" && one.to ? [{ ...one, to: one.to }] : [],
    ),
    today: ctx.today,
  };
  const rules = await rulesFor(ctx);
  const answered = new Set(answers.map((one) => one.fact));
  return {
    rules,
    of,
    clocks: clocksOf(rules, of),
    proposed: proposed.filter((one) => !answered.has(one.fact)),
  };
}
