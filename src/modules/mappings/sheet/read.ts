// A mapping as a plain sheet: a source id, a relation, a target id, a remark; several ids in one cell are several pairs.
import { valuesOf } from "#core/sheets/place.ts";
import { SheetError } from "#core/sheets/sheet.ts";
import { invalid } from "#core/errors.ts";
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { fieldsOf } from "#modules/imports/heading.ts";
import { recognise, type Recognised, type Table } from "#modules/imports/recognise.ts";
import {
  confidenceOf,
  type CountPairs,
  type Given,
  ofEach,
  pairCounter,
  relationOf,
  type Scale,
  scaleOf,
} from "../given.ts";

export const mappingColumns: Synonyms = {
  source: [
    "source id",
    "source",
    "from",
    "control",
    "control id",
    "focal document element",
    "map source id ref list",
    "元",
    "元の項目",
    "管理策",
    "管理策番号",
    "対応元",
    "来源",
    "源项目",
    "控制项",
  ],
  relation: ["relation", "relationship", "map relationship", "strm relationship", "関係", "対応関係", "关系"],
  target: [
    "target id",
    "target",
    "to",
    "item",
    "item id",
    "reference document element",
    "map target id ref list",
    "先",
    "先の項目",
    "項目",
    "項目番号",
    "対応先",
    "目标",
    "目标项目",
    "条款",
  ],
  confidence: [
    "confidence",
    "strength",
    "strength of relationship",
    "map confidence score",
    "確度",
    "可信度",
  ],
  remark: ["remark", "remarks", "comment", "rationale", "備考", "注記", "理由", "备注"],
};
export const mappingFields = ["source", "relation", "target", "confidence", "remark"] as const;

export type SheetChoices = {
  sheet?: number | undefined;
  headingRow?: number | undefined;
  headingRows?: 1 | 2 | undefined;
  mapping?: Record<string, number> | undefined;
};
type Remember = (labels: readonly string[]) => Promise<Record<string, string> | null>;

/** @throws AppError with the code of the reason why the file is no table that is read. */
export async function readSheet(
  bytes: Uint8Array,
  columns: Synonyms,
  mostRows: number,
  choices: SheetChoices,
  remember: Remember,
): Promise<Table> {
  try {
    return await recognise(bytes, { columns, mostRows }, given(choices), remember);
  } catch (error) {
    if (error instanceof SheetError) throw invalid(error.code, { values: valuesOf(error) });
    throw error;
  }
}

const given = ({ sheet, headingRow, headingRows, mapping }: SheetChoices) => ({
  ...(sheet === undefined ? {} : { sheet }),
  ...(headingRow === undefined ? {} : { headingRow }),
  ...(headingRows === undefined ? {} : { headingRows }),
  ...(mapping === undefined ? {} : { mapping }),
});

/** What a person sees of it beside the mapping. */
export const recognisedShown = (one: Recognised) => ({
  format: one.format,
  sheets: one.sheets,
  sheet: one.sheet,
  headingRow: one.headingRow,
  headingRows: one.headingRows,
  labels: one.labels,
  mapping: one.mapping,
  isRemembered: one.isRemembered,
  samples: one.samples,
});

export const firstRowBelow = ({ headingRow, headingRows }: Recognised) => headingRow + headingRows;

// SP 800-53 writes "AC-2 (1)", with the space within the id.
const idsIn = (cell: string) =>
  cell
    .replaceAll(/\s+(?=[(（])/g, "")
    .split(/[\s,;、，；]+/u)
    .filter((id) => id !== "");

/**
 * Every pair of a sheet, in its order. Rows without any of the three are blank and not told.
 * @throws AppError as soon as there are more pairs than are taken
 */
export async function pairsOfSheet({ recognised, rowsAfter }: Table): Promise<Given[]> {
  const rows: { number: number; cells: Record<string, string> }[] = [];
  for await (const { number, cells } of rowsAfter(firstRowBelow(recognised) - 1))
    rows.push({ number, cells: fieldsOf(cells, recognised.mapping) });
  const scale = scaleOf(rows.flatMap(({ cells }) => cells.confidence ?? []));
  const pairs: Given[] = [];
  const count = pairCounter();
  for (const { number, cells } of rows) {
    if (!cells.source && !cells.target && !cells.relation) continue;
    for (const pair of pairsOfRow(number, cells, scale, count)) pairs.push(pair);
  }
  return pairs;
}

function pairsOfRow(place: number, cells: Record<string, string>, scale: Scale, count: CountPairs): Given[] {
  const word = cells.relation ?? "";
  const said = relationOf(word);
  const ids = { source: idsIn(cells.source ?? ""), target: idsIn(cells.target ?? "") };
  const relation = said && ofEach(said, ids.source.length, ids.target.length);
  const one = (source: string, target: string): Given => ({
    place,
    source: source.slice(0, 200),
    target: target.slice(0, 200),
    word: word.slice(0, 100),
    relation,
    confidence: confidenceOf(cells.confidence ?? "", scale),
    remark: cells.remark?.slice(0, 1000) || null,
    fault: null,
    isWeakened: relation !== said,
    isConditional: false,
  });
  const [sources, targets] = [orBlank(ids.source), orBlank(ids.target)];
  count(sources.length, targets.length);
  return sources.flatMap((source) => targets.map((target) => one(source, target)));
}

const orBlank = (ids: readonly string[]) => (ids.length === 0 ? [""] : ids);
