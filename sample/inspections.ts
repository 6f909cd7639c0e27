// One company's inspection of one year as rows: how far it came, what was answered, shown, said and decided.
import { addDays } from "#core/time/fiscal-year.ts";
import { answersOf, type Given, type Proof, type Sitting } from "./answers.ts";
import { instantAt } from "./calendar.ts";
import type { Company } from "./company.ts";
import { addDuties } from "./duties.ts";
import { type Paper, paperOf } from "./papers.ts";
import { groupZone, type Plan } from "./plan.ts";
import { type Random, randomOf } from "./random.ts";
import { addResults } from "./results.ts";
import { addReviews } from "./reviews.ts";
import { leftDuring, roundId } from "./rounds.ts";
import type { Sheet } from "./sheet.ts";
import { nameAt, reviewerOf, seatHolder, writtenName } from "./staff.ts";
import { addTalks } from "./talks.ts";
import { sittingOf } from "./sitting.ts";
import { scopeOf } from "./verdicts.ts";
import { wordsOf } from "./words.ts";

/** What the inspection of year `index` leaves: rows, and the files that its evidence names. */
export function addInspection(
  plan: Plan,
  company: Company,
  index: number,
  to: Sheet,
  note: (sitting: Sitting, given: readonly Given[]) => void,
): Paper[] {
  const sitting = sittingOf(plan, company, index);
  if (!sitting) return [];
  const { round } = sitting;
  const random = randomOf(plan.seed, "inspection", company.code, round.fiscalYear);
  const given = answersOf(sitting);
  note(sitting, given);
  addHead(sitting, random, to);
  addScope(sitting, to);
  const papers = addEvidence(sitting, given, random, to);
  addAnswers(sitting, given, random, to);
  addReviews(sitting, given, random, to);
  addTalks(sitting, given, random, to);
  addDuties(sitting, to);
  const dueTakenAt = instantAt(addDays(round.dueOn, 1), 5, groupZone);
  addResults(
    sitting,
    given,
    { roundId: roundId(plan, round), computedAt: settledAt(sitting), dueTakenAt, today: plan.calendar.today },
    to,
  );
  return papers;
}

/** When the live result was last computed: with the last step, or with the launch while there was none. */
function settledAt({ course, round, plan }: Sitting): string {
  if (round.lockedOn === null) return plan.now;
  return (
    course.lockedAt ??
    course.submittedAt ??
    course.begunAt ??
    instantAt(addDays(round.dueOn, 1), 5, groupZone)
  );
}

function addHead(sitting: Sitting, random: Random, to: Sheet) {
  const { plan, company, aim, round, course, edition, inspectionId } = sitting;
  const words = wordsOf(company.language, random, round.fiscalYear);
  const officer = seatHolder(plan, company, "officer");
  const reviewer = reviewerOf(plan, company);
  const executive = seatHolder(plan, company, "executive");
  const byWorkbook = company.answersByWorkbook;
  to.add("inspections", {
    id: inspectionId,
    roundId: roundId(plan, round),
    companyId: company.id,
    editionId: edition.id,
    tier: company.tier,
    state: aim.state,
    dueOn: company.story === "acquired" ? addDays(round.dueOn, 21) : round.dueOn,
    begunAt: course.begunAt,
    submittedAt: course.submittedAt,
    submittedBy: course.submittedAt ? (byWorkbook ? reviewer : officer) : null,
    isLate: course.isLate,
    lateReason: course.isLate ? words.one("late") : null,
    returnedAt: course.returnedAt,
    reviewedAt: course.reviewedAt,
    reviewedBy: course.reviewedAt ? reviewer : null,
    confirmedAt: course.confirmedAt,
    confirmedBy: course.confirmedAt ? (byWorkbook ? reviewer : executive) : null,
    confirmedFor: course.confirmedAt && byWorkbook ? executive : null,
    lockedAt: course.lockedAt,
    leftOn: leftDuring(company, round),
    rowVersion:
      1 +
      [
        course.begunAt,
        course.submittedAt,
        course.reviewedAt,
        course.returnedAt,
        course.confirmedAt,
        course.lockedAt,
      ].filter(Boolean).length,
  });
}

/** Why the conditions that would bring mandatory controls do not hold. */
const whyNot: Record<string, Record<"en" | "ja" | "zh", string>> = {
  has_plant: {
    en: "Offices only; no production or test equipment is run.",
    ja: "事務所のみで、生産設備・試験設備はありません。",
    zh: "仅有办公场所，无生产或试验设备。",
  },
  develops_products: {
    en: "We sell and service; products are developed by the parent.",
    ja: "販売・サービスのみで、製品の開発は親会社が行っています。",
    zh: "仅从事销售和服务，产品由母公司开发。",
  },
};

