// Snipe-IT's assets, as it exports them and as people prepare them for its import (CSV), or as its interface lists them (JSON).
// The category says whether a thing is one of our ledgers at all. Source: grokability/snipe-it, sample_csvs and the headings that its importer knows.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { DayOrder } from "./days.ts";
import type { Importer, Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { textAt } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, openedHead } from "./opened.ts";
import { cutTo } from "./raw.ts";
import { hasFewerThan, isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { getterOf } from "./snipe-it-json.ts";
import { stateOf } from "./states.ts";
import { dayOrderOf, labelsIn, needsOneOf, openTable, type Table, type TableRow } from "./table.ts";
import { formOf, isVirtualModel, kindOf, osOf } from "./things.ts";
import { complain, type Gathered, gather, put, set, yesNo } from "./values.ts";
import { of } from "./word-lists.ts";

const columns: Synonyms = {
  id: of("id|asset id"),
  company: of("company|company name|会社|公司|firma|unternehmen"),
  name: of("asset name|item name|name|資産名|资产名称|asset-name"),
  assetTag: of("asset tag|assettag|tag|asset_tag|資産タグ|资产标签|asset-tag|inventarnummer"),
  serial: of("serial|serial number|serial no.|serial_number|シリアル|シリアル番号|序列号|seriennummer"),
  category: of("category|category name|カテゴリ|カテゴリー|类别|kategorie"),
  manufacturer: of("manufacturer|メーカー|製造元|制造商|生产厂家|hersteller"),
  model: of("model|asset model|model name|モデル|型号|型番名|modell"),
  modelNumber: of("model number|model no.|model_number|モデル番号|モデルNo.|型番|型号编号|modellnummer"),
  status: of("status|status label|status_label|statuslabel|ステータス|状態|状态"),
  location: of("location|location name|設置場所|場所|位置|standort"),
  defaultLocation: of("default location|rtd location|既定の場所|既定の設置場所|默认位置|standard-standort"),
  checkoutLocation: of("checked out to: location|checkout location|checkout to location"),
  purchasedOn: of("purchase date|purchase_date|purchased|購入日|购买日期|购买时间|kaufdatum"),
  checkoutType: of("checkout type|checkout class|checked out to type|checkout_class"),
  username: of(
    "checked out to: username|username|user name|checkout to username|user username|ユーザー名|用户名",
  ),
  firstName: of("checked out to: first name|first name|user first name"),
  lastName: of("checked out to: last name|last name|user last name"),
  fullName: of(
    "checked out to|checked out to: name|full name|user|assigned to|checkout to|貸出先|チェックアウト先|割り当て先|使用者|分配给|借出至|herausgegeben an|zugewiesen an",
  ),
  email: of("checked out to: email|email|e-mail|user email|mail"),
  employeeNumber: of(
    "employee number|employee_num|employee no.|checked out to: employee number|社員番号|工号",
  ),
  byod: of("byod|bring your own device"),
  auditedAt: of(
    "last audit|last audit date|last_audit_date|最終監査日|最終監査|前回の監査|上次盘点|letzte prüfung|letztes audit",
  ),
  notes: of("asset notes|notes|note|備考|备注|notizen"),
  os: of("os|operating system|オペレーティングシステム|操作系统"),
  osVersion: of("os version|operating system version"),
  hostname: of("hostname|host name|computer name|ホスト名|主机名"),
};

export const snipeIt: Importer = {
  kind: "snipe_it",
  ledgers: ["devices", "servers"],
  sees: false,
  recognise(head, fileName) {
    if (jsonHead(head) !== "")
      return looksLikeJson(head, {
        every: ["asset_tag"],
        some: ["status_label", "rtd_location", "status_meta", "available_actions", "last_audit_date"],
      });
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
    if (jsonHead(bytes.subarray(0, 65_536)) !== "") {
      const items = await openItems(bytes, ["rows"]);
      const rows = itemsSaid(items, "devices", (row, value, raw) =>
        assetOf(
          { row, raw, get: getterOf(value, columns), isGone: textAt(value, "deleted_at", "datetime") !== "" },
          true,
          null,
        ),
      );
      const isPart = isPartial(items) || (await hasFewerThan(items, "total"));
      return { extent: isPart ? "changes" : "whole", capturedAt: null, rows };
    }
    const table = needsOneOf(await openTable(bytes, columns, choices), ["assetTag", "serial", "id"]);
    const order = await dayOrderOf(table, ["purchasedOn", "auditedAt"], choices);
    return { extent: "whole", capturedAt: null, rows: rowsOf(table, order) };
  },
};

async function* rowsOf(table: Table, order: DayOrder | null): AsyncGenerator<Said> {
  const tells = checkout.some((field) => table.columns.has(field));
  for await (const row of table.rows()) yield assetOf({ ...row, isGone: false }, tells, order);
}

type Asset = Pick<TableRow, "row" | "raw" | "get"> & { isGone: boolean };

/** @param tells whether it would be said of an asset that somebody has it. */
function assetOf({ row, raw, get, isGone }: Asset, tells: boolean, order: DayOrder | null): Said {
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
      state: assetState(into, get, tells),
      seenAt: get("auditedAt"),
      isGone,
      ...(kind === "other" ? { refused: { code: "not_a_ledger_thing", value: category } } : {}),
      raw,
    },
    into,
  );
}

const checkout = ["checkoutType", "username", "fullName", "firstName", "email", "checkoutLocation"];

/** "Ready to Deploy (Deployed)": what stands in brackets is Snipe-IT's own word, the rest the company's. */
function assetState(into: Gathered, get: TableRow["get"], tells: boolean): Said["state"] {
  const text = cutTo(get("status"), 100);
  const meta = /[([]([^)\]]+)[)\]]\s*$/.exec(text)?.[1] ?? /\S+\s+(\S+)$/.exec(text)?.[1];
  const isCheckedOut = checkout.some((field) => get(field) !== "");
  if (text === "") return isCheckedOut || !tells ? "in_use" : "stored";
  const named = stateOf(text.replace(/[([].*$/, ""));
  // Snipe-IT itself knows no lost thing: the company's own word for it counts before "undeployable".
  const isEnd = named === "lost" || named === "retired";
  const state = (isEnd ? null : meta ? stateOf(meta) : null) ?? named;
  if (state === null) {
    complain(into, "not_understood", "state", text);
    return "in_use";
  }
  return state === "stored" && isCheckedOut && /^(ready to )?deploy/i.test(text) ? "in_use" : state;
}
