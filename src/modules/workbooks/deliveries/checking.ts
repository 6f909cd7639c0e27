// Reading a delivery: files outside of any transaction, then what was found in some of them in one. The items are the resume
// points: a stop, a restart or a kill goes on after the last of them.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { fileStore } from "#core/files/store.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { permissions } from "../contract/words.ts";
import { mostFiles } from "../contract/deliveries.ts";
import type { Looked } from "./findings.ts";
import { judge } from "./judging.ts";
import { read } from "./reading.ts";
import { because, mostUnpacked, type Parcel, type Piece, type Reason, unpack } from "./unpacking.ts";

export const checkJob: JobKind = {
  kind: "workbook.check_delivery",
  permission: permissions.bringBack,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    const { parts, done, unpacked } = await job.step(async (ctx) => ({ value: await leftOf(ctx, id) }));
    const total = done + (await countOf(parts, mostFiles - done));
    const work: Work = { job, id, done, total, unpacked, seen: new Set(), looked: [], bytes: 0, ended: [] };
    for (const part of parts) await readPart(work, part);
    await keep(work);
    return job.step(async (ctx) => ({ value: await outcomeOf(ctx, id) }));
  },
};

type Part = {
  position: number;
  name: string;
  sha256: Buffer | null;
  sizeBytes: number;
  problem: string | null;
  /** The last of its entries that was looked at; -1 before the first. */
  lastEntry: number;
};
type Work = {
  job: JobCtx;
  id: string;
  done: number;
  total: number;
  /** Bytes, over all archives of the delivery. */
  unpacked: number;
  seen: Set<string>;
  /** Looked at and not kept yet, with their bytes; and the parts of which nothing is left beyond them. */
  looked: Looked[];
  bytes: number;
  ended: { position: number; unpacked: number }[];
};
/** What is kept in one transaction: more would hold too much in memory, and tell too seldom how far it is. */
const mostLooked = 10;
const mostLookedBytes = 20_000_000;

async function leftOf(ctx: Ctx, id: string): Promise<{ parts: Part[]; done: number; unpacked: number }> {
  const { rows } = await sql<Part>`
    select q.position, q.name, q.sha256, q.size_bytes, q.problem,
      coalesce((select max(x.entry) from workbook_delivery_items x where x.delivery_id = q.delivery_id and x.part = q.position), -1) as last_entry
    from workbook_delivery_parts q where q.delivery_id = ${id}::uuid and q.read_at is null order by q.position`.execute(
    ctx.db,
  );
  const counted = await sql<{ done: number; unpacked: number }>`
    select (select count(*)::int from workbook_delivery_items x where x.delivery_id = ${id}::uuid) as done,
      coalesce(sum(q.unpacked_bytes), 0)::float8 as unpacked
    from workbook_delivery_parts q where q.delivery_id = ${id}::uuid`.execute(ctx.db);
  return { parts: rows, done: counted.rows[0]?.done ?? 0, unpacked: counted.rows[0]?.unpacked ?? 0 };
}

/** A part as pieces; one that could not be kept is one piece that says why. */
async function parcelOf({ name, sha256, sizeBytes, problem }: Part): Promise<Parcel> {
  if (sha256 && (await fileStore().has(sha256)))
    return unpack(fileStore().pathOf(sha256), name, Number(sizeBytes));
  const why = `workbook.found.${problem?.split(".")[1] ?? "content_lost"}`;
  return { pieces: [{ entry: 0, name, unpacks: 0, load: async () => because(why) }], close: () => undefined };
}

async function countOf(parts: readonly Part[], room: number): Promise<number> {
  let count = 0;
  for (const part of parts) {
    const parcel = await parcelOf(part);
    parcel.close();
    const left = parcel.pieces.filter((piece) => piece.entry > part.lastEntry).length;
    const free = Math.max(0, room - count);
    count += left > free ? free + 1 : left;
  }
  return count;
}

async function readPart(work: Work, part: Part): Promise<void> {
  const parcel = await parcelOf(part);
  const left = parcel.pieces.filter((piece) => piece.entry > part.lastEntry);
  // What was unpacked before a stop counts as well.
  const sum = (pieces: readonly Piece[]) => pieces.reduce((bytes, piece) => bytes + piece.unpacks, 0);
  let unpacked = sum(parcel.pieces) - sum(left);
  try {
    for (const [at, piece] of left.entries()) {
      const reason = boundAt(work, unpacked + piece.unpacks, left.slice(at));
      if (reason) {
        await closePart(work, part, left, reason);
        break;
      }
      await readPiece(work, part.position, piece);
      unpacked += piece.unpacks;
    }
  } finally {
    parcel.close();
  }
  work.unpacked += unpacked;
  work.ended.push({ position: part.position, unpacked });
}

/** Several archives may hold more together than each of them may. @returns why nothing more of this one is read. */
function boundAt({ done, unpacked }: Work, more: number, left: readonly Piece[]): Reason | null {
  const rest = { left: left.length, first: left[0]?.name ?? "" };
  if (done >= mostFiles) return { code: "workbook.found.rest_full", values: { ...rest, most: mostFiles } };
  if (more > 0 && unpacked + more > mostUnpacked)
    return { code: "workbook.found.rest_large", values: { ...rest, gigabytes: mostUnpacked / 1e9 } };
  return null;
}

/** One item for all that is left, in the place of the last of it: nothing comes after it, should this be taken up again. */
async function closePart(work: Work, part: Part, left: readonly Piece[], reason: Reason): Promise<void> {
  const entry = left.at(-1)?.entry ?? 0;
  await readPiece(work, part.position, {
    entry,
    name: part.name,
    unpacks: 0,
    load: async () => ({ reason }),
  });
}

async function readPiece(work: Work, part: number, piece: Piece): Promise<void> {
  const loaded = await piece.load();
  const file = { part, entry: piece.entry, name: piece.name };
  const isReason = "reason" in loaded;
  const key = isReason ? "" : loaded.sha256.toString("hex");
  // The same bytes a thousand times are read once; the item itself is judged by what was kept.
  const returned = isReason || work.seen.has(key) ? null : await read(loaded);
  work.looked.push({ file, loaded, read: returned });
  work.bytes += isReason ? 0 : loaded.bytes.length;
  work.seen.add(key);
  work.done += 1;
  if (work.looked.length >= mostLooked || work.bytes >= mostLookedBytes) await keep(work);
}

async function keep(work: Work): Promise<void> {
  const { looked, ended, done, total } = work;
  if (looked.length === 0 && ended.length === 0) return;
  await work.job.step(async (ctx) => {
    await judge(ctx, work.id, looked);
    await sql`update workbook_delivery_parts q set read_at = app_now(), unpacked_bytes = x.unpacked
      from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as x(position integer, unpacked bigint)
      where q.delivery_id = ${work.id}::uuid and q.position = x.position`.execute(ctx.db);
    return { value: null, done, total, checkpoint: { done } };
  });
  work.looked = [];
  work.bytes = 0;
  work.ended = [];
}

async function outcomeOf(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ verdict: string; count: number }>`
    select x.verdict, count(*)::int from workbook_delivery_items x where x.delivery_id = ${id}::uuid group by 1`.execute(
    ctx.db,
  );
  return Object.fromEntries(rows.map((row) => [row.verdict, row.count]));
}