function addScope({ plan, company, inspectionId, course }: Sitting, to: Sheet) {
  if (!course.begunAt) return;
  const answeredBy = seatHolder(plan, company, "officer");
  for (const [condition, isTrue] of Object.entries(scopeOf(company)))
    to.add("scopeAnswers", {
      inspectionId,
      companyId: company.id,
      condition,
      isTrue,
      note: isTrue ? null : (whyNot[condition]?.[company.language] ?? null),
      answeredBy,
      answeredAt: course.begunAt,
    });
}

function addEvidence(sitting: Sitting, given: readonly Given[], random: Random, to: Sheet): Paper[] {
  const { plan, company, inspectionId, course } = sitting;
  const officer = seatHolder(plan, company, "officer");
  const papers: Paper[] = [];
  const seen = new Set<string>();
  for (const { control, proof, validUntil } of given) {
    if (!proof || !validUntil) continue;
    const usedAt = course.submittedAt ?? plan.now;
    if (!seen.has(proof.id)) {
      seen.add(proof.id);
      const createdAt = instantAt(proof.validFrom, 10 * 60, company.timeZone);
      const paper = proof.kind === "declared" ? null : paperFor(sitting, proof, random);
      if (paper) papers.push(paper);
      const fileId = paper ? addFile(sitting, proof, paper, createdAt, to) : null;
      to.add("evidence", {
        id: proof.id,
        companyId: company.id,
        title: proof.title,
        kind: proof.kind,
        fileId,
        place: proof.place,
        validFrom: proof.validFrom,
        createdBy: officer,
        createdAt,
      });
    }
    to.add("evidenceUses", {
      evidenceId: proof.id,
      inspectionId,
      controlId: control.id,
      companyId: company.id,
      validUntil,
      usedBy: officer,
      usedAt,
    });
  }
  return papers;
}

/** Files of this year; what was shown in years gone by lies where the place says. Stress needs none. */
function paperFor({ plan, company, round }: Sitting, proof: Proof, random: Random): Paper | null {
  if (round.lockedOn !== null || plan.size.name === "stress" || proof.kind === "declared") return null;
  const checkedBy = writtenName(nameAt(plan, company, 1), company.language);
  return paperOf({ company, title: proof.title, day: proof.validFrom, checkedBy, kind: proof.kind, random });
}

function addFile(
  { plan, company }: Sitting,
  proof: Proof,
  paper: Paper,
  createdAt: string,
  to: Sheet,
): string {
  const id = plan.id(proof.validFrom, "file", proof.id);
  to.add("files", {
    id,
    companyId: company.id,
    sha256: paper.sha256,
    sizeBytes: paper.content.length,
    mediaType: paper.mediaType,
    name: paper.name,
    purpose: "evidence",
    createdBy: seatHolder(plan, company, "officer"),
    createdAt,
  });
  return id;
}

function addAnswers(sitting: Sitting, given: readonly Given[], random: Random, to: Sheet) {
  const { plan, company, course, inspectionId } = sitting;
  const byWorkbook = company.answersByWorkbook;
  const officer = seatHolder(plan, company, "officer");
  const helper = seatHolder(plan, company, "helper");
  const begun = Date.parse(course.begunAt ?? plan.now);
  const until = Date.parse(course.submittedAt ?? instantAt(course.until, 17 * 60, company.timeZone));
  for (const one of given) {
    // Most of the answers are given in the last third of the time.
    const share = 1 - random.next() ** 1.7;
    // What rests on a provider was confirmed after the provider had handed in.
    const from = one.backing ? Math.max(begun, Date.parse(one.backing.submittedAt)) : begun;
    const answeredAt = new Date(from + Math.max(0, until - from) * share).toISOString();
    to.add("answers", {
      inspectionId,
      controlId: one.control.id,
      companyId: company.id,
      verdict: one.verdict,
      how: one.how,
      missing: one.missing,
      owner: one.owner,
      dueOn: one.dueOn,
      reason: one.reason,
      coveragePercent: one.coveragePercent,
      exceptions: one.exceptions,
      maturity: one.maturity,
      origin: one.origin,
      assurance: one.assurance,
      naIsAllowed: one.naIsAllowed,
      answeredBy: byWorkbook
        ? reviewerOf(plan, company)
        : one.control.area === "TEC" && company.workers > 100
          ? helper
          : officer,
      answeredFor: byWorkbook ? officer : null,
      answeredAt,
      backedBy: one.backing?.inspectionId ?? null,
      backedVerdict: one.backing?.verdict ?? null,
      backedUntil: one.backing?.validUntil ?? null,
      backing: one.backing ? "stands" : null,
      backingAt: one.backing ? answeredAt : null,
    });
  }
}
