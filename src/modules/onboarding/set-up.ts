// The guided set-up of a company, read from what other capabilities keep: nothing of it is stored here but the company's own
// word on what it is, so nothing can be lost on the way and nothing is asked twice.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, held } from "#core/db/scope.ts";
import { beginningsOf } from "#modules/ledgers/beginning.ts";
import { type CriteriaFacts, type Relation, tierByCriteria } from "#modules/organization/rules.ts";
import { type onboarding, permissions } from "./contract.ts";
import { divisionNameOf, namesOf, planOf, roundToJoin } from "./plans.ts";
import { differing, setUpSteps } from "./rules.ts";
import { lastSaid, type Said } from "./saying.ts";
import { metBy, officersOf } from "./standing.ts";

type SetUp = Output<typeof onboarding.getSetUp>;

const asked = {
  say: permissions.answer,
  ledgers: "ledger.manage",
  rules: "ledger.rule",
  nameOfficer: "grant.give_company",
  decideTier: "organization.set_tier",
  addToRound: "round.manage",
  answer: "inspection.answer",
} as const;

export async function getSetUp(ctx: Ctx, { companyId }: Input<typeof onboarding.getSetUp>): Promise<SetUp> {
  await companyInScope(ctx, companyId);
  const { endedOn: _, ...names } = await namesOf(ctx, companyId);
  const plan = await planOf(ctx, companyId);
  const runs = plan && plan.closedOn === null ? plan : null;
  const met = (await metBy(ctx, [companyId])).get(companyId);
  const officers = await officersOf(ctx, [companyId]);
  const said = await lastSaid(ctx, companyId);
  const known = await registered(ctx, companyId);
  const can = await held(ctx, [...new Set(Object.values(asked)), "grant.give_any"], companyId);
  const open = runs?.steps
    .filter((one) => one.state === "open")
    .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn));
  const steps = setUpSteps.map((step) => {
    const planned = runs?.steps.find((one) => one.step === step);
    return {
      step,
      isDone: (planned?.state === "done" || met?.has(step)) ?? false,
      isWaived: planned?.state === "waived",
      dueOn: planned?.dueOn ?? null,
      isLate: planned?.isLate ?? false,
    };
  });
  const first = steps.find((one) => !one.isDone && !one.isWaived);
  return {
    companyId,
    ...names,
    steps,
    plan: runs && { id: runs.id, startsOn: runs.startsOn, endsOn: runs.endsOn, elapsed: runs.elapsed },
    officers: officers.map(({ companyId: _of, answers: _answers, ...one }) => ({
      ...one,
      isYou: one.personId === ctx.actor.personId,
    })),
    division: await divisionNameOf(ctx, companyId),
    recorded: known.facts,
    said: said && { ...said, differs: known.facts ? differing(said.facts, known.facts) : [] },
    tier: tierOf(known, said),
    ledgers: (await beginningsOf(ctx, [companyId])).get(companyId) ?? [],
    inspection: known.inspection,
    round: known.inspection ? null : await roundToJoin(ctx, companyId),
    next: open?.[0]
      ? { step: open[0].step, dueOn: open[0].dueOn }
      : first
        ? { step: first.step, dueOn: first.dueOn }
        : null,
    can: {
      ...(Object.fromEntries(
        Object.entries(asked).map(([what, permission]) => [what, can.has(permission)]),
      ) as SetUp["can"]),
      nameOfficer: can.has(asked.nameOfficer) || can.has("grant.give_any"),
    },
  };
}

type Registered = {
  facts: SetUp["recorded"];
  relation: Relation | null;
  tier: { tier: string; basis: string; reason: string | null } | null;
  inspection: SetUp["inspection"];
};

/** What the register has on the day, and the company's newest inspection. */
async function registered(ctx: Ctx, companyId: string): Promise<Registered> {
  const facts = await sql<NonNullable<SetUp["recorded"]>>`
    select f.country, f.region, f.time_zone, f.language, f.industry, f.workers, f.personal_data_people, f.has_plant, f.runs_servers,
      f.has_restricted_rooms, f.develops_software, f.develops_products, f.is_regional_headquarters, f.is_finance, f.provides_shared_services,
      f.answers_by_workbook
    from company_facts f where f.company_id = ${companyId}::uuid and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date)`.execute(
    ctx.db,
  );
  const { rows } = await sql<Omit<Registered, "facts">>`
    select (select r.kind from relations r where r.company_id = c.id and holds_on(r.valid_from, r.valid_to, ${ctx.today}::date)) as relation,
      (select jsonb_build_object('tier', t.tier, 'basis', t.basis, 'reason', t.reason) from tiers t
        where t.company_id = c.id and holds_on(t.valid_from, t.valid_to, ${ctx.today}::date)) as tier,
      (select jsonb_build_object('id', i.id, 'round', r.name, 'dueOn', i.due_on, 'submittedOn', (i.submitted_at at time zone group_zone())::date,
          'hasBegun', i.state <> 'not_begun')
        from inspections i join rounds r on r.id = i.round_id where i.company_id = c.id and i.left_on is null
          -- What was not handed in before its round was closed is nobody's to go on with.
          and (i.submitted_at is not null or r.state = 'open')
        order by i.submitted_at is not null, r.state = 'open' desc, r.opens_on desc limit 1) as inspection
    from units c where c.id = ${companyId}::uuid`.execute(ctx.db);
  const [row] = rows;
  return {
    facts: facts.rows[0] ?? null,
    relation: row?.relation ?? null,
    tier: row?.tier ?? null,
    inspection: row?.inspection ?? null,
  };
}

function tierOf({ facts, relation, tier }: Registered, said: Said | null): SetUp["tier"] {
  const of: CriteriaFacts | null = said?.facts ?? facts;
  if (!tier || !of) return null;
  const { tier: proposed, because } = tierByCriteria(of, relation);
  return { ...(tier as Omit<NonNullable<SetUp["tier"]>, "proposed" | "because">), proposed, because };
}
