// Every shipped rule by a case in which it applies, with the exact due instant, one in which it does not, and one in which a
// question is still open. What the table of the research says is what stands here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { shippedRules } from "../shipped/shipped.ts";
import { type Case, type CaseCompany, type Clock, clocksOf, type Moment } from "./clocks.ts";
import { keyOfQuestion } from "./conditions.ts";
import { type Anchor, isRepeated, type Rule } from "./rules.ts";

export const rules: Rule[] = shippedRules().map((rule) => ({
  ...rule,
  id: `${rule.key}/${rule.version}`,
  isAdopted: false,
}));

type Facts = Case["facts"];
type Setting = Partial<Omit<CaseCompany, "companyId">> & {
  facts?: Facts;
  people?: Record<string, number | null> | null;
  /** Instants of the anchors; the rule's own by default. */
  at?: string;
};
type RowOfTable = {
  key: string;
  version?: number;
  applies: Setting;
  /** Null: at once. */
  due: string | null;
  not: Setting;
  open: Setting;
  asks: string;
};

/** Friday evening in Tokyo. */
const start = "2026-10-02T11:30:00.000Z";

function caseOf(rule: Rule, setting: Setting): Case {
  const { facts = {}, people = null, at = start, ...company } = setting;
  const moment: Moment = {
    anchor: rule.anchor as Anchor,
    of: isRepeated(rule.anchor) ? "1" : rule.anchorOf,
    companyId: null,
    at,
    recordedAt: at,
  };
  return {
    facts,
    people:
      people && Object.entries(people).map(([country, count]) => ({ country, count, isEstimate: false })),
    companies: [
      { companyId: "c", country: "JP", timeZone: "Asia/Tokyo", isEntrusted: false, laws: {}, ...company },
    ],
    moments: [moment],
    today: "2026-10-03",
  };
}

const found = (rule: Rule, setting: Setting): Clock | undefined =>
  clocksOf([rule], caseOf(rule, setting), { withDrafts: true })[0];

const de = { country: "DE", timeZone: "Europe/Berlin" };
const cn = { country: "CN", timeZone: "Asia/Shanghai" };
const kr = { country: "KR", timeZone: "Asia/Seoul" };
const th = { country: "TH", timeZone: "Asia/Bangkok" };
const india = { country: "IN", timeZone: "Asia/Kolkata" };
const sg = { country: "SG", timeZone: "Asia/Singapore" };
const gb = { country: "GB", timeZone: "Europe/London" };
const au = { country: "AU", timeZone: "Australia/Sydney" };
const us = { country: "US", timeZone: "America/New_York", laws: { sec_filer: "domestic" } } as const;
const leak: Facts = { personal_data: true, risk_to_people: "likely" };
const nis2 = { ...de, laws: { nis2_class: "important" } } as const;
const significant: Facts = { significant_incident: true };
const appi: Facts = { personal_data: true, unreadable: false, wrongful_purpose: false, sensitive_data: true };
const maker = { laws: { cra_manufacturer: true } } as const;
const exploited: Facts = { product_concerned: true, product_in_cra: true, product_exploited: true };
const severe: Facts = { product_concerned: true, product_in_cra: true, product_incident: true };

