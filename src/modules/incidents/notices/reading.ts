// The notices of an incident and one of them whole: what is owed, what was sent, what proves it, and what may be done now.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { rulesFor } from "#modules/clock-rules/rules-for.ts";
import { permissions } from "../contract/words.ts";
import { running, type State as IncidentState } from "../rules.ts";
import { seen } from "../visible.ts";
import { approverOf } from "./approving.ts";
import { clocksToEnd } from "./clocks.ts";
import type { notices } from "./contract.ts";
import { placeOf, type Text, textsOf, wordsFor } from "./drafting.ts";
import type { Line } from "./lines.ts";
import { type Notice, noticeColumns } from "./loading.ts";
import { listsOf } from "./noted.ts";
import { reachOf } from "./reaching.ts";
import { type Act, isOpenTo, lackingOf, owed } from "./rules.ts";
import { isHolder, type Holder, named, type Named } from "./who.ts";

type In<K extends keyof typeof notices> = Input<(typeof notices)[K]>;
type Out<K extends keyof typeof notices> = Promise<Output<(typeof notices)[K]>>;
type Row = Output<typeof notices.listNotices>["rows"][number];
type Whole = Output<typeof notices.getNotice>;

type Read = Notice &
  Pick<
    Whole,
    | "correctsId"
    | "anchor"
    | "hours"
    | "startsAt"
    | "openedAt"
    | "openedSeverity"
    | "openedBecause"
    | "closedBecause"
    | "provenAt"
    | "reachedAt"
    | "decidedFor"
    | "omittedReason"
    | "sentN"
    | "sentSha256"
    | "approvedBy"
    | "sentByName"
    | "aheadSeenByName"
    | "aheadSaid"
  > & {
    ownerPermission: string;
    ownerPositionId: string | null;
    ownerPersonId: string | null;
    approvedByIds: string[];
    clockRuleId: string | null;
    notifiedAt: string | null;
    notifiedTo: string | null;
    notifiedReference: string | null;
    notifiedFile: { id: string; name: string } | null;
  };

const select = (ctx: Ctx, where: RawBuilder<boolean>) => sql<Read>`
  select ${noticeColumns}, c.corrects_id, c.anchor, c.hours, c.starts_at, c.opened_at, c.opened_severity, c.opened_because, c.closed_because, c.proven_at,
    c.reached_at, c.omitted_reason, c.sent_n, c.sent_sha256, k.rule_id as clock_rule_id, c.owner_permission,
    case when k.ended_as = 'notified' and k.notice_id is distinct from c.id then k.ended_at end as notified_at, k.recipient as notified_to,
    k.proof_reference as notified_reference, (select jsonb_build_object('id', f.id, 'name', left(f.name, 255)) from files f where f.id = k.file_id) as notified_file,
    c.owner_position_id, c.owner_person_id,
    ${nameOfActor(ctx.language, sql`c.sent_by`)} as sent_by_name,
    case when c.state in ('to_write', 'to_approve', 'approved') then (select case when o.reopened_at is not null then o.severity end
      from incident_notice_omissions o where o.notice_id = c.id order by o.decided_at desc, o.id desc limit 1) end as decided_for,
    ${nameOfActor(ctx.language, sql`c.ahead_seen_by`)} as ahead_seen_by_name, c.ahead_said,
    coalesce((select jsonb_agg(a.by_name order by a.at) from incident_notice_approvals a where a.notice_id = c.id and a.n = coalesce(c.sent_n, c.handed_n)
      and a.verdict = 'approved'), '[]') as approved_by,
    coalesce((select jsonb_agg(a.by_id) from incident_notice_approvals a where a.notice_id = c.id and a.n = c.handed_n), '[]') as approved_by_ids
  from incident_notices c join incidents i on i.id = c.incident_id left join incident_clocks k on k.id = c.clock_id
  where ${where} and ${seen(ctx)}
  order by not c.state in (${sql.join(owed.map((state) => sql.lit(state)))}), c.due_at, c.id limit 500`;

