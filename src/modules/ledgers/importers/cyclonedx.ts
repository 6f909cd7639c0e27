// CycloneDX 1.4 to 1.7 as JSON or XML: a list of hardware (devices, firmware, systems) is a product's components, a list of services
// a view of cloud services with the data that goes through them. Libraries and files are no things of a ledger.
import { bomInXml } from "./cyclonedx-xml.ts";
import type { Importer, Said } from "./importer.ts";
import { SourceError } from "./importer.ts";
import { openJson, valueAt } from "./json.ts";
import { at, isObject, type JsonObject, listAt, textAt } from "./json-values.ts";
import { jsonHead } from "./looks.ts";
import { momentIn } from "./days.ts";
import { headText, opened, openedHead } from "./opened.ts";
import { bounded } from "./raw.ts";
import { said } from "./said.ts";
import { asText, complain, gather, put, set } from "./values.ts";

const hardware = new Set(["device", "firmware", "operating-system", "device-driver"]);
const mostDepth = 20;

export const cyclonedx: Importer = {
  kind: "cyclonedx",
  ledgers: ["product_components", "cloud_services"],
  sees: false,
  recognise(head) {
    const { bytes, isWorkbook } = openedHead(head);
    if (!isWorkbook && /<(?:\w+:)?bom\s[^>]*cyclonedx\.org\/schema\/bom/i.test(headText(bytes))) return 0.99;
    const text = jsonHead(head);
    return /"bomFormat"\s*:\s*"CycloneDX"/i.test(text)
      ? 0.99
      : /cyclonedx/i.test(text.slice(0, 2_000))
        ? 0.7
        : 0;
  },
  async read(bytes) {
    const bom = await bomIn(bytes);
    if (!isObject(bom) || !/^cyclonedx$/i.test(textAt(bom, "bomFormat")))
      throw new SourceError("other_format");
    const timestamp = momentIn(textAt(bom, "metadata", "timestamp"), null);
    return {
      extent: "whole",
      capturedAt: typeof timestamp === "object" ? timestamp.at : null,
      rows: rowsOf(bom),
    };
  },
};

async function bomIn(given: Uint8Array): Promise<unknown> {
  const bytes = await opened(given);
  if (/^\s*</.test(headText(bytes.subarray(0, 1_024)))) return await bomInXml(bytes);
  const json = await openJson(bytes);
  return valueAt(json, json.root);
}

/** What the whole list is about. */
type Subject = { name: string; version: string; supplier: string };

async function* rowsOf(bom: JsonObject): AsyncGenerator<Said> {
  const about = at(bom, "metadata", "component");
  const subject: Subject = {
    // The list's own number is another in each file: as part of a key it would make all things new each time.
    name: textAt(about, "name"),
    version: textAt(about, "version"),
    supplier:
      supplierOf(about) ||
      textAt(bom, "metadata", "supplier", "name") ||
      textAt(bom, "metadata", "manufacture", "name"),
  };
  let [row, told] = [0, 0];
  const counted = <T>(one: T): T => {
    told += 1;
    return one;
  };
  // The product itself, where it is hardware: this file is its list of components.
  if (isObject(about) && hardware.has(textAt(about, "type")))
    yield counted(componentOf(1, { ...about, components: listAt(bom, "components") }, subject));
  for (const component of nested(bom, "components", 0)) {
    row += 1;
    if (hardware.has(textAt(component, "type"))) yield counted(componentOf(row, component, subject));
  }
  for (const service of nested(bom, "services", 0)) {
    row += 1;
    yield counted(serviceOf(row, service, subject));
  }
  // Libraries and models alone: whoever hands them in has to know why nothing came of it.
  if (row > 0 && told === 0) throw new SourceError("not_a_ledger_thing");
}

/** Each with those within it, the outer first. */
function* nested(from: unknown, name: string, depth: number): Generator<JsonObject> {
  if (depth > mostDepth) return;
  for (const one of listAt(from, name)) {
    if (!isObject(one)) continue;
    yield one;
    yield* nested(one, name, depth + 1);
  }
}

const supplierOf = (one: unknown) =>
  textAt(one, "supplier", "name") || textAt(one, "manufacturer", "name") || textAt(one, "publisher");

/** Without what stands within it, which is told in rows of its own. */
const own = (one: JsonObject) =>
  bounded(
    Object.fromEntries(Object.entries(one).filter(([key]) => key !== "components" && key !== "services")),
  );

