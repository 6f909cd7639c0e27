// The report that can be sent back: every row of the file with its verdict and what to do, in the reader's language.
import { Readable } from "node:stream";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { type CsvColumn, writeCsv } from "#core/exports/csv.ts";
import { writeXlsx } from "#core/exports/xlsx.ts";
import { type Reading, withContent } from "#core/files/content.ts";
import { textsOf } from "#core/text/own-texts.ts";
import type { imports } from "./contract.ts";
import { forKind, reading } from "./permitted.ts";
import * as queries from "./queries.ts";

const words = textsOf("organization", "access", "services", "history", "imports");

const perRead = 2000;

/** Rows as they are written out, some thousand at a time: a list may have a million, and no transaction is held for them. */
async function* pagesOf(load: queries.ImportRow, verdict: string | undefined, readOn: Reading) {
  for (let after = 0; ; ) {
    const page = await readOn(async (ctx) =>
      queries.listRows(await forKind(ctx, load.kind), load.id, verdict ? { verdict } : {}, after, perRead),
    );
    yield* page;
    if (page.length < perRead) return;
    after = page.at(-1)?.rowNumber ?? 0;
  }
}

export async function downloadImportReport(
  given: Ctx,
  input: Input<typeof imports.downloadImportReport>,
): Promise<Output<typeof imports.downloadImportReport>> {
  const { ctx, load } = await reading(given, input.id);
  const say: Say = (key, values) => words()(ctx.language, key, values);
  const columns = columnsOf(load, say);
  const base = load.fileName.replace(/\.[^.]+$/, "");
  const name = `${say("import.reportName", { file: base })}.${input.format}`;
  const rows = (readOn: Reading) => pagesOf(load, input.verdict, readOn);
  const output = withContent(
    { id: load.id },
    input.format === "csv"
      ? {
          name,
          mediaType: "text/csv; charset=utf-8",
          open: (readOn) => Readable.from(writeCsv(columns, rows(readOn))),
        }
      : {
          name,
          mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          open: (readOn) => Readable.from(writeXlsx(say("import.report"), columns, rows(readOn))),
        },
  );
  if (load.kind !== "people" && load.kind !== "seats") return output;
  return asSensitiveRead(output, {
    verb: "import.report_read",
    subject: { kind: "import", id: load.id, companyId: load.companyId },
    data: { format: input.format, verdict: input.verdict ?? null },
  });
}

type Say = (key: string, values?: Record<string, unknown>) => string;

function columnsOf(load: queries.ImportRow, say: Say): CsvColumn<queries.ListedRow>[] {
  const labels = "labels" in load.recognised ? load.recognised.labels : [];
  return [
    { label: say("import.row"), value: (row) => row.rowNumber },
    { label: say("import.verdict"), value: (row) => say(`import.verdict.${row.verdict}`) },
    { label: say("import.whatToDo"), value: (row) => problemsText(row, say) },
    { label: say("import.differences"), value: (row) => differencesText(row, say, load.kind) },
    { label: say("import.outcome"), value: (row) => outcomeText(row, say) },
    ...labels.map((label, at) => ({
      label: label || String(at + 1),
      value: (row: queries.ListedRow) => row.cells[at] ?? "",
    })),
  ];
}

function problemsText(row: queries.ListedRow, say: Say): string {
  return row.problems
    .map((problem) => {
      const text = say(`${problem.code}`.replace(/^import\./, "import.problem."), { given: problem.given });
      const field = problem.field === "" ? "" : `${say(`import.field.${problem.field}`)}: `;
      const near = (problem.candidates ?? []).map((one) => one.name).join(" / ");
      return `${field}${text}${near === "" ? "" : ` ${say("import.meant", { names: near })}`}`;
    })
    .join("\n");
}

const differencesText = (row: queries.ListedRow, say: Say, kind: string) =>
  row.differences
    .map(
      (one) =>
        `${say(`import.field.${one.field}`)}: ${valueText(one.before, one.field, say, kind)} → ${valueText(one.after, one.field, say, kind)}`,
    )
    .join("\n");

function valueText(value: string | null, field: string, say: Say, kind: string): string {
  if (value === null) return "–";
  if (field === "relation" || field === "region") return say(`${field}.${value}`);
  if (field === "employment" && kind === "people") return say(`employment.${value}`);
  if (field === "right") return say(`role.${value}`);
  if (field === "purpose") return say(`position.purpose.${value}`);
  if (value === "true" || value === "false") return say(`import.${value === "true" ? "yes" : "no"}`);
  return value;
}

function outcomeText({ outcome }: queries.ListedRow, say: Say): string {
  if (outcome === null) return "";
  const did = say(`import.did.${outcome.did}`);
  if (!outcome.code) return did;
  const because = outcome.code.startsWith("import.")
    ? say(outcome.code.replace(/^import\./, "import.problem."))
    : say(`errors.${outcome.code}`);
  return `${did}: ${because}`;
}