const table: RowOfTable[] = [
  // The group's own rule asks nothing: who is no company of the group has no clock at all.
  {
    key: "eu-gdpr-33",
    applies: { ...de, facts: leak },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...de, facts: { ...leak, risk_to_people: "unlikely" } },
    open: { ...de, facts: { personal_data: true } },
    asks: "fact:risk_to_people",
  },
  {
    key: "eu-gdpr-33",
    version: 2,
    applies: { ...de, facts: { ...leak, risk_to_people: "high" } },
    due: "2026-10-06T11:30:00.000Z",
    not: { ...de, facts: leak },
    open: { ...de, facts: { personal_data: true } },
    asks: "fact:risk_to_people",
  },
  {
    key: "eu-gdpr-33-processor",
    applies: { ...de, isEntrusted: true, facts: leak },
    due: null,
    not: { ...de, facts: leak },
    open: { ...de, isEntrusted: null, facts: leak },
    asks: "entrusted",
  },
  {
    key: "eu-nis2-early",
    applies: { ...nis2, facts: significant },
    due: "2026-10-03T11:30:00.000Z",
    not: { ...de, laws: { nis2_class: "none" }, facts: significant },
    open: { ...de, facts: significant },
    asks: "law:nis2_class",
  },
  {
    key: "eu-nis2-notification",
    applies: { ...nis2, facts: significant },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...nis2, facts: { significant_incident: false } },
    open: nis2,
    asks: "fact:significant_incident",
  },
  // Submitted on the evening of 31 January: February has no 31st.
  {
    key: "eu-nis2-requested",
    applies: { ...nis2, facts: significant },
    due: null,
    not: { ...nis2, facts: { significant_incident: false } },
    open: nis2,
    asks: "fact:significant_incident",
  },
  {
    key: "eu-nis2-final",
    applies: { ...nis2, facts: { ...significant, is_ongoing: false }, at: "2027-01-31T20:00:00.000Z" },
    due: "2027-02-28T22:59:59.000Z",
    not: { ...nis2, facts: { ...significant, is_ongoing: true } },
    open: { ...nis2, facts: significant },
    asks: "fact:is_ongoing",
  },
  {
    key: "eu-nis2-progress",
    applies: { ...nis2, facts: { ...significant, is_ongoing: true } },
    due: "2026-11-02T22:59:59.000Z",
    not: { ...nis2, facts: { ...significant, is_ongoing: false } },
    open: { ...nis2, facts: significant },
    asks: "fact:is_ongoing",
  },
  {
    key: "eu-nis2-final-handled",
    applies: { ...nis2, facts: { ...significant, is_ongoing: true } },
    due: "2026-11-02T22:59:59.000Z",
    not: { ...nis2, facts: { ...significant, is_ongoing: false } },
    open: { ...nis2, facts: significant },
    asks: "fact:is_ongoing",
  },
  {
    key: "eu-cra-vulnerability-early",
    applies: { ...maker, facts: exploited },
    due: "2026-10-03T11:30:00.000Z",
    not: { ...maker, facts: { ...exploited, product_in_cra: false } },
    open: { ...maker, facts: { product_concerned: true, product_exploited: true } },
    asks: "fact:product_in_cra",
  },
  {
    key: "eu-cra-vulnerability-full",
    applies: { ...maker, facts: exploited },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...maker, facts: { ...exploited, product_exploited: false } },
    open: { facts: exploited },
    asks: "law:cra_manufacturer",
  },
  {
    key: "eu-cra-vulnerability-final",
    applies: { ...maker, facts: exploited },
    due: "2026-10-16T14:59:59.000Z",
    not: { ...maker, facts: { ...exploited, product_concerned: false } },
    open: { ...maker, facts: { product_in_cra: true, product_exploited: true } },
    asks: "fact:product_concerned",
  },
  {
    key: "eu-cra-incident-early",
    applies: { ...maker, facts: severe },
    due: "2026-10-03T11:30:00.000Z",
    not: { laws: { cra_manufacturer: false }, facts: severe },
    open: { ...maker, facts: { product_concerned: true, product_in_cra: true } },
    asks: "fact:product_incident",
  },
  {
    key: "eu-cra-incident-full",
    applies: { ...maker, facts: severe },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...maker, facts: exploited, laws: { cra_manufacturer: false } },
    open: { ...maker, facts: { product_concerned: true, product_in_cra: true } },
    asks: "fact:product_incident",
  },
  {
    key: "eu-cra-incident-final",
    applies: { ...maker, facts: severe },
    due: "2026-11-02T14:59:59.000Z",
    not: { ...maker, facts: { ...severe, product_incident: false } },
    open: { ...maker, facts: { product_concerned: true, product_incident: true } },
    asks: "fact:product_in_cra",
  },
  {
    key: "jp-appi-prompt",
    applies: { facts: appi },
    due: "2026-10-06T14:59:59.000Z",
    not: { facts: { ...appi, unreadable: true } },
    open: { facts: { personal_data: true, sensitive_data: true } },
    asks: "fact:unreadable",
  },
  {
    key: "jp-appi-final",
    applies: { facts: appi },
    due: "2026-10-31T14:59:59.000Z",
    not: { facts: { ...appi, wrongful_purpose: true } },
    open: { facts: { personal_data: true, unreadable: false, sensitive_data: true } },
    asks: "fact:wrongful_purpose",
  },
  {
    key: "jp-appi-final-wrongful",
    applies: { facts: { ...appi, wrongful_purpose: true } },
    due: "2026-11-30T14:59:59.000Z",
    not: { facts: appi },
    open: { facts: { personal_data: true, unreadable: false } },
    asks: "fact:wrongful_purpose",
  },
  {
    key: "jp-appi-people",
    applies: { facts: appi },
    due: null,
    not: {
      people: { JP: 1000 },
      facts: { unreadable: false, sensitive_data: false, property_harm: false, wrongful_purpose: false },
    },
    open: {
      people: { JP: null },
      facts: { unreadable: false, sensitive_data: false, property_harm: false, wrongful_purpose: false },
    },
    asks: "people:JP",
  },
  {
    key: "jp-appi-entrusted",
    applies: { isEntrusted: true, facts: appi },
    due: "2026-10-06T14:59:59.000Z",
    not: { facts: appi },
    open: { isEntrusted: null, facts: appi },
    asks: "entrusted",
  },
  {
    key: "jp-active-cyber-defence",
    applies: { laws: { jp_core_infrastructure: true }, facts: { outside_intrusion: true } },
    due: null,
    not: { laws: { jp_core_infrastructure: false } },
    open: { facts: { outside_intrusion: true } },
    asks: "law:jp_core_infrastructure",
  },
  {
    key: "cn-cii-1h",
    applies: { ...cn, laws: { cn_cii_operator: true }, facts: { cn_level: "large" } },
    due: "2026-10-02T12:30:00.000Z",
    not: { ...cn, laws: { cn_cii_operator: false }, facts: { cn_level: "large" } },
    open: { ...cn, laws: { cn_cii_operator: true }, people: { CN: 20_000 }, facts: { loss_cny: 100 } },
    asks: "fact:cn_level",
  },
  {
    key: "cn-network-4h",
    applies: {
      ...cn,
      laws: { cn_cii_operator: false, cn_network_operator: true },
      people: { CN: 1_000_000 },
    },
    due: "2026-10-02T15:30:00.000Z",
    not: {
      ...cn,
      laws: { cn_cii_operator: false, cn_network_operator: true },
      people: { CN: 999_999 },
      facts: { cn_level: "below", loss_cny: 4_999_999 },
    },
    open: { ...cn, laws: { cn_network_operator: true }, facts: { loss_cny: 5_000_000 } },
    asks: "law:cn_cii_operator",
  },
  {
    key: "cn-summary-30d",
    applies: { ...cn, laws: { cn_network_operator: true }, facts: { loss_cny: 5_000_000 } },
    due: "2026-11-01T15:59:59.000Z",
    not: { country: "JP", laws: { cn_network_operator: true }, facts: { loss_cny: 5_000_000 } },
    open: { ...cn, laws: { cn_network_operator: true }, people: {}, facts: { cn_level: "below" } },
    asks: "fact:loss_cny",
  },
  {
    key: "cn-supplier-contract",
    applies: { ...cn, facts: { contract_named: true, cn_level: "large" } },
    due: null,
    not: { ...cn, facts: { contract_named: false, cn_level: "large" } },
    open: { ...cn, facts: { cn_level: "large" } },
    asks: "fact:contract_named",
  },
  {
    key: "cn-pipl-57",
    applies: { people: { CN: 1 } },
    due: null,
    not: { people: { JP: 10 } },
    open: { ...cn },
    asks: "fact:personal_data",
  },
  // Determined on a Friday before Columbus Day (12 October 2026): Monday does not count.
  {
    key: "us-sec-8k-determination",
    applies: { ...us, facts: { material: true } },
    due: null,
    not: { ...us, facts: { material: false } },
    open: us,
    asks: "fact:material",
  },
  {
    key: "us-sec-8k",
    applies: { ...us, facts: { material: true }, at: "2026-10-09T20:00:00.000Z" },
    due: "2026-10-17T03:59:59.000Z",
    not: { ...us, facts: { material: false } },
    open: us,
    asks: "fact:material",
  },
  {
    key: "us-sec-8k-amendment",
    applies: { ...us, facts: { material: true, facts_missing_in_report: true } },
    due: "2026-10-09T03:59:59.000Z",
    not: { ...us, facts: { material: true, facts_missing_in_report: false } },
    open: { ...us, facts: { material: true } },
    asks: "fact:facts_missing_in_report",
  },
  {
    key: "us-sec-6k",
    applies: { laws: { sec_filer: "foreign_private_issuer" }, facts: { material: true } },
    due: null,
    not: { ...us, facts: { material: true } },
    open: { facts: { material: true } },
    asks: "law:sec_filer",
  },
  {
    key: "kr-pipa-people",
    applies: { ...kr, facts: leak },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...kr, facts: { personal_data: false } },
    open: kr,
    asks: "fact:personal_data",
  },
  {
    key: "kr-pipa-people",
    version: 2,
    applies: { ...kr, facts: leak },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...kr, facts: { personal_data: false } },
    open: kr,
    asks: "fact:personal_data",
  },
  {
    key: "kr-pipa-regulator",
    applies: { people: { KR: 1000 } },
    due: "2026-10-05T11:30:00.000Z",
    not: {
      people: { KR: 999 },
      facts: { sensitive_data: false, unique_identifiers: false, outside_intrusion: false },
    },
    open: { people: { KR: 999 }, facts: { sensitive_data: false } },
    asks: "fact:outside_intrusion",
  },
  {
    key: "kr-pipa-regulator",
    version: 2,
    applies: { people: { KR: 1000 } },
    due: "2026-10-05T11:30:00.000Z",
    not: { people: { JP: 1000 } },
    open: { people: { KR: 1 }, facts: { sensitive_data: false } },
    asks: "fact:outside_intrusion",
  },
  {
    key: "kr-network-first",
    applies: { ...kr, laws: { kr_online_service: true }, facts: { outside_intrusion: true } },
    due: "2026-10-03T11:30:00.000Z",
    not: { ...kr, laws: { kr_online_service: true }, facts: { outside_intrusion: false } },
    open: { ...kr, facts: { outside_intrusion: true } },
    asks: "law:kr_online_service",
  },
  {
    key: "kr-network-update",
    applies: { ...kr, laws: { kr_online_service: true }, facts: { outside_intrusion: true } },
    due: "2026-10-03T11:30:00.000Z",
    not: { ...kr, laws: { kr_online_service: false } },
    open: { ...kr, laws: { kr_online_service: true } },
    asks: "fact:outside_intrusion",
  },
  {
    key: "th-pdpa-37",
    applies: { ...th, facts: leak },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...th, facts: { ...leak, risk_to_people: "unlikely" } },
    open: { ...th, facts: { personal_data: true } },
    asks: "fact:risk_to_people",
  },
  {
    key: "in-certin-6h",
    applies: { ...india, facts: { certin_type: ["malicious_code", "data_leak"] } },
    due: "2026-10-02T17:30:00.000Z",
    not: { ...india, facts: { certin_type: ["none"] } },
    open: india,
    asks: "fact:certin_type",
  },
  {
    key: "in-dpdp-first",
    applies: { ...india, facts: leak },
    due: null,
    not: { ...india, facts: { personal_data: false } },
    open: india,
    asks: "fact:personal_data",
  },
  {
    key: "in-dpdp-full",
    applies: { ...india, facts: leak },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...india, isEntrusted: true, facts: leak },
    open: india,
    asks: "fact:personal_data",
  },
  {
    key: "sg-pdpa-assessment",
    applies: { ...sg, facts: { device_lost: true } },
    due: "2026-11-01T15:59:59.000Z",
    not: { ...sg, facts: { device_lost: false, personal_data: false } },
    open: { ...sg, facts: { device_lost: false } },
    asks: "fact:personal_data",
  },
  // Determined on Friday: Saturday is day one, Monday day three.
  {
    key: "sg-pdpa-26d",
    applies: { ...sg, people: { SG: 400, MY: 100 } },
    due: "2026-10-05T15:59:59.000Z",
    not: { ...sg, people: { SG: 499 }, facts: { risk_to_people: "likely" } },
    open: { ...sg, people: { SG: 499 } },
    asks: "fact:risk_to_people",
  },
  {
    key: "uk-gdpr-33",
    applies: { ...gb, facts: leak },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...de, facts: leak, people: {} },
    open: { ...gb, facts: { personal_data: true } },
    asks: "fact:risk_to_people",
  },
  {
    key: "uk-csr-initial",
    applies: { ...gb, laws: { uk_essential_or_digital: true }, facts: significant },
    due: "2026-10-03T11:30:00.000Z",
    not: { ...gb, laws: { uk_essential_or_digital: false }, facts: significant },
    open: { ...gb, facts: significant },
    asks: "law:uk_essential_or_digital",
  },
  {
    key: "uk-csr-full",
    applies: { ...gb, laws: { uk_essential_or_digital: true }, facts: significant },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...de, laws: { uk_essential_or_digital: true }, facts: significant },
    open: { ...gb, laws: { uk_essential_or_digital: true } },
    asks: "fact:significant_incident",
  },
  {
    key: "un-r155-yearly",
    applies: { laws: { type_approval_holder: true }, facts: { vehicle_type_concerned: true } },
    due: "2027-10-02T14:59:59.000Z",
    not: { laws: { type_approval_holder: false } },
    open: { laws: { type_approval_holder: true } },
    asks: "fact:vehicle_type_concerned",
  },
  // Across the change to summer time in Sydney (4 October 2026): twelve hours elapse, whatever the clock on the wall says.
  {
    key: "au-soci-critical",
    applies: {
      ...au,
      laws: { au_critical_infrastructure: true },
      facts: { critical_disruption: true },
      at: "2026-10-03T14:00:00.000Z",
    },
    due: "2026-10-04T02:00:00.000Z",
    not: { ...au, laws: { au_critical_infrastructure: true }, facts: { critical_disruption: false } },
    open: { ...au, facts: { critical_disruption: true } },
    asks: "law:au_critical_infrastructure",
  },
  {
    key: "au-apra-material",
    applies: { ...au, laws: { au_apra_regulated: true }, facts: { material: true } },
    due: "2026-10-05T11:30:00.000Z",
    not: { ...au, laws: { au_apra_regulated: false } },
    open: { ...au, laws: { au_apra_regulated: true } },
    asks: "fact:material",
  },
];

