// AWS Config: snapshots and histories as they lie in S3 (.json.gz), and the lists of its interface, whose spelling differs and
// whose configuration is a document within a text; notices of one change, and what a query answers (JSON, CSV). Each item is one version of one resource: of several the latest counts.
import type { Synonyms } from "#modules/organization/importing/spelling.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import { type CloudThing, cloudValues, isPrivateAddress, ownerOf } from "./cloud-things.ts";
import type { Importer, Said } from "./importer.ts";
import { type Items, openItems } from "./items.ts";
import { at, firstAt, isObject, type JsonObject, listAt, textAt, unwrapped } from "./json-values.ts";
import { jsonHead, looksLikeJson } from "./looks.ts";
import { headText, openedHead } from "./opened.ts";
import { isPartial, itemsSaid } from "./paged.ts";
import { said } from "./said.ts";
import { labelsIn, needsOneOf, openTable, type Table } from "./table.ts";
import { isServerSystem, osOf } from "./things.ts";
import { type Gathered, put, set } from "./values.ts";

const lists = [
  "configurationItems",
  "baseConfigurationItems",
  "ConfigurationItems",
  "configurationItem",
  "Results",
];
const times = ["configurationItemCaptureTime", "configurationItemCaptureDate"];

export const awsConfig: Importer = {
  kind: "aws_config",
  ledgers: ["servers", "internet_exits", "cloud_services"],
  sees: true,
  recognise(head) {
    const json = jsonHead(head);
    if (json === "") return looksLikeQuery(head);
    if (/"Results"/.test(json) && /"resource(Id|Type)\\?"/.test(json)) return 0.9;
    return looksLikeJson(head, {
      some: [
        "configurationItems",
        "configurationItemStatus",
        "configurationItemCaptureTime",
        "configSnapshotId",
        "baseConfigurationItems",
        "configurationItemVersion",
      ],
      most: 0.97,
    });
  },
  async read(bytes, choices) {
    if (jsonHead(bytes.subarray(0, 65_536)) === "") {
      const table = needsOneOf(await openTable(bytes, columns, choices), ["resourceId", "arn"]);
      return { extent: "changes", capturedAt: null, rows: tableRows(table) };
    }
    const items = await openItems(bytes, lists);
    // A snapshot names itself, a history does not; it tells of changed resources alone.
    const isSnapshot = items.pages.some((page) => firstAt(page, "configSnapshotId", "requestId") !== "");
    const latest = await latestOf(items);
    const rows = itemsSaid(items, "servers", (row, value, raw) => {
      const item = itemIn(value);
      return latest.get(keyOf(item)) === row || keyOf(item) === ""
        ? resourceOf(row, item, { raw, isSnapshot })
        : null;
    });
    return { extent: isSnapshot && !isPartial(items) ? "whole" : "changes", capturedAt: null, rows };
  },
};

const columns: Synonyms = {
  resourceId: [],
  resourceType: [],
  arn: [],
  accountId: [],
  awsRegion: [],
  resourceName: [],
};

function looksLikeQuery(head: Uint8Array): number {
  const { bytes, isWorkbook } = openedHead(head);
  const text = isWorkbook ? "" : headText(bytes);
  return labelsIn(text, columns).has("resourceType") && /AWS::[A-Za-z0-9]+::/.test(text) ? 0.9 : 0;
}

/** A query's columns are called after the places of what it asked for: `configuration.state.name`. */
async function* tableRows(table: Table): AsyncGenerator<Said> {
  for await (const { row, raw, labelled } of table.rows()) {
    const item: JsonObject = {};
    for (const label of table.labels)
      if (label !== "" && labelled(label) !== "") putAt(item, label.split("."), unwrapped(labelled(label)));
    const made = resourceOf(row, item, { raw, isSnapshot: true });
    if (made) yield made;
  }
}

function putAt(into: JsonObject, [name = "", ...rest]: string[], value: unknown): void {
  if (name === "__proto__") return;
  if (rest.length === 0) into[name] = value;
  else {
    const here = Object.hasOwn(into, name) && isObject(into[name]) ? into[name] : {};
    into[name] = here;
    putAt(here, rest, value);
  }
}

/** A notice of one change has its item within. */
function itemIn(value: JsonObject): JsonObject {
  const inner = at(value, "configurationItem") ?? at(value, "detail", "configurationItem");
  return isObject(inner) ? inner : value;
}

/** Of what every item has: deleted ones may come without their ARN. */
function keyOf(item: JsonObject): string {
  const own = [
    firstAt(item, "awsAccountId", "accountId"),
    firstAt(item, "awsRegion", "region"),
    textAt(item, "resourceType"),
    textAt(item, "resourceId"),
  ];
  return textAt(item, "resourceId") === ""
    ? firstAt(item, "ARN", "arn")
    : own.filter((part) => part !== "").join("/");
}

