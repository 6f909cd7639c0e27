// The findings of one company over the years: what each locked inspection said falls short, as the product would have raised it, and
// what became of it until the day of loading.
import { addDays } from "#core/time/fiscal-year.ts";
import { dueOf, type State } from "#modules/findings/rules.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { Given, Sitting } from "./answers.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import { fallenShort, type Year } from "./fallen-short.ts";
import { type AuditedShort, type Draft, type Numbered, severityRules } from "./finding-draft.ts";
import { plantedFindings } from "./planted-findings.ts";
import { addOpenDuty } from "./open-duty.ts";
import type { Plan } from "./plan.ts";
import { addImprovementPlan } from "./plans.ts";
import { addPostponedStep } from "./postponed-step.ts";
import { type Random, randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, reviewerOf, seatHolder } from "./staff.ts";
import texts from "./texts/findings.json" with { type: "json" };

/** Gathers what the locked rounds of a company say; `write` makes the rows once all years are known. */
export function findingsOf(plan: Plan, company: Company) {
  const years: Year[] = [];
  return {
    note(sitting: Sitting, given: readonly Given[]): void {
      const lockedOn = sitting.course.lockedAt?.slice(0, 10);
      if (lockedOn)
        years.push({ sitting, lockedOn, given: new Map(given.map((one) => [one.control.id, one])) });
    },
    /** @returns the numbers by their keys. */
    write(to: Sheet, audited: readonly AuditedShort[]): ReadonlyMap<string, Numbered> {
      const drafts = [...fallenShort(plan, company, years), ...plantedFindings(plan, company)];
      for (const one of audited) takeAudited(drafts, one);
      drafts.sort((a, b) => a.foundOn.localeCompare(b.foundOn) || a.key.localeCompare(b.key));
      const findings = drafts.map((draft) => ({ draft, id: idOf(plan, company, draft) }));
      const planned = addPlans(plan, company, { year: years.at(-1), findings }, to);
      writeAll(plan, company, { drafts, planned }, to);
      // Of a weakness that came back, the newest.
      return new Map(
        drafts.map((draft, at) => {
          const reference = `${company.code}-F${at + 1}`;
          const dueOn = dueDayOf(draft, planned.get(draft) ?? null);
          return [draft.key, { id: idOf(plan, company, draft), reference, dueOn }] as const;
        }),
      );
    },
  };
}

/** What is open already is seen once more and stays one finding; else it is a new one, and comes back if it had been ended. */
function takeAudited(
  drafts: Draft[],
  { control, visitId, on, editionId, verdict, severity, words }: AuditedShort,
): void {
  const key = `control:${control.id}`;
  const before = drafts.findLast((draft) => draft.key === key);
  const seen = { by: "audit" as const, sourceId: visitId, on, verdict, said: words };
  if (before && before.end.state !== "closed") before.seen.push(seen);
  else
    drafts.push({
      key,
      title: textIn(control.title, "ja"),
      titles: control.title as Record<string, string>,
      detail: words,
      source: "audit",
      sourceId: visitId,
      editionId,
      controlIds: [control.id],
      severity,
      foundOn: on,
      ownerSaid: "",
      seen: [seen],
      end: { state: "open" },
      recurs: before ?? null,
    });
}

const dueDayOf = (draft: Draft, plannedUntil: string | null): string => {
  const first = dueOf(severityRules[draft.severity], draft.foundOn);
  return plannedUntil !== null && plannedUntil > first ? plannedUntil : first;
};

type Found = { year: Year | undefined; findings: readonly { draft: Draft; id: string }[] };

/** The plan that the last result demanded, and one about the finding that is moved again and again. */
function addPlans(plan: Plan, company: Company, found: Found, to: Sheet): ReadonlyMap<Draft, string> {
  const { days, count } = addImprovementPlan(plan, company, found, to);
  const moved = found.findings.filter(({ draft }) => draft.postponed);
  const later = moved.map(
    (one, at) =>
      [one.draft, addPostponedStep(plan, company, { ...one, number: count + at + 1 }, to)] as const,
  );
  const last = count + moved.length;
  if (last > 0) to.add("planNumbers", { companyId: company.id, last });
  return new Map([...days, ...later]);
}

type Known = { drafts: readonly Draft[]; planned: ReadonlyMap<Draft, string> };

function writeAll(plan: Plan, company: Company, { drafts, planned }: Known, to: Sheet): void {
  if (drafts.length === 0) return;
  to.add("findingNumbers", { companyId: company.id, last: drafts.length });
  const ids = new Map(drafts.map((draft) => [draft, idOf(plan, company, draft)]));
  const counts = new Map<Draft, number>();
  for (const [at, draft] of drafts.entries()) {
    const random = randomOf(plan.seed, "finding", company.code, draft.key, draft.foundOn, "rows");
    const recurred = draft.recurs ? (counts.get(draft.recurs) ?? 0) + 1 : 0;
    counts.set(draft, recurred);
    writeOne(plan, company, draft, {
      id: ids.get(draft) ?? "",
      number: at + 1,
      recursId: draft.recurs ? (ids.get(draft.recurs) ?? null) : null,
      recurred,
      plannedUntil: planned.get(draft) ?? null,
      random,
      to,
    });
  }
}

const idOf = (plan: Plan, company: Company, draft: Draft) =>
  plan.id(draft.foundOn, "finding", company.code, draft.key);

type Writing = {
  id: string;
  number: number;
  recursId: string | null;
  recurred: number;
  /** An approved plan is about it until this day. */
  plannedUntil: string | null;
  random: Random;
  to: Sheet;
};

