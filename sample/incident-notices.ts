// The notices of what runs: each line of the decision table that touches an incident opened one, as the product's own rule has it. Most were
// given and proven; of the planted ones some wait to be written, to be approved or to be sent, and one was decided against by two.
import { textsOf } from "#modules/incidents/notices/drafting.ts";
import { dueOf, isPersonal, type State, touches } from "#modules/incidents/notices/rules.ts";
import type { Story, Written } from "./incident-draft.ts";
import { addDutyByHours } from "./incident-duties.ts";
import { headPositionId } from "./incident-head.ts";
import { authorName, authorOf, type Given, type Line, recipientsOf } from "./incident-recipients.ts";
import { addSending } from "./incident-sendings.ts";
import { groupZone, type Plan } from "./plan.ts";
import { randomOf } from "./random.ts";
import type { Sheet } from "./sheet.ts";
import { groupPerson, nameAt, seats, writtenName } from "./staff.ts";
import { filledIn, omission } from "./notice-words.ts";

/** By the number of the line in the table; what is not named was given and proven. */
const standing: Partial<Record<Story, Readonly<Record<number, State>>>> = {
  phone: { 6: "to_write", 8: "to_write", 9: "to_write", 17: "to_approve" },
  five: { 9: "approved", 14: "proven", 17: "omitted" },
  plant: { 12: "to_approve", 17: "to_write" },
  insider: { 18: "proven", 17: "to_write" },
};

export function addNotices(plan: Plan, incident: Written, to: Sheet): void {
  const { draft, company, severity, state, judgedAt, reportedAt } = incident;
  if ((state === "closed" && !draft.story) || !judgedAt || company.leftOn) return;
  const facts = {
    on: "incident" as const,
    kind: draft.kind,
    severity,
    isPersonal: isPersonal(draft.answers),
    isProduct: draft.kind === "product_vulnerability",
    countries: [company.country],
  };
  const moments = {
    discovered: draft.discoveredAt,
    reported: reportedAt,
    judged: judgedAt,
    weighed: draft.discoveredAt,
  };
  for (const line of plan.book.lines)
    if (touches(line.content, facts)) addNotice(plan, incident, line, dueOf(line.content, moments), to);
}

type Times = { startsAt: Date; dueAt: Date };

function addNotice(plan: Plan, incident: Written, line: Line, { startsAt, dueAt }: Times, to: Sheet): void {
  const { id, day, company, draft, judgedAt, severity } = incident;
  const { content } = line;
  const wanted = (draft.story && standing[draft.story]?.[line.nth]) || "proven";
  const opened = judgedAt ?? draft.discoveredAt;
  const at = timesOf(plan, incident, line, { from: opened, dueAt });
  // What would still be to come has not been done yet.
  const state: State =
    wanted === "proven" && at.sent > plan.now
      ? content.approvals > 0 && at.approved > plan.now
        ? "to_write"
        : "approved"
      : wanted;
  const noticeId = plan.id(day, "incident notice", id, line.nth);
  const isWritten = state !== "to_write" && state !== "omitted";
  const texts = textsOf(
    content,
    { ...draft, ...incident, companyId: company.id, kind: draft.kind, discoveredAt: draft.discoveredAt },
    {
      names: company.names,
      zone: company.timeZone,
      groupZone,
      language: company.language,
    },
  ).map((text) => (isWritten ? filledIn(text) : text));
  const given: Given = { noticeId, line, texts, at };
  const sent = state === "proven" ? addSending(plan, incident, given, to) : null;
  const owner = holderOf(plan, content.owner.by);
  const approver = content.approver && content.approvals > 0 ? holderOf(plan, content.approver.by) : null;
  const isOmitted = state === "omitted";
  to.add("incidentNotices", {
    id: noticeId,
    incidentId: id,
    companyId: company.id,
    lineId: line.id,
    lineN: line.n,
    names: JSON.stringify(content.names),
    audience: content.audience,
    channel: content.channel,
    proof: content.proof,
    approvals: content.approvals,
    ownerPermission: owner.permission,
    ownerPositionId: owner.positionId,
    approverPermission: approver?.permission ?? null,
    approverPositionId: approver?.positionId ?? null,
    anchor: content.anchor,
    hours: content.hours,
    startsAt: startsAt.toISOString(),
    dueAt: dueAt.toISOString(),
    state,
    openedAt: opened,
    openedSeverity: severity,
    openedBecause: "",
    handedN: isWritten ? 1 : null,
    authorId: isWritten ? authorOf(plan, incident, line) : null,
    sentN: sent ? 1 : null,
    sentAt: sent ? at.sent : null,
    sentBy: sent ? authorOf(plan, incident, line) : null,
    sentSha256: sent,
    provenAt: sent ? at.sent : null,
    omittedReason: isOmitted ? omission[company.language].reason : null,
    omittedCriteria: isOmitted ? omission[company.language].criteria : null,
    omittedAt: isOmitted ? at.handed : null,
    omittedBy: isOmitted ? incident.officer : null,
    omissionSeenAt: isOmitted ? at.approved : null,
    omissionSeenBy: isOmitted ? groupPerson(plan, "office") : null,
    omissionSaid: isOmitted ? "" : null,
    isExercise: draft.isExercise ?? false,
  });
  if (isWritten) addText(plan, incident, given, state, to);
  if (state === "proven" || isOmitted || incident.closedAt) return;
  addAsked(plan, incident, { given, state, owner, approver, startsAt, dueAt }, to);
}

