// Instructions of the group, of two divisions and of one company, in every state: by five rules with some late, passed on and half
// done, running, closed, and a draft that nobody was told of yet.
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { instantAt, startMonth } from "./calendar.ts";
import { addRecipient, type Pick, type Story } from "./instruction-recipients.ts";
import {
  companyIssuer,
  divisionIssuer,
  groupIssuer,
  isThere,
  parentOf,
  type Unit,
  unitsOf,
} from "./instruction-units.ts";
import { type Told, told } from "./instruction-words.ts";
import { departmentId, departmentsOf } from "./organization.ts";
import { groupZone, type Plan, sha256 } from "./plan.ts";
import type { Sheet } from "./sheet.ts";

export function addInstructions(plan: Plan, to: Sheet): void {
  const units = unitsOf(plan);
  const companies = units.filter((unit) => unit.kind === "company");
  const [first, second] = plan.divisions;
  const group = groupIssuer(plan);
  const vpn = fiveRules(plan, companies);
  addStory(
    plan,
    units,
    {
      key: "restore",
      issuer: group,
      picks: [pick("tiers", ["T1", "T2"])],
      issued: -160,
      takeNote: -150,
      due: -120,
      closed: -110,
      proof: "words",
      noted: 1,
      done: 1,
      serial: 1,
    },
    to,
  );
  addStory(
    plan,
    units,
    {
      key: "vpn",
      issuer: group,
      picks: vpn,
      issued: -45,
      takeNote: -38,
      due: -5,
      proof: "words",
      noted: 0.9,
      done: 0.62,
      serial: 2,
    },
    to,
  );
  addStory(
    plan,
    units,
    {
      key: "suppliers",
      issuer: group,
      picks: [pick("relations", ["consolidated"])],
      issued: null,
      takeNote: 10,
      due: 45,
      proof: "words",
      noted: 0,
      done: 0,
      serial: 0,
    },
    to,
  );
  if (first) {
    const offices = plan.divisions.map((one) => plan.divisionId(one.code) ?? "");
    const rows = addStory(
      plan,
      units,
      {
        key: "leavers",
        issuer: group,
        picks: [ofUnits("division_offices", offices)],
        issued: -20,
        takeNote: -13,
        due: 15,
        proof: "words",
        noted: 0.7,
        done: 0,
        serial: 3,
      },
      to,
    );
    const firstId = plan.divisionId(first.code) ?? "";
    const parentRecipientId = rows.get(firstId);
    if (parentRecipientId)
      addStory(
        plan,
        units,
        {
          key: "leaversBelow",
          issuer: divisionIssuer(plan, first.code),
          picks: [below(firstId)],
          issued: -15,
          takeNote: -10,
          due: 8,
          proof: "words",
          noted: 0.85,
          done: 0.5,
          parentRecipientId,
          serial: 1,
        },
        to,
      );
  }
  if (second) {
    const id = plan.divisionId(second.code) ?? "";
    addStory(
      plan,
      units,
      {
        key: "drill",
        issuer: divisionIssuer(plan, second.code),
        picks: [below(id), departmentsBelow(id, units)],
        issued: -10,
        takeNote: -4,
        due: 5,
        proof: "none",
        noted: 0.7,
        done: 0.3,
        serial: 1,
      },
      to,
    );
  }
  const casting = plan.companies.find((company) => company.slug === "casting" && isThere(plan, company));
  if (casting && departmentsOf(casting).length > 0)
    addStory(
      plan,
      units,
      {
        key: "own",
        issuer: companyIssuer(plan, casting),
        picks: [
          ofUnits(
            "units",
            (["production", "systems"] as const).map((name) => departmentId(plan, casting, name)),
          ),
        ],
        issued: -6,
        takeNote: 1,
        due: 6,
        proof: "words",
        noted: 0,
        done: 0,
        serial: 1,
      },
      to,
    );
}

