// The files behind the evidence: small, real, readable, in the language of the company that keeps them.
import type { Company } from "./company.ts";
import { pictureOf, type scenes } from "./pictures.ts";
import { sha256 } from "./plan.ts";

export type Paper = { name: string; mediaType: string; content: Buffer; sha256: Buffer };

/** A photo of a visit. */
export function paperOfPicture(scene: keyof typeof scenes): Paper {
  const content = pictureOf(scene);
  return { name: `${scene}.png`, mediaType: "image/png", content, sha256: sha256(content) };
}

type Heads = {
  company: string;
  day: string;
  checked: string;
  table: string;
  rows: readonly string[];
  total: string;
};
const heads: Readonly<Record<Company["language"], Heads>> = {
  en: {
    company: "Company",
    day: "As of",
    checked: "Checked by",
    table: "Item,Count,Compliant,Open",
    rows: ["Head office", "Plant and warehouse", "Sales offices", "Outside partners"],
    total: "Total",
  },
  ja: {
    company: "会社名",
    day: "基準日",
    checked: "確認者",
    table: "区分,対象数,適合,未対応",
    rows: ["本社", "工場・倉庫", "営業所", "外部委託先"],
    total: "合計",
  },
  zh: {
    company: "公司名称",
    day: "基准日",
    checked: "确认人",
    table: "区分,对象数,符合,未完成",
    rows: ["总部", "工厂及仓库", "营业所", "外部合作方"],
    total: "合计",
  },
};

export type PaperOf = {
  company: Company;
  title: string;
  day: string;
  checkedBy: string;
  kind: "documented" | "measured";
  random: { int(from: number, to: number): number };
};

/** A table of figures for what was measured, a signed note for what was read. */
export function paperOf(of: PaperOf): Paper {
  const isTable = of.kind === "measured";
  const text = isTable ? table(of) : note(of);
  // Excel takes a table for UTF-8 only with its mark.
  const content = Buffer.from(isTable ? `\uFEFF${text}` : text, "utf8");
  const stem = of.title.replaceAll(/[\\/:*?"<>|,、・ ]+/g, "-");
  return {
    name: `${stem}-${of.day}.${isTable ? "csv" : "txt"}`,
    mediaType: isTable ? "text/csv" : "text/plain",
    content,
    sha256: sha256(content),
  };
}

function table({ company, title, day, random }: PaperOf): string {
  const words = heads[company.language];
  const rows = words.rows.map((name) => {
    const count = random.int(3, Math.max(4, company.workers));
    const open = random.int(0, Math.max(1, Math.floor(count / 30)));
    return [name, count, count - open, open] as const;
  });
  const sum = (at: 1 | 2 | 3) => rows.reduce((all, row) => all + row[at], 0);
  const lines = [
    `${title}`,
    `${words.company},${company.names.name.replaceAll(",", "")}`,
    `${words.day},${day}`,
    "",
    words.table,
  ];
  return [
    ...lines,
    ...rows.map((row) => row.join(",")),
    `${words.total},${sum(1)},${sum(2)},${sum(3)}`,
    "",
  ].join("\r\n");
}

function note({ company, title, day, checkedBy }: PaperOf): string {
  const words = heads[company.language];
  return [
    title,
    "",
    `${words.company}: ${company.names.name}`,
    `${words.day}: ${day}`,
    `${words.checked}: ${checkedBy}`,
    "",
    ...company.sites.map((site) => `- ${site.names.name}`),
    "",
  ].join("\n");
}
