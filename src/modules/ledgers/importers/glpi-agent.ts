// The GLPI agent's inventory (also FusionInventory's as JSON): one document a computer or telephone, a list of them, or one a
// line. Its serial number is the system's own, content.bios.ssn; the board's (msn) is not the machine's.
// Source: glpi-project/inventory_format, inventory.schema.json.
import { serialKeyOf, tagKeyOf } from "../declared/keys.ts";
import type { Importer, Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { at, type JsonObject, listAt, textAt } from "./json-values.ts";
import { looksLikeJson } from "./looks.ts";
import { itemsSaid } from "./paged.ts";
import { refusedRow, said } from "./said.ts";
import { formOf, isServerKind, isServerSystem, isVirtualModel, osOf } from "./things.ts";
import { isNoUuid } from "./uuids.ts";
import { type Gathered, gather, put, set } from "./values.ts";

export const glpiAgent: Importer = {
  kind: "glpi_agent",
  ledgers: ["devices", "servers"],
  sees: true,
  recognise: (head) =>
    looksLikeJson(head, {
      some: [
        "deviceid",
        "itemtype",
        "versionclient",
        "bios",
        "hardware",
        "operatingsystem",
        "network_device",
        "accesslog",
      ],
      most: 0.94,
    }),
  async read(bytes) {
    const items = await openItems(bytes, ["inventories"]);
    return { extent: "changes", capturedAt: null, rows: itemsSaid(items, "devices", machineOf) };
  },
};

function machineOf(row: number, value: JsonObject, raw: Record<string, unknown>): Said {
  const type = textAt(value, "itemtype") || "Computer";
  if (!isObjectContent(value)) return refusedRow(row, "devices", "not_understood", raw, type);
  if (/^networkequipment$/i.test(type)) return networkGear(row, value, raw);
  if (!/^(computer|phone)$/i.test(type)) return refusedRow(row, "devices", "not_a_ledger_thing", raw, type);
  const about = (...path: string[]) => textAt(value, "content", ...path);
  const chassis = about("hardware", "chassis_type");
  const osName =
    about("operatingsystem", "full_name") || about("operatingsystem", "name") || about("hardware", "osname");
  const model = about("bios", "smodel") || about("bios", "mmodel");
  const isPhone = /phone/i.test(type);
  const isServer = !isPhone && (isServerKind(chassis) || isServerSystem(osName) || isServerKind(model));
  const into = gather(isServer ? "servers" : "devices");
  set(
    into,
    "form",
    isPhone ? (/tab|pad/i.test(model) ? "tablet" : "phone") : (formOf(chassis) ?? formOf(model) ?? ""),
  );
  set(into, "serial", serialOf(value));
  set(into, "assetTag", tagOf(about("bios", "assettag")));
  set(into, "hostname", about("hardware", "name"));
  // Of a machine put together from parts, its board alone has a maker and a model.
  for (const name of ["smanufacturer", "mmanufacturer"]) set(into, "manufacturer", about("bios", name));
  for (const name of ["smodel", "mmodel"]) set(into, "model", about("bios", name));
  systemOf(into, osName || about("operatingsystem", "kernel_name"), value);
  virtual(into, about("hardware", "vmsystem"), model);
  set(into, "address", addressOf(value));
  set(into, "userName", lastUser(value));
  protection(into, value);
  const seenAt = zoned(about("accesslog", "logdate"), about("operatingsystem", "timezone", "offset"));
  set(into, "lastCheckIn", seenAt);
  return said(
    {
      row,
      // The agent's own id changes when it is installed anew; the machine's does not.
      id: isNoUuid(about("hardware", "uuid")) ? textAt(value, "deviceid") : about("hardware", "uuid"),
      name: about("hardware", "name") || textAt(value, "deviceid"),
      belongsTo:
        textAt(value, "tag") ||
        about("accountinfo", "tag") ||
        textAt(value, "content", "accountinfo", "keyvalue"),
      person: lastUser(value),
      seenAt,
      raw,
    },
    into,
  );
}

/** Routers, switches and firewalls stand with the servers, as those of NetBox do. */
function networkGear(row: number, value: JsonObject, raw: Record<string, unknown>): Said {
  const about = (name: string) => textAt(value, "content", "network_device", name);
  const into = gather("servers");
  set(into, "serial", about("serial"));
  set(into, "hostname", about("name"));
  set(into, "manufacturer", about("manufacturer"));
  set(into, "model", about("model"));
  set(into, "address", textAt(value, "content", "network_device", "ips", 0));
  set(into, "osVersion", about("firmware"));
  set(into, "purpose", about("type") || "NetworkEquipment");
  put(into, "os", "other");
  return said(
    {
      row,
      id: serialKeyOf(about("serial")) === null ? textAt(value, "deviceid") : "",
      name: about("name") || about("model"),
      belongsTo: textAt(value, "tag"),
      raw,
    },
    into,
  );
}

/** The agent writes the time of its machine, and its zone elsewhere. */
function zoned(time: string, offset: string): string {
  const zone = /^([+-]\d\d):?(\d\d)$/.exec(offset);
  return zone && /\d:\d\d$/.test(time) ? `${time} ${zone[1]}:${zone[2]}` : time;
}

const isObjectContent = (value: JsonObject) =>
  typeof at(value, "content") === "object" && at(value, "content") !== null;

/** Android puts the kind of its keys where others put a tag. */
const tagOf = (text: string) => (/^(release|test)-keys$/.test(text) || tagKeyOf(text) === null ? "" : text);

const serialOf = (value: JsonObject) =>
  [textAt(value, "content", "bios", "ssn"), textAt(value, "content", "hardware", "serial")].find(
    (serial) => serialKeyOf(serial) !== null,
  ) ?? "";

function systemOf(into: Gathered, name: string, value: JsonObject): void {
  // Android says that its kernel is Linux; its name comes first.
  put(into, "os", osOf(name));
  const version = textAt(value, "content", "operatingsystem", "version");
  set(
    into,
    "osVersion",
    name !== "" && version !== "" && !name.includes(version) ? `${name} ${version}` : name || version,
  );
}

function virtual(into: Gathered, system: string, model: string): void {
  if (system !== "") put(into, "isVirtual", !/^physical$/i.test(system));
  else if (isVirtualModel(model)) put(into, "isVirtual", true);
}

function addressOf(value: JsonObject): string {
  for (const network of listAt(value, "content", "networks")) {
    const address = textAt(network, "ipaddress");
    if (address !== "" && !/^(127\.|169\.254\.|::1$|fe80)/i.test(address)) return address;
  }
  return "";
}

const lastUser = (value: JsonObject) =>
  textAt(value, "content", "hardware", "lastloggeduser") || textAt(value, "content", "users", 0, "login");

/** A scanner that is enabled protects; a list of none says nothing, as not each agent looks. */
function protection(into: Gathered, value: JsonObject): void {
  const scanners = listAt(value, "content", "antivirus");
  if (scanners.length > 0)
    put(
      into,
      "malwareProtected",
      scanners.some((one) => /^(true|1)$/i.test(textAt(one, "enabled"))),
    );
  const drives = listAt(value, "content", "drives").filter(
    (one) => textAt(one, "systemdrive") !== "" || textAt(one, "encrypt_status") !== "",
  );
  const system = drives.find((one) => /^(true|1)$/i.test(textAt(one, "systemdrive"))) ?? drives[0];
  const status = textAt(system, "encrypt_status");
  if (/^yes|fully/i.test(status)) put(into, "encrypted", true);
  else if (/^no/i.test(status)) put(into, "encrypted", false);
}
