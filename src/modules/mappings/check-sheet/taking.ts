// A check sheet that comes in: read, looked at row by row, taken over as a reference set and, by choice, a draft of a standard.
import { buffer } from "node:stream/consumers";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import { type StoredItem, toEdition } from "#modules/catalogues/to-edition.ts";
import { fieldsOf } from "#modules/imports/heading.ts";
import type { Recognised } from "#modules/imports/recognise.ts";
import { remember, remembered } from "#modules/imports/remembering.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { frameOf } from "#modules/standards/edition.ts";
import { takeOverItems, writeEdition } from "#modules/standards/service.ts";
import { assertWholeGroup } from "../adopting.ts";
import type { mappings } from "../contract.ts";
import * as queries from "../queries.ts";
import { firstRowBelow, readSheet, recognisedShown } from "../sheet.ts";
import { itemColumns, type ItemRow, itemVerdicts, judgeRows } from "./rules.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;

const mostRows = 20_000;
const mostItems = 3000;
const rowsShown = 300;
const source = { kind: "check_sheet", companyId: null };

type Sheet = {
  file: { id: string; name: string; sha256: Buffer };
  recognised: Recognised;
  rows: ItemRow[];
};

async function readItems(
  ctx: Ctx,
  { fileId, sheet }: Pick<In<"previewCheckSheet">, "fileId" | "sheet">,
): Promise<Sheet> {
  const file = found(await queries.fileOf(ctx.db, fileId), "file");
  const bytes = await buffer(await fileStore().read(file.sha256));
  const table = await readSheet(bytes, itemColumns, mostRows, sheet ?? {}, (labels) =>
    remembered(ctx, source, labels),
  );
  const { recognised } = table;
  const rows: { number: number; cells: Record<string, string> }[] = [];
  for await (const row of table.rowsAfter(firstRowBelow(recognised) - 1))
    rows.push({ number: row.number, cells: fieldsOf(row.cells, recognised.mapping) });
  return { file, recognised, rows: judgeRows(rows) };
}

export async function previewCheckSheet(ctx: Ctx, input: In<"previewCheckSheet">): Out<"previewCheckSheet"> {
  assertWholeGroup(ctx);
  const { file, recognised, rows } = await readItems(ctx, input);
  const shown = rows.filter(
    (row) => input.show !== "left" || (row.verdict !== "taken" && row.verdict !== "heading"),
  );
  return {
    fileName: file.name,
    recognised: recognisedShown(recognised),
    counts: itemVerdicts.map((verdict) => ({
      verdict,
      count: rows.filter((row) => row.verdict === verdict).length,
    })),
    headings: new Set(takenOf(rows).map((row) => row.heading)).size,
    levels: [...new Set(takenOf(rows).map((row) => row.level))].filter((level) => level !== "").slice(0, 50),
    rows: shown.slice(0, rowsShown).map((row) => ({ ...row, text: row.text.slice(0, 400) })),
    moreRows: Math.max(0, shown.length - rowsShown),
    spaces: (await queries.spaces(ctx.db)).flatMap(({ space }) => queries.setId(space) ?? []),
  };
}

const takenOf = (rows: readonly ItemRow[]) => rows.filter((row) => row.verdict === "taken");

export async function takeCheckSheet(ctx: Ctx, input: In<"takeCheckSheet">): Out<"takeCheckSheet"> {
  assertWholeGroup(ctx);
  const { file, recognised, rows } = await readItems(ctx, input);
  const chosen = takenOf(rows).filter((row) => !input.withoutLevels.includes(row.level));
  if (chosen.length === 0) throw invalid("check_sheet.nothing_to_take");
  if (chosen.length > mostItems) throw invalid("check_sheet.too_many_items", { values: { most: mostItems } });
  const { setId, name, language } = input;
  await takeOverItems(ctx.db, {
    id: setId,
    names: { [language]: name },
    items: chosen.map((row) => ({
      id: row.id,
      title: (row.level ? `${row.level} · ${row.text}` : row.text).slice(0, 1000),
      heading: (row.heading || row.id).slice(0, 40), // as long as coverage shows
      headingTitle: row.heading.length > 40 ? row.heading : null,
    })),
  });
  await remember(ctx, { ...source, name: file.name }, recognised.labels, recognised.mapping);
  await record(ctx, "check_sheet.taken", {
    subject: { kind: "check_sheet", id: file.id, companyId: null },
    data: { name, code: setId, items: chosen.length, sha256: file.sha256.toString("hex") },
  });
  const editionId = input.draft
    ? await draftOf(ctx, chosen, { ...input.draft, setId, name, language })
    : null;
  return { items: chosen.length, left: rows.length - chosen.length, editionId };
}

type Wanted = { code: string; edition: string; setId: string; name: string; language: "ja" | "en" | "zh" };

async function draftOf(ctx: Ctx, rows: readonly ItemRow[], wanted: Wanted): Promise<string> {
  const { content, left } = toEdition(itemsOf(rows, wanted.name), frameOf(loadBuiltinStandard()), {
    ...wanted,
    headings: [],
    params: [],
  });
  if (content.controls.length === 0 || content.areas.length > 100 || left.length > 0)
    throw conflict("check_sheet.no_edition");
  const id = await writeEdition(ctx.db, content, null);
  await record(ctx, "standard.drafted", {
    subject: { kind: "edition", id, companyId: null },
    data: {
      standard: wanted.code,
      edition: wanted.edition,
      controls: content.controls.length,
      sha256: contentHash(content).toString("hex"),
    },
  });
  return id;
}

/** Headings become groups, rows controls below them: what a catalogue is made of. */
function itemsOf(rows: readonly ItemRow[], name: string): StoredItem[] {
  const headings = [...new Set(rows.map((row) => row.heading))];
  const keyOf = (heading: string) => `G${headings.indexOf(heading) + 1}`;
  const plain = {
    class: null,
    label: null,
    more: { guidance: "", examples: [], objectives: "", objects: [] },
    params: [],
    withdrawnBy: null,
    movedTo: [],
  };
  return headings.flatMap((heading): StoredItem[] => {
    const id = keyOf(heading);
    return [
      {
        ...plain,
        id,
        kind: "group",
        parentId: null,
        topId: id,
        depth: 0,
        title: heading || name,
        words: "",
      },
      ...rows
        .filter((row) => row.heading === heading)
        .map(
          (row): StoredItem => ({
            ...plain,
            id: row.id,
            kind: "control",
            parentId: id,
            topId: id,
            depth: 1,
            title: row.id,
            words: row.text,
          }),
        ),
    ];
  });
}
