// The catalogue of messages: of which events of the trail each is made, for whom, how urgent it is, and how long a mail of
// it is worth sending. Its words are `message.<kind>` of text.*.json; where it leads is said in rules.ts. Pure.
import type { Kind, Way } from "./rules.ts";
import { ofIncidents } from "./incident-templates.ts";
import { type Audience, day, duties, type Template } from "./template.ts";

export type { Audience, Template } from "./template.ts";

const ofWork: readonly Template[] = [
  {
    kind: "round.launched",
    verbs: ["round.launched"],
    audience: { by: "round" },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
  duties("round.launched", ["round.member_added"], ["inspection.answer"]),
  duties(
    "instruction.issued",
    ["instruction.issued", "instruction.recipients_added"],
    ["instruction.carry_out"],
    {
      audience: { by: "instruction" },
    },
  ),
  duties("instruction.corrected", ["instruction.corrected"], ["instruction.carry_out"], {
    audience: { by: "instruction" },
  }),
  duties("lateral.asked", ["lateral_check.opened", "lateral_check.members_added"], ["lateral.answer"], {
    audience: { by: "lateral_check" },
  }),
  {
    kind: "lateral.withdrawn",
    verbs: ["lateral_check.asked_no_more"],
    audience: {
      by: "holders",
      permission: "lateral.answer",
      permissionToRead: "lateral.answer",
      keepsData: true,
    },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
  duties("instruction.sent_back", ["instruction.sent_back"], ["instruction.carry_out"]),
  {
    kind: "duty.reminded",
    verbs: ["duty.reminded"],
    audience: { by: "duty" },
    way: "at_once",
    isHard: "by_call",
    maxAgeHours: 2 * day,
  },
  {
    kind: "duty.risen",
    verbs: ["duty.risen"],
    audience: { by: "duty" },
    way: "at_once",
    isHard: "by_duty",
    maxAgeHours: 3 * day,
  },
  {
    kind: "duty.unanswered",
    verbs: ["duty.call_unanswered"],
    audience: { by: "duty" },
    way: "at_once",
    isHard: "by_duty",
    maxAgeHours: 3 * day,
  },
  duties("inspection.submitted", ["inspection.submitted"], ["inspection.review"], { way: "digest" }),
  duties(
    "inspection.returned",
    ["inspection.returned", "inspection.correction_opened"],
    ["inspection.answer"],
  ),
  duties("inspection.reviewed", ["inspection.reviewed"], ["inspection.confirm"]),
  {
    kind: "inspection.confirmed",
    verbs: ["inspection.confirmed"],
    audience: { by: "holders", permission: "inspection.answer", permissionToRead: "inspection.read" },
    way: "digest",
    maxAgeHours: 7 * day,
  },
  duties("inspection.signed_for", ["inspection.confirmed"], ["inspection.signed_for"]),
  duties("inspection.sign_again", ["inspection.confirmation_taken_back"], ["inspection.sign_again"]),
  duties("inspection.question", ["inspection.talked"], ["inspection.question"], {
    where: { asksDivision: true },
  }),
  {
    kind: "inspection.talked",
    verbs: ["inspection.talked"],
    unless: "asksDivision",
    audience: { by: "holders", permission: "inspection.answer", permissionToRead: "inspection.read" },
    way: "digest",
    maxAgeHours: 7 * day,
  },
  {
    kind: "inspection.question_answered",
    verbs: ["inspection.question_answered"],
    audience: { by: "row", row: "question", permissionToRead: "inspection.read" },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
  duties("inspection.delegated", ["inspection.delegated"], ["delegation.answer"], {
    audience: { by: "duties", kinds: ["delegation.answer"], person: "personId" },
  }),
  {
    kind: "inspection.delegation_handed_back",
    verbs: ["inspection.delegation_handed_back"],
    audience: { by: "row", row: "delegation", permissionToRead: "inspection.read" },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
  duties("inspection.asked_again", ["inspection.asked_again"], ["inspection.asked_again"]),
  duties("evidence.expired", ["inspection.standing_changed"], ["evidence.renew"]),
  {
    kind: "duty.postponement_asked",
    verbs: ["duty.postponement_asked"],
    audience: {
      by: "holders",
      permission: "duty.decide_postponement",
      permissionToRead: "duty.decide_postponement",
    },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
  {
    kind: "duty.postponement_decided",
    verbs: ["duty.postponed", "duty.postponement_refused"],
    audience: { by: "row", row: "postponement", permissionToRead: "duty.ask_postponement" },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
  duties("standard.sent_to_review", ["standard.sent_to_review"], ["edition.decide"]),
  duties("standard.erratum_proposed", ["standard.erratum_proposed"], ["erratum.decide"], {
    audience: { by: "duties", kinds: ["erratum.decide"], subject: "erratumId" },
  }),
  {
    kind: "trail.day_sealed",
    verbs: ["trail.day_sealed"],
    audience: { by: "group", permission: "trail.read_values" },
    way: "at_once",
    maxAgeHours: 30 * day,
  },
];

// A provider that lets nobody in any more stops a whole company: those who keep the connection are told, the company's own or,
// of the group's, the group's.
const ofConnection = (kind: Kind, verbs: readonly string[]): readonly Template[] => {
  const all = { kind, verbs, way: "at_once", maxAgeHours: 7 * day } as const;
  const permission = "connection.manage";
  return [
    { ...all, audience: { by: "holders", permission, permissionToRead: permission, keepsData: true } },
    { ...all, audience: { by: "group", permission, onlyOfGroup: true } },
  ];
};

// Taken by one person alone: whoever judges it, the company that it concerns, and its own person, in whose name somebody else may
// have taken it, are told whatever they chose.
const ofEmergency = (audience: Audience): Template => ({
  kind: "emergency.taken",
  verbs: ["emergency.taken"],
  audience,
  way: "at_once",
  isHard: "always",
  isToldToDoer: true,
  maxAgeHours: 3 * day,
});

const ofEmergencies: readonly Template[] = [
  ofEmergency({ by: "group", permission: "emergency.review" }),
  ofEmergency({ by: "holders", permission: "emergency.read", permissionToRead: "emergency.read" }),
  ofEmergency({ by: "row", row: "emergency", permissionToRead: "own" }),
  {
    kind: "emergency.reviewed",
    verbs: ["emergency.reviewed"],
    audience: { by: "row", row: "emergency", permissionToRead: "own" },
    way: "at_once",
    maxAgeHours: 7 * day,
  },
];

// Who is let look along, and, as soon as somebody does, with whom.
const ofViewings: readonly Template[] = [
  {
    kind: "viewing.allowed",
    verbs: ["viewing.allowed"],
    audience: { by: "row", row: "viewer", permissionToRead: "own" },
    way: "at_once",
    maxAgeHours: 8,
  },
  {
    kind: "viewing.started",
    verbs: ["viewing.started"],
    audience: { by: "row", row: "viewed", permissionToRead: "own" },
    way: "at_once",
    isHard: "always",
    maxAgeHours: day,
  },
];

// A company that is new: its division is told of the plan, its officer of what the company is asked from the day they are named.
const atCompany = (kind: Kind, permission: string, permissionToRead = "onboarding.read"): Template => ({
  kind,
  verbs: [kind],
  audience: { by: "holders", permission, permissionToRead, keepsData: true },
  way: "at_once",
  maxAgeHours: 7 * day,
});

const ofTrust: readonly Template[] = [
  duties("trail.erasure_proposed", ["trail.erasure_proposed"], ["erasure.decide"]),
  ...ofConnection("connection.expiring", ["connection.secret_expiring", "connection.secret_expired"]),
  ...ofConnection("connection.unreachable", ["connection.unreachable"]),
];

// Whoever answers for a company learns who from outside looks at its records, from when and until when, whoever ordered it.
const ofEngagement = (kind: Kind, verbs: readonly string[], way: Way): Template => ({
  kind,
  verbs,
  audience: {
    by: "engagement",
    permission: "engagement.manage",
    permissionToRead: "engagement.read",
  },
  way,
  maxAgeHours: 7 * day,
});

const ofEngagements: readonly Template[] = [
  ofEngagement("engagement.covers", ["engagement.made", "engagement.changed"], "at_once"),
  ofEngagement("engagement.end_changed", ["engagement.end_changed"], "at_once"),
  ofEngagement("engagement.ended", ["engagement.ended"], "digest"),
];

// Whoever gets into an account changes these first; its owner is told at once, whatever they chose.
const ofAccount = (kind: Kind, verbs: readonly string[], more: Partial<Template> = {}): Template => ({
  kind,
  verbs,
  audience: { by: "row", row: "account", permissionToRead: "own" },
  way: "at_once",
  isHard: "always",
  isToldToDoer: true,
  maxAgeHours: 3 * day,
  ...more,
});

const ofAccounts: readonly Template[] = [
  ofAccount("account.new_place", ["session.opened"], { where: { isNewPlace: true } }),
  ofAccount("account.password_changed", ["password.changed", "password.reset"]),
  ofAccount("account.factor_added", ["factor.added"]),
  ofAccount("account.factor_removed", ["factor.removed", "factor.reset"]),
  ofAccount("account.recovery_codes", ["recovery_codes.used"]),
];

// Of one's own turns: the day before, when the keeper sets one, and what colleagues ask and answer.
const ofTurns = (kind: Kind, verb: string, maxAgeHours: number): Template => ({
  kind,
  verbs: [verb],
  audience: { by: "named", person: "personId" },
  way: "at_once",
  maxAgeHours,
});

export const templates: readonly Template[] = [
  ...ofWork,
  ...ofIncidents,
  atCompany("onboarding.opened", "inspection.review"),
  atCompany("onboarding.handed_over", "inspection.answer"),
  // The company learns of a visit when it is announced to it, and not before.
  atCompany("audit.visit_announced", "audit.read_own", "audit.read_own"),
  duties("audit.documents_asked", ["audit.documents_asked"], ["audit.document"], {
    audience: { by: "duties", kinds: ["audit.document"], subject: "visitId" },
  }),
  duties("audit.document_given", ["audit.document_given"], ["audit.judge"], {
    audience: { by: "duties", kinds: ["audit.judge"], subject: "visitId" },
    way: "digest",
  }),
  duties("audit.report_replied", ["audit.report_replied"], ["audit.settle"], {
    audience: { by: "duties", kinds: ["audit.settle"], subject: "visitId" },
    where: { isDone: true },
  }),
  duties("audit.report_sent", ["audit.report_sent"], ["audit.reply"], {
    audience: { by: "duties", kinds: ["audit.reply"], subject: "visitId" },
  }),
  atCompany("audit.report_final", "audit.read_own", "audit.read_own"),
  ofTurns("on_call.turn_near", "on_call.turn_near", day),
  ofTurns("on_call.turn_set", "on_call.shift_set", 2 * day),
  ofTurns("on_call.swap_asked", "on_call.swap_asked", 2 * day),
  ofTurns("on_call.swap_answered", "on_call.swap_answered", 2 * day),
  ...ofTrust,
  ...ofEngagements,
  ...ofEmergencies,
  ...ofViewings,
  ...ofAccounts,
];

export const verbsOfTemplates: readonly string[] = [...new Set(templates.flatMap((one) => one.verbs))];

/** What the product proposes for a kind, and how long a mail of it is worth sending. */
export const templateOf = (kind: string): Template | undefined => templates.find((one) => one.kind === kind);
