// What auditors found on the visits of the year under way: drawn and laid out by the product's own rules, starting from what the company
// had handed in. The company that claims everything cannot show twelve of its claims.
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { draw } from "#modules/audits/visits/drawing.ts";
import { resultOf } from "#modules/audits/report/weighing.ts";
import type { Seen } from "#modules/audits/report/loading.ts";
import { layOut, type PlaceKind, type tests, type Verdict } from "#modules/audits/visits/rules.ts";
import { applicableControls } from "#modules/inspections/scoring/applicable.ts";
import { answersOf, type Given, type Sitting } from "./answers.ts";
import { instantAt, startMonth } from "./calendar.ts";
import type { Company } from "./company.ts";
import type { Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { sittingOf } from "./sitting.ts";
import { scopeOf } from "./verdicts.ts";
import placeNames from "./texts/audit-places.json" with { type: "json" };
import { wordsOf } from "./words.ts";

const sharePercent = 25;
/** Twelve of what the company of this story claims are overturned; of the others about one in twenty. */
const overturnedThere = 12;
const overturnedElsewhere = 0.05;

type Held = { company: Company; visitId: string; on: string; lead: { person: string; name: string } };
export type AuditSheet = {
  result: ReturnType<typeof resultOf>;
  findings: number;
  /** What there is to report, where a report is written of it. */
  audited: Audited;
  /** Once the company's inspections are written; says where what was seen. */
  write(to: Sheet): Laid;
};
export type Audited = {
  sitting: Sitting;
  visitId: string;
  on: string;
  lead: { person: string; name: string };
  seed: string;
  sharePercent: number;
  found: readonly Found[];
};
export type Looked = { checkId: string; placeId: string; place: string };
export type Laid = {
  places: Seen["places"];
  /** By control: where it was looked at, and the words about it. */
  looked: ReadonlyMap<string, readonly Looked[]>;
  words: ReadonlyMap<string, string>;
};
export type Found = { given: Given; why: "mandatory" | "sample"; verdict: Verdict };

/** Null where the company had handed in nothing by then. */
export function auditSheetOf(plan: Plan, { company, visitId, on, lead }: Held): AuditSheet | null {
  const sitting = lastSitting(plan, company, on);
  if (!sitting) return null;
  const random = randomOf(plan.seed, "audit sheet", company.code, on);
  const seed = `${fiscalYearOf(on, startMonth)}-${company.code}`;
  const found = findAt(sitting, seed, random);
  const short = found.filter((one) => one.verdict === "partly" || one.verdict === "not_met");
  const standing = found.map(({ given, verdict }) => ({
    controlId: given.control.id,
    verdict,
    settlement: null,
  }));
  return {
    result: resultOf(sitting.edition.rules, company.tier, scopeOf(company), standing),
    findings: short.length,
    audited: { sitting, visitId, on, lead, seed, sharePercent, found },
    write: (to) => write(sitting, { visitId, on, lead: lead.person, seed, found, random }, to),
  };
}

function lastSitting(plan: Plan, company: Company, on: string): Sitting | null {
  for (let index = plan.calendar.rounds.length - 1; index >= 0; index -= 1) {
    const sitting = sittingOf(plan, company, index);
    const handedIn = sitting?.course.submittedAt;
    if (sitting && handedIn && handedIn.slice(0, 10) < on) return sitting;
  }
  return null;
}

function findAt(sitting: Sitting, seed: string, random: Random): Found[] {
  const { company, edition } = sitting;
  const given = new Map(answersOf(sitting).map((one) => [one.control.id, one]));
  const asked = applicableControls(edition.rules, company.tier, scopeOf(company)).filter(
    (one) =>
      one.demand === "required" &&
      (given.get(one.control.id)?.verdict ?? "not_applicable") !== "not_applicable",
  );
  const drawn = draw(
    asked.map(({ control, isMandatory }) => ({ id: control.id, area: control.area, isMandatory })),
    seed,
    sharePercent,
  );
  const claimed = drawn.filter(({ id }) => given.get(id)?.verdict === "met").map(({ id }) => id);
  const overturned = new Set(
    company.story === "flawless"
      ? random.shuffle(claimed).slice(0, overturnedThere)
      : claimed.filter(() => random.chance(overturnedElsewhere)),
  );
  return drawn.flatMap(({ id, why }): Found[] => {
    const answer = given.get(id);
    if (!answer) return [];
    const worse: Verdict = random.chance(0.7) ? "partly" : "not_met";
    const said = answer.verdict;
    const same: Verdict = said === "not_applicable" ? "met" : said;
    const verdict = overturned.has(id) ? worse : said === "unknown" ? worse : same;
    return [{ given: answer, why, verdict }];
  });
}

type Filled = {
  visitId: string;
  on: string;
  lead: string;
  seed: string;
  found: readonly Found[];
  random: Random;
};

const placesOf = (company: Company): PlaceKind[] =>
  company.plants > 0
    ? ["talks", "gate", "office", "server_room", "store", "plant"]
    : ["talks", "gate", "office", "server_room", "store"];

function write(sitting: Sitting, filled: Filled, to: Sheet): Laid {
  const { plan, company, edition, inspectionId } = sitting;
  const { visitId, on, lead, seed, found } = filled;
  const at = (minutes: number) => instantAt(on, minutes, company.timeZone);
  to.add("auditSheets", {
    visitId,
    companyId: company.id,
    number: 1,
    reference: `${company.code}-A1`,
    editionId: edition.id,
    tier: company.tier,
    inspectionId,
    seed,
    sharePercent,
    preparedBy: lead,
    preparedAt: at(8 * 60),
    finishedBy: lead,
    finishedAt: at(17 * 60),
  });
  const places = placesOf(company).map((kind, position) => {
    const id = plan.id(on, "audit place", company.code, kind);
    to.add("auditPlaces", {
      id,
      visitId,
      companyId: company.id,
      kind,
      name: placeNames[company.language][kind as keyof (typeof placeNames)["en"]],
      position,
    });
    return { id, kind, name: placeNames[company.language][kind as keyof (typeof placeNames)["en"]] };
  });
  const words = wordsOf(company.language, filled.random, fiscalYearOf(on, startMonth));
  const seen = new Map(
    found.map(({ given, verdict }) => [
      given.control.id,
      verdict === "met" ? "" : words.gap(given.control.id),
    ]),
  );
  for (const one of found)
    addControl(sitting, { visitId, one, seen: seen.get(one.given.control.id) ?? "" }, to);
  return { ...addChecks(sitting, { ...filled, places, seen }, to), words: seen };
}

function addControl(
  { company, course }: Sitting,
  { visitId, one, seen }: { visitId: string; one: Found; seen: string },
  to: Sheet,
): void {
  const { given, why, verdict } = one;
  to.add("auditControls", {
    visitId,
    controlId: given.control.id,
    companyId: company.id,
    area: given.control.area,
    drawn: why,
    saidVerdict: given.verdict,
    saidAssurance: given.assurance,
    saidWords: [given.how, given.missing].filter(Boolean).join("\n"),
    saidOn: course.submittedAt?.slice(0, 10) ?? null,
    answerVersion: 1,
    verdict,
    seen,
  });
}

type Places = Filled & {
  places: { id: string; kind: PlaceKind; name: string }[];
  seen: ReadonlyMap<string, string>;
};

/** One check after the other through the day; what falls short was seen at the first place where a control is looked at. */
function addChecks(
  { plan, company }: Sitting,
  { visitId, on, lead, found, places, seen }: Places,
  to: Sheet,
): Pick<Laid, "places" | "looked"> {
  const controls = found.map(({ given }) => ({ id: given.control.id, topic: given.control.topic }));
  const verdicts = new Map(found.map((one) => [one.given.control.id, one.verdict]));
  const looked = new Map<string, Looked[]>();
  const checks = new Map<string, Seen["places"][number]["checks"]>();
  for (const [position, { placeId, controlId, point }] of layOut(controls, places).entries()) {
    const checkId = plan.id(on, "audit check", company.code, controlId, placeId, point ?? "");
    to.add("auditChecks", {
      id: checkId,
      visitId,
      companyId: company.id,
      placeId,
      controlId,
      point,
      position,
    });
    const before = looked.get(controlId) ?? [];
    const isFirst = before.length === 0;
    const place = places.find((one) => one.id === placeId);
    looked.set(controlId, [...before, { checkId, placeId, place: place?.name ?? "" }]);
    const test = testOf(place?.kind ?? "talks", position);
    const verdict = isFirst ? (verdicts.get(controlId) ?? "met") : "met";
    const said = { controlId, point, verdict, test, lookedAt: null, deviating: null };
    checks.set(placeId, [...(checks.get(placeId) ?? []), said]);
    const words = isFirst ? seen.get(controlId) : "";
    const enteredAt = instantAt(on, 9 * 60 + position * 5, company.timeZone);
    for (const [field, value] of [
      ["verdict", verdict],
      ["seen", words],
      ["test", test],
    ] as const) {
      if (!value) continue;
      const opId = plan.id(on, "audit op", company.code, checkId, field);
      const common = { visitId, companyId: company.id, checkId, field, value: JSON.stringify(value) };
      to.add("auditOps", {
        ...common,
        id: opId,
        base: 0,
        personId: lead,
        enteredAt,
        receivedAt: enteredAt,
        outcome: "applied",
      });
      to.add("auditValues", { ...common, revision: 1, opId });
    }
  }
  return {
    places: places.map((place) => ({ ...place, checks: checks.get(place.id) ?? [] })),
    looked,
  };
}

/** One asks and reads where one talks, and watches where one walks; here and there something is done again. */
function testOf(kind: PlaceKind, position: number): (typeof tests)[number] {
  if (position % 9 === 4) return "done_again";
  if (kind === "talks") return position % 3 === 0 ? "asked" : "records";
  return position % 4 === 0 ? "records" : "watched";
}
