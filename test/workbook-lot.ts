// A lot of workbooks as a division gets them back: issued as a batch, filled in, opened and saved by LibreOffice, with
// every fault that companies and attackers put into them.
import type { Readable } from "node:stream";
import { contentOf } from "#core/files/content.ts";
import { openArchive } from "#core/sheets/archive.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { workbooks } from "#modules/workbooks/contract.ts";
import { readBack } from "#modules/workbooks/read-back.ts";
import { sayIn } from "#modules/workbooks/words.ts";
import type { TestApp } from "./app.ts";
import type { SignedIn } from "./factories.ts";
import { gather } from "./imports.ts";
import { allSavedByOffice } from "./office.ts";
import { endOfJob } from "./work.ts";
import { type Filling, filledIn } from "./workbooks.ts";
import { workbook as forged, zip } from "./zip.ts";

/** For hundreds of them. */
export const patienceMs = 600_000;

export type Planted = { name: string; bytes: Buffer; verdict: string };

/** The workbooks of a round by company, as the batch gives them out. @param only these inspections. */
export async function lotOut(
  app: TestApp,
  who: SignedIn,
  roundId: string,
  only?: readonly string[],
): Promise<Map<string, Buffer>> {
  const ask = app.as(who.token);
  const { id } = await ask(workbooks.orderWorkbooks, {
    id: roundId,
    ...(only ? { who: "chosen" as const, inspectionIds: [...only] } : { who: "all" as const }),
  });
  const job = await endOfJob(app.database, id, patienceMs);
  if (job.state !== "done") throw new Error(`the batch: ${JSON.stringify(job)}`);
  const content = contentOf(await ask(workbooks.downloadWorkbooks, { id }));
  const archive = await openArchive(await gather((await content?.open()) as Readable), usualLimits);
  const out = new Map<string, Buffer>();
  for (const name of archive.names) {
    const bytes = await gather(archive.read(name));
    out.set((await readBack(bytes)).stamp?.["company"] ?? "", bytes);
  }
  return out;
}

type Deed = { name: string; verdict: string; fill: (filling: Filling) => void };
const answer = ({ set }: Filling, controlId: string, word: string) => {
  set(controlId, "verdict", word);
  set(controlId, "how", "二行\nあります");
};
const dropCells = (sheet: { cells?: unknown }) => void delete sheet.cells;

/** What may be done to a workbook before its company saves it, and what is found then. */
const deeds = (ids: readonly string[], foreign: readonly unknown[]): Deed[] => {
  const [first = "", second = ""] = ids;
  const met = sayIn("ja")("verdict.met");
  return [
    { name: "plain", verdict: "ready", fill: (it) => answer(it, first, met) },
    { name: "english", verdict: "ready", fill: (it) => answer(it, first, sayIn("en")("verdict.met")) },
    { name: "chinese", verdict: "ready", fill: (it) => answer(it, first, sayIn("zh")("verdict.met")) },
    {
      name: "renamed",
      verdict: "ready",
      fill: (it) => {
        answer(it, second, met);
        it.sheetOf("verdict").name = "Copy of 回答 (2)";
      },
    },
    {
      name: "sorted",
      verdict: "ready",
      fill: (it) => {
        answer(it, first, met);
        const sheet = it.sheetOf("verdict");
        sheet.rows = [...sheet.rows.slice(0, 2), ...sheet.rows.slice(2).toReversed()];
        dropCells(sheet);
      },
    },
    { name: "untouched", verdict: "same", fill: () => undefined },
    {
      name: "formula",
      verdict: "errors",
      fill: (it) => {
        answer(it, first, met);
        const sheet = it.sheetOf("verdict");
        const row = sheet.rows.findIndex((one) => one[0] === first);
        const column = (sheet.rows[0] ?? []).indexOf("yagura:how");
        sheet.cells?.set(`${row},${column}`, {
          value: "2",
          type: "formula",
          formula: "1+1",
          formulaResult: "2",
        });
      },
    },
    {
      name: "pasted",
      verdict: "errors",
      fill: (it) => {
        const sheet = it.sheetOf("verdict");
        sheet.rows[2] = [...foreign] as never;
        dropCells(sheet);
      },
    },
    { name: "misspelt", verdict: "errors", fill: (it) => answer(it, first, "たぶん") },
    {
      name: "tampered",
      verdict: "tampered",
      fill: ({ sheets }) => {
        const stamp = sheets.find((sheet) => sheet.name === "yagura");
        const row = stamp?.rows.find((one) => one[0] === "controls");
        if (row) row[1] = first;
        if (stamp) dropCells(stamp);
      },
    },
    { name: "conflict", verdict: "conflicts", fill: (it) => answer(it, first, met) },
  ];
};

/**
 * Every company's workbook with one of the deeds done to it, then saved by LibreOffice. Beside them the same file twice,
 * those of `strangers` (told apart by name), a macro, a bomb, an archive in the archive.
 *
 * @param conflictWith answers a control on line for those whose file will meet a conflict.
 */
export async function plant(
  out: ReadonlyMap<string, Buffer>,
  ids: readonly string[],
  strangers: readonly { name: string; verdict: string; bytes: Buffer }[],
  conflictWith: (companyId: string, controlId: string) => Promise<void>,
): Promise<Planted[]> {
  const [any] = out.values();
  let foreign: readonly unknown[] = [];
  // A row of an older issue of the same company, or of any other.
  const source = strangers[0]?.bytes ?? any;
  if (source)
    await filledIn(source, ({ sheetOf }) => void (foreign = [...(sheetOf("verdict").rows[2] ?? [])]));
  const list = deeds(ids, foreign);
  const filled: { name: string; verdict: string; bytes: Buffer }[] = [];
  for (const [at, [companyId, bytes]] of [...out].entries()) {
    const deed = list[at % list.length];
    if (!deed) continue;
    if (deed.name === "conflict") await conflictWith(companyId, ids[0] ?? "");
    filled.push({
      name: `${String(at).padStart(4, "0")} ${deed.name}.xlsx`,
      verdict: deed.verdict,
      bytes: await filledIn(bytes, deed.fill),
    });
  }
  for (const { name, verdict, bytes } of strangers)
    filled.push({
      name,
      verdict,
      bytes: await filledIn(bytes, (it) => answer(it, ids[0] ?? "", sayIn("ja")("verdict.met"))),
    });
  const saved = await allSavedByOffice(
    filled.map((one) => one.bytes),
    "xlsx",
  );
  const planted = filled.map((one, at) => ({ ...one, bytes: saved[at] ?? one.bytes }));
  const [first] = planted;
  return [
    ...planted,
    ...(first ? [{ ...first, name: `z ${first.name}`, verdict: "twice" }] : []),
    {
      name: "macro.xlsm",
      verdict: "unreadable",
      bytes: forged({ more: [{ name: "xl/vbaProject.bin", data: "x" }] }),
    },
    {
      name: "bomb.xlsx",
      verdict: "unreadable",
      bytes: forged({ more: [{ name: "xl/media/a.bin", data: "x", claimedSize: 100_000_000 }] }),
    },
    { name: "nested.zip", verdict: "unreadable", bytes: zip([{ name: "a.txt", data: "x" }]) },
  ];
}
