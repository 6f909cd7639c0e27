// The kinds of duties of incidents, most of them by hours.
import { ofItsOwnLength, type Rule, short, upwards } from "./rule.ts";

export type IncidentDutyKind =
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
  | "incident.ask_others"
  | "incident.decide_proposal"
  | "incident.law_clock"
  | "incident.law_questions"
  | "incident.notice"
  | "incident.notice_approve"
  | "incident.notice_second"
  | "incident.look_at_now"
  | "incident.look_through"
  | "incident.read_words"
  | "incident.assign_mail";

export const incidentRules: Record<IncidentDutyKind, Rule> = {
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
  // While an incident runs it is owed within a day; from a review there is more time. Above whoever may ask stands the group office.
  "incident.ask_others": { remindBefore: [1, 0], rise: [[1, 4]] },
  // The group office's own: a proposal for the standard is taken up or not.
  "incident.decide_proposal": { remindBefore: [7, ...short], remindAfter: [7, 14, 28], rise: [] },
  // Each notice has its own hours: reminded at its half and when a fifth is left, told above from its due moment on.
  // Hours or days by its law: reminded at its half and when little is left, told above from its due moment on.
  "incident.law_clock": ofItsOwnLength(
    [0.5, 0.8, 0.95, 1],
    [
      [0, 2],
      [1, 3],
      [6, 4],
    ],
  ),
  // What clocks of law hang on and nobody has said: asked at once, and above when half of the shortest clock is gone.
  "incident.law_questions": ofItsOwnLength(
    [0, 0.5, 0.8, 1],
    [
      [0, 1],
      [2, 2],
      [6, 3],
      [12, 4],
    ],
  ),
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
  // What waits may be a true report: the 24 hours of its discovery, beyond the company once it let them pass.
  "incident.look_through": {
    remindBefore: [],
    rise: [],
    hours: {
      remindAfter: [0, 12, 20, 23],
      rise: [
        [20, 1],
        [24, 2],
        [28, 3],
      ],
    },
  },
  "incident.read_words": { remindBefore: [1, 0], rise: upwards(1, 3) },
  "incident.assign_mail": {
    remindBefore: [],
    rise: [],
    hours: { remindAfter: [0, 12, 20, 23, 24, 48, 96], rise: [] },
  },
};
