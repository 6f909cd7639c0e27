// Pairs as a workbook to be judged: relations to choose from, what each of them means, and which two sets it lies between.
import { type WriteSheet, writeXlsx } from "hucre/xlsx";
import { safeText, type SheetColumn, sheetName } from "#core/exports/xlsx.ts";
import type { End } from "../oscal/write.ts";
import { type JudgedPair, relations, signOf } from "../rules.ts";
import { stampOf, stampSheet } from "./stamp.ts";

export type Ends = { source: End; target: End };
type Say = (key: string) => string;

/** Columns that are read again as they stand, with the titles beside the ids for whoever judges them. */
export const columnsOf = (
  t: Say,
  words: "mapping.word" | "mapping.relation",
): (SheetColumn<JudgedPair> & { width: number })[] => [
  { label: t("mapping.column.source"), width: 16, value: (row) => row.sourceId },
  { label: t("mapping.column.sourceTitle"), width: 48, value: (row) => row.sourceTitle },
  { label: t("mapping.column.relation"), width: 26, value: (row) => t(`${words}.${row.relation}`) },
  { label: t("mapping.column.target"), width: 16, value: (row) => row.targetId },
  { label: t("mapping.column.targetTitle"), width: 64, value: (row) => row.targetTitle },
  {
    label: t("mapping.column.confidence"),
    width: 14,
    value: ({ confidence: n }) => (n === null ? null : `${n}%`),
  },
  { label: t("mapping.column.remark"), width: 48, value: (row) => row.remark },
];

/** Below the pairs that are there, for those that somebody adds. */
const rowsToAdd = 500;

type Judged = { t: Say; title: string; rows: readonly JudgedPair[]; ends: Ends | null };

export async function writeJudged({ t, title, rows, ends }: Judged): Promise<Uint8Array> {
  const columns = columnsOf(t, "mapping.relation");
  const pairs: WriteSheet = {
    name: sheetName(title),
    rows: [
      columns.map((column) => safeText(column.label)),
      ...rows.map((row) =>
        columns.map((column) => {
          const value = column.value(row);
          return value === null ? null : safeText(String(value));
        }),
      ),
    ],
    columns: columns.map(({ width }) => ({ width })),
    freezePane: { rows: 1 },
    // Without the signs: a choice that begins with "=" would be taken for a formula.
    dataValidations: [
      {
        type: "list",
        values: relations.map((one) => t(`mapping.relation.${one}`)),
        range: `C2:C${rows.length + 1 + rowsToAdd}`,
        allowBlank: true,
        showErrorMessage: true,
        errorTitle: t("mapping.sheet.notInList"),
        errorMessage: t("mapping.sheet.chooseFromList"),
      },
    ],
  };
  const legend: WriteSheet = {
    name: sheetName(t("mapping.sheet.legend")),
    rows: [
      [
        t("mapping.sheet.sign"),
        t("mapping.sheet.word"),
        t("mapping.sheet.oscal"),
        t("mapping.sheet.meaning"),
      ],
      ...relations.map((one) => [
        signOf[one],
        t(`mapping.relation.${one}`),
        t(`mapping.word.${one}`),
        t(`mapping.sheet.means.${one}`),
      ]),
    ],
    columns: [{ width: 8 }, { width: 28 }, { width: 20 }, { width: 100 }],
    freezePane: { rows: 1 },
  };
  const stamp: WriteSheet[] = ends ? [{ name: stampSheet, veryHidden: true, rows: stampOf(ends) }] : [];
  return writeXlsx({ sheets: [pairs, legend, ...stamp], activeSheet: 0, properties: { creator: "Yagura" } });
}
