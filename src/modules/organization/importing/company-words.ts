// Lent to later modules.
// What company lists call their columns, relations and totals in Japanese, English and Chinese.
import type { Relation } from "../rules.ts";
import type { Synonyms } from "./spelling.ts";

export const companyColumns: Synonyms = {
  code: ["code", "company code", "会社コード", "コード", "公司代码", "公司编号"],
  name: ["name", "company", "company name", "legal name", "会社名", "正式名称", "商号", "公司名称"],
  nameEn: ["english name", "name (en)", "英語名", "英文社名", "英文名称"],
  nameJa: ["japanese name", "name (ja)", "日本語名", "和文社名", "日文名称"],
  nameZh: ["chinese name", "name (zh)", "中国語名", "中文名称"],
  parent: [
    "parent",
    "division",
    "parent company",
    "事業部門",
    "事業本部",
    "事業部",
    "所管部門",
    "親会社",
    "上级单位",
    "事业部",
  ],
  relation: ["relation", "relationship", "関係", "連結区分", "区分", "关系", "合并类型"],
  ownership: ["ownership", "ownership %", "share", "出資比率", "持分比率", "議決権比率", "持股比例"],
  country: ["country", "country code", "国", "国名", "所在国", "国家"],
  workers: ["workers", "employees", "headcount", "従業員数", "社員数", "人数", "员工人数"],
  from: ["from", "start date", "joined on", "加入日", "開始日", "适用日期", "开始日期"],
};

export const relationWords: Record<Relation, readonly string[]> = {
  parent: ["parent", "本社", "親会社", "母公司"],
  consolidated: [
    "consolidated",
    "subsidiary",
    "連結",
    "連結子会社",
    "子会社",
    "合并",
    "合并子公司",
    "子公司",
  ],
  equity_method: ["equity method", "affiliate", "持分法", "持分法適用会社", "権益法", "权益法"],
  joint_venture: ["joint venture", "jv", "合弁", "合弁会社", "合资", "合资公司"],
  dealer: ["dealer", "distributor", "販売店", "代理店", "经销商"],
};
export const totals = new Set([
  "合計",
  "総計",
  "小計",
  "計",
  "total",
  "grandtotal",
  "subtotal",
  "合计",
  "总计",
  "小计",
]);
