// What a message says and where it leads; the same in the inbox and in a mail. Pure.
import { type Language, formatDay, formatMoment, type Say } from "#core/text/format.ts";
import { markedExercise } from "#modules/duties/rules.ts";

export const kinds = [
  "round.launched",
  "duty.reminded",
  "duty.risen",
  "duty.unanswered",
  "inspection.submitted",
  "inspection.returned",
  "inspection.reviewed",
  "inspection.confirmed",
  "inspection.signed_for",
  "inspection.sign_again",
  "inspection.question",
  "inspection.talked",
  "inspection.question_answered",
  "inspection.delegated",
  "inspection.delegation_handed_back",
  "inspection.asked_again",
  "evidence.expired",
  "onboarding.opened",
  "onboarding.handed_over",
  "instruction.issued",
  "instruction.corrected",
  "instruction.sent_back",
  "lateral.asked",
  "lateral.withdrawn",
  "incident.entered",
  "incident.weighed",
  "incident.nothing",
  "incident.contained",
  "incident.noted",
  "incident.check_asked",
  "incident.check_opened",
  "incident.check_declined",
  "incident.proposal_made",
  "incident.proposal_answered",
  "offline_pack.made",
  "on_call.turn_near",
  "on_call.turn_set",
  "on_call.swap_asked",
  "on_call.swap_answered",
  "audit.visit_announced",
  "audit.documents_asked",
  "audit.document_given",
  "audit.report_sent",
  "audit.report_replied",
  "audit.report_final",
  "duty.postponement_asked",
  "duty.postponement_decided",
  "standard.sent_to_review",
  "standard.erratum_proposed",
  "trail.day_sealed",
  "trail.erasure_proposed",
  "emergency.taken",
  "emergency.reviewed",
  "viewing.allowed",
  "viewing.started",
  "connection.expiring",
  "connection.unreachable",
  "engagement.covers",
  "engagement.end_changed",
  "engagement.ended",
  "account.new_place",
  "account.password_changed",
  "account.factor_added",
  "account.factor_removed",
  "account.recovery_codes",
] as const;
export type Kind = (typeof kinds)[number];

export const ways = ["at_once", "digest", "inbox"] as const;
export type Way = (typeof ways)[number];

/** The last level to which a duty rises (duties/rules.ts). */
export const lastLevel = 4;

export type Facts = {
  kind: string;
  subjectId: string | null;
  data: Readonly<Record<string, unknown>>;
  /** In the reader's language; null where there is no company, or none that may be named. */
  company: string | null;
  /** Of the open duty as it stands now. */
  dueAt: string | null;
  madeAt: string;
  isExercise: boolean;
};

const asText = (value: unknown): string => (typeof value === "string" ? value : "");

