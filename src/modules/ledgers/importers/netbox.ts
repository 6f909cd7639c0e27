// NetBox: devices and virtual machines, as CSV or as the list of its interface (JSON). The role says what a device is for.
// Network gear stands with the servers, its role as its purpose; what has no software (panels, power) is no thing of ours.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { Importer, Said } from "./importer.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import { openItems } from "./items.ts";
import { at, isObject, type JsonObject, textAt } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, openedHead } from "./opened.ts";
import { isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { stateOf } from "./states.ts";
import { labelsIn, needsOneOf, openTable, type Table } from "./table.ts";
import { formOf, kindOf, osOf } from "./things.ts";
import { complain, type Gathered, gather, put, set } from "./values.ts";
import { of } from "./word-lists.ts";

const columns: Synonyms = {
  id: [],
  name: of("device|device name|virtual machine"),
  role: of("device role|device_role"),
  tenant: of("tenant name"),
  manufacturer: [],
  device_type: of("type|device type|model"),
  platform: [],
  serial: of("serial number"),
  asset_tag: of("asset tag"),
  status: [],
  site: [],
  location: [],
  rack: [],
  position: [],
  face: [],
  airflow: [],
  virtual_chassis: of("virtual chassis"),
  cluster: [],
  vcpus: [],
  primary_ip: of("ip address|primary ip|primary_ip4|ipv4 address|primary ip4"),
  description: [],
  comments: [],
  owner: [],
  tags: [],
};

export const netbox: Importer = {
  kind: "netbox",
  ledgers: ["servers", "devices", "plant_equipment"],
  sees: false,
  recognise(head) {
    if (jsonHead(head) !== "")
      return looksLikeJson(head, {
        some: ["device_type", "device_role", "asset_tag", "virtual_chassis", "primary_ip4", "custom_fields"],
        most: 0.9,
      });
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0;
    const known = labelsIn(headText(bytes), columns);
    const own = ["role", "tenant", "device_type", "rack", "site", "airflow", "platform"].filter((one) =>
      known.has(one),
    );
    return own.length >= 3 ? Math.min(0.92, 0.5 + own.length / 12) : 0;
  },
  async read(bytes, choices) {
    if (jsonHead(bytes.subarray(0, 65_536)) === "") {
      const table = needsOneOf(await openTable(bytes, columns, choices), [
        "id",
        "name",
        "serial",
        "asset_tag",
      ]);
      return { extent: "whole", capturedAt: null, rows: tableRows(table) };
    }
    const items = await openItems(bytes, ["results"]);
    const rows = itemsSaid(items, "servers", (row, value, raw) =>
      deviceOf(row, raw, (name) => spoken(value, name), isVirtual(value)),
    );
    return { extent: isPartial(items) ? "changes" : "whole", capturedAt: null, rows };
  },
};

async function* tableRows(table: Table): AsyncGenerator<Said> {
  const isOfVirtual = table.columns.has("vcpus") && !table.columns.has("device_type");
  for await (const { row, raw, get } of table.rows()) yield deviceOf(row, raw, get, isOfVirtual);
}

const isVirtual = (value: JsonObject) =>
  Object.hasOwn(value, "vcpus") && !Object.hasOwn(value, "device_type");

/** Nested objects by what they are called: `{"id": 4, "name": "Core", "slug": "core"}`, `{"value": "active", "label": "Active"}`. */
function spoken(value: JsonObject, name: string): string {
  const here =
    name === "manufacturer"
      ? at(value, "device_type", "manufacturer")
      : name === "role"
        ? (at(value, "role") ?? at(value, "device_role"))
        : name === "primary_ip"
          ? (at(value, "primary_ip") ?? at(value, "primary_ip4") ?? at(value, "primary_ip6"))
          : at(value, name);
  if (!isObject(here)) return textAt({ here }, "here");
  return (
    ["address", "value", "model", "name", "display", "slug"]
      .map((key) => textAt(here, key))
      .find((text) => text !== "") ?? ""
  );
}

const plantRoles =
  /\bplc\b|\bhmi\b|scada|\brtu\b|\bdcs\b|\bcnc\b|robot|industrial|\bot[- ]|controller|sensor|actuator|\bsis\b/i;
const passiveRoles =
  /patch|panel|\bpdu\b|\bups\b|power|cable|shelf|blank|kvm|rack|console server|monitor|printer|camera|phone/i;

function ledgerOfRole(role: string, type: string, isVirtualMachine: boolean): LedgerName | null {
  if (isVirtualMachine) return "servers";
  if (plantRoles.test(role) && !/wireless|wlan|domain|disk|storage/i.test(role)) return "plant_equipment";
  const kind = kindOf(role, type);
  if (kind === "computer") return "devices";
  if (kind === "server" || kind === "network") return "servers";
  return passiveRoles.test(role) || kind === "other" ? null : "servers";
}

function deviceOf(
  row: number,
  raw: Record<string, unknown>,
  get: (name: string) => string,
  isVirtualMachine: boolean,
): Said {
  const role = get("role");
  const type = get("device_type");
  const ledger = ledgerOfRole(role, type, isVirtualMachine);
  const into = gather(ledger ?? "servers");
  set(into, "serial", get("serial"));
  set(into, "assetTag", get("asset_tag"));
  if (/^\S+$/.test(get("name"))) set(into, "hostname", get("name"));
  set(into, "address", get("primary_ip").replace(/\/\d+$/, ""));
  set(into, "manufacturer", get("manufacturer"));
  set(into, "model", type);
  put(into, "form", formOf(role) ?? formOf(type));
  system(into, get("platform"));
  set(
    into,
    "location",
    [get("site"), get("location"), get("rack")].filter((part) => part !== "").join(" / "),
  );
  set(into, "purpose", [role, get("description")].filter((part) => part !== "").join(": "));
  set(into, "note", get("comments"));
  put(into, "isVirtual", isVirtualMachine);
  const text = get("status");
  const state = text === "" ? "in_use" : stateOf(text);
  if (state === null) complain(into, "not_understood", "state", text);
  return said(
    {
      row,
      id: get("id"),
      isTagOfAll: true,
      name: get("name") || get("asset_tag"),
      belongsTo: get("tenant"),
      person: get("owner"),
      state: state ?? "in_use",
      ...(ledger === null ? { refused: { code: "not_a_ledger_thing", value: role } } : {}),
      raw,
    },
    into,
  );
}

function system(into: Gathered, platform: string): void {
  put(into, "os", osOf(platform) ?? (platform === "" ? null : "other"));
  set(into, "osVersion", platform);
}
