// Reading a delivery: each file outside of any transaction, then what was found in it in one. The items are the resume
// points: a stop, a restart or a kill goes on after the last of them.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { fileStore } from "#core/files/store.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { permissions } from "../contract/words.ts";
import { mostFiles } from "../contract/deliveries.ts";
import { judge } from "./judging.ts";
import { read } from "./reading.ts";
import { because, type Parcel, type Piece, unpack } from "./unpacking.ts";

export const checkJob: JobKind = {
  kind: "workbook.check_delivery",
  permission: permissions.bringBack,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    const { parts, done } = await job.step(async (ctx) => ({ value: await leftOf(ctx, id) }));
    const work = { job, id, done, total: done + (await countOf(parts)), seen: new Set<string>() };
    for (const part of parts) await readPart(work, part);
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
type Work = { job: JobCtx; id: string; done: number; total: number; seen: Set<string> };

async function leftOf(ctx: Ctx, id: string): Promise<{ parts: Part[]; done: number }> {
  const { rows } = await sql<Part>`
    select q.position, q.name, q.sha256, q.size_bytes, q.problem,
      coalesce((select max(x.entry) from workbook_delivery_items x where x.delivery_id = q.delivery_id and x.part = q.position), -1) as last_entry
    from workbook_delivery_parts q where q.delivery_id = ${id}::uuid and q.read_at is null order by q.position`.execute(
    ctx.db,
  );
  const counted = await sql<{ done: number }>`
    select count(*)::int as done from workbook_delivery_items x where x.delivery_id = ${id}::uuid`.execute(
    ctx.db,
  );
  return { parts: rows, done: counted.rows[0]?.done ?? 0 };
}

/** A part as pieces; one that could not be kept is one piece that says why. */
async function parcelOf({ name, sha256, sizeBytes, problem }: Part): Promise<Parcel> {
  if (sha256 && (await fileStore().has(sha256)))
    return unpack(fileStore().pathOf(sha256), name, Number(sizeBytes));
  const why = `workbook.found.${problem?.split(".")[1] ?? "content_lost"}`;
  return { pieces: [{ entry: 0, name, load: async () => because(why) }], close: () => undefined };
}

async function countOf(parts: readonly Part[]): Promise<number> {
  let count = 0;
  for (const part of parts) {
    const parcel = await parcelOf(part);
    parcel.close();
    count += parcel.pieces.filter((piece) => piece.entry > part.lastEntry).length;
  }
  return count;
}

async function readPart(work: Work, part: Part): Promise<void> {
  const parcel = await parcelOf(part);
  try {
    for (const piece of parcel.pieces) {
      if (piece.entry <= part.lastEntry) continue;
      await readPiece(work, part.position, piece);
    }
  } finally {
    parcel.close();
  }
  await work.job.step(async (ctx) => {
    await sql`update workbook_delivery_parts set read_at = app_now()
      where delivery_id = ${work.id}::uuid and position = ${part.position}`.execute(ctx.db);
    return { value: null, checkpoint: { done: work.done } };
  });
}

async function readPiece(work: Work, part: number, piece: Piece): Promise<void> {
  // Two archives may hold more together than each of them may.
  const loaded =
    work.done < mostFiles ? await piece.load() : because("workbook.found.archive_full", { count: mostFiles });
  const file = { part, entry: piece.entry, name: piece.name };
  const isReason = "reason" in loaded;
  const key = isReason ? "" : loaded.sha256.toString("hex");
  // The same bytes a thousand times are read once; the item itself is judged by what was kept.
  const returned = isReason || work.seen.has(key) ? null : await read(loaded);
  await work.job.step(async (ctx) => {
    await judge(ctx, work.id, file, loaded, returned);
    const done = work.done + 1;
    return { value: null, done, total: work.total, checkpoint: { done } };
  });
  work.seen.add(key);
  work.done += 1;
}

async function outcomeOf(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ verdict: string; count: number }>`
    select x.verdict, count(*)::int from workbook_delivery_items x where x.delivery_id = ${id}::uuid group by 1`.execute(
    ctx.db,
  );
  return Object.fromEntries(rows.map((row) => [row.verdict, row.count]));
}