/** Where a duty is done, by its kind; `$id` is its subject. The screens' own map is checked against this one. */
export const dutyPaths: Readonly<Record<string, string>> = {
  "inspection.answer": "/inspections/$id/answer",
  "inspection.review": "/inspections/$id/review",
  "inspection.confirm": "/inspections/$id/confirm",
  "inspection.question": "/inspections/$id",
  "inspection.asked_again": "/inspections/$id/answer",
  "inspection.signed_for": "/inspections/$id/confirm",
  "inspection.sign_again": "/inspections/$id/papers",
  "delegation.answer": "/inspections/$id/answer",
  "service.answer": "/inspections/$id/provided",
  "evidence.renew": "/inspections/$id/answer",
  "edition.decide": "/standards/$id/publication",
  "erratum.decide": "/errata/$id",
  "emergency.review": "/emergencies/$id",
  "rights.decide": "/rights/proposals",
  "erasure.decide": "/trail/erasures",
  "asset_gap.remedy": "/ledgers/gaps/$id",
  "purpose.decide": "/ledgers/purposes/$id",
  "ledger.identify": "/ledgers/unknown/$id",
  "ledger.identify_many": "/ledgers/unknown/asks/$id",
  "ledger.assign": "/ledgers/loads/$id",
  "finding.remedy": "/findings/$id",
  "finding.verify": "/findings/$id",
  "finding.accept": "/findings/$id",
  "plan.hand_in": "/plans/$id",
  "plan.approve": "/plans/$id",
  "plan.step": "/plans/steps/$id",
  "plan.effect": "/plans/$id",
  "onboarding.set_up": "/onboarding/steps/$id",
  "onboarding.guide": "/onboarding/steps/$id",
  "onboarding.tier": "/onboarding/steps/$id",
  "instruction.acknowledge": "/instructions/received/$id",
  "instruction.carry_out": "/instructions/received/$id",
  "lateral.answer": "/lateral-checks/asked/$id",
  "on_call.gap": "/on-call/rosters/$id",
  "audit.staff": "/audits/visits/$id",
  "audit.overdue": "/companies/$id",
  "audit.missed": "/audits/visits/$id",
  "audit.document": "/audits/visits/$id",
  "audit.reply": "/audits/visits/$id",
  "audit.judge": "/audits/visits/$id",
  "audit.settle": "/audits/visits/$id/report",
  "incident.notice": "/incidents/notices/$id",
  "incident.notice_approve": "/incidents/notices/$id",
  "incident.notice_second": "/incidents/notices/$id",
  "incident.report": "/incidents/$id",
  "incident.respond_now": "/incidents/$id",
  "incident.judge": "/incidents/$id",
  "incident.late_reason": "/incidents/$id",
  "incident.try_procedure": "/incidents/procedures",
  "incident.law_clock": "/incidents/clocks/$id",
  "incident.law_questions": "/incidents/$id/clocks",
  "incident.take_note": "/incidents/$id",
  "incident.take_note_now": "/incidents/$id",
  "incident.task": "/incidents/tasks/$id",
  "incident.take_over": "/incidents/$id/room",
  "incident.brief": "/incidents/$id/brief",
  "incident.told": "/incidents/told/$id",
  "incident.ask_others": "/incidents/requests/$id",
  "incident.decide_proposal": "/incidents/proposals",
  "incident.look_at_now": "/incidents/$id",
  "incident.look_through": "/incidents/intake",
  "incident.read_words": "/incidents/intake/$id",
  "incident.assign_mail": "/incidents/intake/$id",
};

const pages: Partial<Record<Kind, string>> = {
  "incident.entered": "/incidents/$id",
  "incident.weighed": "/incidents/$id",
  "incident.nothing": "/report/$id",
  "incident.contained": "/report/$id",
  "incident.noted": "/report/$id",
  "incident.check_opened": "/incidents/$id/spread",
  "incident.check_declined": "/incidents/$id/spread",
  "incident.proposal_answered": "/incidents/$id/after",
  "offline_pack.made": "/incidents/packs",
  "lateral.withdrawn": "/lateral-checks/asked/$id",
  "on_call.turn_near": "/on-call/mine",
  "on_call.turn_set": "/on-call/mine",
  "on_call.swap_asked": "/on-call/mine",
  "on_call.swap_answered": "/on-call/mine",
  "onboarding.opened": "/companies/$id/onboarding",
  "onboarding.handed_over": "/companies/$id/set-up",
  "audit.visit_announced": "/companies/$id",
  "audit.report_final": "/companies/$id",
  "duty.postponement_asked": "/",
  "trail.day_sealed": "/trail",
  "trail.erasure_proposed": "/trail/erasures",
  "emergency.taken": "/emergencies/$id",
  "emergency.reviewed": "/emergencies/$id",
  "viewing.allowed": "/viewings",
  "viewing.started": "/me",
  "connection.expiring": "/connections/$id",
  "connection.unreachable": "/connections/$id",
  "engagement.covers": "/outside/engagements/$id",
  "engagement.end_changed": "/outside/engagements/$id",
  "engagement.ended": "/outside/engagements/$id",
  "account.new_place": "/me",
  "account.password_changed": "/me",
  "account.factor_added": "/me",
  "account.factor_removed": "/me",
  "account.recovery_codes": "/me",
};

