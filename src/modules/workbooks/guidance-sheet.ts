// The sheet that explains: guidance and examples of each control, to read and never to fill in. It names no column for the
// machine, so that nothing written in it is ever read as an answer.
import type { Cell, WriteSheet } from "hucre/xlsx";
import type { Language } from "#core/context.ts";
import { sheetName } from "#core/exports/xlsx.ts";
import { languageOf, textIn, type Texts } from "#modules/standards/edition.ts";
import type { Content } from "./content.ts";
import { grid, linesOf, sheetProtection, type Styles } from "./style.ts";
import type { Say } from "./words.ts";

const columns = [{ width: 12 }, { width: 34 }, { width: 14 }, { width: 110 }];
const textWidth = 110;
/** A row higher than a screen cannot be read in a spreadsheet, and one of 409 points is the highest there is. */
const mostLines = 24;

export type GuidanceSheet = {
  sheet: WriteSheet;
  /** Where a control's guidance begins, for a link to it. */
  linkTo: (controlId: string) => Cell["hyperlink"] | null;
};

/** Null where no control that is asked has any. */
export function guidanceSheet(
  content: Content,
  { language, say, styles }: { language: Language; say: Say; styles: Styles },
): GuidanceSheet | null {
  const lines = content.rows.flatMap(({ control }) => {
    const { title, guidance, examples = [] } = control.texts;
    const named = { id: control.id, title: textIn(title, language) };
    return [
      ...(guidance ? linesOfText(guidance, say("guidance.guidance"), language, say) : []),
      ...examples.flatMap((one, at) =>
        linesOfText(one, say("workbook.sheet.example", { number: at + 1 }), language, say),
      ),
    ].map((line) => ({ ...named, ...line }));
  });
  if (lines.length === 0) return null;
  const { cells, put } = grid();
  const heights = new Map<number, { height: number }>([[0, { height: 24 }]]);
  [say("workbook.column.control"), say("workbook.column.title"), "", say("workbook.sheet.guidance")].forEach(
    (head, at) => put(0, at, head || null, styles.head),
  );
  lines.forEach(({ id, title, kind, text }, at) => {
    [id, title, kind, text].forEach((value, column) => put(at + 1, column, value, styles.given));
    const most = Math.max(linesOf(text, textWidth), linesOf(title, 34), linesOf(kind, 14));
    heights.set(at + 1, { height: Math.min(405, most * 14.5 + 6) });
  });
  const name = sheetName(say("workbook.sheet.guidance"));
  const first = new Map(lines.map(({ id }, at) => [id, at] as const).reverse());
  return {
    sheet: {
      name,
      rows: [],
      cells,
      columns,
      rowDefs: heights,
      autoFilter: { range: `A1:D${lines.length + 1}` },
      freezePane: { rows: 1 },
      protection: sheetProtection,
      pageSetup: {
        paperSize: "a4",
        orientation: "landscape",
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
        printTitlesRow: "1:1",
      },
      headerFooter: { oddFooter: "&L&A&R&P / &N" },
    },
    linkTo: (controlId) => {
      const at = first.get(controlId);
      return at === undefined ? null : { target: "", location: `'${name.replaceAll("'", "''")}'!A${at + 2}` };
    },
  };
}

/** One text as rows of a readable height; in another language than the reader's it says so. */
function linesOfText(texts: Texts, kind: string, language: Language, say: Say) {
  const written = languageOf(texts, language);
  const mark = written === language ? "" : `\n${say(`guidance.only.${written}`)}`;
  return piecesOf(textIn(texts, language)).map((text) => ({ kind: `${kind}${mark}`, text }));
}

/** Broken between paragraphs and sentences only. */
export function piecesOf(text: string): string[] {
  const sentences = text.split(/(?<=\n|[。！？]|[.!?] )/u);
  const pieces: string[] = [];
  for (const sentence of sentences) {
    const longer = `${pieces.at(-1) ?? ""}${sentence}`;
    if (pieces.length > 0 && linesOf(longer.trimEnd(), textWidth) <= mostLines)
      pieces[pieces.length - 1] = longer;
    else pieces.push(sentence);
  }
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}
