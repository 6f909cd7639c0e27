// Fleet's hosts: the CSV of its hosts report (by its heading alone: builds differ, and rows may be wider than it), or the JSON
// of its interface, which alone knows about disk encryption. Source: Fleet's REST API documentation, /hosts and /hosts/report.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import { type Importer, type Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { at, isObject, type JsonObject, listAt, textAt, unwrapped } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, openedHead } from "./opened.ts";
import { isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { labelsIn, needsOneOf, openTable, type Table } from "./table.ts";
import { formOf, isServerKind, isServerSystem, isVirtualModel, osOf } from "./things.ts";
import { isNoUuid } from "./uuids.ts";
import { gather, isNothing, put, set } from "./values.ts";

const columns: Synonyms = {
  id: [],
  uuid: [],
  hostname: [],
  computer_name: ["computername"],
  display_name: ["displayname", "display_text"],
  platform: [],
  platform_like: [],
  os_version: ["osversion"],
  hardware_vendor: ["hardwarevendor"],
  hardware_model: ["hardwaremodel"],
  hardware_serial: ["hardwareserial"],
  primary_ip: ["primaryip"],
  seen_time: ["seentime", "last seen"],
  detail_updated_at: [],
  team_name: ["team", "fleet_name"],
  device_mapping: [],
  disk_encryption_enabled: [],
  osquery_version: [],
  primary_mac: [],
  last_enrolled_at: [],
};

export const fleet: Importer = {
  kind: "fleet",
  ledgers: ["devices", "servers"],
  sees: true,
  recognise(head) {
    if (jsonHead(head) !== "")
      return looksLikeJson(head, {
        some: ["osquery_version", "hardware_serial", "detail_updated_at", "last_enrolled_at", "team_id"],
        most: 0.93,
      });
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0;
    const known = labelsIn(headText(bytes), columns);
    return known.has("osquery_version") || known.has("seen_time") || known.has("hardware_serial")
      ? Math.min(0.95, known.size / 10 + 0.2)
      : 0;
  },
  async read(bytes, choices) {
    if (jsonHead(bytes.subarray(0, 65_536)) === "") {
      const table = needsOneOf(await openTable(bytes, columns, choices), [
        "uuid",
        "hostname",
        "hardware_serial",
      ]);
      return { extent: "whole", capturedAt: null, rows: tableRows(table) };
    }
    const items = await openItems(bytes, ["hosts"]);
    const rows = itemsSaid(items, "devices", (row, value, raw) => {
      // One host alone, and what `fleetctl get hosts` writes, have it within.
      const host = [at(value, "host"), at(value, "spec")].find(isObject) ?? value;
      return hostOf(row, raw, (name) => textAt(host, name), host);
    });
    return { extent: isPartial(items) ? "changes" : "whole", capturedAt: null, rows };
  },
};

async function* tableRows(table: Table): AsyncGenerator<Said> {
  for await (const { row, raw, get } of table.rows()) yield hostOf(row, raw, get, null);
}

function hostOf(
  row: number,
  raw: Record<string, unknown>,
  get: (name: string) => string,
  host: JsonObject | null,
): Said {
  const system = get("os_version");
  const platform = get("platform");
  const model = get("hardware_model");
  const isServer = isServerHost(platform, system, model, get("hardware_vendor"));
  const into = gather(isServer ? "servers" : "devices");
  set(into, "serial", get("hardware_serial"));
  set(into, "hostname", get("hostname") || get("computer_name"));
  set(into, "manufacturer", get("hardware_vendor"));
  set(into, "model", model);
  put(into, "os", osOf(platform) ?? osOf(system) ?? osOf(get("platform_like")));
  set(into, "osVersion", system);
  set(
    into,
    "form",
    formOf(model) ??
      (/^(ios|android)$/i.test(platform) ? "phone" : /^ipados$/i.test(platform) ? "tablet" : ""),
  );
  set(into, "address", get("primary_ip"));
  if (isVirtualModel(`${model} ${get("hardware_vendor")}`)) put(into, "isVirtual", true);
  put(into, "managed", true);
  set(into, "encrypted", get("disk_encryption_enabled"));
  // Fleet has the key of a disk only once it is encrypted; that it has none says nothing.
  if (/^verif(ied|ying)$/.test(textAt(host, "mdm", "os_settings", "disk_encryption", "status")))
    put(into, "encrypted", true);
  const seen = get("seen_time") || get("detail_updated_at");
  set(into, "lastCheckIn", seen);
  const user = userOf(get, host);
  set(into, "userName", user);
  return said(
    {
      row,
      id: isNoUuid(get("uuid")) ? get("id") : get("uuid"),
      name: get("computer_name") || get("display_name") || get("hostname"),
      belongsTo: get("team_name"),
      person: user,
      seenAt: into.values.lastCheckIn ?? seen,
      raw,
    },
    into,
  );
}

/** Machines of a cloud or a rack: their distribution or their hardware says so. A desktop's Debian says nothing of the kind. */
function isServerHost(platform: string, system: string, model: string, vendor: string): boolean {
  if (/^(darwin|ios|ipados|android|chrome)$/i.test(platform)) return false;
  if (isServerSystem(`${system} ${platform}`) || isServerKind(model)) return true;
  return !/windows/i.test(platform) && isVirtualModel(`${model} ${vendor}`);
}

/** Mail addresses that Fleet knows of a host: a list, or the same as a text within the CSV. */
function userOf(get: (name: string) => string, host: JsonObject | null): string {
  const mapping = host ? listAt(host, "device_mapping") : unwrapped(get("device_mapping"));
  const email = Array.isArray(mapping) ? textAt(mapping, 0, "email") : "";
  if (email !== "") return email;
  const endUser = textAt(host, "end_users", 0, "idp_username");
  const said = Array.isArray(mapping) ? "" : get("device_mapping");
  return endUser || (/@/.test(said) && !isNothing(said) ? (said.split(/[,;]/)[0]?.trim() ?? "") : "");
}
