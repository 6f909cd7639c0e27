// One unit that an instruction told: how far it is, what it said, and its two duties as the product's clock would have them.
import { addDays, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { advance, dayIn, endOfDay, stepsOf } from "#modules/duties/rules.ts";
import { risesOf, risesOfAcknowledgement } from "#modules/instructions/rules.ts";
import { instantAt, startMonth } from "./calendar.ts";
import type { Issuer, Unit } from "./instruction-units.ts";
import { replies, told } from "./instruction-words.ts";
import { groupZone, type Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";

type Rule = { kind: string; unitIds?: string[]; words?: string[] };
export type Pick = { rule: Rule; fits: (unit: Unit) => boolean };
export type Story = {
  key: keyof typeof told;
  issuer: Issuer;
  picks: readonly Pick[];
  /** Days from the day of loading. */
  issued: number | null;
  takeNote: number;
  due: number;
  closed?: number;
  proof: "none" | "words" | "file";
  /** Shares of those who have taken note, and of those who are done. */
  noted: number;
  done: number;
  parentRecipientId?: string;
  serial: number;
};

export function addRecipient(plan: Plan, story: Story, instructionId: string, unit: Unit, to: Sheet): string {
  const { issuer } = story;
  const random = randomOf(plan.seed, "instruction", story.key, unit.code);
  const id = plan.id(addDays(plan.calendar.today, story.issued ?? 0), "told", instructionId, unit.code);
  const on = (days: number) =>
    instantAt(addDays(plan.calendar.today, days), random.int(9, 17) * 60, unit.company.timeZone);
  const isDone = random.next() < story.done;
  const isNoted = isDone || random.next() < story.noted;
  const notedAt = isNoted ? on((story.issued ?? 0) + random.int(1, 4)) : null;
  const doneAt = isDone ? on(Math.min(-1, random.int((story.issued ?? 0) + 4, story.due))) : null;
  const isAccepted = isDone && (story.closed !== undefined || random.chance(0.5));
  const row = { issuerUnitId: issuer.id, unitId: unit.id, companyId: unit.company.id };
  const [unitName, unitNameEn, unitNameJa, unitNameZh] = unit.names;
  const isCompany = unit.kind === "company";
  to.add("instructionRecipients", {
    id,
    instructionId,
    ...row,
    unitKind: unit.kind,
    unitCode: unit.code,
    unitName,
    unitNameEn,
    unitNameJa,
    unitNameZh,
    divisionId: unit.divisionId,
    tier: isCompany ? unit.company.tier : null,
    relation: isCompany ? unit.company.relation : null,
    country: isCompany ? unit.company.country : null,
    region: isCompany ? unit.company.region : null,
    pickedBy: story.picks.filter((one) => one.fits(unit)).map((one) => one.rule.kind),
    addedOn: addDays(plan.calendar.today, story.issued ?? 0),
    dueOn: addDays(plan.calendar.today, story.due),
    acknowledgedAt: notedAt,
    acknowledgedBy: notedAt ? unit.officer : null,
    doneAt,
    doneBy: doneAt ? unit.officer : null,
    acceptedAt: isAccepted ? on(Math.min(0, story.closed ?? 0)) : null,
    acceptedBy: isAccepted ? issuer.by : null,
    sentBackAt: null,
    sentBackCount: 0,
  });
  if (doneAt && unit.officer)
    to.add("instructionReplies", {
      id: plan.id(addDays(plan.calendar.today, story.issued ?? 0), "reply", id),
      recipientId: id,
      ...row,
      kind: "done",
      words: random.chance(0.3) ? replies.none : replies.done,
      saidAt: doneAt,
      saidBy: unit.officer,
    });
  addDuties(plan, story, unit, { id, notedAt, doneAt }, to);
  return id;
}

type Stood = { id: string; notedAt: string | null; doneAt: string | null };

function addDuties(plan: Plan, story: Story, unit: Unit, row: Stood, to: Sheet): void {
  const { issuer } = story;
  const today = plan.calendar.today;
  const closedAll =
    story.closed === undefined ? null : instantAt(addDays(today, story.closed), 15 * 60, groupZone);
  const zone = unit.kind === "company" || issuer.kind === "company" ? unit.company.timeZone : groupZone;
  const startsAt = instantAt(addDays(today, story.issued ?? 0), 10 * 60, groupZone);
  const isUnder = unit.divisionId !== null;
  const owed = [
    [
      "instruction.acknowledge",
      story.takeNote,
      row.notedAt ?? closedAll,
      risesOfAcknowledgement(issuer.kind, unit.kind, isUnder),
    ],
    [
      "instruction.carry_out",
      story.due,
      row.doneAt ?? closedAll,
      risesOf(issuer.kind, unit.kind, isUnder, 3),
    ],
  ] as const;
  for (const [kind, days, closedAt, rises] of owed) {
    const dueAt = endOfDay(addDays(today, days), zone);
    const steps = closedAt ? [] : stepsOf(kind, new Date(startsAt), dueAt, zone, undefined, rises);
    const stood = advance(steps, 0, new Date(plan.now));
    to.add("duties", {
      id: plan.id(dayIn(new Date(startsAt), groupZone), "duty", kind, row.id),
      fiscalYear: fiscalYearOf(today, startMonth),
      kind,
      subjectKind: "instruction_recipient",
      subjectId: row.id,
      companyId: unit.company.id,
      permission: "instruction.carry_out",
      personId: null,
      notFor: [],
      createdAt: startsAt,
      startsAt,
      dueAt: dueAt.toISOString(),
      timeZone: zone,
      state: closedAt ? "done" : "open",
      nextAt: stood.nextAt?.toISOString() ?? null,
      level: stood.level,
      step: stood.step,
      postponedCount: 0,
      closedAt,
      closedBy: closedAt ? unit.officer : null,
      closedReason: null,
      about: told[story.key].ja.title,
      unitId: unit.id,
      rises: JSON.stringify(rises),
    });
  }
}
