// What stands around a report of the sample: photos, meetings, signatures, and that its lead has to go through the reply.
import { addDays } from "#core/time/fiscal-year.ts";
import type { ControlRow, Report } from "#modules/audits/report/loading.ts";
import type { AuditSheet, Laid } from "./audit-sheets.ts";
import { instantAt } from "./calendar.ts";
import { addOpenDuty } from "./open-duty.ts";
import { type Paper, paperOfPicture } from "./papers.ts";
import type { Sheet } from "./sheet.ts";
import { seatHolder } from "./staff.ts";
import texts from "./texts/audit-report.json" with { type: "json" };

export type Audited = AuditSheet["audited"];
export type Days = { sent: string; replyBy: string; replied: string; final: string };

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

/** What a picture shows is about these controls: where one of them falls short, the photo stands there, otherwise with its place. */
const scenes = [
  { scene: "rack", about: ["TEC-01", "TEC-20"], kind: "server_room" },
  { scene: "door", about: ["PHY-04"], kind: "server_room" },
] as const;

/** Photos where they were taken, and what was noted of a place as a whole; the places come back with their notes. */
export function addNotes(
  { sitting, visitId, on, lead }: Audited,
  { looked, places }: Laid,
  short: readonly ControlRow[],
  to: Sheet,
) {
  const { plan, company } = sitting;
  const said = texts[company.language];
  const papers: Paper[] = [];
  const photos: Report["seen"]["photos"] = [];
  const note = (name: string, minutes: number, what: Record<string, string>) => {
    const takenAt = instantAt(on, minutes, company.timeZone);
    to.add("auditNotes", {
      id: plan.id(on, "audit note", company.code, name),
      visitId,
      companyId: company.id,
      kind: "note",
      words: "",
      saidBy: "",
      personId: lead.person,
      takenAt,
      receivedAt: takenAt,
      ...what,
    });
    return takenAt;
  };
  for (const [nth, { scene, about, kind }] of scenes.entries()) {
    const room = places.find((place) => place.kind === kind);
    const controlId = about.find((id) => short.some((row) => row.controlId === id)) ?? null;
    const check = controlId === null ? undefined : looked.get(controlId)?.[0];
    if (!room?.id) continue;
    const paper = paperOfPicture(scene);
    const fileId = plan.id(on, "audit photo", company.code, scene);
    const words = said.photo[nth] ?? "";
    const takenAt = note(scene, 11 * 60 + nth * 37, {
      kind: "photo",
      words,
      fileId,
      ...(check ? { checkId: check.checkId } : { placeId: room.id }),
    });
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
    photos.push({
      controlId: check ? controlId : null,
      placeId: check?.placeId ?? room.id,
      place: check?.place ?? room.name,
      fileId,
      sha256: paper.sha256.toString("hex"),
      mediaType: paper.mediaType,
      sizeBytes: paper.content.length,
      words,
      takenAt,
    });
  }
  const noted = places.map((place) => {
    if (place.kind !== "gate" || !place.id) return place;
    note("gate", 9 * 60 + 50, { words: said.note, placeId: place.id });
    return { ...place, notes: [said.note] };
  });
  return { papers, photos, places: noted };
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
