// Lent to later modules: the kinds of duties, each with the days on which it reminds and rises.
import { type IncidentDutyKind, incidentRules } from "./incident-kinds.ts";
import { type Rule, short, upwards } from "./rule.ts";

export type DutyKind =
  | IncidentDutyKind
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
  | "audit.settle";

export type { Level, Rule } from "./rule.ts";

export const rules: Record<DutyKind, Rule> = {
  ...incidentRules,
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
  "delegation.answer": {
    remindBefore: short,
    rise: upwards(1, 3),
  },
};
