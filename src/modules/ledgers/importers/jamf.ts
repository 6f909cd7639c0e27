// Jamf Pro: an advanced search as CSV, in whichever display fields somebody chose, of computers and mobile devices; or the
// computers of its interface (`/api/v1/computers-inventory`, JSON).
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { DayOrder } from "./days.ts";
import type { Importer, Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { type JsonObject, textAt } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, openedHead } from "./opened.ts";
import { hasFewerThan, isPartial, itemsSaid } from "./paged.ts";
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
    if (jsonHead(head) !== "")
      return looksLikeJson(head, {
        every: ["general", "udid"],
        some: [
          "lastContactTime",
          "remoteManagement",
          "userAndLocation",
          "fileVault2Status",
          "jamfBinaryVersion",
        ],
        most: 0.96,
      });
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
    if (jsonHead(bytes.subarray(0, 65_536)) !== "") {
      const items = await openItems(bytes, ["results"]);
      const rows = itemsSaid(items, "devices", (row, value, raw) =>
        deviceOf({ row, raw, get: getterOf(value) }, null, false),
      );
      const isPart = isPartial(items) || (await hasFewerThan(items, "totalCount"));
      return { extent: isPart ? "changes" : "whole", capturedAt: null, rows };
    }
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

/** Where the interface keeps what the search has a column of. */
const places: Record<string, readonly string[]> = {
  id: ["id"],
  udid: ["udid"],
  name: ["general", "name"],
  serial: ["hardware", "serialNumber"],
  assetTag: ["general", "assetTag"],
  make: ["hardware", "make"],
  model: ["hardware", "model"],
  modelIdentifier: ["hardware", "modelIdentifier"],
  osName: ["operatingSystem", "name"],
  osVersion: ["operatingSystem", "version"],
  osBuild: ["operatingSystem", "build"],
  checkIn: ["general", "lastContactTime"],
  inventoried: ["general", "reportDate"],
  managed: ["general", "remoteManagement", "managed"],
  fileVault: ["operatingSystem", "fileVault2Status"],
  username: ["userAndLocation", "username"],
  fullName: ["userAndLocation", "realname"],
  email: ["userAndLocation", "email"],
  room: ["userAndLocation", "room"],
  site: ["general", "site", "name"],
  purchasedOn: ["purchasing", "poDate"],
};
const getterOf = (value: JsonObject) => (name: string) =>
  places[name] ? textAt(value, ...places[name]) : "";

function deviceOf(
  { row, raw, get }: Pick<TableRow, "row" | "raw" | "get">,
  order: DayOrder | null,
  isMobile: boolean,
): Said {
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
      // "None" is the site of whatever nobody gave to one.
      belongsTo: ["site", "department", "building"].map(get).find((text) => !isNothing(text)),
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
function encrypted(into: Gathered, given: string): void {
  // The interface says the same in capitals: ALL_ENCRYPTED, NOT_APPLICABLE.
  const text = given.replaceAll("_", " ");
  if (isNothing(text)) return;
  if (
    /^(all|boot)( partitions?)? encrypted$|^encrypted$|^valid$|block and file-level|hardware encryption/i.test(
      text,
    )
  )
    put(into, "encrypted", true);
  else if (
    /^(no|some)( partitions?)? encrypted$|not encrypted|unencrypted|decrypt|encrypting|not enabled|not supported|optimizing/i.test(
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
