// A report becomes final: the visit is held with what its verdicts come to, what falls short becomes findings, what was seen to be met is
// verified in the company's inspection. One transaction; the report is never changed after it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { lapseOne } from "#modules/duties/service.ts";
import { noteMet, raiseEach } from "#modules/findings/recording.ts";
import { takeSeenOnSite } from "#modules/inspections/seen-on-site.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { textIn } from "#modules/standards/edition.ts";
import { lockedVisit } from "../programme/locked.ts";
import { permissions } from "../programme/contract/words.ts";
import { assertConducts, subjectOf } from "../visits/loading.ts";
import { agendaOf } from "./agenda.ts";
import { frozenContent } from "./content.ts";
import type { report } from "./contract/report.ts";
import {
  assertLeads,
  type ControlRow,
  controlsOf,
  type Report,
  reportInScope,
  reportToWrite,
  touch,
} from "./loading.ts";
import { settleDocuments } from "./requests.ts";
import { fallsShort, isReplyAwaited, isUnsettled, stands } from "./rules.ts";
import { type Weigher, weigherOf } from "./weighing.ts";
import { replyDuty } from "./writing.ts";

type In<K extends keyof typeof report> = Input<(typeof report)[K]>;
type Out<K extends keyof typeof report> = Promise<Output<(typeof report)[K]>>;

export async function finishReport(ctx: Ctx, { id, rowVersion }: In<"finishReport">): Out<"finishReport"> {
  const one = await reportToWrite(ctx, id, rowVersion, ["sent"]);
  await assertLeads(ctx, one);
  const visit = await lockedVisit(ctx, one.visitId, { forUpdate: false });
  if (visit.state === "cancelled") throw conflict("audit.visit_over");
  if (isReplyAwaited(one, ctx.today)) throw conflict("audit.reply_awaited", { values: { day: one.replyBy } });
  const controls = await controlsOf(ctx, one.id);
  const open = controls.filter(isUnsettled);
  if (open.length > 0)
    throw conflict("audit.replies_unsettled", {
      values: { count: open.length },
      extra: { controlIds: open.map((row) => row.controlId) },
    });
  const last = visit.toOn ?? ctx.today;
  const heldOn = last < ctx.today ? last : ctx.today;
  const weigher = await weigherOf(ctx, one);
  const standing = controls.filter(stands);
  const findings = await raise(ctx, one, standing, weigher);
  const verified = await verify(ctx, one, standing, heldOn);
  const result = weigher.result(controls);
  const seen = { ...one.seen, agenda: await agendaOf(ctx, one.visitId) };
  const content = frozenContent({ ...one, seen }, await controlsOf(ctx, one.id), { heldOn, result });
  const hash = contentHash(content);
  await touch(
    ctx,
    one.id,
    sql`state = 'final', final_by = ${ctx.actor.personId}::uuid, final_at = app_now(), held_on = ${heldOn}::date,
      seen = ${JSON.stringify(seen)}::jsonb, result = ${result},
      findings = ${findings}, content_sha256 = ${hash}`,
  );
  await settleSheet(ctx, one);
  await sign(ctx, one, { side: "lead", outcome: "signed", reason: "" });
  if (one.repliedAt === null) await lapseOne(ctx, [one.visitId], replyDuty, "audit.report_final");
  await sql`select hold_audit_visit(${one.visitId}::uuid)`.execute(ctx.db);
  await settleDocuments(ctx, one.visitId, one.companyId);
  const subject = subjectOf(one);
  await record(ctx, "audit.report_final", {
    subject,
    data: {
      visitId: one.visitId,
      reference: one.reference,
      version: one.version,
      contentSha256: hash.toString("hex"),
      findings,
      verified,
    },
  });
  await record(ctx, "audit.visit_held", {
    subject,
    data: { visitId: one.visitId, heldOn, auditResult: result, findings },
  });
  return { id: one.id, findings, verified, result };
}

/** The opinion on site that figures count is the one that stands; the report keeps what the sheet had said. */
const settleSheet = (ctx: Ctx, one: Report) =>
  sql`update audit_controls k set verdict = case when c.settlement is distinct from 'withdrawn' then c.verdict end, seen = c.words
    from audit_report_controls c where c.report_id = ${one.id}::uuid and k.visit_id = ${one.visitId}::uuid
      and k.control_id = c.control_id`.execute(ctx.db);

/**
 * Found on the day on which it is final, from which its days count: before that the company could still be right. The key is that of
 * inspections, so that the same weakness stays one finding.
 */