const propertiesOf = (one: JsonObject) =>
  new Map(
    listAt(one, "properties").map((property) => [
      textAt(property, "name").toLowerCase(),
      textAt(property, "value"),
    ]),
  );

function componentOf(row: number, component: JsonObject, subject: Subject): Said {
  const into = gather("product_components");
  const properties = propertiesOf(component);
  const property = (name: string) => properties.get(`cdx:device:${name}`) ?? "";
  const name = textAt(component, "name");
  const type = textAt(component, "type");
  set(into, "product", subject.name);
  set(into, "productType", subject.version);
  set(into, "supplier", supplierOf(component));
  set(
    into,
    "partNumber",
    property("sku") ||
      property("partnumber") ||
      property("gs1:gtin-14") ||
      property("gs1:gtin-13") ||
      property("gs1:gtin-12") ||
      (type === "device" ? name : ""),
  );
  set(into, "softwareVersion", textAt(component, "version"));
  set(into, "ecu", property("function"));
  set(into, "interfaces", property("interfaces") || property("interface"));
  set(into, "rxswin", properties.get("rxswin") ?? properties.get("cdx:rxswin") ?? "");
  put(into, "hasComponentList", listAt(component, "components").length > 0 || hasBom(component));
  set(into, "note", noteOf(component, type, property));
  const group = textAt(component, "group");
  return said(
    {
      row,
      id: keyOf(component, subject),
      name: group === "" ? name : `${group}/${name}`,
      belongsTo: null,
      raw: own(component),
    },
    into,
  );
}

/**
 * References name things within one list only, and some tools make them up anew each time: those are passed over for the name
 * and version.
 */
function keyOf(one: JsonObject, subject: Subject): string {
  const reference = textAt(one, "bom-ref");
  const isMadeUp =
    reference === "" || /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(reference);
  const named = [textAt(one, "group"), textAt(one, "name"), textAt(one, "version")]
    .filter((part) => part !== "")
    .join("/");
  const own = isMadeUp ? named : reference;
  return own === "" ? "" : [subject.name, own].filter((part) => part !== "").join("|");
}

const hasBom = (component: JsonObject) =>
  listAt(component, "externalReferences").some((one) => textAt(one, "type") === "bom");

function noteOf(component: JsonObject, type: string, property: (name: string) => string): string {
  const parts = [
    type === "device" ? property("devicetype") : type,
    textAt(component, "description"),
    property("quantity") && `× ${property("quantity")}`,
    property("location"),
    property("serialnumber") && `S/N ${property("serialnumber")}`,
    property("macaddress") && `MAC ${property("macaddress")}`,
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** PII, PHI, PIFI: the words of the CycloneDX guides; others are kept only where they are ours. */
function serviceOf(row: number, service: JsonObject, subject: Subject): Said {
  const into = gather("cloud_services");
  const name = textAt(service, "name");
  const endpoints = listAt(service, "endpoints").map(asText).filter(Boolean);
  set(into, "provider", textAt(service, "provider", "name"));
  set(into, "url", endpoints[0] ?? asText(listAt(service, "provider", "url")[0]));
  set(into, "purpose", textAt(service, "description"));
  const classes = listAt(service, "data").map((one) => textAt(one, "classification") || textAt(one, "name"));
  if (classes.length > 0) set(into, "dataClasses", [...new Set(classes)]);
  const crosses = at(service, "x-trust-boundary");
  if (typeof crosses === "boolean") put(into, "crossesBoundary", crosses);
  const isAuthenticated = at(service, "authenticated");
  const flows = [
    ...new Set(
      listAt(service, "data")
        .map((one) => textAt(one, "flow"))
        .filter(Boolean),
    ),
  ];
  const note = [
    typeof isAuthenticated === "boolean" ? `authenticated: ${isAuthenticated}` : "",
    flows.length > 0 ? `flow: ${flows.join(", ")}` : "",
    textAt(service, "trustZone") && `trust zone: ${textAt(service, "trustZone")}`,
    textAt(service, "version") && `version: ${textAt(service, "version")}`,
    ...endpoints.slice(1, 20),
  ];
  set(into, "note", note.filter((part) => part !== "").join("\n"));
  if (name === "") complain(into, "no_name");
  return said(
    {
      row,
      id: name === "" ? textAt(service, "bom-ref") : keyOf(service, subject),
      name,
      belongsTo: null,
      raw: own(service),
    },
    into,
  );
}
