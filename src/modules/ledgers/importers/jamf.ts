// Jamf Pro: an advanced search as CSV, in whichever display fields somebody chose; computers and mobile devices.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { DayOrder } from "./days.ts";
import type { Importer, Said } from "./importer.ts";
import { headText, openedHead } from "./opened.ts";
import { said } from "./said.ts";
import { dayOrderOf, labelsIn, needsOneOf, openTable, type Table, type TableRow } from "./table.ts";
import { formOf, isVirtualModel, osOf } from "./things.ts";
import { type Gathered, gather, isNothing, put, set } from "./values.ts";
import { of } from "./word-lists.ts";

const columns: Synonyms = {
  id: of(
    "jss computer id|jamf pro computer id|computer id|jss mobile device id|jamf pro mobile device id|mobile device id|management id|id",
  ),
  udid: of("udid|hardware uuid"),
  name: of("computer name|display name|device name|mobile device name|name"),
  serial: of("serial number|serial"),
  assetTag: of("asset tag|bar code 1|bar code|barcode"),
  model: of("model"),
  modelIdentifier: of("model identifier"),
  make: of("make"),
  osName: of("operating system name|operating system|os"),
  osVersion: of("operating system version|os version|ios version|ipados version"),
  osBuild: of("operating system build|os build"),
  checkIn: of("last check-in|last check in|last checkin|last contact"),
  inventoried: of("last inventory update|last inventory|last report date"),
  managed: of("managed|managed status|mdm managed|remote management"),
  fileVault: of(
    "filevault 2 status|filevault status|filevault 2 partition encryption state|filevault 2 enabled|disk encryption status|boot partition filevault 2 partition encryption state|block level encryption capability|data protection|hardware encryption",
  ),
  jailbroken: of("jailbreak detected|jailbroken|jail broken"),
  username: of("username|user name|user"),
  fullName: of("full name|real name|realname"),
  email: of("email address|email"),
  department: of("department"),
  building: of("building"),
  room: of("room"),
  site: of("site"),
  compliance: of(
    "device compliance integration - compliance status|device compliance integration compliance status|compliance status",
  ),
  purchasedOn: of("po date|purchase date|purchased"),
  ownership: of("device ownership type|device ownership level|ownership|purchased or leased"),
  antivirus: of("xprotect definitions version|antivirus"),
  notes: of("notes"),
};

export const jamf: Importer = {
  kind: "jamf",
  ledgers: ["devices"],
  sees: true,
  recognise(head, fileName) {
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0;
    const text = headText(bytes);
    const known = labelsIn(text, columns).size;
    if (known < 3) return 0;
    const own =
      /jss (computer|mobile device) id|jamf pro |filevault 2|last inventory update|model identifier|gatekeeper/i.test(
        text.slice(0, 4_000),
      );
    return own ? 0.88 : /jamf|advanced.?search/i.test(fileName) ? 0.7 : Math.min(0.4, known / 20);
  },
  async read(bytes, choices) {
    const table = needsOneOf(await openTable(bytes, columns, choices), ["id", "udid", "serial", "name"]);
    const order = await dayOrderOf(table, ["checkIn", "inventoried", "purchasedOn"], choices);
    return { extent: "whole", capturedAt: null, rows: rowsOf(table, order) };
  },
};

async function* rowsOf(table: Table, order: DayOrder | null): AsyncGenerator<Said> {
  // Computers and mobile devices are numbered apart, each from 1.
  const isMobile = (table.columns.get("id") ?? []).some((at) => /mobile/i.test(table.labels[at] ?? ""));
  for await (const row of table.rows()) yield deviceOf(row, order, isMobile);
}

function deviceOf({ row, raw, get }: TableRow, order: DayOrder | null, isMobile: boolean): Said {
  const into = gather("devices", order);
  const model = get("model") || get("modelIdentifier");
  set(into, "form", formOf(model) ?? "");
  set(into, "serial", get("serial"));
  set(into, "assetTag", get("assetTag"));
  set(into, "hostname", get("name"));
  set(into, "manufacturer", get("make") || "Apple");
  set(into, "model", model);
  put(into, "os", systemOf(get("osName"), model));
  set(
    into,
    "osVersion",
    [get("osVersion"), get("osBuild") && `(${get("osBuild")})`].filter((part) => part !== "").join(" "),
  );
  set(into, "userName", get("fullName") || get("username"));
  set(into, "location", [get("building"), get("room")].filter((part) => !isNothing(part)).join(" / "));
  set(into, "managed", get("managed"));
  encrypted(into, get("fileVault"));
  set(into, "jailbroken", get("jailbroken"));
  set(into, "purchasedOn", get("purchasedOn"));
  ownership(into, get("ownership"));
  if (!isNothing(get("compliance"))) set(into, "note", `Jamf: ${get("compliance")}`);
  set(into, "note", get("notes"));
  set(into, "lastCheckIn", get("checkIn") || get("inventoried"));
  return said(
    {
      row,
      id: isMobile && get("id") !== "" ? `mobile ${get("id")}` : get("id") || get("udid"),
      name: get("name"),
      belongsTo: get("site") || get("department") || get("building"),
      person: get("email") || get("username"),
      seenAt: into.values.lastCheckIn,
      raw,
    },
    into,
  );
}

function systemOf(name: string, model: string) {
  const said = osOf(name) ?? null;
  if (said) return said;
  if (/ipad|iphone|ipod/i.test(model)) return "ios";
  if (/apple ?tv|vision|watch/i.test(model)) return "other";
  return /mac/i.test(model) || isVirtualModel(model) ? "macos" : null;
}

/** "All Partitions Encrypted", "Boot Partitions Encrypted", "Some …", "No …", or a state of the partition alone. */
function encrypted(into: Gathered, text: string): void {
  if (isNothing(text)) return;
  if (
    /^(all|boot) partitions? encrypted$|^encrypted$|^valid$|block and file-level|hardware encryption/i.test(
      text,
    )
  )
    put(into, "encrypted", true);
  else if (
    /^(no|some) partitions? encrypted$|not encrypted|unencrypted|decrypt|encrypting|not enabled|not supported|optimizing/i.test(
      text,
    )
  )
    put(into, "encrypted", false);
  else set(into, "encrypted", text);
}

function ownership(into: Gathered, text: string): void {
  if (isNothing(text)) return;
  if (/institution|corporate|company/i.test(text)) put(into, "belongsTo", "company");
  else if (/personal|byo|user enrolled/i.test(text)) put(into, "belongsTo", "person");
  else set(into, "belongsTo", text);
}
