// Lent to later modules: the kinds of duties, each with the days on which it reminds and rises.
export type DutyKind =
  | "inspection.answer"
  | "inspection.review"
  | "inspection.confirm"
  | "inspection.question"
  | "inspection.asked_again"
  | "inspection.signed_for"
  | "inspection.sign_again"
  | "delegation.answer"
  | "service.answer"
  | "evidence.renew"
  | "edition.decide"
  | "erratum.decide"
  | "rights.decide"
  | "emergency.review"
  | "erasure.decide"
  | "asset_gap.remedy"
  | "purpose.decide"
  | "ledger.identify"
  | "ledger.identify_many"
  | "ledger.assign"
  | "finding.remedy"
  | "finding.verify"
  | "finding.accept"
  | "plan.hand_in"
  | "plan.approve"
  | "plan.step"
  | "plan.effect"
  | "onboarding.set_up"
  | "onboarding.guide"
  | "onboarding.tier"
  | "instruction.acknowledge"
  | "instruction.carry_out"
  | "lateral.answer"
  | "on_call.gap"
  | "audit.staff"
  | "audit.overdue"
  | "audit.missed"
  | "audit.document"
  | "audit.reply"
  | "audit.judge"
  | "audit.settle"
  | "incident.report"
  | "incident.respond_now"
  | "incident.take_note"
  | "incident.take_note_now"
  | "incident.judge"
  | "incident.late_reason"
  | "incident.try_procedure"
  | "incident.task"
  | "incident.take_over"
  | "incident.brief"
  | "incident.told"
  | "incident.notice"
  | "incident.notice_approve"
  | "incident.notice_second"
  | "incident.look_at_now"
  | "incident.look_through"
  | "incident.read_words"
  | "incident.assign_mail";

/** Above the addressee: the deputy, the company executive, the division, the group office. */
export type Level = 1 | 2 | 3 | 4;

export type Rule = {
  /** Days before the due day on which the addressee is reminded. */
  remindBefore: readonly number[];
  /** Days after it, where nobody stands above to whom it could rise: the same are told again. */
  remindAfter?: readonly number[];
  /** Days after the due day on which the duty rises, and to whom; who would be told of somebody else's work is left out. */
  rise: readonly (readonly [days: number, level: Level])[];
  /**
   * A clock of elapsed hours in place of days: counted from the moment it begins at, whatever the zone, the working week or the hour
   * of the night. Zero is the moment itself.
   */
  hours?: {
    remindAfter: readonly number[];
    /** Hours before the moment it is due at, where each has its own. */
    remindBeforeDue?: readonly number[];
    rise: readonly (readonly [hours: number, level: Level])[];
    /** Of a clock whose length each duty brings along: shares of it after which it reminds; `rise` then counts from its due moment. */
    shares?: readonly number[];
  };
};

