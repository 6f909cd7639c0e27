// Rules of clocks of each company of the walk: one that nobody has adopted, one that somebody has.
import type pg from "pg";

export type ClockRuleTarget = { clockRuleId: string; adoptedClockRuleId: string };

export async function addWalkClockRules(owner: pg.Client, companyId: string): Promise<ClockRuleTarget> {
  const write = async (which: string) => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into clock_rules (key, version, company_id, subject, jurisdiction, stage, status, anchor, amount, unit, whose, applies_when, words, source_title,
         read_on, sure, reviewed_on)
       values ('walk-' || $2 || '-' || left($1::text, 8), 1, $1::uuid, 'company', 'CONTRACT', 'first', 'in_force', 'discovered', 48, 'hour', '{"all": []}',
         '{"all": []}', jsonb_build_object('en', jsonb_build_object('name', 'walk ' || $1::text, 'duty', '', 'recipient', '', 'notes', '')), 'walk', group_today(),
         'high', group_today()) returning id`,
      [companyId, which],
    );
    return rows[0]?.id ?? "";
  };
  const clockRuleId = await write("proposed");
  const adoptedClockRuleId = await write("adopted");
  await owner.query(
    `with adopted as (
       insert into clock_rule_adoptions (rule_id, company_id, adopted_by)
       select $1::uuid, $2::uuid, p.id from people p where p.company_id = $2::uuid order by p.id limit 1 returning adopted_by, adopted_at)
     update clock_rules r set adopted_by = a.adopted_by, adopted_at = a.adopted_at from adopted a where r.id = $1::uuid`,
    [adoptedClockRuleId, companyId],
  );
  await owner.query(
    `insert into company_laws (company_id, law, value, valid_from, source) values ($1::uuid, 'cra_manufacturer', 'yes', group_today() - 10, 'walk ' || $1::text)`,
    [companyId],
  );
  return { clockRuleId, adoptedClockRuleId };
}

type Aim = {
  at: "company" | "group" | "self";
  input: (
    target: ClockRuleTarget & { companyId: string },
    world: { today: string },
  ) => Record<string, unknown>;
};

const rule = (companyId: string, today: string) => ({
  companyId,
  subject: "company",
  jurisdiction: "CONTRACT",
  stage: "first",
  status: "in_force",
  anchor: "discovered",
  anchorOf: null,
  amount: 48,
  unit: "hour",
  dayStart: "next",
  calendar: "company",
  softFrom: null,
  extension: null,
  mayPause: false,
  whose: [],
  when: [[{ isNot: false, leaf: { fact: "contract_named", is: true } }]],
  words: { en: { name: "Walk", duty: "", recipient: "", notes: "" } },
  effectiveFrom: null,
  effectiveTo: null,
  sourceTitle: "Walk",
  sourceAddress: "",
  moreSources: [],
  readOn: today,
  sure: "high",
});

export const clockRuleAims: Record<string, Aim> = {
  listClockRules: { at: "company", input: ({ companyId }) => ({ companyId }) },
  countClockRules: { at: "group", input: () => ({}) },
  exportClockRules: { at: "group", input: () => ({}) },
  getClockRule: { at: "company", input: ({ clockRuleId }) => ({ id: clockRuleId }) },
  writeClockRule: { at: "company", input: ({ companyId }, { today }) => rule(companyId, today) },
  adoptClockRule: {
    at: "company",
    input: ({ clockRuleId }) => ({ id: clockRuleId, note: "", rowVersion: 1 }),
  },
  withdrawClockRule: {
    at: "company",
    input: ({ adoptedClockRuleId }) => ({ id: adoptedClockRuleId, reason: "walk", rowVersion: 1 }),
  },
  reviewClockRule: {
    at: "company",
    input: ({ clockRuleId }, { today }) => ({
      id: clockRuleId,
      reviewedOn: today,
      isUnchanged: true,
      found: "walk",
      rowVersion: 1,
    }),
  },
  endClockRule: {
    at: "company",
    input: ({ clockRuleId }) => ({ id: clockRuleId, effectiveTo: null, reason: "walk", rowVersion: 1 }),
  },
  tryClockCase: {
    at: "company",
    input: ({ companyId }) => ({
      facts: [],
      people: null,
      companies: [{ companyId, isEntrusted: false }],
      moments: [],
    }),
  },
  getCompanyLaws: { at: "company", input: ({ companyId }) => ({ id: companyId }) },
  setCompanyLaw: {
    at: "company",
    input: ({ companyId }, { today }) => ({
      id: companyId,
      law: "type_approval_holder",
      value: "yes",
      from: today,
      source: "walk",
    }),
  },
};
