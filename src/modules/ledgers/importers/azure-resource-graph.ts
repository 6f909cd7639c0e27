// Azure Resource Graph: the answer of its interface (a list of objects, or columns and rows as it once was), or the portal's
// CSV, whose columns are those that somebody projected, often in capitals. A cut answer is not the whole.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import { type CloudThing, cloudValues, isPrivateAddress, ownerOf } from "./cloud-things.ts";
import type { Importer, Said } from "./importer.ts";
import { openItems } from "./items.ts";
import { isObject, type JsonObject, listAt, lowered, textAt, unwrapped } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, openedHead } from "./opened.ts";
import { isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { labelsIn, needsOneOf, openTable, type Table } from "./table.ts";
import { osOf } from "./things.ts";
import { asText, put, set } from "./values.ts";
import { of } from "./word-lists.ts";

const columns: Synonyms = {
  id: ["resource id", "resourceid", "リソース id", "资源 id"],
  name: ["名前", "名称"],
  type: ["resource type", "resourcetype", "種類", "类型"],
  tenantid: [],
  kind: [],
  location: ["region", "場所", "位置"],
  resourcegroup: ["resource group", "リソース グループ", "资源组"],
  subscriptionid: ["subscription id", "サブスクリプション id", "订阅 id"],
  subscription: ["subscription name", "subscriptiondisplayname", "サブスクリプション", "订阅"],
  sku: [],
  properties: [],
  tags: ["タグ", "标记"],
};
const lists = ["data", "responses.200.body.data", "data.rows", "responses.200.body.data.rows", "value"];

export const azureResourceGraph: Importer = {
  kind: "azure_resource_graph",
  ledgers: ["servers", "internet_exits", "cloud_services"],
  sees: true,
  recognise(head) {
    const json = jsonHead(head);
    if (json !== "") {
      if (!/\/subscriptions\/|subscriptionId/i.test(json) || !/microsoft\.[a-z]+\//i.test(json)) return 0;
      return looksLikeJson(head, {
        some: ["resultTruncated", "totalRecords", "$skipToken", "subscriptionId", "resourceGroup"],
        most: 0.96,
      });
    }
    const { bytes, isWorkbook } = openedHead(head);
    if (isWorkbook) return 0;
    const text = headText(bytes);
    const known = labelsIn(text, columns);
    if (known.has("type") && /microsoft\.[a-z]+\/[a-z]/i.test(text))
      return Math.min(0.95, 0.6 + known.size / 20);
    return known.has("type") && known.has("resourcegroup") && known.has("subscription") ? 0.8 : 0;
  },
  async read(bytes, choices) {
    if (jsonHead(bytes.subarray(0, 65_536)) === "") {
      const table = needsOneOf(await openTable(bytes, columns, choices), ["id", "name"]);
      return { extent: "whole", capturedAt: null, rows: tableRows(table) };
    }
    const items = await openItems(bytes, lists);
    // As it once answered: the names of the columns beside rows of cells.
    const names = listAt(items.pages[0], "columns").map((column) => textAt(column, "name"));
    const named = (value: JsonObject) =>
      names.length === 0 ? value : Object.fromEntries(names.map((name, place) => [name, value[place]]));
    return {
      extent: isPartial(items) ? "changes" : "whole",
      capturedAt: null,
      rows: itemsSaid(items, "servers", (row, value, raw) => resourceOf(row, lowered(named(value)), raw)),
    };
  },
};

async function* tableRows(table: Table): AsyncGenerator<Said> {
  for await (const { row, raw, get } of table.rows()) {
    const resource = Object.fromEntries(
      [...table.columns.keys()].map((name) => [name, unwrapped(get(name))]),
    );
    const made = resourceOf(row, resource, raw);
    if (made) yield made;
  }
}

const kinds: Record<string, CloudThing> = {
  "microsoft.compute/virtualmachines": { ledger: "servers", what: "virtual machine" },
  "microsoft.classiccompute/virtualmachines": { ledger: "servers", what: "virtual machine" },
  "microsoft.compute/virtualmachinescalesets": { ledger: "servers", what: "scale set" },
  "microsoft.hybridcompute/machines": { ledger: "servers", what: "Arc machine" },
  "microsoft.sql/servers": { ledger: "servers", what: "SQL server" },
  "microsoft.sql/managedinstances": { ledger: "servers", what: "SQL managed instance" },
  "microsoft.dbforpostgresql/flexibleservers": { ledger: "servers", what: "PostgreSQL server" },
  "microsoft.dbforpostgresql/servers": { ledger: "servers", what: "PostgreSQL server" },
  "microsoft.dbformysql/flexibleservers": { ledger: "servers", what: "MySQL server" },
  "microsoft.dbformysql/servers": { ledger: "servers", what: "MySQL server" },
  "microsoft.containerservice/managedclusters": { ledger: "servers", what: "AKS cluster" },
  "microsoft.network/publicipaddresses": { ledger: "internet_exits", what: "public IP address" },
  "microsoft.network/applicationgateways": { ledger: "internet_exits", what: "application gateway" },
  "microsoft.network/azurefirewalls": { ledger: "internet_exits", what: "firewall" },
  "microsoft.network/virtualnetworkgateways": { ledger: "internet_exits", what: "VPN gateway" },
  "microsoft.network/bastionhosts": { ledger: "internet_exits", what: "bastion" },
  "microsoft.network/natgateways": { ledger: "internet_exits", what: "NAT gateway" },
  "microsoft.network/frontdoors": { ledger: "internet_exits", what: "Front Door" },
  "microsoft.network/dnszones": { ledger: "internet_exits", what: "DNS zone" },
  "microsoft.cdn/profiles": { ledger: "internet_exits", what: "CDN" },
  "microsoft.apimanagement/service": { ledger: "internet_exits", what: "API Management" },
  "microsoft.web/sites": { ledger: "cloud_services", what: "App Service" },
  "microsoft.web/staticsites": { ledger: "cloud_services", what: "static web app" },
  "microsoft.storage/storageaccounts": { ledger: "cloud_services", what: "storage account" },
  "microsoft.keyvault/vaults": { ledger: "cloud_services", what: "key vault" },
  "microsoft.documentdb/databaseaccounts": { ledger: "cloud_services", what: "Cosmos DB" },
  "microsoft.cognitiveservices/accounts": { ledger: "cloud_services", what: "AI service" },
  "microsoft.search/searchservices": { ledger: "cloud_services", what: "AI Search" },
};

/** The portal's list of all resources calls types as it shows them. */
const typesByLabel = new Map(
  of(`virtual machine=microsoft.compute/virtualmachines|仮想マシン=microsoft.compute/virtualmachines|虚拟机=microsoft.compute/virtualmachines
    virtual machine scale set=microsoft.compute/virtualmachinescalesets|machine - azure arc=microsoft.hybridcompute/machines
    sql server=microsoft.sql/servers|sql managed instance=microsoft.sql/managedinstances|kubernetes service=microsoft.containerservice/managedclusters
    public ip address=microsoft.network/publicipaddresses|パブリック ip アドレス=microsoft.network/publicipaddresses|公共 ip 地址=microsoft.network/publicipaddresses
    application gateway=microsoft.network/applicationgateways|firewall=microsoft.network/azurefirewalls
    virtual network gateway=microsoft.network/virtualnetworkgateways|bastion=microsoft.network/bastionhosts|nat gateway=microsoft.network/natgateways
    dns zone=microsoft.network/dnszones|app service=microsoft.web/sites|web app=microsoft.web/sites|function app=microsoft.web/sites
    storage account=microsoft.storage/storageaccounts|ストレージ アカウント=microsoft.storage/storageaccounts|存储帐户=microsoft.storage/storageaccounts
    key vault=microsoft.keyvault/vaults|azure cosmos db account=microsoft.documentdb/databaseaccounts`).map(
    (pair) => pair.split("=") as [string, string],
  ),
);

/** Interfaces, disks, networks and the like are parts of things: passed over. */
function resourceOf(row: number, resource: JsonObject, raw: Record<string, unknown>): Said | null {
  const id = textAt(resource, "id");
  const said = textAt(resource, "type").toLowerCase();
  const type = (typesByLabel.get(said) ?? (said || typeIn(id))).toLowerCase();
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!kind && (type !== "" || id !== "")) return null;
  return spoken(row, resource, { id, type, kind: kind ?? { ledger: "servers", what: "" } }, raw);
}

/** `/subscriptions/…/providers/Microsoft.Compute/virtualMachines/vm1` names its own type. */
const typeIn = (id: string) => /\/providers\/([^/]+\/[^/]+)\/[^/]+$/i.exec(id)?.[1] ?? "";
const subscriptionIn = (id: string) => /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? "";

function spoken(
  row: number,
  resource: JsonObject,
  { id, type, kind }: { id: string; type: string; kind: CloudThing },
  raw: Record<string, unknown>,
): Said {
  const properties = unwrapped(resource["properties"]);
  const subscription =
    textAt(resource, "subscriptionid") || subscriptionIn(id) || textAt(resource, "subscription");
  const tags = tagsOf(resource);
  const isElsewhere = type.startsWith("microsoft.hybridcompute/");
  const into = cloudValues(kind.ledger as LedgerName, {
    isElsewhere,
    provider: "Azure",
    account: subscription,
    region: textAt(resource, "location"),
    resourceId: id,
    what: kind.what,
    address: addressOf(properties),
    isPublic: publicOf(properties),
  });
  put(into, "exitKind", exitKindOf(type));
  if (/virtualmachines$|scalesets$/.test(type)) put(into, "isVirtual", true);
  systemOf(into, properties, type);
  set(
    into,
    "hostname",
    textAt(properties, "osProfile", "computerName") ||
      textAt(properties, "extended", "instanceView", "computerName") ||
      textAt(properties, "machineFqdn") ||
      textAt(properties, "dnsFqdn") ||
      (isElsewhere ? textAt(properties, "displayName") : ""),
  );
  set(into, "serial", textAt(properties, "detectedProperties", "serialNumber"));
  set(into, "manufacturer", textAt(properties, "detectedProperties", "manufacturer"));
  set(into, "model", textAt(properties, "detectedProperties", "model"));
  const url =
    textAt(properties, "defaultHostName") ||
    textAt(properties, "vaultUri") ||
    textAt(properties, "primaryEndpoints", "blob");
  set(into, "url", url !== "" && !url.includes("://") ? `https://${url}` : url);
  const power = textAt(properties, "extended", "instanceView", "powerState", "code");
  return said(
    {
      row,
      // Azure writes the same id in different case in different places.
      id: id.toLowerCase(),
      name: textAt(resource, "name"),
      belongsTo: subscription,
      person: ownerOf(tags),
      seenAt: isElsewhere ? lastSeen(properties) : null,
      state: /deallocated|stopped/i.test(power) ? "stored" : "in_use",
      raw,
    },
    into,
  );
}

function tagsOf(resource: JsonObject): Record<string, string> {
  const tags = unwrapped(resource["tags"]);
  if (!isObject(tags)) return {};
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (key === "__proto__" ? [] : [[key, asText(value)]])),
  );
}

