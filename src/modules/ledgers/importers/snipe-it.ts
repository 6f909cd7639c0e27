// Snipe-IT's assets, as it exports them and as people prepare them for its import (CSV). The category says whether a thing is
// one of our ledgers at all. Source: grokability/snipe-it, sample_csvs and the headings that its importer knows.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { DayOrder } from "./days.ts";
import type { Importer, Said } from "./importer.ts";
import { headText, openedHead } from "./opened.ts";
import { cutTo } from "./raw.ts";
import { said } from "./said.ts";
import { stateOf } from "./states.ts";
import { dayOrderOf, labelsIn, needsOneOf, openTable, type Table, type TableRow } from "./table.ts";
import { formOf, isVirtualModel, kindOf, osOf } from "./things.ts";
import { complain, type Gathered, gather, put, set, yesNo } from "./values.ts";
import { of } from "./word-lists.ts";

const columns: Synonyms = {
  id: of("id|asset id"),
  company: of("company|company name|会社|公司"),
  name: of("asset name|item name|name|資産名|资产名称"),
  assetTag: of("asset tag|assettag|tag|asset_tag|資産タグ|资产标签"),
  serial: of("serial|serial number|serial no.|serial_number|シリアル|シリアル番号|序列号"),
  category: of("category|category name|カテゴリ|カテゴリー|类别"),
  manufacturer: of("manufacturer|メーカー|製造元|制造商"),
  model: of("model|asset model|model name|モデル|型号|型番名"),
  modelNumber: of("model number|model no.|model_number|モデル番号|型番|型号编号"),
  status: of("status|status label|status_label|statuslabel|ステータス|状态"),
  location: of("location|location name|設置場所|場所|位置"),
  defaultLocation: of("default location|rtd location|既定の場所|默认位置"),
  checkoutLocation: of("checked out to: location|checkout location|checkout to location"),
  purchasedOn: of("purchase date|purchase_date|purchased|購入日|购买日期"),
  checkoutType: of("checkout type|checkout class|checked out to type|checkout_class"),
  username: of(
    "checked out to: username|username|user name|checkout to username|user username|ユーザー名|用户名",
  ),
  firstName: of("checked out to: first name|first name|user first name"),
  lastName: of("checked out to: last name|last name|user last name"),
  fullName: of(
    "checked out to|checked out to: name|full name|user|assigned to|checkout to|貸出先|使用者|分配给",
  ),
  email: of("checked out to: email|email|e-mail|user email|mail"),
  employeeNumber: of(
    "employee number|employee_num|employee no.|checked out to: employee number|社員番号|工号",
  ),
  byod: of("byod|bring your own device"),
  auditedAt: of("last audit|last audit date|last_audit_date|最終監査日|上次盘点"),
  notes: of("asset notes|notes|note|備考|备注"),
  os: of("os|operating system|オペレーティングシステム|操作系统"),
  osVersion: of("os version|operating system version"),
  hostname: of("hostname|host name|computer name|ホスト名|主机名"),
};

export const snipeIt: Importer = {
  kind: "snipe_it",
  ledgers: ["devices", "servers"],
  sees: false,
  recognise(head, fileName) {
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0;
    const text = headText(bytes);
    const known = labelsIn(text, columns);
    if (!known.has("assetTag")) return 0;
    const named = /snipe|assets-(export|sample)|custom-asset-report/i.test(fileName) ? 0.15 : 0;
    if (/checked out to|checkout type|checkout class/i.test(text)) return 0.9;
    return Math.min(0.9, 0.1 + named + known.size / 25);
  },
  async read(bytes, choices) {
    const table = needsOneOf(await openTable(bytes, columns, choices), ["assetTag", "serial", "id"]);
    const order = await dayOrderOf(table, ["purchasedOn", "auditedAt"], choices);
    return { extent: "whole", capturedAt: null, rows: rowsOf(table, order) };
  },
};

async function* rowsOf(table: Table, order: DayOrder | null): AsyncGenerator<Said> {
  for await (const row of table.rows()) yield assetOf(row, table, order);
}

function assetOf({ row, raw, get }: TableRow, table: Table, order: DayOrder | null): Said {
  const category = get("category");
  const model = get("model");
  const kind = kindOf(category, `${model} ${get("name")}`);
  const into = gather(kind === "server" || kind === "network" ? "servers" : "devices", order);
  set(into, "form", formOf(category) ?? formOf(model) ?? "");
  set(into, "assetTag", get("assetTag"));
  set(into, "serial", get("serial"));
  set(into, "hostname", get("hostname"));
  set(into, "manufacturer", get("manufacturer"));
  set(into, "model", model || get("modelNumber"));
  put(into, "os", osOf(get("os")));
  set(into, "osVersion", get("osVersion"));
  set(into, "location", get("location") || get("checkoutLocation") || get("defaultLocation"));
  set(into, "purchasedOn", get("purchasedOn"));
  set(into, "note", get("notes"));
  if (kind !== "computer") set(into, "purpose", category);
  if (isVirtualModel(model)) put(into, "isVirtual", true);
  const byod = yesNo(get("byod"));
  if (byod !== null) put(into, "belongsTo", byod ? "person" : "company");
  const fullName =
    [get("firstName"), get("lastName")].filter((part) => part !== "").join(" ") || get("fullName");
  set(into, "userName", fullName || get("username"));
  if (kind === "unknown" && category !== "") complain(into, "kind_unclear", "form", category);
  return said(
    {
      row,
      id: get("id"),
      isTagOfAll: true,
      name: get("name") || get("assetTag"),
      belongsTo: get("company"),
      person: get("email") || get("username") || get("employeeNumber") || fullName,
      state: assetState(into, get, table),
      seenAt: get("auditedAt"),
      ...(kind === "other" ? { refused: { code: "not_a_ledger_thing", value: category } } : {}),
      raw,
    },
    into,
  );
}

const checkout = ["checkoutType", "username", "fullName", "firstName", "email", "checkoutLocation"];

/** "Ready to Deploy (Deployed)": what stands in brackets is Snipe-IT's own word, the rest the company's. */
function assetState(into: Gathered, get: TableRow["get"], table: Table): Said["state"] {
  const text = cutTo(get("status"), 100);
  const meta = /[([]([^)\]]+)[)\]]\s*$/.exec(text)?.[1];
  const isCheckedOut = checkout.some((field) => get(field) !== "");
  const tells = checkout.some((field) => table.columns.has(field));
  if (text === "") return isCheckedOut || !tells ? "in_use" : "stored";
  const state = (meta ? stateOf(meta) : null) ?? stateOf(text.replace(/[([].*$/, "")) ?? null;
  if (state === null) {
    complain(into, "not_understood", "state", text);
    return "in_use";
  }
  return state === "stored" && isCheckedOut && /^(ready to )?deploy/i.test(text) ? "in_use" : state;
}