test("T-03 R-18 group-24h: 24 elapsed hours after the discovery, whatever else is known", () => {
  const rule = rules.find((one) => one.key === "group-24h");
  assert.ok(rule);
  const clock = found(rule, {});
  assert.equal(clock?.outcome, "applies");
  assert.equal(clock?.dueAt, "2026-10-03T11:30:00.000Z");
});

/** Clocks of products are those of the row on vehicles. */
const rowOf = (key: string) =>
  rules.some((one) => one.key === key && one.subject === "product") ? "T-02" : "T-03";

for (const row of table)
  test(`${rowOf(row.key)} ${row.key} v${row.version ?? 1}: applies with its due time, does not, and is open`, () => {
    const rule = rules.find((one) => one.key === row.key && one.version === (row.version ?? 1));
    assert.ok(rule, "shipped");
    const applies = found(rule, row.applies);
    assert.equal(applies?.outcome, "applies");
    assert.equal(applies?.dueAt, row.due);
    assert.equal(applies?.state, row.due === null ? "at_once" : "runs");
    assert.equal(found(rule, row.not), undefined);
    const open = found(rule, row.open);
    assert.equal(open?.outcome, "possible");
    assert.ok(open?.open.map(keyOfQuestion).includes(row.asks), open?.open.map(keyOfQuestion).join(" "));
  });

