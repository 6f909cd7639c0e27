// A check sheet that somebody owns (SCS, JAMA/JAPIA, VDA ISA ...) as items: which rows ask something, and why others do not.
// Pure. Their texts are not shipped; whoever holds them brings them in.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";

export const itemFields = [
  "id",
  "text",
  "heading",
  "level",
  "textEn",
  "textJa",
  "textZh",
  "language",
] as const;

type Language = "en" | "ja" | "zh";
const languages: readonly Language[] = ["ja", "en", "zh"];
/** The columns that hold the same text in a language of their own. */
const ofLanguage = { en: "textEn", ja: "textJa", zh: "textZh" } as const;

export const itemColumns: Synonyms = {
  id: [
    "id",
    "no",
    "number",
    "control number",
    "requirement number",
    "item number",
    "番号",
    "項番",
    "項目番号",
    "管理番号",
    "要求事項番号",
    "设问编号",
    "编号",
    "序号",
  ],
  text: [
    "requirement",
    "requirements",
    "question",
    "control question",
    "text",
    "description",
    "要求事項",
    "要求内容",
    "評価項目",
    "達成条件",
    "チェック項目",
    "確認項目",
    "設問",
    "質問",
    "内容",
    "要求",
    "检查项",
    "检查内容",
    "问题",
  ],
  heading: [
    "heading",
    "chapter",
    "section",
    "category",
    "area",
    "domain",
    "大分類",
    "分類",
    "中分類",
    "カテゴリ",
    "カテゴリー",
    "領域",
    "分野",
    "分类",
    "类别",
    "领域",
  ],
  level: [
    "level",
    "grade",
    "class",
    "maturity",
    "maturity level",
    "target maturity level",
    "レベル",
    "達成レベル",
    "成熟度",
    "成熟度レベル",
    "段階",
    "区分",
    "等级",
    "级别",
    "成熟度等级",
  ],
  textEn: [
    "requirement (english)",
    "question (english)",
    "english",
    "英語",
    "要求事項（英語）",
    "英文",
    "要求（英文）",
  ],
  textJa: [
    "requirement (japanese)",
    "question (japanese)",
    "japanese",
    "日本語",
    "要求事項（日本語）",
    "日文",
    "要求（日文）",
  ],
  textZh: [
    "requirement (chinese)",
    "question (chinese)",
    "chinese",
    "中国語",
    "要求事項（中国語）",
    "中文",
    "要求（中文）",
  ],
  language: ["language", "lang", "言語", "语言"],
};

/** What a column of languages says, by its first letters or by its name. */
const languageWords: readonly (readonly [RegExp, Language])[] = [
  [/^(?:ja|jp|japan|日本語|日文|日语)/i, "ja"],
  [/^(?:en|eng|english|英)/i, "en"],
  [/^(?:zh|cn|chinese|中)/i, "zh"],
];
const languageOf = (word: string): Language | null =>
  languageWords.find(([pattern]) => pattern.test(word.normalize("NFKC").trim()))?.[1] ?? null;

export const itemVerdicts = [
  "taken",
  "heading",
  "translation",
  "id_missing",
  "text_missing",
  "id_unfit",
  "text_too_long",
  "double",
] as const;
export type ItemVerdict = (typeof itemVerdicts)[number];

export type ItemRow = {
  /** The sheet's name where several are read; else nothing. */
  sheet: string;
  row: number;
  id: string;
  text: string;
  /** The language that the row says its text is in, and the text in the columns of other languages. */
  language: Language | null;
  texts: Partial<Record<Language, string>>;
  heading: string;
  level: string;
  verdict: ItemVerdict;
};
export type SheetRow = { sheet: string; number: number; cells: Record<string, string> };

/** What an edition and a reference hold (standards/edition.ts). */
const key = /^[A-Za-z0-9][A-Za-z0-9_.()-]{0,39}$/;
const longestText = 4000;
const longestHeading = 80;

/** "１－１－１" is 1-1-1, "A.5．1" is A.5.1, "1-1 (2)" is 1-1(2). */
export const idOf = (written: string): string =>
  written
    .normalize("NFKC")
    .replaceAll(/[‐‑‒–—―−ー]/g, "-")
    .replaceAll(/\s+/g, "");

/**
 * A heading that stands once above its rows (a merged cell, a line of its own) counts until the next one; the rows of a
 * sheet without a column for it stand under the sheet's name. A row that repeats an id in another language is its translation.
 */
export function judgeRows(rows: readonly SheetRow[]): ItemRow[] {
  const taken = new Map<string, ItemRow>();
  let above = { sheet: "", heading: "" };
  return rows.flatMap(({ sheet, number, cells }) => {
    if (above.sheet !== sheet) above = { sheet, heading: sheet.slice(0, longestHeading) };
    const one = rowOf(cells);
    if (one.id === "" && one.text === "" && one.heading === "") return [];
    if (one.heading !== "") above = { sheet, heading: one.heading.slice(0, longestHeading) };
    const row: ItemRow = {
      ...one,
      sheet,
      row: number,
      id: one.id.slice(0, 80),
      text: one.text.slice(0, longestText),
      heading: above.heading,
      level: one.level.slice(0, 40),
      verdict: verdictOf(one, taken.get(one.id)),
    };
    if (row.verdict === "taken") taken.set(one.id, row);
    if (row.verdict === "translation" && row.language !== null) {
      const first = taken.get(one.id);
      if (first) first.texts[row.language] = row.text;
    }
    return [row];
  });
}

type Given = Pick<ItemRow, "id" | "text" | "language" | "texts" | "heading" | "level">;

function rowOf(cells: Record<string, string>): Given {
  const texts = Object.fromEntries(
    languages.flatMap((language) => {
      const said = cells[ofLanguage[language]] ?? "";
      return said === "" ? [] : [[language, said.slice(0, longestText)]];
    }),
  );
  return {
    id: idOf(cells["id"] ?? ""),
    text: cells["text"] ?? Object.values(texts)[0] ?? "",
    language: languageOf(cells["language"] ?? ""),
    texts,
    heading: cells["heading"] ?? "",
    level: cells["level"] ?? "",
  };
}

/** Every language a row speaks, where its own text is in that of the sheet unless it says otherwise. */
export const textsOf = (
  { text, language, texts }: ItemRow,
  ofSheet: Language,
): Partial<Record<Language, string>> => ({
  ...texts,
  [language ?? ofSheet]: text,
});

function verdictOf({ id, text, heading, language }: Given, first: ItemRow | undefined): ItemVerdict {
  if (id === "") return text === "" && heading !== "" ? "heading" : "id_missing";
  if (text === "") return "text_missing";
  if (!key.test(id)) return "id_unfit";
  if (text.length > longestText) return "text_too_long";
  if (!first) return "taken";
  const isOther = language !== null && first.language !== language && first.texts[language] === undefined;
  return isOther ? "translation" : "double";
}
