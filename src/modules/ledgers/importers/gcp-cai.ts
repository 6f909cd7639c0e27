// Google Cloud Asset Inventory: exports as lines of JSON, lists of its interface, and histories, in snake or camel case. The
// time of an asset is that of its last change, not when it was last seen.
import type { LedgerName } from "../declared/ledgers.ts";
import { type CloudThing, cloudValues, ownerOf } from "./cloud-things.ts";
import type { Importer, Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { at, firstAt, isObject, type JsonObject, listAt, textAt, unwrapped } from "./json-values.ts";
import { jsonHead } from "./looks.ts";
import { isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { isServerSystem, osOf } from "./things.ts";
import { asText, type Gathered, put, set } from "./values.ts";

export const gcpCai: Importer = {
  kind: "gcp_cai",
  ledgers: ["servers", "internet_exits", "cloud_services"],
  sees: true,
  recognise(head) {
    const text = jsonHead(head);
    return /"(asset_type|assetType)"/.test(text) && /googleapis\.com/.test(text) ? 0.97 : 0;
  },
  async read(bytes) {
    const items = await openItems(bytes, ["assets", "results", "readTimeAssets"]);
    let isHistory = false;
    for await (const item of items.items()) {
      // A history tells of assets with the time in which each was so.
      isHistory = !("broken" in item) && isObject(at(item.value, "asset"));
      break;
    }
    return {
      extent: isHistory || isPartial(items) ? "changes" : "whole",
      capturedAt: null,
      rows: itemsSaid(items, "servers", resourceOf),
    };
  },
};

const kinds: Record<string, CloudThing> = {
  "compute.googleapis.com/Instance": { ledger: "servers", what: "Compute Engine" },
  "sqladmin.googleapis.com/Instance": { ledger: "servers", what: "Cloud SQL" },
  "container.googleapis.com/Cluster": { ledger: "servers", what: "GKE cluster" },
  "alloydb.googleapis.com/Instance": { ledger: "servers", what: "AlloyDB" },
  "redis.googleapis.com/Instance": { ledger: "servers", what: "Memorystore" },
  "compute.googleapis.com/Address": { ledger: "internet_exits", what: "address" },
  "compute.googleapis.com/GlobalAddress": { ledger: "internet_exits", what: "address" },
  "compute.googleapis.com/ForwardingRule": { ledger: "internet_exits", what: "forwarding rule" },
  "compute.googleapis.com/GlobalForwardingRule": { ledger: "internet_exits", what: "forwarding rule" },
  "compute.googleapis.com/VpnGateway": { ledger: "internet_exits", what: "VPN gateway" },
  "compute.googleapis.com/TargetVpnGateway": { ledger: "internet_exits", what: "VPN gateway" },
  "dns.googleapis.com/ManagedZone": { ledger: "internet_exits", what: "DNS zone" },
  "run.googleapis.com/Service": { ledger: "cloud_services", what: "Cloud Run" },
  "storage.googleapis.com/Bucket": { ledger: "cloud_services", what: "Cloud Storage" },
  "bigquery.googleapis.com/Dataset": { ledger: "cloud_services", what: "BigQuery" },
  "appengine.googleapis.com/Application": { ledger: "cloud_services", what: "App Engine" },
  "cloudfunctions.googleapis.com/Function": { ledger: "cloud_services", what: "Cloud Functions" },
  "cloudfunctions.googleapis.com/CloudFunction": { ledger: "cloud_services", what: "Cloud Functions" },
};

function resourceOf(row: number, value: JsonObject, raw: Record<string, unknown>): Said | null {
  const inner = at(value, "asset");
  const asset = isObject(inner) ? inner : value;
  const type = firstAt(asset, "asset_type", "assetType");
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const data = dataOf(asset);
  if ((!kind && type !== "") || isInternal(type, data)) return null;
  return spoken(row, value, { asset, data, type, kind: kind ?? { ledger: "servers", what: "" } }, raw);
}

/**
 * BigQuery keeps it as a document within a text; a search answers with a few attributes in its stead, which are put where the
 * resource itself has them.
 */
function dataOf(asset: JsonObject): unknown {
  const data = unwrapped(at(asset, "resource", "data"));
  if (isObject(data)) return data;
  const found = at(asset, "additionalAttributes") ?? at(asset, "additional_attributes");
  if (!isObject(found)) return data;
  const [natIP, networkIP] = ["externalIPs", "internalIPs"].map((name) => asText(listAt(found, name)[0]));
  return {
    name: textAt(asset, "displayName"),
    status: textAt(asset, "state"),
    labels: at(asset, "labels"),
    address: textAt(found, "address"),
    networkInterfaces: [{ networkIP, accessConfigs: [{ natIP }] }],
  };
}

/** Addresses and rules of the inside are no way in. */
const isInternal = (type: string, data: unknown) =>
  (type.endsWith("Address") && textAt(data, "addressType") === "INTERNAL") ||
  (type.endsWith("ForwardingRule") && textAt(data, "loadBalancingScheme").startsWith("INTERNAL"));

type About = { asset: JsonObject; data: unknown; type: string; kind: CloudThing };

function spoken(
  row: number,
  value: JsonObject,
  { asset, data, type, kind }: About,
  raw: Record<string, unknown>,
): Said {
  const name = textAt(asset, "name");
  const project = projectOf(name, asset);
  const outside = externalAddressOf(data);
  const labels = labelsOf(data);
  const into = cloudValues(kind.ledger as LedgerName, {
    provider: "Google Cloud",
    account: project,
    region:
      lastPart(
        textAt(data, "zone") || textAt(data, "region") || firstAt(at(asset, "resource"), "location"),
      ) ||
      (/\/(?:zones|regions|locations)\/([^/]+)/.exec(name)?.[1] ?? ""),
    resourceId: name,
    what: kind.what,
    address: outside || internalAddressOf(data),
    isPublic: type === "compute.googleapis.com/Instance" && isObject(data) ? outside !== "" : null,
  });
  put(into, "exitKind", exitKindOf(type));
  if (type.endsWith("Instance")) put(into, "isVirtual", true);
  set(into, "hostname", textAt(data, "hostname") || (kind.ledger === "servers" ? lastPart(name) : ""));
  inventoried(into, at(asset, "os_inventory") ?? at(asset, "osInventory"));
  systemOf(into, data);
  ownFacts(into, type, data);
  return said(
    {
      row,
      id: name,
      name: textAt(data, "name").split("/").at(-1) || lastPart(name),
      belongsTo: project,
      person: ownerOf(labels),
      state: /^(TERMINATED|STOPPED|SUSPENDED)$/.test(textAt(data, "status")) ? "stored" : "in_use",
      isGone: at(value, "deleted") === true,
      raw,
    },
    into,
  );
}

function ownFacts(into: Gathered, type: string, data: unknown): void {
  set(
    into,
    "url",
    textAt(data, "status", "url") || textAt(data, "url") || textAt(data, "httpsTrigger", "url"),
  );
  const isBackedUp = at(data, "settings", "backupConfiguration", "enabled");
  if (type.startsWith("sqladmin") && typeof isBackedUp === "boolean") put(into, "backedUp", isBackedUp);
}

const lastPart = (path: string) => path.split("/").at(-1) ?? "";

/** The project's id in the name; else its number among the ancestors. */
const projectOf = (name: string, asset: JsonObject) =>
  /\/projects\/([^/]+)/.exec(name)?.[1] ??
  listAt(asset, "ancestors")
    .map((one) => asText(one))
    .find((one) => one.startsWith("projects/"))
    ?.slice(9) ??
  lastPart(textAt(asset, "resource", "parent"));

function labelsOf(data: unknown): Record<string, string> {
  const labels = at(data, "labels");
  if (!isObject(labels)) return {};
  return Object.fromEntries(
    Object.keys(labels).flatMap((key) => (key === "__proto__" ? [] : [[key, textAt(labels, key)]])),
  );
}

/** Exports of the interface write natIP and networkIP, older ones externalIp and ipAddress. */
function externalAddressOf(data: unknown): string {
  for (const network of interfacesOf(data))
    for (const access of [...listAt(network, "accessConfigs"), ...listAt(network, "accessConfig")]) {
      const address = firstAt(access, "natIP", "natIp", "externalIp", "externalIpv6");
      if (address !== "") return address;
    }
  const primary =
    listAt(data, "ipAddresses").find((one) => /PRIMARY/.test(textAt(one, "type"))) ??
    listAt(data, "ipAddresses")[0];
  return firstAt(data, "address", "IPAddress") || textAt(primary, "ipAddress");
}

const interfacesOf = (data: unknown) => [
  ...listAt(data, "networkInterfaces"),
  ...listAt(data, "networkInterface"),
];

const internalAddressOf = (data: unknown) =>
  firstAt(interfacesOf(data)[0], "networkIP", "networkIp", "ipAddress");

function exitKindOf(type: string): string {
  if (type.endsWith("Address")) return "address";
  if (/Vpn/.test(type)) return "vpn";
  return type.startsWith("dns") ? "dns" : "web";
}

/** What the agent within the machine says of its system goes before what its disk was made from. */
function inventoried(into: Gathered, inventory: unknown): void {
  const info = at(inventory, "os_info") ?? at(inventory, "osInfo");
  const name = firstAt(info, "long_name", "longName") || firstAt(info, "short_name", "shortName");
  put(into, "os", osOf(name));
  set(into, "osVersion", name);
}

/** The licence of the boot disk names the system. */
function systemOf(into: Gathered, data: unknown): void {
  const disks = [...listAt(data, "disks"), ...listAt(data, "disk")];
  const boot = disks.find((disk) => at(disk, "boot") === true) ?? disks[0];
  const licence = lastPart(asText([...listAt(boot, "licenses"), ...listAt(boot, "license")][0]));
  put(into, "os", osOf(licence.replaceAll("-", " ")) ?? (isServerSystem(licence) ? "windows" : null));
  set(into, "osVersion", licence || textAt(data, "databaseVersion") || textAt(data, "currentMasterVersion"));
}