/** The page that a message opens, below the product's address. Whoever it rose to looks at the record, and does not do it. */
export function pathOf({ kind, subjectId, data }: Pick<Facts, "kind" | "subjectId" | "data">): string {
  // A hard clock asks first to take note; from there it goes on to the record.
  if (asText(data["callId"])) return `/calls/${asText(data["callId"])}`;
  const own = pages[kind as Kind];
  if (own) return own.includes("$id") && !subjectId ? "/" : own.replace("$id", subjectId ?? "");
  if (kind === "round.launched" && data["isNobodys"] === true) return "/duties";
  const duty = asText(data["dutyKind"]);
  const isOthers = data["isAddressed"] === false && data["isNobodys"] !== true;
  const page = dutyPaths[duty];
  // Of an inspection whoever it rose to opens the record; anything else has one page for all.
  const path = page && !(isOthers && page.startsWith("/inspections/")) ? page : "/inspections/$id";
  return subjectId && path ? path.replace("$id", subjectId) : "/";
}

type Speech = { say: Say; language: Language; timeZone: string };

/** The sentence of one message. */
export function titleOf(facts: Facts, speech: Speech): string {
  return markedExercise(facts, speech.say(`message.${keyOf(facts)}`, valuesOf(facts, speech)), speech.say);
}

/** Some kinds say one thing to whom it is addressed and another to whom it rose. */
function keyOf({ kind, data, company }: Facts): string {
  if (kind === "duty.risen" && data["isNobodys"] === true) return "duty.risen.nobodys";
  if (kind === "duty.risen" && data["isAddressed"] !== false) return "duty.risen.mine";
  if (kind === "duty.unanswered" && data["isAddressed"] !== false) return "duty.unanswered.mine";
  if (kind === "round.launched" && data["isNobodys"] === true) return "round.launched.nobodys";
  if (kind === "connection.expiring" && Number(data["daysLeft"]) < 0) return "connection.expiring.over";
  if (kind.startsWith("engagement.") && Number(data["companies"]) > 1) return `${kind}.several`;
  if (kind === "offline_pack.made" && company === null) return `${kind}.above`;
  if (kind === "on_call.swap_answered")
    return `${kind}.${data["accepts"] === true ? "accepted" : "declined"}`;
  if (kind === "duty.postponement_decided")
    return `${kind}.${data["isAllowed"] === true ? "allowed" : "refused"}`;
  return kind;
}

function valuesOf(
  { data, company, dueAt }: Facts,
  { say, language, timeZone }: Speech,
): Record<string, unknown> {
  const due = dueAt ?? asText(data["dueAt"]);
  const duty = asText(data["dutyKind"]);
  const level = data["level"];
  return {
    company: company ?? say("message.group"),
    due: due ? formatMoment(due, language, timeZone, "full", true) : "",
    duty: duty ? say(`duty.kind.${duty}`) : "",
    level: typeof level === "number" ? say(`duty.level.${level}`) : "",
    day: asText(data["day"]) ? formatDay(asText(data["day"]), language) : "",
    hash: asText(data["hash"]),
    number: data["n"] ?? "",
    roster: asText(data["roster"]),
    starts: asText(data["startsAt"])
      ? formatMoment(asText(data["startsAt"]), language, timeZone, "full", true)
      : "",
    from: asText(data["validFrom"]) ? formatDay(asText(data["validFrom"]), language) : "",
    until: asText(data["lastDay"]) ? formatDay(asText(data["lastDay"]), language) : "",
    // Beside the company that is named.
    others: Number(data["companies"] ?? 1) - 1,
  };
}

/** The second line: when it is due, where that is not in the sentence itself; of one's own account what to do about it. */
export function detailOf(facts: Facts, speech: Speech): string | undefined {
  const { say, language, timeZone } = speech;
  if (facts.kind === "trail.day_sealed")
    return say("message.trail.day_sealed.detail", valuesOf(facts, speech));
  if (facts.kind.startsWith("account."))
    return say(facts.kind === "account.new_place" ? "message.ownPlace" : "message.ownAccount", {
      at: formatMoment(facts.madeAt, language, timeZone, "full", true),
    });
  return facts.dueAt
    ? say("message.dueLine", { due: formatMoment(facts.dueAt, language, timeZone, "full", true) })
    : undefined;
}