function writeOne(
  plan: Plan,
  company: Company,
  draft: Draft,
  { id, number, recursId, recurred, plannedUntil, random, to }: Writing,
): void {
  const { today } = plan.calendar;
  const at = (day: string, minutes = 9 * 60) => instantAt(day, minutes, company.timeZone);
  const officer = seatHolder(plan, company, "officer");
  const reviewer = reviewerOf(plan, company);
  const words = texts[company.language];
  const { end } = draft;
  const first = dueOf(severityRules[draft.severity], draft.foundOn);
  const dueOn = dueDayOf(draft, plannedUntil);
  const reference = `${company.code}-F${number}`;
  const remediedOn = end.state === "closed" ? end.remedied : end.state === "to_verify" ? end.on : null;
  const verificationId = plan.id(draft.foundOn, "finding-seen", company.code, draft.key);
  const acceptanceId = plan.id(draft.foundOn, "finding-lived", company.code, draft.key);
  to.add("findings", {
    id,
    companyId: company.id,
    number,
    reference,
    title: draft.title,
    titles: draft.titles === null ? null : JSON.stringify(draft.titles),
    detail: draft.detail,
    sourceKind: draft.source,
    sourceId: draft.sourceId,
    sourceSaid: draft.sourceSaid ?? "",
    sameKey: draft.key.startsWith("control:") ? draft.key : null,
    foundOn: draft.foundOn,
    severity: draft.severity,
    editionId: draft.editionId,
    controlIds: draft.controlIds,
    siteIds: [],
    ownerSaid: draft.ownerSaid,
    cause: "",
    firstDueOn: first,
    dueOn,
    dueBeforePlan: plannedUntil !== null && dueOn !== first ? first : null,
    state: plannedUntil === null ? (end.state as State) : "planned",
    raisedAt: at(draft.foundOn),
    raisedBy:
      draft.source === "incident"
        ? officer
        : groupPerson(plan, draft.source === "inspection" ? "office" : "auditor"),
    remediedAt: remediedOn ? at(remediedOn) : null,
    remediedBy: remediedOn ? officer : null,
    workedBy: remediedOn ? [officer] : [],
    closedAt: end.state === "closed" ? at(end.on, 15 * 60) : null,
    verificationId: end.state === "closed" ? verificationId : null,
    acceptanceId: end.state === "accepted" ? acceptanceId : null,
    acceptedUntil: end.state === "accepted" ? end.until : null,
    leftOn:
      company.leftOn !== null && company.leftOn <= today && end.state !== "closed" ? company.leftOn : null,
    reopenedCount: 0,
    recursId,
    recurredCount: recurred,
    sought: [reference, draft.title, ...Object.values(draft.titles ?? {})].join(" "),
  });
  for (const seen of draft.seen)
    to.add("findingOccurrences", {
      id: plan.id(seen.on, "finding-look", company.code, draft.key),
      findingId: id,
      companyId: company.id,
      sourceKind: seen.by ?? "inspection",
      sourceId: seen.sourceId,
      seenOn: seen.on,
      verdict: seen.verdict,
      said: seen.said,
    });
  if (remediedOn)
    to.add("findingRemedies", {
      id: plan.id(remediedOn, "finding-done", company.code, draft.key),
      findingId: id,
      companyId: company.id,
      done: random.pick(words.remedied),
      doneOn: remediedOn,
      saidAt: at(remediedOn),
      saidBy: officer,
    });
  if (end.state === "closed")
    to.add("findingVerifications", {
      id: verificationId,
      findingId: id,
      companyId: company.id,
      isGone: true,
      method: random.pick(["documents", "documents", "interview", "retest"]),
      seen: random.pick(words.gone),
      seenOn: end.on,
      verifiedAt: at(end.on, 15 * 60),
      verifiedBy: reviewer,
    });
  if (end.state === "accepted")
    to.add("findingAcceptances", {
      id: acceptanceId,
      findingId: id,
      companyId: company.id,
      reason: words.accepted,
      meanwhile: words.meanwhile,
      until: end.until,
      askedAt: at(end.asked),
      askedBy: officer,
      decidedAt: at(addDays(end.asked, 4)),
      decidedBy: ["critical", "high"].includes(draft.severity) ? groupPerson(plan, "office") : reviewer,
      isGranted: true,
      decision: words.allowed,
    });
  if (
    (end.state === "open" || end.state === "to_verify") &&
    !(company.leftOn !== null && company.leftOn <= today)
  )
    addDuty(plan, company, { draft, id, reference, dueOn }, to);
}

type Owed = { draft: Draft; id: string; reference: string; dueOn: string };

function addDuty(plan: Plan, company: Company, { draft, id, reference, dueOn }: Owed, to: Sheet): void {
  const { end } = draft;
  const isVerify = end.state === "to_verify";
  const startsOn = end.state === "to_verify" ? end.on : draft.foundOn;
  addOpenDuty(
    plan,
    company,
    {
      kind: isVerify ? "finding.verify" : "finding.remedy",
      subjectKind: "finding",
      subjectId: id,
      permission: isVerify ? "finding.verify" : "finding.work",
      notFor: isVerify ? [seatHolder(plan, company, "officer")] : [],
      startsOn,
      startsAt: instantAt(startsOn, 9 * 60, company.timeZone),
      dueOn: isVerify ? addDays(startsOn, 14) : dueOn,
      about: reference,
    },
    to,
  );
}
