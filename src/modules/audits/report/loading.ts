// A report as it is about to be worked on, and who may.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, holds, within } from "#core/db/scope.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import { permissions } from "../programme/contract/words.ts";
import { assertConducts } from "../visits/loading.ts";
import type { Verdict } from "../visits/rules.ts";
import type { Severity } from "#modules/findings/rules.ts";
import type { AgendaLine } from "./agenda.ts";
import type { ReportState, Settlement } from "./rules.ts";

export type Report = {
  id: string;
  visitId: string;
  companyId: string;
  version: number;
  reference: string;
  language: "ja" | "en" | "zh";
  editionId: string;
  tier: "T1" | "T2" | "T3" | "T4";
  inspectionId: string | null;
  seed: string;
  sharePercent: number;
  seen: Seen;
  state: ReportState;
  summary: string;
  commended: string;
  reason: string | null;
  replyBy: string | null;
  sentBy: string | null;
  sentAt: string | null;
  repliedBy: string | null;
  repliedAt: string | null;
  replyWords: string;
  finalBy: string | null;
  finalAt: string | null;
  heldOn: string | null;
  result: "meets" | "improve" | "serious" | "not_known" | null;
  findings: number | null;
  contentSha256: Buffer | null;
  rowVersion: number;
};

/** As the sheet had it when the report was begun: the sheet itself stays closed to the company. */
export type Seen = {
  team: { name: string; isLead: boolean }[];
  places: {
    /** Tells two of one name apart; a report of before has none. */
    id?: string;
    name: string;
    kind: string;
    checks: {
      controlId: string;
      point: string | null;
      verdict: string | null;
      test: string | null;
      lookedAt: number | null;
      deviating: number | null;
    }[];
    /** Of the place as a whole; a report of before has none. */
    notes?: string[];
  }[];
  photos: {
    /** Null: of the place as a whole. */
    controlId: string | null;
    placeId?: string | null;
    place: string;
    fileId: string;
    sha256: string;
    mediaType: string;
    sizeBytes: number;
    words: string;
    takenAt: string;
  }[];
  /** Drawn or added, and not looked at anywhere; a report of before has none. */
  left?: { mandatory: number; sample: number; added: number; reason: string };
  /** Once it is final: until then it may still be written on. */
  agenda?: AgendaLine[];
};
export type SeenPhoto = Seen["photos"][number];

/** A photo of the place as a whole; of a report of before that is not known. */
export const isOfPlace = ({ controlId, placeId }: SeenPhoto, place: Seen["places"][number]): boolean =>
  controlId === null && place.id !== undefined && placeId === place.id;

export type ControlRow = {
  controlId: string;
  area: string;
  drawn: "mandatory" | "sample" | "added";
  saidVerdict: "met" | "partly" | "not_met" | "unknown" | "not_applicable" | null;
  saidAssurance: "declared" | "documented" | "measured" | "verified" | null;
  saidOn: string | null;
  answerVersion: number | null;
  deskVerdict: ControlRow["saidVerdict"];
  sheetVerdict: Verdict;
  verdict: Verdict;
  words: string;
  severity: Severity | null;
  proposedSeverity: Severity | null;
  severityReason: string;
  agrees: boolean | null;
  replyWords: string;
  settlement: Settlement | null;
  settledReason: string;
  dueOn: string | null;
  findingId: string | null;
};

const columns = sql`r.id, r.visit_id, r.company_id, r.version, r.reference, r.language, r.edition_id, r.tier, r.inspection_id, r.seed,
  r.share_percent, r.seen, r.state, r.summary, r.commended, r.reason, r.reply_by, r.sent_by, r.sent_at, r.replied_by, r.replied_at,
  r.reply_words, r.final_by, r.final_at, r.held_on, r.result, r.findings, r.content_sha256, r.row_version`;

/** To the company itself a draft does not exist. */
const isTold = (ctx: Ctx) =>
  ctx.permission === permissions.read || ctx.permission === permissions.conduct
    ? sql`true`
    : sql`r.state <> 'draft'`;

export async function reportInScope(ctx: Ctx, id: string, lock = false): Promise<Report> {
  const { rows } = await sql<Report>`select ${columns} from audit_reports r
    where r.id = ${id}::uuid and ${within(ctx, "r.company_id")} and ${isTold(ctx)} ${lock ? sql`for no key update of r` : sql``}`.execute(
    ctx.db,
  );
  return found(rows[0], "audit_report");
}

/** The newest that the asker may see. */
export async function newestReport(ctx: Ctx, visitId: string): Promise<Report | undefined> {
  const { rows } = await sql<Report>`select ${columns} from audit_reports r
    where r.visit_id = ${visitId}::uuid and ${within(ctx, "r.company_id")} and ${isTold(ctx)} order by r.version desc limit 1`.execute(
    ctx.db,
  );
  return rows[0];
}

/** The report, held, in one of the states in which the act may be done. */
export async function reportToChange(
  ctx: Ctx,
  id: string,
  rowVersion: number,
  states: readonly ReportState[],
): Promise<Report> {
  const report = await reportInScope(ctx, id, true);
  if (report.rowVersion !== rowVersion)
    throw lostRace("audit_report", { rowVersion }, { rowVersion: report.rowVersion });
  if (!states.includes(report.state)) throw conflict("audit.report_not_now");
  return report;
}

/** The same of whoever goes on the visit. */
export async function reportToWrite(
  ctx: Ctx,
  id: string,
  rowVersion: number,
  states: readonly ReportState[],
): Promise<Report> {
  const before = await reportInScope(ctx, id);
  await assertConducts(ctx, before.visitId, before.companyId);
  return reportToChange(ctx, id, rowVersion, states);
}

/** Who leads the visit, and whoever plans the group's audits. */
export async function mayLead(ctx: Ctx, visitId: string, companyId: string): Promise<boolean> {
  const { rows } = await sql<{
    leads: boolean;
  }>`select leads_visit(${visitId}::uuid, ${ctx.actor.personId}::uuid) as leads`.execute(ctx.db);
  return rows[0]?.leads === true || holds(ctx, permissions.plan, companyId);
}

export async function assertLeads(ctx: Ctx, report: Pick<Report, "visitId" | "companyId">): Promise<void> {
  if (!(await mayLead(ctx, report.visitId, report.companyId))) throw forbidden("audit.not_lead");
}

export async function controlsOf(ctx: Ctx, reportId: string): Promise<ControlRow[]> {
  const { rows } = await sql<ControlRow>`
    select c.control_id, c.area, c.drawn, c.said_verdict, c.said_assurance, c.said_on, c.answer_version, c.desk_verdict, c.sheet_verdict,
      c.verdict, c.words, c.severity, c.proposed_severity, c.severity_reason, c.agrees, c.reply_words, c.settlement, c.settled_reason,
      c.due_on, c.finding_id
    from audit_report_controls c where c.report_id = ${reportId}::uuid and ${within(ctx, "c.company_id")} order by c.position`.execute(
    ctx.db,
  );
  return rows;
}

export async function touch(ctx: Ctx, id: string, set = sql`state = state`) {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    update audit_reports set ${set}, row_version = row_version + 1 where id = ${id}::uuid returning id, row_version`.execute(
    ctx.db,
  );
  return found(rows[0], "audit_report");
}
