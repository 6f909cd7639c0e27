// Lent to later modules.
// What lists of audits held call their columns, and how they say the kind of one, in Japanese, English and Chinese.
import { companyColumns } from "#modules/organization/importing/company-words.ts";
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { resultWords } from "../importing/words.ts";

export const auditColumns = {
  code: [...companyColumns.code, "会社", "被監査会社コード"],
  name: [...companyColumns.name, "被監査会社", "监查对象"],
  heldOn: [
    "held on",
    "date",
    "audit date",
    "date of audit",
    "last day",
    "実施日",
    "監査日",
    "監査実施日",
    "往査日",
    "実施年月日",
    "实施日",
    "审计日期",
    "实施日期",
    "审计日",
  ],
  kind: [
    "kind",
    "type",
    "audit type",
    "method",
    "方法",
    "監査方法",
    "種別",
    "実施方法",
    "方式",
    "类型",
    "审计方式",
  ],
  auditors: [
    "auditors",
    "auditor",
    "team",
    "監査人",
    "監査員",
    "監査者",
    "担当監査人",
    "审计人员",
    "审计人",
    "审计员",
  ],
  result: [
    "result",
    "overall result",
    "verdict",
    "rating",
    "結果",
    "監査結果",
    "判定",
    "総合判定",
    "评价",
    "结果",
    "审计结果",
  ],
  findings: [
    "findings",
    "number of findings",
    "issues",
    "指摘件数",
    "指摘数",
    "指摘事項数",
    "指摘",
    "问题数",
    "发现数",
    "发现事项数",
  ],
  report: [
    "report",
    "report reference",
    "report no",
    "report number",
    "reference",
    "報告書番号",
    "報告書",
    "監査報告書",
    "报告编号",
    "报告",
    "审计报告",
  ],
} satisfies Synonyms;

export const auditKindWords = {
  on_site: ["on site", "on-site", "onsite", "visit", "現地", "往査", "実地", "訪問", "现场", "实地"],
  remote: ["remote", "online", "desk", "リモート", "遠隔", "オンライン", "書面", "远程", "线上", "书面"],
} as const;

export const auditResultWords = {
  ...resultWords,
  meets: [...resultWords.meets, "良好", "適正", "問題なし", "satisfactory", "无问题"],
  improve: [...resultWords.improve, "改善要", "概ね良好", "needs improvement"],
} as const;
