// What stands around a report of the sample: photos, meetings, signatures, and that its lead has to go through the reply.
import { addDays } from "#core/time/fiscal-year.ts";
import type { ControlRow, Report } from "#modules/audits/report/loading.ts";
import type { AuditSheet, Laid, Looked } from "./audit-sheets.ts";
import { instantAt } from "./calendar.ts";
import { addOpenDuty } from "./open-duty.ts";
import { type Paper, paperOfPicture } from "./papers.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import texts from "./texts/audit-report.json" with { type: "json" };

export type Audited = AuditSheet["audited"];
export type Days = { sent: string; replyBy: string; replied: string; final: string };
export const scenesOf = ["rack", "door"] as const;

export function sign(report: Report, { sitting }: Audited, days: Days, to: Sheet): void {
  const { plan, company } = sitting;
  for (const [side, personId, day] of [
    ["lead", report.finalBy, days.final],
    ["company", seatHolder(plan, company, "executive"), addDays(days.final, 2)],
  ] as const)
    to.add("auditSignatures", {
      reportId: report.id,
      side,
      companyId: company.id,
      outcome: "signed",
      reason: "",
      personId,
      signedAt: instantAt(day, 14 * 60, company.timeZone),
    });
}

/** The lead goes through the reply. */
export function addDuty(
  report: Report,
  { sitting, visitId, lead }: Audited,
  { replied }: Days,
  to: Sheet,
): void {
  const { plan, company } = sitting;
  addOpenDuty(
    plan,
    company,
    {
      kind: "audit.settle",
      subjectKind: "audit_visit",
      subjectId: visitId,
      permission: "audit.conduct",
      personId: lead.person,
      startsOn: replied,
      startsAt: report.repliedAt ?? plan.now,
      dueOn: addDays(replied, 10),
      about: report.reference,
    },
    to,
  );
}

/** The check of a control that was made where one takes a photo. */
export const roomOf = (checks: readonly Looked[] | undefined): Looked | null =>
  checks?.find(({ kind }) => kind === "server_room") ?? checks?.find(({ kind }) => kind !== "talks") ?? null;

export function addPhotos(
  { sitting, visitId, on, lead }: Audited,
  { looked }: Laid,
  of: readonly ControlRow[],
  to: Sheet,
) {
  const { plan, company } = sitting;
  const papers: Paper[] = [];
  const photos: Report["seen"]["photos"] = [];
  for (const [nth, { controlId }] of of.entries()) {
    const scene = scenesOf[nth];
    const checks = looked.get(controlId);
    const check = roomOf(checks) ?? checks?.[0];
    if (!scene || !check) continue;
    const paper = paperOfPicture(scene);
    const fileId = plan.id(on, "audit photo", company.code, scene);
    const takenAt = instantAt(on, 11 * 60 + nth * 37, company.timeZone);
    const words = texts[company.language].photo[nth] ?? "";
    papers.push(paper);
    to.add("files", {
      id: fileId,
      companyId: company.id,
      sha256: paper.sha256,
      sizeBytes: paper.content.length,
      mediaType: paper.mediaType,
      name: paper.name,
      purpose: "audit_photo",
      createdBy: lead.person,
      createdAt: takenAt,
    });
    to.add("auditNotes", {
      id: plan.id(on, "audit note", company.code, scene),
      visitId,
      companyId: company.id,
      checkId: check.checkId,
      kind: "photo",
      words,
      saidBy: "",
      fileId,
      personId: lead.person,
      takenAt,
      receivedAt: takenAt,
    });
    const { mediaType } = paper;
    const [sha256, sizeBytes] = [paper.sha256.toString("hex"), paper.content.length];
    photos.push({ controlId, place: check.place, fileId, sha256, mediaType, sizeBytes, words, takenAt });
  }
  return { papers, photos };
}

export function addAgenda(
  { sitting: { company }, visitId, on }: Audited,
  to: Sheet,
): NonNullable<Report["seen"]["agenda"]> {
  to.add("auditAgendas", { visitId, companyId: company.id });
  return texts[company.language].agenda.map(([kind = "", what = "", who = "", minutes = ""], position) => {
    const line = {
      kind: kind as "opening",
      day: on,
      begins: `${String(9 + 2 * position).padStart(2, "0")}:00`,
      place: "",
      what,
      who,
      minutes,
    };
    to.add("auditAgendaLines", { ...line, visitId, position, companyId: company.id });
    return line;
  });
}