test("T-03 a shipped rule that counts from a report names a shipped rule of the same law, and no report of another starts it", () => {
  const counted = rules.filter((one) => one.anchor === "submitted");
  assert.deepEqual(
    counted.map((one) => [one.key, one.anchorOf]),
    [
      ["eu-nis2-final", "eu-nis2-notification"],
      ["eu-nis2-progress", "eu-nis2-notification"],
      ["eu-cra-incident-final", "eu-cra-incident-full"],
    ],
  );
  for (const rule of counted) {
    const named = rules.find((one) => one.key === rule.anchorOf);
    assert.equal(named?.jurisdiction, rule.jurisdiction, rule.key);
    const setting = table.find((one) => one.key === rule.key)?.applies ?? {};
    for (const { key } of rules.filter((one) => one.key !== rule.anchorOf)) {
      const of = caseOf(rule, setting);
      const [clock] = clocksOf([rule], { ...of, moments: of.moments.map((one) => ({ ...one, of: key })) });
      assert.deepEqual([clock?.state, clock?.dueAt], ["waits", null], `${rule.key} after ${key}`);
    }
  }
});

test("T-03 Korea's unique identifiers make no case of Japanese law, and sensitive data one of both", () => {
  const both = {
    people: { JP: 5, KR: 5 },
    facts: {
      personal_data: true,
      unreadable: false,
      wrongful_purpose: false,
      property_harm: false,
      outside_intrusion: false,
    },
  };
  const standing = (key: string, facts: Facts) => {
    const rule = rules.find((one) => one.key === key);
    assert.ok(rule, key);
    return found(rule, { ...both, facts: { ...both.facts, ...facts } })?.outcome;
  };
  const unique = { sensitive_data: false, unique_identifiers: true };
  assert.equal(standing("jp-appi-prompt", unique), undefined);
  assert.equal(standing("kr-pipa-regulator", unique), "applies");
  const sensitive = { sensitive_data: true, unique_identifiers: false };
  assert.equal(standing("jp-appi-prompt", sensitive), "applies");
  assert.equal(standing("kr-pipa-regulator", sensitive), "applies");
});

test("T-03 each request of an authority has a clock of its own", () => {
  const rule = rules.find((one) => one.key === "eu-nis2-requested");
  assert.ok(rule);
  const of = caseOf(rule, { ...nis2, facts: significant });
  const [first] = of.moments;
  assert.ok(first);
  const clocks = clocksOf([rule], { ...of, moments: [first, { ...first, of: "2" }] });
  assert.deepEqual(
    clocks.map((one) => [one.state, one.dueAt]),
    [
      ["at_once", null],
      ["at_once", null],
    ],
  );
  assert.equal(clocksOf([rule], { ...of, moments: [] })[0]?.state, "waits");
});

test("T-03 every shipped rule stands in the table", () => {
  const tested = new Set(["group-24h/1", ...table.map((row) => `${row.key}/${row.version ?? 1}`)]);
  assert.deepEqual(
    rules.map((rule) => rule.id).filter((id) => !tested.has(id)),
    [],
  );
});
