// The workbook of one inspection as bytes: what to do, the questions that decide what applies, the answers, and a hidden
// sheet that says whose it is.
import { type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { Language } from "#core/context.ts";
import { sheetName } from "#core/exports/xlsx.ts";
import type { Measurement } from "#modules/ledgers/measuring.ts";
import { textIn } from "#modules/standards/edition.ts";
import { answerSheet } from "./answer-sheet.ts";
import { longestTexts } from "./cells.ts";
import { headRows, letterOf, machineName, scopeHeadRows } from "./columns.ts";
import { answersBy, conditionsOf, type Content, demandNow } from "./content.ts";
import { type GuidanceSheet, guidanceSheet } from "./guidance-sheet.ts";
import { rowKeys, sealOf, stampVersion, stampWord } from "./stamp.ts";
import { figureOf } from "./row-words.ts";
import { grid, linesOf, runs, sheetProtection, type Styles, stylesFor } from "./style.ts";
import { type Say, sayIn } from "./words.ts";

export type Issue = {
  workbookId: string;
  secret: Uint8Array;
  language: Language;
  issuedOn: string;
  issuedByName: string;
  /** What the company's ledgers measure on the day of issue, by metric. */
  measured: ReadonlyMap<string, Measurement>;
};

export async function writeWorkbook(content: Content, issue: Issue): Promise<Uint8Array> {
  const say = sayIn(issue.language);
  const styles = stylesFor(issue.language);
  const scope = scopeSheet(content, issue, say, styles);
  const keys = rowKeys(issue.secret, issue.workbookId);
  const guidance = guidanceSheet(content, { language: issue.language, say, styles });
  const answers = answerSheet({
    content,
    language: issue.language,
    say,
    styles,
    keys,
    scopeSheetName: scope.name,
    guidance,
    measured: issue.measured,
    issuedOn: issue.issuedOn,
  });
  return writeXlsx({
    sheets: [
      startSheet(content, issue, { say, styles, answers, guidance }),
      scope,
      answers,
      ...(guidance ? [guidance.sheet] : []),
      stampSheet(content, issue),
    ],
    activeSheet: 0,
    defaultFont: styles.text.font,
    workbookProtection: { lockStructure: true },
    properties: {
      title: say("workbook.sheet.title", {
        company: content.company.name,
        round: content.inspection.roundName,
      }),
      creator: "Yagura",
      created: new Date(`${issue.issuedOn}T00:00:00Z`),
    },
  });
}

type Around = { say: Say; styles: Styles; answers: WriteSheet; guidance: GuidanceSheet | null };

function startSheet(content: Content, issue: Issue, { say, styles, answers, guidance }: Around): WriteSheet {
  const { inspection, company, book } = content;
  const { cells, put } = grid();
  const heights = new Map<number, { height: number }>();
  put(
    0,
    0,
    say("workbook.sheet.title", { company: company.name, round: inspection.roundName }),
    styles.title,
  );
  heights.set(0, { height: 30 });
  const facts: [string, string][] = [
    [say("workbook.sheet.company"), `${company.name} (${company.code})`],
    [say("workbook.sheet.round"), inspection.roundName],
    [say("workbook.sheet.edition"), `${textIn(book.frame.standard.name, issue.language)} ${book.edition}`],
    [say("workbook.sheet.tier"), `${inspection.tier} ${say(`tier.${inspection.tier}`)}`],
    [say("workbook.sheet.due"), answersBy(inspection)],
    [say("workbook.sheet.issued"), `${issue.issuedOn} ${issue.issuedByName}`],
  ];
  facts.forEach(([label, value], at) => {
    put(2 + at, 0, label, styles.label);
    put(2 + at, 1, value, styles.text);
  });
  const progress = say("workbook.sheet.progress");
  put(9, 0, progress, styles.heading);
  const verdict = letterOf("verdict");
  // Counted as on the answering page: what is required by the answers on scope that there are.
  const required = content.rows.map((row) => demandNow(content, row) === "required");
  const sheet = `'${answers.name.replaceAll("'", "''")}'`;
  const counts = runs(required.map(String))
    .filter((run) => run.value === "true")
    .map(({ from, to }) => {
      const [first, last] = [headRows + 1 + from, headRows + 1 + to];
      return `COUNTIF(${sheet}!$${verdict}$${first}:$${verdict}$${last},"?*")`;
    });
  const total = required.filter(Boolean).length;
  const done = content.rows.filter((row, at) => required[at] && row.answer).length;
  const said = (count: string) => say("workbook.sheet.progressOf", { done: count, total });
  const [before = "", after = ""] = said("\u0000").split("\u0000");
  cells.set("9,1", {
    value: null,
    formula: `"${before}"&${counts.length > 0 ? counts.join("+") : "0"}&"${after}"`,
    formulaResult: said(String(done)),
    style: styles.strong,
  });
  put(11, 0, say("workbook.sheet.howTo"), styles.heading);
  const steps = [
    "corrected",
    "scope",
    "answer",
    "guidance",
    "needed",
    "proof",
    "before",
    "measured",
    "limits",
    "return",
  ] as const;
  // Only what this company can do: an edition may ask no questions first, and a first round proposes nothing.
  const isOffered = (step: (typeof steps)[number]) => {
    if (step === "scope") return conditionsOf(book).length > 0;
    if (step === "corrected") return content.rows.some((row) => row.corrected);
    if (step === "guidance") return guidance !== null;
    if (step === "measured") return content.rows.some((row) => figureOf(row, issue.measured));
    return step !== "before" || content.rows.some((row) => row.proposal);
  };
  const offered = steps.filter(isOffered);
  offered.forEach((step, at) => {
    const text = say(`workbook.sheet.step.${step}`, step === "limits" ? longestTexts : {});
    put(12 + at, 0, at + 1, styles.label);
    put(12 + at, 1, text, styles.text);
    heights.set(12 + at, { height: linesOf(text, 96) * 15 + 4 });
  });
  const below = 12 + Math.max(6, offered.length) + 1;
  put(below, 0, say("workbook.sheet.colours"), styles.heading);
  const legend = ["Input", "Needed", "Done", "Closed"] as const;
  legend.forEach((kind, at) => {
    put(below + 1 + at, 0, null, styles[`legend${kind}`]);
    put(below + 1 + at, 1, say(`workbook.sheet.legend${kind}`), styles.text);
  });
  put(below + 6, 0, say("workbook.sheet.scale"), styles.heading);
  book.frame.answerScale.forEach((one, at) => {
    put(below + 7 + at, 0, say(`verdict.${one.id}`), styles.strong);
    put(below + 7 + at, 1, textIn(one.needs, issue.language), styles.text);
  });
  return {
    name: sheetName(say("workbook.sheet.start")),
    rows: [],
    cells,
    columns: [{ width: 20 }, { width: 96 }],
    rowDefs: heights,
    protection: sheetProtection,
    view: { showGridLines: false },
    pageSetup: { paperSize: "a4", orientation: "portrait", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: `&L${issue.workbookId}&R&P / &N` },
  };
}

function scopeSheet(content: Content, issue: Issue, say: Say, styles: Styles): WriteSheet {
  const { cells, put } = grid();
  const [yes, no] = [say("workbook.sheet.yes"), say("workbook.sheet.no")];
  ["condition", "question", "isTrue", "note"].forEach((key, at) => put(0, at, machineName(key)));
  put(1, 0, say("workbook.sheet.number"), styles.head);
  put(1, 1, say("workbook.sheet.question"), styles.head);
  put(1, 2, say("workbook.sheet.yesOrNo"), styles.inputHead);
  put(1, 3, say("workbook.sheet.whyNo"), styles.inputHead);
  const heights = new Map<number, { height?: number; hidden?: boolean }>([[0, { hidden: true }]]);
  const conditions = conditionsOf(content.book);
  conditions.forEach((condition, at) => {
    const row = scopeHeadRows + at;
    const question = textIn(condition.question, issue.language);
    const given = content.scope[condition.id];
    put(row, 0, condition.id, styles.given);
    put(row, 1, question, styles.given);
    put(row, 2, given === undefined ? null : given ? yes : no, styles.input);
    put(row, 3, content.scopeNotes[condition.id] ?? null, styles.input);
    heights.set(row, { height: linesOf(question, 90) * 15 + 8 });
  });
  const last = scopeHeadRows + conditions.length;
  return {
    name: sheetName(say("workbook.sheet.scope")),
    hidden: conditions.length === 0,
    rows: [],
    cells,
    columns: [{ width: 24 }, { width: 90 }, { width: 14 }, { width: 50 }],
    rowDefs: heights,
    dataValidations: [
      {
        type: "list",
        values: [yes, no],
        range: `C${scopeHeadRows + 1}:C${Math.max(last, scopeHeadRows + 1)}`,
        allowBlank: true,
        showErrorMessage: true,
        errorTitle: say("workbook.sheet.notInList"),
        errorMessage: say("workbook.sheet.chooseFromList"),
      },
    ],
    conditionalRules: [
      {
        type: "containsBlanks",
        priority: 1,
        formula: `LEN(TRIM(C${scopeHeadRows + 1}))=0`,
        range: `C${scopeHeadRows + 1}:C${Math.max(last, scopeHeadRows + 1)}`,
        style: { fill: { type: "pattern", pattern: "solid", bgColor: { rgb: "FFFDE9B8" } } },
      },
    ],
    freezePane: { rows: scopeHeadRows },
    protection: sheetProtection,
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: `&L${issue.workbookId}&R&P / &N` },
  };
}

function stampSheet(content: Content, issue: Issue): WriteSheet {
  const { inspection } = content;
  const stamp = {
    workbookId: issue.workbookId,
    inspectionId: inspection.id,
    roundId: inspection.roundId,
    editionId: inspection.editionId,
    companyId: inspection.companyId,
    language: issue.language,
    controlIds: content.rows.map((row) => row.control.id),
  };
  return {
    name: "yagura",
    veryHidden: true,
    rows: [
      [stampWord, stampVersion],
      ["workbook", stamp.workbookId],
      ["inspection", stamp.inspectionId],
      ["round", stamp.roundId],
      ["edition", stamp.editionId],
      ["company", stamp.companyId],
      ["language", stamp.language],
      ["controls", stamp.controlIds.join(" ")],
      ["seal", sealOf(issue.secret, stamp)],
    ],
    protection: sheetProtection,
  };
}
