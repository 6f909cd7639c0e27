// A check sheet that somebody owns (SCS, JAMA/JAPIA, VDA ISA ...) as items: which rows ask something, and why others do not.
// Pure. Their texts are not shipped; whoever holds them brings them in.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";

export const itemFields = ["id", "text", "heading", "level"] as const;

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
  level: ["level", "grade", "class", "レベル", "段階", "区分", "等级", "级别"],
};

export const itemVerdicts = [
  "taken",
  "heading",
  "id_missing",
  "text_missing",
  "id_unfit",
  "text_too_long",
  "double",
] as const;
export type ItemVerdict = (typeof itemVerdicts)[number];

export type ItemRow = {
  row: number;
  id: string;
  text: string;
  heading: string;
  level: string;
  verdict: ItemVerdict;
};

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

/** A heading that stands once above its rows (a merged cell, a line of its own) counts until the next one. */
export function judgeRows(rows: readonly { number: number; cells: Record<string, string> }[]): ItemRow[] {
  const taken = new Set<string>();
  let above = "";
  return rows.flatMap(({ number, cells }) => {
    const id = idOf(cells.id ?? "");
    const [text, heading, level] = [cells.text ?? "", cells.heading ?? "", cells.level ?? ""];
    if (id === "" && text === "" && heading === "") return [];
    if (heading !== "") above = heading.slice(0, longestHeading);
    const verdict = verdictOf({ id, text, heading }, taken);
    if (verdict === "taken") taken.add(id);
    return [
      {
        row: number,
        id: id.slice(0, 80),
        text: text.slice(0, longestText),
        heading: above,
        level: level.slice(0, 40),
        verdict,
      },
    ];
  });
}

function verdictOf(
  { id, text, heading }: { id: string; text: string; heading: string },
  taken: ReadonlySet<string>,
): ItemVerdict {
  if (id === "") return text === "" && heading !== "" ? "heading" : "id_missing";
  if (text === "") return "text_missing";
  if (!key.test(id)) return "id_unfit";
  if (text.length > longestText) return "text_too_long";
  return taken.has(id) ? "double" : "taken";
}
