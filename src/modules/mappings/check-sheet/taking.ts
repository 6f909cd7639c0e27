// A check sheet that comes in: read, looked at row by row, taken over as a reference set and, by choice, a draft of a standard.
import { buffer } from "node:stream/consumers";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import { type StoredItem, toEdition } from "#modules/catalogues/to-edition.ts";
import { fieldsOf, type Mapping, mappingByLabels } from "#modules/imports/heading.ts";
import type { Recognised, Table } from "#modules/imports/recognise.ts";
import { remember, remembered } from "#modules/imports/remembering.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { contentHash } from "#modules/standards/canonical.ts";
import { type Control, type EditionContent, frameOf } from "#modules/standards/edition.ts";
import { takeOverItems, writeEdition } from "#modules/standards/service.ts";
import { assertWholeGroup } from "../adopting.ts";
import type { mappings } from "../contract.ts";
import * as queries from "../queries.ts";
import { firstRowBelow, readSheet, recognisedShown } from "../sheet/read.ts";
import { itemColumns, type ItemRow, itemVerdicts, judgeRows, type SheetRow, textsOf } from "./rules.ts";

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

/** The chosen sheet, and further ones read by the same labels: a check sheet often has one for each chapter. */
async function readItems(
  ctx: Ctx,
  { fileId, sheet, also = [] }: Pick<In<"previewCheckSheet">, "fileId" | "sheet" | "also">,
): Promise<Sheet> {
  const file = found(await queries.fileOf(ctx.db, fileId), "file");
  const bytes = await buffer(await fileStore().read(file.sha256));
  const table = await readSheet(bytes, itemColumns, mostRows, sheet ?? {}, (labels) =>
    remembered(ctx, source, labels),
  );
  const { recognised } = table;
  const others = also.filter((at) => at !== recognised.sheet && at < recognised.sheets.length);
  const nameOf = (at: number) => (others.length > 0 ? (recognised.sheets[at]?.name ?? "") : "");
  const rows = await rowsIn(table, recognised.mapping, nameOf(recognised.sheet));
  const byLabel = labelsOf(recognised);
  for (const at of [...new Set(others)].sort((a, b) => a - b)) {
    const next = await sameHeading(bytes, at, recognised);
    const mapping = mappingByLabels(byLabel, next.recognised.labels) ?? next.recognised.mapping;
    rows.push(...(await rowsIn(next, mapping, nameOf(at))));
    if (rows.length > mostRows)
      throw invalid("sheet.too_many_rows", {
        values: { sheet: nameOf(at), row: mostRows + 1, limit: mostRows },
      });
  }
  return { file, recognised, rows: judgeRows(rows) };
}

/** A further sheet with its heading where that of the first is; where other labels stand there, where its own is found. */
async function sameHeading(bytes: Uint8Array, sheet: number, first: Recognised): Promise<Table> {
  const { headingRow, headingRows } = first;
  const there = await readSheet(bytes, itemColumns, mostRows, { sheet, headingRow, headingRows }, nothing);
  return mappingByLabels(labelsOf(first), there.recognised.labels) === null
    ? readSheet(bytes, itemColumns, mostRows, { sheet }, nothing)
    : there;
}

const nothing = async () => null;

const labelsOf = ({ mapping, labels }: Recognised): Record<string, string> =>
  Object.fromEntries(Object.entries(mapping).map(([field, at]) => [field, labels[at] ?? ""]));

const withLines: ReadonlySet<string> = new Set(["text", "textEn", "textJa", "textZh"]);

async function rowsIn(table: Table, mapping: Mapping, sheet: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const { number, cells } of table.rowsAfter(firstRowBelow(table.recognised) - 1)) {
    const fields = fieldsOf(cells, mapping);
    for (const [field, at] of Object.entries(mapping))
      if (withLines.has(field)) fields[field] = linesOf(cells[at] ?? "");
    rows.push({ sheet, number, cells: fields });
  }
  return rows;
}

/** The lines of a cell, without blank ones: what is demanded often stands as a list. */
const linesOf = (cell: string) =>
  cell
    .split(/\r?\n/)
    .map((line) => line.replace(/[\s\u3000]+/gu, " ").trim())
    .filter((line) => line !== "")
    .join("\n");

export async function previewCheckSheet(ctx: Ctx, input: In<"previewCheckSheet">): Out<"previewCheckSheet"> {
  assertWholeGroup(ctx);
  const { file, recognised, rows } = await readItems(ctx, input);
  const shown = rows.filter(
    (row) => input.show !== "left" || !["taken", "heading", "translation"].includes(row.verdict),
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
    rows: shown.slice(0, rowsShown).map(({ texts, language, ...row }) => ({
      ...row,
      text: row.text.slice(0, 400),
      languages: [...new Set([...(language ? [language] : []), ...(Object.keys(texts) as Language[])])],
    })),
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
      title: titleOf(row, language),
      heading: (row.heading || row.id).slice(0, 40), // as long as coverage shows
      headingTitle: row.heading.length > 40 ? row.heading : null,
      words: { [language]: row.text, ...textsOf(row, language) },
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

const titleOf = (row: ItemRow, language: Language) => {
  const text = (textsOf(row, language)[language] ?? row.text).replaceAll("\n", " ");
  return (row.level ? `${row.level} · ${text}` : text).slice(0, 1000);
};

type Wanted = { code: string; edition: string; setId: string; name: string; language: Language };

async function draftOf(ctx: Ctx, rows: readonly ItemRow[], wanted: Wanted): Promise<string> {
  const madeIn = (language: Language) => {
    const said = rows.flatMap((row) => {
      const text =
        textsOf(row, wanted.language)[language] ?? (language === wanted.language ? row.text : undefined);
      return text === undefined ? [] : [{ ...row, text }];
    });
    return toEdition(itemsOf(said, wanted.name), frameOf(loadBuiltinStandard()), {
      ...wanted,
      language,
      headings: [],
      params: [],
    });
  };
  const { content: main, left } = madeIn(wanted.language);
  const others = (["ja", "en", "zh"] as const).filter((one) => one !== wanted.language);
  const content = others.reduce((so, language) => inBoth(so, madeIn(language).content.controls), main);
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

/** The words of further languages beside those that are there. */
const inBoth = (content: EditionContent, further: readonly Control[]): EditionContent => {
  const others = new Map(further.map((control) => [control.id, control]));
  return {
    ...content,
    controls: content.controls.map((control) => {
      const other = others.get(control.id);
      if (!other) return control;
      return {
        ...control,
        title: { ...other.title, ...control.title },
        requirement: { ...other.requirement, ...control.requirement },
      };
    }),
  };
};

/** Headings become groups, rows controls below them: what a catalogue is made of. */
function itemsOf(rows: readonly ItemRow[], name: string): StoredItem[] {
  const headings = [...new Set(rows.map((row) => row.heading))];
  // The number of an item holds no space, so that none is called as a heading is: it would stand below itself.
  const keyOf = (heading: string) => `G ${headings.indexOf(heading) + 1}`;
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