export async function listNotices(ctx: Ctx, { id }: In<"listNotices">): Out<"listNotices"> {
  const { rows: of } = await sql<{
    companyId: string;
    state: IncidentState;
  }>`select i.company_id, i.state from incidents i
    where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const incident = found(of[0], "incident");
  const { rows } = await select(ctx, sql`c.incident_id = ${id}::uuid`).execute(ctx.db);
  const works = await worksAt(ctx, incident.companyId);
  return {
    rows: await rowsOf(ctx, rows, works),
    mayAdd: !works ? "can.not_yours" : running.includes(incident.state) ? null : "notice.incident_over",
  };
}

async function worksAt(ctx: Ctx, companyId: string): Promise<boolean> {
  const mine = await held(ctx, [permissions.manage, permissions.assess], companyId);
  return mine.size > 0;
}

const ownerOf = (row: Read): Holder => ({
  permission: row.ownerPermission,
  positionId: row.ownerPositionId,
  personId: row.ownerPersonId,
});
const nobody: Named = { position: null, person: null, by: "manage" };

async function rowsOf(ctx: Ctx, read: readonly Read[], works: boolean): Promise<Row[]> {
  const owners = await named(
    ctx,
    read.map((row) => ({ companyId: row.companyId, holder: ownerOf(row) })),
  );
  const approvers = await named(
    ctx,
    read.map((row) => ({ companyId: row.companyId, holder: approverOf(row) })),
  );
  const approving = await holdersAmong(ctx, read);
  const rules = await namesOfRules(ctx, read);
  return read.map((row, at) => ({
    id: row.id,
    incidentId: row.incidentId,
    lineId: row.lineId,
    lineN: row.lineN,
    correctsId: row.correctsId,
    name: wordsFor(ctx.language, row.names),
    audience: row.audience,
    channel: row.channel,
    proof: row.proof,
    state: row.state,
    clock: row.clockRuleId ? { ruleId: row.clockRuleId, name: rules.get(row.clockRuleId) ?? "" } : null,
    notified: notifiedOf(row),
    anchor: row.anchor,
    hours: row.hours,
    startsAt: row.startsAt,
    dueAt: row.dueAt,
    owner: owners[at] ?? nobody,
    approvals: row.approvals,
    approvedBy: row.approvedBy.slice(0, 10),
    approver: row.approvals > 0 || row.state === "omission" ? (approvers[at] ?? nobody) : null,
    openedAt: row.openedAt,
    openedSeverity: row.openedSeverity,
    openedBecause: row.openedBecause,
    closedBecause: row.closedBecause,
    sentAt: row.sentAt,
    provenAt: row.provenAt,
    reachedAt: row.reachedAt,
    decidedFor: row.decidedFor,
    lacking: row.lacking,
    aheadSeenAt: row.aheadSeenAt,
    omittedReason: row.omittedReason,
    isExercise: row.isExercise,
    rowVersion: row.rowVersion,
    can: canOf(ctx, row, { works, approves: approving[at] ?? false }),
  }));
}

const notifiedOf = (row: Read): Row["notified"] =>
  row.notifiedAt === null
    ? null
    : {
        at: row.notifiedAt,
        recipient: row.notifiedTo ?? "",
        reference: row.notifiedReference ?? "",
        file: row.notifiedFile,
      };

async function namesOfRules(ctx: Ctx, read: readonly Read[]): Promise<Map<string, string>> {
  if (read.every((row) => row.clockRuleId === null)) return new Map();
  return new Map((await rulesFor(ctx)).map((rule) => [rule.id, rule.name]));
}

/** Who approves is asked once for each of the few answers there are. */
async function holdersAmong(ctx: Ctx, read: readonly Read[]): Promise<boolean[]> {
  const known = new Map<string, boolean>();
  const answers: boolean[] = [];
  for (const row of read) {
    const holder = approverOf(row);
    const key = JSON.stringify([row.companyId, holder]);
    const is = known.get(key) ?? (await isHolder(ctx, row.companyId, holder));
    known.set(key, is);
    answers.push(is);
  }
  return answers;
}

/** Each act with the reason why not; null where it may be done now. */
function canOf(ctx: Ctx, row: Read, { works, approves }: { works: boolean; approves: boolean }): Row["can"] {
  const me = ctx.actor.personId;
  const on = (act: Act, mine: boolean, why: string | null = null) =>
    !mine ? "can.not_yours" : !isOpenTo(act, row.state) ? "notice.not_for_its_state" : why;
  return {
    write: on("write", works),
    approve: on(
      "approve",
      approves,
      row.authorId === me
        ? "notice.own_text"
        : row.approvedByIds.includes(me)
          ? "notice.approved_already"
          : null,
    ),
    send: on("send", works, row.channel === "mail" ? null : "notice.not_by_mail"),
    prove: on("prove", works),
    omit: on("omit", works, row.sentAt === null ? null : "notice.left_already"),
    see_omission: on("see_omission", approves, row.omittedBy === me ? "notice.own_decision" : null),
    see_ahead: on(
      "see_ahead",
      approves,
      row.lacking === 0 || row.aheadSeenAt !== null
        ? "notice.nothing_to_see"
        : row.sentBy === me
          ? "notice.own_giving"
          : null,
    ),
  };
}

export async function getNotice(ctx: Ctx, { id }: In<"getNotice">): Out<"getNotice"> {
  const { rows } = await select(ctx, sql`c.id = ${id}::uuid`).execute(ctx.db);
  const read = found(rows[0], "notice");
  const [row] = await rowsOf(ctx, [read], await worksAt(ctx, read.companyId));
  const place = await placeOf(ctx, read.companyId);
  const lists = await listsOf(ctx, id);
  const template = await templateOf(ctx, read, place);
  return {
    ...found(row, "notice"),
    reference: read.reference,
    companyId: read.companyId,
    companyZone: place.zone,
    handedN: read.handedN,
    sentN: read.sentN,
    sentSha256: read.sentSha256,
    sentByName: read.sentByName,
    lackingNow: lackingOf(read.state, read.approvals, read.approvedBy.length),
    aheadSeenByName: read.aheadSeenByName,
    aheadSaid: read.aheadSaid,
    draft: draftOf(lists.versions[0], template, place.language),
    templates: template.texts,
    clocks: await clocksToEnd(ctx, read),
    reach: (await reachOf(ctx, id)).map(({ key, standing, recipient: { kind, name, address } }) => ({
      key,
      kind,
      name,
      address: address ?? null,
      standing,
    })),
    ...lists,
  };
}

/** What the template of its line gives, filled from the incident; nothing of one that was added by hand. */
async function templateOf(
  ctx: Ctx,
  read: Read,
  place: Awaited<ReturnType<typeof placeOf>>,
): Promise<Whole["draft"]> {
  const { rows } = await sql<{
    content: Line;
  }>`select v.content from notice_line_versions v where v.line_id = ${read.lineId}::uuid
    and v.n = ${read.lineN}`.execute(ctx.db);
  const content = rows[0]?.content;
  return content
    ? { texts: textsOf(content, read, place), recipients: content.recipients }
    : { texts: [], recipients: [] };
}

/** The last version; before the first the template in the languages of its recipients, else in the company's. */
function draftOf(
  last: Whole["versions"][number] | undefined,
  { texts, recipients }: Whole["draft"],
  language: Text["language"],
): Whole["draft"] {
  if (last) return { texts: last.texts, recipients: last.recipients };
  const wanted = new Set(recipients.length > 0 ? recipients.map((one) => one.language) : [language]);
  const chosen = texts.filter((one) => wanted.has(one.language));
  return { texts: chosen.length > 0 ? chosen : texts.slice(0, 1), recipients };
}