const addressOf = (properties: unknown) =>
  textAt(properties, "ipAddress") ||
  textAt(properties, "fullyQualifiedDomainName") ||
  textAt(properties, "defaultHostName") ||
  textAt(properties, "gatewayUrl") ||
  textAt(listAt(properties, "publicIPAddresses")[0], "ipAddress");

function publicOf(properties: unknown): boolean | null {
  const said =
    textAt(properties, "publicNetworkAccess") || textAt(properties, "network", "publicNetworkAccess");
  if (/^enabled$/i.test(said)) return true;
  if (/^disabled$/i.test(said)) return false;
  const address = textAt(properties, "ipAddress");
  return address === "" ? null : !isPrivateAddress(address);
}

/** A machine of Arc that has lost its way to Azure was there until then. */
const lastSeen = (properties: unknown) =>
  /^disconnected$/i.test(textAt(properties, "status")) ? textAt(properties, "lastStatusChange") : "";

function exitKindOf(type: string): string {
  if (/publicipaddresses|natgateways/.test(type)) return "address";
  if (/virtualnetworkgateways/.test(type)) return "vpn";
  if (/bastionhosts/.test(type)) return "remote_desktop";
  if (/dnszones/.test(type)) return "dns";
  return /azurefirewalls/.test(type) ? "line" : "web";
}

function systemOf(into: Parameters<typeof set>[0], properties: unknown, type: string): void {
  const image = [
    textAt(properties, "storageProfile", "imageReference", "offer"),
    textAt(properties, "storageProfile", "imageReference", "sku"),
  ]
    .join(" ")
    .trim();
  const running = ["osName", "osVersion"].map((name) => textAt(properties, "extended", "instanceView", name));
  const name =
    textAt(properties, "osSku") || textAt(properties, "osName") || running.join(" ").trim() || image;
  put(
    into,
    "os",
    osOf(textAt(properties, "storageProfile", "osDisk", "osType") || textAt(properties, "osType") || name),
  );
  set(into, "osVersion", name || (/sql\/servers|dbfor/.test(type) ? textAt(properties, "version") : ""));
}
