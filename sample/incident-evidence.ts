// What was kept to show what happened, and through whose hands it went.
import { afterHours, type Written } from "./incident-draft.ts";
import type { Piece, StoryRoom } from "./story-room.ts";
import type { Paper } from "./papers.ts";
import { type Plan, sha256 } from "./plan.ts";
import type { Sheet } from "./sheet.ts";
import { nameAt, type Seat, seats, seatHolder, writtenName } from "./staff.ts";

const isSeat = (who: string): who is Seat => seats.some((seat) => seat === who);

export function addEvidence(plan: Plan, incident: Written, room: StoryRoom, to: Sheet): Paper[] {
  return (room.evidence ?? []).flatMap((piece, at) => addPiece(plan, incident, piece, at + 1, to));
}

function addPiece(plan: Plan, incident: Written, piece: Piece, number: number, to: Sheet): Paper[] {
  const { id, day, company, officer } = incident;
  const takenAt = afterHours(plan.now, incident.draft, piece.at);
  if (!takenAt) return [];
  const place = { incidentId: id, companyId: company.id };
  const personOf = (who: string) => (isSeat(who) ? seatHolder(plan, company, who) : null);
  const nameOf = (who: string) =>
    isSeat(who) ? writtenName(nameAt(plan, company, seats.indexOf(who)), company.language) : who;
  const paper = piece.lines ? paperOf(piece, piece.lines) : null;
  const fileId = paper ? plan.id(day, "incident file", id, number) : null;
  if (paper && fileId) {
    to.add("files", {
      id: fileId,
      companyId: company.id,
      sha256: paper.sha256,
      sizeBytes: paper.content.length,
      mediaType: paper.mediaType,
      name: paper.name,
      purpose: "incident_file",
      createdBy: personOf(piece.by) ?? officer,
      createdAt: takenAt,
    });
    to.add("incidentFiles", { ...place, fileId, addedAt: takenAt, addedBy: officer });
  }
  const evidenceId = plan.id(day, "incident evidence", id, number);
  to.add("incidentEvidence", {
    id: evidenceId,
    ...place,
    number,
    fileId,
    sha256: paper?.sha256 ?? null,
    what: piece.what,
    mark: piece.mark,
    takenAt,
    zone: company.timeZone,
    takenWhere: piece.where,
    takenBy: personOf(piece.by),
    takenBySaid: isSeat(piece.by) ? "" : piece.by,
    enteredAt: takenAt,
    enteredBy: personOf(piece.by) ?? officer,
  });
  let from = nameOf(piece.by);
  for (const [at, step] of piece.chain.entries()) {
    const handedAt = afterHours(plan.now, incident.draft, step.at);
    if (!handedAt) break;
    to.add("incidentCustody", {
      id: plan.id(day, "incident custody", id, number, at),
      ...place,
      evidenceId,
      nth: at + 1,
      fromSaid: from,
      toId: personOf(step.to),
      toSaid: nameOf(step.to),
      at: handedAt,
      zone: company.timeZone,
      why: step.why,
      isWhole: paper ? true : null,
      enteredAt: handedAt,
      enteredBy: officer,
      confirmedAt: step.isConfirmed ? afterHours(plan.now, incident.draft, step.at + 0.2) : null,
    });
    from = nameOf(step.to);
  }
  return paper ? [paper] : [];
}

function paperOf(piece: Piece, lines: readonly string[]): Paper {
  const content = Buffer.from(`${lines.join("\n")}\n`, "utf8");
  return { name: `${piece.mark}.txt`, mediaType: "text/plain", content, sha256: sha256(content) };
}