function holderOf(plan: Plan, by: string): { permission: string; positionId: string | null } {
  if (by === "head") return { permission: "incident.rule", positionId: headPositionId(plan) };
  const permission =
    by === "rule" ? "incident.rule" : by === "manage" ? "incident.manage" : "incident.assess";
  return { permission, positionId: null };
}

/** Within its own time: handed in, approved and sent one after the other. */
function timesOf(
  plan: Plan,
  incident: Written,
  line: Line,
  { from, dueAt }: { from: string; dueAt: Date },
): Given["at"] {
  const random = randomOf(plan.seed, "notice", incident.id, line.nth);
  const begun = Date.parse(from);
  const left = Math.max(dueAt.getTime() - begun, 3_600_000);
  const part = (share: number) => new Date(begun + left * share).toISOString();
  const first = 0.1 + random.next() * 0.3;
  return { handed: part(first), approved: part(first + 0.15), sent: part(first + 0.25) };
}

function addText(plan: Plan, incident: Written, given: Given, state: State, to: Sheet): void {
  const { noticeId, line, texts, at } = given;
  const { id, day, company } = incident;
  const { approvals } = line.content;
  to.add("incidentNoticeTexts", {
    noticeId,
    incidentId: id,
    companyId: company.id,
    n: 1,
    texts: JSON.stringify(texts),
    recipients: JSON.stringify(recipientsOf(plan, incident, line)),
    writtenAt: at.handed < plan.now ? at.handed : plan.now,
    writtenBy: authorOf(plan, incident, line),
    writtenName: authorName(plan, incident, line),
  });
  const approvers = [
    { seat: "office", nth: 1 },
    { seat: "third", nth: 3 },
  ] as const;
  for (const [nth, { seat, nth: place }] of approvers
    .slice(0, state === "to_approve" ? 0 : approvals)
    .entries())
    to.add("incidentNoticeApprovals", {
      id: plan.id(day, "notice approval", noticeId, nth),
      noticeId,
      incidentId: id,
      companyId: company.id,
      n: 1,
      verdict: "approved",
      said: "",
      at: at.approved,
      byId: groupPerson(plan, seat),
      byName: writtenName(nameAt(plan, plan.parent, seats.length + place), plan.parent.language),
    });
}

type Holder = { permission: string; positionId: string | null };
type Asked = Times & { given: Given; state: State; owner: Holder; approver: Holder | null };

function addAsked(plan: Plan, incident: Written, asked: Asked, to: Sheet): void {
  const { given, state, owner, approver, startsAt, dueAt } = asked;
  const { company, reference } = incident;
  const name = given.line.content.names[company.language] ?? "";
  const about = `${reference} ${name}`.slice(0, 200);
  const duty = { subjectKind: "incident_notice", subjectId: given.noticeId, about };
  addDutyByHours(
    plan,
    company,
    { ...duty, kind: "incident.notice", ...owner, from: startsAt.toISOString(), due: dueAt.toISOString() },
    to,
  );
  if (state !== "to_approve") return;
  const from = given.at.handed < plan.now ? given.at.handed : plan.now;
  const inTime = Math.max(
    Date.parse(from) + 3_600_000,
    Math.min(Date.parse(from) + 8 * 3_600_000, dueAt.getTime()),
  );
  addDutyByHours(
    plan,
    company,
    {
      ...duty,
      kind: "incident.notice_approve",
      ...(approver ?? { permission: "incident.manage", positionId: null }),
      notFor: [authorOf(plan, incident, given.line)],
      from,
      due: new Date(inTime).toISOString(),
    },
    to,
  );
}