/** The row of the latest version of each resource. */
async function latestOf(items: Items): Promise<Map<string, number>> {
  const found = new Map<string, { row: number; time: string }>();
  for await (const item of items.items()) {
    if ("broken" in item) continue;
    const key = keyOf(itemIn(item.value));
    const time = firstAt(itemIn(item.value), ...times);
    const known = found.get(key);
    if (key !== "" && (!known || time >= known.time)) found.set(key, { row: item.row, time });
  }
  return new Map([...found].map(([key, { row }]) => [key, row]));
}

const kinds: Record<string, CloudThing> = {
  "AWS::EC2::Instance": { ledger: "servers", what: "EC2 instance" },
  "AWS::RDS::DBInstance": { ledger: "servers", what: "RDS database" },
  "AWS::RDS::DBCluster": { ledger: "servers", what: "RDS cluster" },
  "AWS::Redshift::Cluster": { ledger: "servers", what: "Redshift cluster" },
  "AWS::Lightsail::Instance": { ledger: "servers", what: "Lightsail instance" },
  "AWS::WorkSpaces::Workspace": { ledger: "servers", what: "WorkSpace" },
  "AWS::EKS::Cluster": { ledger: "servers", what: "EKS cluster" },
  "AWS::ECS::Cluster": { ledger: "servers", what: "ECS cluster" },
  "AWS::ElasticLoadBalancingV2::LoadBalancer": { ledger: "internet_exits", what: "load balancer" },
  "AWS::ElasticLoadBalancing::LoadBalancer": { ledger: "internet_exits", what: "load balancer" },
  "AWS::EC2::EIP": { ledger: "internet_exits", what: "Elastic IP" },
  "AWS::EC2::InternetGateway": { ledger: "internet_exits", what: "internet gateway" },
  "AWS::EC2::NatGateway": { ledger: "internet_exits", what: "NAT gateway" },
  "AWS::EC2::VPNConnection": { ledger: "internet_exits", what: "VPN connection" },
  "AWS::EC2::ClientVpnEndpoint": { ledger: "internet_exits", what: "client VPN endpoint" },
  "AWS::CloudFront::Distribution": { ledger: "internet_exits", what: "CloudFront distribution" },
  "AWS::ApiGateway::RestApi": { ledger: "internet_exits", what: "API Gateway" },
  "AWS::ApiGatewayV2::Api": { ledger: "internet_exits", what: "API Gateway" },
  "AWS::Route53::HostedZone": { ledger: "internet_exits", what: "Route 53 zone" },
  "AWS::S3::Bucket": { ledger: "cloud_services", what: "S3 bucket" },
  "AWS::DynamoDB::Table": { ledger: "cloud_services", what: "DynamoDB table" },
  "AWS::EFS::FileSystem": { ledger: "cloud_services", what: "EFS file system" },
  "AWS::Lambda::Function": { ledger: "cloud_services", what: "Lambda function" },
  "AWS::OpenSearch::Domain": { ledger: "cloud_services", what: "OpenSearch domain" },
  "AWS::Elasticsearch::Domain": { ledger: "cloud_services", what: "Elasticsearch domain" },
};

/** Volumes, roles, subnets and the like are parts of things, no things of a ledger: passed over, as thousands of them come along. */
function resourceOf(row: number, item: JsonObject, as: As): Said | null {
  const type = textAt(item, "resourceType");
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (!kind && type !== "") return null;
  const configuration = unwrapped(at(item, "configuration"));
  const ledger = kind && isInternal(type, configuration) ? "servers" : (kind?.ledger ?? "servers");
  return spoken(row, item, { configuration, ledger, type, what: kind?.what ?? "" }, as);
}

/** A load balancer without a public scheme is a server of its own network. */
const isInternal = (type: string, configuration: unknown) =>
  type.endsWith("LoadBalancer") && textAt(configuration, "scheme").toLowerCase() === "internal";

type As = { raw: Record<string, unknown>; isSnapshot: boolean };
type About = { configuration: unknown; ledger: LedgerName; type: string; what: string };

