// The workbooks of a whole round on their way back: sent as ZIPs, read by a job, kept by another. Beside them what the library
// alone needs to read the same bytes, and the bare rows that keeping writes.
import { readXlsx } from "hucre/xlsx";
import { workbooks } from "#modules/workbooks/contract.ts";
import { until } from "../../until.ts";
import { filledIn } from "../../workbooks.ts";
import { zip } from "../../zip.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";

export type Book = { name: string; data: Buffer };
/** Answers that come with each. */
const answersEach = 10;

/** @param keepFiles the floor of reading: milliseconds for as many files of that size. */
export async function workbooksBack(
  bench: Bench,
  roundId: string,
  books: readonly Book[],
  keepFiles: (count: number, size: number) => Promise<number>,
): Promise<Line[]> {
  const { office } = bench;
  const files = await filledOf(books);
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
  const readFloor =
    (await bareReading(files)) + (await keepFiles(files.length, Math.round(bytes / files.length)));
  const answerFloor = await answersWritten(bench, delivery.id);
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
      ratio: read / readFloor,
      note: `${each(read)}; the library alone reads them and the files are kept and noted in ${readFloor.toFixed(0)} ms`,
    },
    {
      scenario: `keep the answers of ${count} workbooks`,
      p50: kept,
      p95: null,
      ratio: kept / answerFloor,
      note: `${each(kept)}; the bare rows, a transaction a company: ${answerFloor.toFixed(0)} ms`,
    },
  ];
}

/** Ten answers in each: what was blank becomes "unknown", else a word is changed. */
async function filledOf(books: readonly Book[]): Promise<Book[]> {
  const files: Book[] = [];
  for (const { name, data: bytes } of books) {
    const data = await filledIn(bytes, ({ sheetOf, set }) => {
      for (const row of sheetOf("verdict").rows.slice(2, 2 + answersEach)) {
        set(String(row[0]), "verdict", "unknown");
        set(String(row[0]), "how", "bench");
      }
    });
    files.push({ name, data });
  }
  return files;
}

/** What the library alone needs to read the same bytes. */
async function bareReading(files: readonly Book[]): Promise<number> {
  const began = performance.now();
  for (const { data } of files) await readXlsx(data);
  return performance.now() - began;
}

async function send({ product, office }: Bench, id: string, files: readonly Book[]) {
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

/** The bare rows of keeping: the answers, the company's result, the return and what its workbook has seen; a company a transaction. */
async function answersWritten({ place }: Bench, deliveryId: string): Promise<number> {
  const { rows } = await place.owner.query<{ id: string; return_id: string }>(
    "select inspection_id as id, return_id from workbook_delivery_items where delivery_id = $1 and return_id is not null",
    [deliveryId],
  );
  const began = performance.now();
  for (const { id, return_id: returnId } of rows) {
    await place.owner.query("begin");
    await place.owner.query(
      `update answers set how = 'floor', row_version = row_version + 1 where inspection_id = $1
         and control_id = any (array(select control_id from answers where inspection_id = $1 order by control_id limit ${answersEach}))`,
      [id],
    );
    await place.owner.query(
      "update inspection_results set computed_at = now() where inspection_id = $1 and basis = 'live'",
      [id],
    );
    await place.owner.query(
      "update workbooks w set seen = w.seen from workbook_returns r where r.id = $1 and w.id = r.workbook_id",
      [returnId],
    );
    await place.owner.query("update workbook_returns set applied_at = now() where id = $1", [returnId]);
    await place.owner.query("commit");
  }
  return performance.now() - began;
}
