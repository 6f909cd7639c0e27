// A visit whose sheet is finished: one mandatory answer overturned, one of the sample partly so, one not found out, the rest met; with a photo.
import { randomUUID } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type pg from "pg";
import { audits } from "#modules/audits/contract.ts";
import type { TestApp } from "./app.ts";
import { type AuditVisit, buildAuditVisit } from "./audit-visit.ts";
import type { Id } from "./factories.ts";
import { keepContent } from "./files.ts";

export type FinishedVisit = AuditVisit & {
  /** Mandatory, claimed met, found not met. */
  overturned: string;
  /** Drawn by chance, claimed met, found partly. */
  partly: string;
  met: string;
  photo: Id;
};

/** A picture of one colour, small and real. */
export function png(
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number],
): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([
    Buffer.from([0]),
    Buffer.concat(Array.from({ length: width }, () => Buffer.from([red, green, blue]))),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

export async function buildFinishedVisit(
  app: TestApp,
  owner: pg.Client,
  ownerUrl: string,
): Promise<FinishedVisit> {
  const made = await buildAuditVisit(owner, ownerUrl);
  return { ...made, ...(await finishVisit(app, owner, made)) };
}

export async function finishVisit(
  app: Pick<TestApp, "as">,
  owner: pg.Client,
  { visitId, siteId, company, lead: who }: AuditVisit,
): Promise<Pick<FinishedVisit, "overturned" | "partly" | "met" | "photo">> {
  const lead = app.as(who.token);
  await lead(audits.prepareSheet, {
    id: visitId,
    sharePercent: 30,
    seed: "2026-kita",
    added: [],
    places: [
      { kind: "talks", name: "会議室", siteId: null },
      { kind: "gate", name: "北門", siteId },
      { kind: "server_room", name: "サーバー室", siteId },
    ],
  });
  const sheet = await lead(audits.getAuditSheet, { id: visitId });
  const claimed = sheet.controls.filter((one) => one.saidVerdict === "met");
  const overturned = claimed.find((one) => one.drawn === "mandatory" && one.id.startsWith("TEC"))?.id ?? "";
  const [partly = "", met = ""] = claimed.filter((one) => one.drawn === "sample").map((one) => one.id);
  const unknown = claimed.find((one) => one.drawn === "mandatory" && one.id.startsWith("INC"))?.id ?? "";
  const found: Record<string, readonly ["not_met" | "partly" | "unknown", string]> = {
    [overturned]: ["not_met", "遠隔保守の回線が常時開いており、接続の記録が2025年11月から残っていない。"],
    [partly]: ["partly", "3部署のうち1部署で記録が見つからなかった。"],
    [unknown]: ["unknown", ""],
  };
  const op = (checkId: string, field: "verdict" | "seen" | "test", value: string) => ({
    id: randomUUID(),
    checkId,
    field,
    value,
    base: 0,
    enteredAt: "2026-11-20T01:02:03.000Z",
  });
  const ops = sheet.checks.flatMap((check) => {
    const [verdict, seen] = found[check.controlId] ?? ["met", ""];
    return [
      op(check.id, "verdict", verdict),
      op(check.id, "test", check.point ? "watched" : "records"),
      ...(seen ? [op(check.id, "seen", seen)] : []),
    ];
  });
  const sha256 = Buffer.from((await keepContent(png(320, 240, [120, 130, 150]))).sha256);
  const { rows } = await owner.query<{ id: string }>(
    `insert into files (company_id, sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, $2, 100, 'image/png', 'rack.png', 'audit_photo', $3) returning id`,
    [company, sha256, who.personId],
  );
  const photo = rows[0]?.id ?? "";
  const checkId = sheet.checks.find((one) => one.controlId === overturned)?.id ?? "";
  const sync = { id: visitId, waiting: 0, checks: [], withdrawn: [] };
  for (let at = 0; at < ops.length; at += 900)
    await lead(audits.syncSheet, { ...sync, notes: [], ops: ops.slice(at, at + 900) });
  await lead(audits.syncSheet, {
    ...sync,
    ops: [],
    notes: [
      {
        id: randomUUID(),
        checkId,
        kind: "photo",
        words: "保守用の回線",
        saidBy: "",
        fileId: photo,
        sha256: sha256.toString("hex"),
        takenAt: "2026-11-20T01:05:00.000Z",
      },
      ...ofPlace(sheet.places.find((one) => one.kind === "gate")?.id ?? "", photo, sha256.toString("hex")),
    ],
  });
  const { rowVersion } = await lead(audits.getAuditSheet, { id: visitId });
  await lead(audits.finishSheet, { id: visitId, rowVersion });
  return { overturned, partly, met, photo };
}

/** Of the gate as a whole: a note and a photo, which the report shows, and what somebody said, which stays with the auditors. */
const ofPlace = (placeId: string, fileId: string, sha256: string) => {
  const one = { placeId, saidBy: "", takenAt: "2026-11-20T01:06:00.000Z" };
  return [
    { ...one, id: randomUUID(), kind: "note" as const, words: "門扉は夜間も開いていた" },
    { ...one, id: randomUUID(), kind: "quote" as const, words: "鍵は前から無い", saidBy: "守衛" },
    { ...one, id: randomUUID(), kind: "photo" as const, words: "門扉", fileId, sha256 },
  ];
};
