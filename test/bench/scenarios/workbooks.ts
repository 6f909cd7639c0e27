// The workbooks of a whole round: made by the job, downloaded as one ZIP, then brought back (workbooks-back.ts). Beside it what
// the library alone needs for the same cells, and the same files kept and noted one by one.
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { openFileStore } from "#core/files/store.ts";
import { openArchive } from "#core/sheets/archive.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { workbooks } from "#modules/workbooks/contract.ts";
import { gather } from "../../imports.ts";
import { until } from "../../until.ts";
import type { Bench } from "../bench.ts";
import type { Line } from "../table.ts";
import { type Book, workbooksBack } from "./workbooks-back.ts";

export async function workbooksBothWays(bench: Bench): Promise<Line[]> {
  const { office, product, place } = bench;
  const { rows } = await place.owner.query<{ id: string }>(
    "select id from rounds where state = 'open' order by opens_on desc limit 1",
  );
  const roundId = rows[0]?.id ?? "";
  await backInHand(bench, roundId);
  const began = performance.now();
  const { body: ordered } = await office.call(workbooks.orderWorkbooks, { id: roundId, who: "all" });
  const made = await until(
    "the workbooks are made",
    async () => {
      const { rows: jobs } = await place.owner.query<{ state: string; issued: number }>(
        "select state, (outcome ->> 'issued')::int as issued from jobs where id = $1",
        [ordered.jobId],
      );
      const job = jobs[0];
      if (job?.state === "failed") throw new Error("the job failed");
      return job?.state === "done" ? job.issued : undefined;
    },
    1_800_000,
    200,
  );
  const took = performance.now() - began;
  const asked = performance.now();
  const reply = await fetch(`${product.address}/api/workbook-batches/${ordered.id}/archive`, {
    headers: { cookie: `yagura_session=${office.token}` },
  });
  if (!reply.ok) throw new Error(`the archive: ${reply.status}`);
  const archive = Buffer.from(await reply.arrayBuffer());
  const bytes = archive.byteLength;
  const downloaded = performance.now() - asked;
  const books = await booksIn(archive);
  const written = await bareWriting(books);
  const floor = written + (await kept(bench, ordered.id, made, Math.round(bytes / made)));
  return [
    {
      scenario: `make ${made.toLocaleString("en")} workbooks`,
      p50: took,
      p95: null,
      ratio: took / floor,
      note: `${(took / made).toFixed(0)} ms each; the library alone writes the same cells without a style and the files are kept and noted in ${floor.toFixed(0)} ms`,
    },
    {
      scenario: "download them as one ZIP",
      p50: downloaded,
      p95: null,
      note: `${(bytes / 1_000_000).toFixed(1)} MB`,
    },
    ...(await workbooksBack(bench, roundId, books, (count, size) => kept(bench, ordered.id, count, size))),
  ];
}

async function booksIn(archive: Buffer): Promise<Book[]> {
  const zipped = await openArchive(archive, { ...usualLimits, unpackedBytes: 2_000_000_000 });
  const books: Book[] = [];
  for (const name of zipped.names) books.push({ name, data: await gather(zipped.read(name)) });
  return books;
}

/** The same values into the same sheets, by the library alone. */
async function bareWriting(books: readonly Book[]): Promise<number> {
  let took = 0;
  for (const { data } of books) {
    const { sheets } = await readXlsx(data);
    const began = performance.now();
    await writeXlsx({ sheets: sheets.map(({ name, rows }) => ({ name, rows })) });
    took += performance.now() - began;
  }
  return took;
}

/** Most companies of the group have handed in; here every one of them answers, so that every one gets a workbook. */
async function backInHand({ place }: Bench, roundId: string): Promise<void> {
  await place.owner.query(
    `update inspections set state = 'answering', submitted_at = null, submitted_by = null, reviewed_at = null, confirmed_at = null,
       confirmed_by = null, confirmed_for = null, locked_at = null where round_id = $1 and left_on is null and state <> 'not_begun'`,
    [roundId],
  );
  await place.owner.query("analyze inspections");
}

/** As many files of that size onto the disk, each with its row in a transaction of its own. */
async function kept({ place }: Bench, batchId: string, count: number, size: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "yagura-bench-files-"));
  const store = openFileStore(folder, size + 1);
  const contents = Array.from({ length: count }, () => randomBytes(size));
  const began = performance.now();
  for (const content of contents) {
    const { sha256 } = await store.keep(
      (async function* () {
        yield content;
      })(),
    );
    await place.owner.query(
      `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
       select company_id, $2, $3, 'bench', 'bench.xlsx', 'bench' from workbook_batch_items where batch_id = $1 limit 1`,
      [batchId, sha256, size],
    );
  }
  const took = performance.now() - began;
  rmSync(folder, { recursive: true, force: true });
  return took;
}