const pick = (kind: "tiers" | "relations" | "countries", words: string[]): Pick => ({
  rule: { kind, words },
  fits: ({ kind: unit, company }) =>
    unit === "company" &&
    words.includes({ tiers: company.tier, relations: company.relation, countries: company.country }[kind]),
});
const ofUnits = (kind: "units" | "division_offices", unitIds: string[]): Pick => ({
  rule: { kind, unitIds },
  fits: ({ id }) => unitIds.includes(id),
});
const below = (divisionId: string): Pick => ({
  rule: { kind: "divisions", unitIds: [divisionId] },
  fits: (unit) => unit.kind === "company" && unit.divisionId === divisionId,
});
const departmentsBelow = (parentId: string, units: readonly Unit[]): Pick => {
  const ids = new Set(
    units
      .filter((unit) => unit.kind === "department" && parentOf.get(unit.id) === parentId)
      .map((unit) => unit.id),
  );
  return { rule: { kind: "departments", unitIds: [parentId] }, fits: ({ id }) => ids.has(id) };
};
function fiveRules(plan: Plan, companies: readonly Unit[]): Pick[] {
  const divisionId = plan.divisionId(plan.divisions[0]?.code ?? "") ?? "";
  const named = companies
    .filter((unit) => unit.company.runsServers)
    .slice(-2)
    .map((unit) => unit.id);
  return [
    below(divisionId),
    pick("tiers", ["T1", "T2"]),
    pick("relations", ["equity_method"]),
    pick("countries", ["TH", "CN"]),
    ofUnits("units", named),
  ];
}

/** @returns the id of each unit's row. */
function addStory(plan: Plan, units: readonly Unit[], story: Story, to: Sheet): Map<string, string> {
  const { issuer } = story;
  const day = (days: number) => addDays(plan.calendar.today, days);
  const id = plan.id(day(story.issued ?? -1), "instruction", issuer.code, story.key);
  const words: Told = told[story.key];
  const [name, en, ja, zh] = issuer.names;
  const chosen =
    story.issued === null ? [] : units.filter((unit) => story.picks.some((one) => one.fits(unit)));
  const issuedAt = story.issued === null ? null : instantAt(day(story.issued), 10 * 60, groupZone);
  to.add("instructions", {
    id,
    issuerUnitId: issuer.id,
    companyId: issuer.companyId,
    issuerCode: issuer.code,
    issuerName: name,
    issuerNameEn: en,
    issuerNameJa: ja,
    issuerNameZh: zh,
    issuerKind: issuer.kind,
    fiscalYear: issuedAt ? fiscalYearOf(day(story.issued ?? 0), startMonth) : null,
    serial: issuedAt ? story.serial : null,
    parentRecipientId: story.parentRecipientId ?? null,
    originalLanguage: "ja",
    title: words.ja.title,
    body: words.ja.body,
    translations: JSON.stringify({ en: words.en, zh: words.zh }),
    why: words.why,
    originKind: issuer.kind === "group" && story.key === "leavers" ? "management" : "committee",
    originOn: day((story.issued ?? 0) - 7),
    originWords: words.decision,
    acknowledgeBy: day(story.takeNote),
    dueOn: day(story.due),
    riseDays: 3,
    proof: story.proof,
    contact: "情報セキュリティ事務局",
    createdAt: issuedAt ?? instantAt(day(-1), 10 * 60, groupZone),
    createdBy: issuer.by,
    issuedAt,
    issuedBy: issuedAt ? issuer.by : null,
    recipients: chosen.length,
    recipientsSha256: issuedAt
      ? sha256(
          chosen
            .map((unit) => unit.id)
            .toSorted()
            .join("\n"),
        )
      : null,
    closedAt: story.closed === undefined ? null : instantAt(day(story.closed), 15 * 60, groupZone),
    closedBy: story.closed === undefined ? null : issuer.by,
    endReason: null,
  });
  to.add("instructionAudiences", {
    instructionId: id,
    issuerUnitId: issuer.id,
    rules: JSON.stringify(story.picks.map((one) => one.rule)),
    exceptions: "[]",
  });
  return new Map(chosen.map((unit) => [unit.id, addRecipient(plan, story, id, unit, to)]));
}
