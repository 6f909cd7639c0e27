// The workbooks of a whole round on their way back: sent as ZIPs, read by a job, kept by another. Beside them the same files
// kept and noted one by one, and as many answers written, each in a transaction of its own.
import { workbooks } from "#modules/workbooks/contract.ts";
import { openArchive } from "#core/sheets/archive.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { gather } from "../../imports.ts";
import { until } from "../../until.ts";
import { filledIn } from "../../workbooks.ts";
import { zip } from "../../zip.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";

/** @param keepFiles the floor of reading: milliseconds for as many files of that size. */
export async function workbooksBack(
  bench: Bench,
  roundId: string,
  archive: Buffer,
  keepFiles: (count: number, size: number) => Promise<number>,
): Promise<Line[]> {
  const { office } = bench;
  const files = await filledOf(archive);
  const { body: delivery } = await office.call(workbooks.openDelivery, { id: roundId });
  const sending = performance.now();
  for (let from = 0; from < files.length; from += 500)
    await send(bench, delivery.id, files.slice(from, from + 500));
  const sent = performance.now() - sending;
  const reading = performance.now();
  const { body: check } = await office.call(workbooks.checkDelivery, { id: delivery.id });
  await ended(bench, check.jobId);
  const read = performance.now() - reading;
  const { body: found } = await office.call(workbooks.getDelivery, { id: delivery.id });
  const ready = found.counts["ready"] ?? 0;
  if (ready < files.length) throw new Error(`of ${files.length} are ready: ${JSON.stringify(found.counts)}`);
  const keeping = performance.now();
  const { body: apply } = await office.call(workbooks.applyDelivery, { id: delivery.id });
  await ended(bench, apply.jobId);
  const kept = performance.now() - keeping;
  const bytes = files.reduce((sum, file) => sum + file.data.length, 0);
  const fileFloor = await keepFiles(files.length, Math.round(bytes / files.length));
  const answerFloor = await answersWritten(bench, roundId, files.length);
  const each = (ms: number) => `${(ms / files.length).toFixed(0)} ms each`;
  const count = files.length.toLocaleString("en");
  return [
    {
      scenario: `send ${count} workbooks as ZIPs`,
      p50: sent,
      p95: null,
      note: `${(bytes / 1_000_000).toFixed(1)} MB`,
    },
    {
      scenario: `read ${count} returned workbooks`,
      p50: read,
      p95: null,
      ratio: read / fileFloor,
      note: `${each(read)}; the same files kept and noted ${fileFloor.toFixed(0)} ms`,
    },
    {
      scenario: `keep the answers of ${count} workbooks`,
      p50: kept,
      p95: null,
      ratio: kept / answerFloor,
      note: `${each(kept)}; an answer and a result each written ${answerFloor.toFixed(0)} ms`,
    },
  ];
}

/** One more answer in each: what was blank becomes "unknown", else a word is changed. */
async function filledOf(archive: Buffer): Promise<{ name: string; data: Buffer }[]> {
  const zipped = await openArchive(archive, { ...usualLimits, unpackedBytes: 2_000_000_000 });
  const files: { name: string; data: Buffer }[] = [];
  for (const name of zipped.names) {
    const data = await filledIn(await gather(zipped.read(name)), ({ sheetOf, set }) => {
      const id = String(sheetOf("verdict").rows[2]?.[0]);
      set(id, "verdict", "unknown");
      set(id, "how", "bench");
    });
    files.push({ name, data });
  }
  return files;
}

async function send(
  { product, office }: Bench,
  id: string,
  files: readonly { name: string; data: Buffer }[],
) {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(zip(files))]), `${files[0]?.name}.zip`);
  const reply = await fetch(`${product.address}/api/workbook-deliveries/${id}/files`, {
    method: "POST",
    body: form,
    headers: { cookie: `yagura_session=${office.token}`, "x-yagura": "1" },
  });
  if (!reply.ok) throw new Error(`sending: ${reply.status} ${await reply.text()}`);
}

const ended = ({ place }: Bench, jobId: string) =>
  until(
    "the job ends",
    async () => {
      const { rows } = await place.owner.query<{ state: string }>("select state from jobs where id = $1", [
        jobId,
      ]);
      if (rows[0]?.state === "failed") throw new Error("the job failed");
      return rows[0]?.state === "done" ? true : undefined;
    },
    1_800_000,
    200,
  );

/** The bare work of keeping: an answer and the company's result, each company in a transaction of its own. */
async function answersWritten({ place }: Bench, roundId: string, count: number): Promise<number> {
  const { rows } = await place.owner.query<{ id: string }>(
    "select id from inspections where round_id = $1 order by id limit $2",
    [roundId, count],
  );
  const began = performance.now();
  for (const { id } of rows) {
    await place.owner.query("begin");
    await place.owner.query(
      "update answers set how = 'floor', row_version = row_version + 1 where inspection_id = $1 and control_id = (select min(control_id) from answers where inspection_id = $1)",
      [id],
    );
    await place.owner.query(
      "update inspection_results set computed_at = now() where inspection_id = $1 and basis = 'live'",
      [id],
    );
    await place.owner.query("commit");
  }
  return performance.now() - began;
}
