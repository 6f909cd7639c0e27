// An empty list to be filled in: its headings as the check reads them again, and as a workbook what may be chosen and what goes where.
import { type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { safeText, sheetName } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { Readable } from "node:stream";
import type { imports } from "./contract.ts";
import { type ImportKind, kindOf } from "./kinds.ts";
import { forKind } from "./permitted.ts";

const words = textsOf("organization", "imports");
type Say = (key: string) => string;
/** Rows that offer a choice; whoever needs more copies them down. */
const rowsToFill = 1000;

export async function downloadImportTemplate(
  given: Ctx,
  { kind: name, format }: Input<typeof imports.downloadImportTemplate>,
): Promise<Output<typeof imports.downloadImportTemplate>> {
  const ctx = await forKind(given, name);
  const say: Say = (key) => words()(ctx.language, key);
  const kind = kindOf(name);
  const title = say(`import.kind.${name}`);
  return withContent(
    { kind: name },
    format === "csv"
      ? {
          name: `${title}.csv`,
          mediaType: "text/csv; charset=utf-8",
          open: () => Readable.from(writeCsv(columnsOf(kind, say), [])),
        }
      : {
          name: `${title}.xlsx`,
          mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          open: async () => Buffer.from(await workbook(kind, say)),
        },
  );
}

type Column = { field: string; label: string; isRequired: boolean; choices: string[]; value: () => null };

function columnsOf({ required, template }: ImportKind, say: Say): Column[] {
  return ["code", ...(template?.fields ?? [])].map((field) => ({
    field,
    label: say(field === "code" ? "company.code" : `import.field.${field}`),
    isRequired: required.includes(field),
    choices: (template?.choices?.[field] ?? []).map((one) => say(`import.choice.${field}.${one}`)),
    value: () => null,
  }));
}

const letterOf = (at: number) => String.fromCharCode(65 + at);

async function workbook(kind: ImportKind, say: Say): Promise<Uint8Array> {
  const columns = columnsOf(kind, say);
  const list: WriteSheet = {
    name: sheetName(say(`import.kind.${kind.kind}`)),
    rows: [columns.map((column) => safeText(column.label))],
    columns: columns.map(({ label }) => ({ width: Math.min(40, Math.max(14, [...label].length * 2 + 4)) })),
    freezePane: { rows: 1 },
    dataValidations: columns.flatMap(({ choices }, at) =>
      choices.length === 0
        ? []
        : [
            {
              type: "list" as const,
              values: choices,
              range: `${letterOf(at)}2:${letterOf(at)}${rowsToFill + 1}`,
              allowBlank: true,
              showErrorMessage: true,
              errorTitle: say("import.template.notInList"),
              errorMessage: say("import.template.chooseFromList"),
            },
          ],
    ),
  };
  const help: WriteSheet = {
    name: sheetName(say("import.template.help")),
    rows: [
      [
        say("import.template.column"),
        say("import.template.need"),
        say("import.template.what"),
        say("import.template.choices"),
      ],
      ...columns.map(({ field, label, isRequired, choices }) => [
        safeText(label),
        say(isRequired ? "import.template.required" : "import.template.optional"),
        say(field === "code" ? "import.template.code" : `import.fill.${kind.kind}.${field}`),
        choices.join(" / "),
      ]),
      [],
      [say("import.template.note"), null, say(`import.kindHelp.${kind.kind}`)],
    ],
    columns: [{ width: 24 }, { width: 12 }, { width: 100 }, { width: 60 }],
    freezePane: { rows: 1 },
  };
  return writeXlsx({ sheets: [list, help] });
}