function spoken(
  row: number,
  item: JsonObject,
  { configuration, ledger, type, what }: About,
  { raw, isSnapshot }: As,
): Said {
  const account = firstAt(item, "awsAccountId", "accountId");
  const tags = tagsOf(item, configuration);
  const publicAddress = publicAddressOf(configuration);
  const status = textAt(item, "configurationItemStatus");
  const into = cloudValues(ledger, {
    provider: "AWS",
    account,
    region: firstAt(item, "awsRegion", "region", "availabilityZone", "availibilityZone"),
    resourceId: firstAt(item, "ARN", "arn", "resourceId"),
    what,
    address: publicAddress || addressOf(configuration),
    isPublic: isPublic(type, configuration, publicAddress, status !== ""),
  });
  put(into, "exitKind", exitKindOf(type));
  if (/Instance$|Workspace$|Cluster$/.test(type)) put(into, "isVirtual", true);
  set(into, "hostname", hostnameOf(configuration));
  systemOf(into, type, configuration, status !== "");
  if (type.startsWith("AWS::RDS") && textAt(configuration, "backupRetentionPeriod") !== "")
    put(into, "backedUp", Number(textAt(configuration, "backupRetentionPeriod")) > 0);
  const instanceState = textAt(configuration, "state", "name") || textAt(configuration, "state", "value");
  return said(
    {
      row,
      id: keyOf(item),
      name: tags["Name"] || tags["name"] || textAt(item, "resourceName") || textAt(item, "resourceId"),
      belongsTo: account,
      person: ownerOf(tags),
      state: /^(stopped|stopping)$/.test(instanceState) ? "stored" : "in_use",
      // In a snapshot the time is that of the last change, which may be years ago; in a history the thing was seen then.
      seenAt: isSnapshot ? null : firstAt(item, ...times),
      isGone: status.startsWith("ResourceDeleted") || /^(terminated|shutting-down)$/.test(instanceState),
      raw,
    },
    into,
  );
}

function tagsOf(item: JsonObject, configuration: unknown): Record<string, string> {
  const tags: [string, string][] = [];
  for (const from of [at(item, "tags"), at(configuration, "tags")]) {
    if (isObject(from)) for (const key of Object.keys(from)) tags.push([key, textAt(from, key)]);
    for (const tag of Array.isArray(from) ? from : [])
      tags.push([firstAt(tag, "key", "tagName", "Key"), firstAt(tag, "value", "tagValue", "Value")]);
  }
  return Object.fromEntries(tags.filter(([key, value]) => key !== "__proto__" && value !== "").reverse());
}

function publicAddressOf(configuration: unknown): string {
  const direct = firstAt(configuration, "publicIpAddress", "publicIp", "PublicIp");
  if (direct !== "") return direct;
  const ofInterface = listAt(configuration, "networkInterfaces").map((one) =>
    textAt(one, "association", "publicIp"),
  );
  const ofGateway = listAt(configuration, "natGatewayAddresses").map((one) => textAt(one, "publicIp"));
  return [...ofInterface, ...ofGateway].find((address) => address !== "") ?? "";
}

const addressOf = (configuration: unknown) =>
  firstAt(configuration, "privateIpAddress", "dNSName", "dnsname", "DNSName", "domainName", "dnsName") ||
  textAt(configuration, "endpoint", "address");

const hostnameOf = (configuration: unknown) =>
  firstAt(configuration, "privateDnsName") || textAt(configuration, "endpoint", "address");

/** @param isWhole what a query did not ask for is not there, and says nothing. */
function isPublic(type: string, configuration: unknown, address: string, isWhole: boolean): boolean | null {
  const said = at(configuration, "publiclyAccessible");
  if (typeof said === "boolean") return said;
  const scheme = textAt(configuration, "scheme");
  if (type.endsWith("LoadBalancer")) return isWhole || scheme !== "" ? scheme === "internet-facing" : null;
  return address !== ""
    ? !isPrivateAddress(address)
    : isWhole && type.endsWith("Instance") && isObject(configuration)
      ? false
      : null;
}

function exitKindOf(type: string): string {
  if (/EIP$|NatGateway$/.test(type)) return "address";
  if (/Vpn|VPN/.test(type)) return "vpn";
  if (/Route53/.test(type)) return "dns";
  return type.endsWith("InternetGateway") ? "line" : "web";
}

/** Windows says so by `platform`; whatever says nothing runs a Linux (EC2 interface, DescribeInstances). */
function systemOf(into: Gathered, type: string, configuration: unknown, isWhole: boolean): void {
  if (type === "AWS::EC2::Instance" && isObject(configuration)) {
    const details = firstAt(configuration, "platformDetails", "platform");
    put(into, "os", osOf(details) ?? (isWhole ? "linux" : null));
    if (isServerSystem(details) || details !== "") set(into, "osVersion", details);
  }
  const engine = textAt(configuration, "engine");
  if (engine !== "")
    set(into, "osVersion", [engine, textAt(configuration, "engineVersion")].join(" ").trim());
}