async function raise(
  ctx: Ctx,
  one: Report,
  standing: readonly ControlRow[],
  { book }: Weigher,
): Promise<number> {
  const keyOf = (controlId: string) => `control:${controlId}`;
  const sites = await sitesByControl(ctx, one.visitId);
  const short = standing.flatMap((row) =>
    fallsShort(row.verdict) && row.severity
      ? [
          {
            row,
            verdict: row.verdict,
            severity: row.severity,
            texts: book.byId.get(row.controlId)?.texts.title ?? {},
          },
        ]
      : [],
  );
  const raised = await raiseEach(
    ctx,
    short.map(({ row, verdict, severity, texts }) => ({
      companyId: one.companyId,
      title: (textIn(texts, "ja") || row.controlId).slice(0, 300),
      titles: texts,
      detail: row.words.slice(0, 4000),
      sourceKind: "audit" as const,
      sourceId: one.visitId,
      sameKey: keyOf(row.controlId),
      foundOn: ctx.today,
      severity,
      verdict,
      editionId: one.editionId,
      controlIds: [row.controlId],
      siteIds: sites.get(row.controlId) ?? [],
    })),
  );
  await noteMet(
    ctx,
    standing
      .filter((row) => row.verdict === "met")
      .map((row) => ({
        companyId: one.companyId,
        sameKey: keyOf(row.controlId),
        sourceKind: "audit" as const,
        sourceId: one.visitId,
        seenOn: ctx.today,
      })),
    raised,
  );
  const became = short.map(({ row }, nth) => ({ id: row.controlId, findingId: raised[nth]?.id }));
  await sql`update audit_report_controls c set finding_id = f.id, due_on = f.due_on
    from jsonb_to_recordset(${JSON.stringify(became)}::jsonb) as x (id text, "findingId" uuid) join findings f on f.id = x."findingId"
    where c.report_id = ${one.id}::uuid and c.control_id = x.id`.execute(ctx.db);
  return short.length;
}

/** The sites at which a check of the control fell short. */
async function sitesByControl(ctx: Ctx, visitId: string): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await sql<{ controlId: string; siteIds: string[] }>`
    select c.control_id, array_agg(distinct p.site_id) as site_ids from audit_checks c join audit_places p on p.id = c.place_id
    join audit_values v on v.check_id = c.id and v.field = 'verdict' and v.value #>> '{}' in ('partly', 'not_met')
    where c.visit_id = ${visitId}::uuid and p.site_id is not null group by c.control_id`.execute(ctx.db);
  return new Map(rows.map((row) => [row.controlId, row.siteIds]));
}

async function verify(
  ctx: Ctx,
  one: Report,
  standing: readonly ControlRow[],
  seenOn: string,
): Promise<number> {
  if (one.inspectionId === null) return 0;
  const seen = standing.flatMap(({ controlId, verdict, saidVerdict, answerVersion }) =>
    verdict !== "unknown" && saidVerdict !== null && answerVersion !== null
      ? [{ controlId, verdict, said: saidVerdict, answerVersion }]
      : [],
  );
  return takeSeenOnSite(ctx, one.inspectionId, seen, { seenOn, sourceId: one.visitId });
}

type Signing = { side: "lead" | "company"; outcome: "signed" | "refused"; reason: string };

async function sign(ctx: Ctx, one: Report, { side, outcome, reason }: Signing): Promise<boolean> {
  const { rows } = await sql`
    insert into audit_signatures (report_id, side, company_id, outcome, reason, person_id, signed_at)
    values (${one.id}::uuid, ${side}, ${one.companyId}::uuid, ${outcome}, ${reason.trim()}, ${ctx.actor.personId}::uuid, app_now())
    on conflict (report_id, side) do nothing returning side`.execute(ctx.db);
  return rows.length > 0;
}

export async function signForReport(
  ctx: Ctx,
  { id, outcome, reason }: In<"signForReport">,
): Out<"signForReport"> {
  const one = await reportInScope(ctx, id);
  if (ctx.permission !== permissions.acknowledge) {
    await assertConducts(ctx, one.visitId, one.companyId);
    // An auditor notes that nobody would sign; signing is the company's own.
    if (outcome === "signed") throw invalid("audit.not_yours_to_sign");
  }
  if (one.state !== "final") throw conflict("audit.report_not_now");
  if (outcome === "refused" && !reason.trim()) throw invalid("audit.say_why");
  if (!(await sign(ctx, one, { side: "company", outcome, reason }))) throw conflict("audit.signed_already");
  await record(ctx, "audit.report_received", {
    subject: subjectOf(one),
    data: { visitId: one.visitId, reference: one.reference, version: one.version, outcome },
    ...(reason.trim() ? { personal: { reason: reason.trim() } } : {}),
  });
  return { id };
}