const short = [3, 1, 0];
/** To one level after the other, each so many days after the due day. */
const upwards = (...days: number[]): Rule["rise"] => days.map((after, at) => [after, (at + 1) as Level]);
const ofItsOwnLength = (shares: readonly number[], rise: NonNullable<Rule["hours"]>["rise"]): Rule => ({
  remindBefore: [],
  rise: [],
  hours: { remindAfter: [0], shares, rise },
});
export const rules: Record<DutyKind, Rule> = {
  "inspection.answer": {
    remindBefore: [28, 14, 7, 2, 0],
    rise: upwards(1, 2, 4, 7),
  },
  "inspection.review": { remindBefore: short, rise: [[2, 4]] },
  "inspection.question": { remindBefore: [1, 0], rise: [[2, 4]] },
  "inspection.asked_again": {
    remindBefore: short,
    rise: upwards(1, 3, 7),
  },
  "inspection.confirm": {
    remindBefore: short,
    rise: [
      [2, 3],
      [5, 4],
    ],
  },
  // The provider of a shared service answers before the others: who rests on it waits.
  "service.answer": {
    remindBefore: [14, 7, 2, 0],
    rise: upwards(1, 2, 4, 7),
  },
  "evidence.renew": {
    remindBefore: [14, 3, 0],
    rise: [
      [7, 2],
      [14, 3],
    ],
  },
  // For whoever signed by hand and for whom that was entered: one may look, and nobody above is told that one did not.
  "inspection.signed_for": { remindBefore: short, rise: [] },
  // The desk's, in the days of the confirmation itself, which rises.
  "inspection.sign_again": { remindBefore: short, rise: [] },
  // The group's own: there is nobody above to whom they could rise.
  "edition.decide": { remindBefore: [7, ...short], rise: [] },
  "erratum.decide": { remindBefore: short, rise: [] },
  "rights.decide": { remindBefore: short, rise: [] },
  "emergency.review": { remindBefore: short, rise: [] },
  // It does not end by itself as a proposed right does: whoever asked for the erasure still waits.
  "erasure.decide": { remindBefore: short, remindAfter: [2, 7, 14, 21, 28], rise: [] },
  "asset_gap.remedy": { remindBefore: [7, ...short], rise: upwards(7, 14, 30, 60) },
  // The company's executive decides; who has not is told above, where the same may be decided.
  "purpose.decide": {
    remindBefore: short,
    rise: [
      [1, 3],
      [7, 4],
    ],
  },
  // Whose something is that a scan or a log has seen: the person asked, the officer, the executive, the division.
  "ledger.identify": {
    remindBefore: short,
    rise: upwards(3, 7, 14),
  },
  // Very many at once are the officer's from the beginning.
  "ledger.identify_many": {
    remindBefore: short,
    rise: [
      [7, 2],
      [14, 3],
    ],
  },
  // Rows of the group's sources that name no company: the group's own.
  "ledger.assign": { remindBefore: short, remindAfter: [7, 14, 28], rise: [] },
  // To the deputy first; whoever supervises the company hears of it when two weeks were not enough.
  "finding.remedy": { remindBefore: [14, ...short], rise: upwards(3, 7, 14, 30) },
  // The desk's own: above it stands the group office.
  "finding.verify": { remindBefore: short, rise: [[7, 4]] },
  "finding.accept": { remindBefore: short, rise: [[7, 4]] },
  // no plan after its days rises, up to the group office.
  "plan.hand_in": { remindBefore: [14, 7, ...short], rise: upwards(1, 3, 7, 14) },
  "plan.approve": { remindBefore: short, rise: [[5, 4]] },
  "plan.step": { remindBefore: [14, ...short], rise: upwards(3, 7, 14, 30) },
  "plan.effect": { remindBefore: [14, ...short], rise: [[14, 4]] },
  // A company in its first ninety days: its own steps rise as its answers do, the division's to the group office.
  "onboarding.set_up": {
    remindBefore: [7, 2, 0],
    rise: [
      [1, 1],
      [3, 2],
      [5, 3],
      [10, 4],
    ],
  },
  "onboarding.guide": { remindBefore: [3, 0], rise: [[3, 4]] },
  "onboarding.tier": { remindBefore: short, rise: [] },
  // Whoever is instructed says that they have taken note; who does not is told above. Each duty has its own days of rising.
  "instruction.acknowledge": { remindBefore: [1, 0], rise: [[2, 2]] },
  "instruction.carry_out": {
    remindBefore: [7, ...short],
    rise: [
      [1, 2],
      [3, 3],
      [10, 4],
    ],
  },
  // A lateral check runs for days, not weeks: who has not answered is told above at once.
  "lateral.answer": { remindBefore: [2, 1, 0], rise: upwards(1, 2, 3, 5) },
  // Due on the day on which nobody would be on call: told before it, and above once it is there.
  "on_call.gap": {
    remindBefore: [7, 2, 1, 0],
    rise: [
      [0, 3],
      [1, 4],
    ],
  },
  // The group office's own: a visit that comes near without a team, one that nobody went to, a company over its day.
  "audit.staff": { remindBefore: [14, 7, ...short], remindAfter: [3, 7, 14], rise: [] },
  "audit.overdue": { remindBefore: short, remindAfter: [7, 14, 28], rise: [] },
  "audit.missed": { remindBefore: short, remindAfter: [7, 14, 28], rise: [] },
  // The visit has its day: what is not there by then is told above soon.
  "audit.document": {
    remindBefore: [7, ...short],
    rise: [
      [1, 2],
      [3, 3],
    ],
  },
  // Whoever lets the day of the reply pass has the report made final without it.
  "audit.reply": {
    remindBefore: [7, ...short],
    rise: [
      [1, 2],
      [3, 3],
    ],
  },
  // The lead auditor's own: above stands whoever plans the audits.
  "audit.judge": { remindBefore: [1, 0], rise: [[3, 4]] },
  "audit.settle": { remindBefore: short, rise: [[3, 4]] },
  // within 24 hours of discovery. It rises before the hours are over, so that somebody can still report in time.
  "incident.report": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0, 12, 20, 23],
      rise: [
        [20, 1],
        [23, 2],
        [24, 3],
        [28, 4],
      ],
    },
  },
  // A grave one: somebody of the company takes charge, at whatever hour.
  "incident.respond_now": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0],
      rise: [
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ],
    },
  },
  // Whoever holds the position; then its deputy, then the group office.
  "incident.take_note": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0, 12],
      rise: [
        [24, 1],
        [36, 4],
      ],
    },
  },
  "incident.take_note_now": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0, 1],
      rise: [
        [2, 1],
        [4, 4],
      ],
    },
  },
  // Headquarters has it; whether it is one at all the company still says.
  "incident.judge": { remindBefore: [1, 0], rise: upwards(1, 2, 4, 7) },
  "incident.try_procedure": { remindBefore: [30, 14, ...short], rise: upwards(7, 14, 30, 60) },
  "incident.late_reason": {
    remindBefore: [1, 0],
    rise: [
      [2, 2],
      [5, 3],
    ],
  },
  // Work of an incident is one person's; whoever commands sees in the room what is late.
  "incident.task": {
    remindBefore: [],
    rise: [],
    hours: { remindAfter: [0], remindBeforeDue: [1, 0], rise: [] },
  },
  "incident.take_over": { remindBefore: [], rise: [], hours: { remindAfter: [0, 1, 2], rise: [] } },
  // Executives wait for it: an hour before, and when it should be there.
  "incident.brief": {
    remindBefore: [],
    rise: [],
    hours: { remindAfter: [], remindBeforeDue: [1, 0], rise: [] },
  },
  // What an affected company was told, it takes note of within a day.
  "incident.told": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0, 12],
      rise: [
        [24, 2],
        [48, 3],
      ],
    },
  },
  // Each notice has its own hours: reminded at its half and when a fifth is left, told above from its due moment on.
  "incident.notice": ofItsOwnLength(
    [0.5, 0.8, 1],
    [
      [0, 1],
      [2, 2],
      [6, 3],
      [12, 4],
    ],
  ),
  "incident.notice_approve": ofItsOwnLength(
    [0.5, 1],
    [
      [0, 1],
      [2, 4],
    ],
  ),
  "incident.notice_second": ofItsOwnLength(
    [0.5, 1],
    [
      [0, 1],
      [4, 4],
    ],
  ),
  // Said by nobody who is known: it stays within the company until somebody there has looked (intake/README.md).
  "incident.look_at_now": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0, 1],
      rise: [
        [1, 1],
        [2, 2],
      ],
    },
  },
  "incident.look_through": { remindBefore: [1, 0], rise: upwards(1, 3) },
  "incident.read_words": { remindBefore: [1, 0], rise: upwards(1, 3) },
  "incident.assign_mail": { remindBefore: [1, 0], remindAfter: [1, 2, 4], rise: [] },
  "delegation.answer": {
    remindBefore: short,
    rise: upwards(1, 3),
  },
};
