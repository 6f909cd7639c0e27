// Checks an exported file of events by its proof, without a database: what `yagura trail verify-export` does.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { parse } from "csv-parse/sync";
import {
  type Block,
  checkSeals,
  exportColumns,
  type ExportRow,
  type Manifest,
  openProof,
  rowProblem,
} from "./export-proof.ts";

export type ExportReport = {
  keyId: string;
  count: number;
  /** Rows whose event was found under a seal that was worked out anew. */
  underSeals: number;
  days: Manifest["days"];
  filter: Manifest["filter"];
  by: Manifest["by"];
  at: string;
  problems: string[];
};

const most = 100;

/**
 * @param proofText the proof as it was fetched beside the file.
 * @param trusted id of the key that one knows to be the installation's, and day seals kept outside.
 */
export async function verifyExport(
  path: string,
  proofText: string,
  trusted: { keyId?: string | undefined; published?: Readonly<Record<string, string>> } = {},
): Promise<ExportReport> {
  const { manifest, keyId, isSigned } = openProof(proofText);
  const problems: string[] = [];
  const tell = (what: string) => {
    if (problems.length < most) problems.push(what);
  };
  if (!isSigned) tell("the proof was changed after it was signed");
  if (trusted.keyId && trusted.keyId !== keyId)
    tell("the proof is signed with another key than the one given");
  const seals = checkSeals(manifest, trusted.published ?? {});
  for (const problem of seals.problems) tell(problem);
  const whole = createHash("sha256");
  const blocks = blocksOf(manifest.blocks, tell);
  let count = 0;
  let underSeals = 0;
  let before: bigint | null = null;
  for await (const line of linesOf(path, whole, manifest.format)) {
    count += 1;
    const row = rowOf(line, manifest.format);
    if (!row) {
      tell(`line ${count} is no row of an event`);
      continue;
    }
    const wrong = rowProblem(row);
    if (wrong) tell(`${wrong}, event ${row.id}`);
    const id = BigInt(row.id);
    if (before !== null && id >= before) tell(`the row does not stand in its order, event ${row.id}`);
    before = id;
    blocks.take(id, line);
    const hashes = row.seal === null ? undefined : seals.hashes.get(row.seal);
    if (hashes?.has(row.hash)) underSeals += 1;
    else if (manifest.seals.length > 0 && row.seal !== null)
      tell(`the event is not under seal ${row.seal}, event ${row.id}`);
  }
  blocks.end();
  if (count !== manifest.count) tell(`the file has ${count} rows, ${manifest.count} were written`);
  if (whole.digest("hex") !== manifest.sha256) tell("the file is not the one that was written");
  const { days, filter, by, at } = manifest;
  return { keyId, count, underSeals, days, filter, by, at, problems };
}

/** Lines with their ends, as they were hashed; the heading of a CSV file is none. */
async function* linesOf(path: string, whole: ReturnType<typeof createHash>, format: Manifest["format"]) {
  let rest = "";
  let isHeading = format === "csv";
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const piece of createReadStream(path)) {
    whole.update(piece as Buffer);
    const lines = (rest + decoder.decode(piece as Buffer, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!isHeading && line.trim() !== "") yield `${line}\n`;
      isHeading = false;
    }
  }
  if (rest.trim() !== "") yield rest;
}

function rowOf(line: string, format: Manifest["format"]): ExportRow | null {
  try {
    if (format === "jsonl") {
      const row = JSON.parse(line) as ExportRow;
      return isRow(row) ? row : null;
    }
    const [cells] = parse(line, { relax_column_count: true }) as string[][];
    if (cells?.length !== exportColumns.length) return null;
    const row = Object.fromEntries(
      exportColumns.map((name, at) => [name, plain(cells[at] ?? "")]),
    ) as unknown as ExportRow;
    return isRow(row) ? { ...row, seal: row.seal === null ? null : Number(row.seal) } : null;
  } catch {
    return null;
  }
}

/** Every column is there, and what is hashed is text. */
const isRow = (row: ExportRow): boolean =>
  exportColumns.every((name) => row[name] !== undefined) &&
  /^\d+$/.test(row.id) &&
  [row.era, row.xid, row.at, row.verb, row.subjectKind, row.data, row.hash].every(
    (one) => typeof one === "string",
  ) &&
  [row.values, row.salt].every((one) => one === null || typeof one === "string");

/** Without the apostrophe that keeps a spreadsheet from computing a cell (core/exports/csv.ts). */
const plain = (cell: string) => (cell === "" ? null : cell.replace(/^'(?=[=+\-@\t\r])/, ""));

/** Rows by the block in whose span of ids they lie: a missing or added row is narrowed down to it. */
function blocksOf(blocks: readonly Block[], tell: (what: string) => void) {
  let at = 0;
  let rows = 0;
  let hash = createHash("sha256");
  const close = () => {
    const block = blocks[at];
    if (block && rows !== block.rows)
      tell(
        `between events ${block.firstId} and ${block.lastId} stand ${rows} rows, ${block.rows} were written`,
      );
    else if (block && hash.digest("hex") !== block.sha256)
      tell(`between events ${block.firstId} and ${block.lastId} something was changed`);
    at += 1;
    rows = 0;
    hash = createHash("sha256");
  };
  return {
    take: (id: bigint, line: string) => {
      while (blocks[at] && id < BigInt(blocks[at]?.lastId ?? 0)) close();
      const block = blocks[at];
      if (!block || id > BigInt(block.firstId)) {
        tell(`the row was added, event ${id}`);
        return;
      }
      rows += 1;
      hash.update(line);
    },
    end: () => {
      while (at < blocks.length) close();
    },
  };
}
