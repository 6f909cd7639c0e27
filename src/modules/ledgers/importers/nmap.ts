// Nmap's XML: hosts that were up, their addresses, names and open ports. A scan sees what it was pointed at, so what is missing
// from it is missing from nothing. Source: nmap.dtd.
import type { Importer, Reading, Said } from "./importer.ts";
import { SourceError } from "./importer.ts";
import { headText, opened, openedHead } from "./opened.ts";
import { bounded, cutTo } from "./raw.ts";
import { said } from "./said.ts";
import { osOf } from "./things.ts";
import { gather, set } from "./values.ts";
import { type Attributes, readXmlTags } from "./xml-tags.ts";

type Port = { protocol: string; number: string; state: string; service: string; product: string };
type Scanned = {
  row: number;
  isUp: boolean;
  /** Something of it answered: with -Pn a scan calls each address up that it was given. */
  isHeard: boolean;
  addresses: { addr: string; type: string; vendor: string }[];
  names: { name: string; type: string }[];
  ports: Port[];
  systems: { name: string; accuracy: number; family: string }[];
  /** What its services say that they run on. */
  ostype: string;
  starttime: string;
  endtime: string;
};

const mostPorts = 2_000;
const mostOfEach = 50;

export const nmap: Importer = {
  kind: "nmap",
  ledgers: ["servers"],
  sees: true,
  recognise(head) {
    const { bytes, isWorkbook } = openedHead(head);
    return !isWorkbook && /<nmaprun[\s>]/.test(headText(bytes)) ? 0.99 : 0;
  },
  async read(bytes) {
    const text = await opened(bytes);
    const head = headText(text);
    if (!/<nmaprun[\s>]/.test(head)) throw new SourceError("other_format");
    const tag = head.slice(head.search(/<nmaprun[\s>]/)).split(">", 1)[0] ?? "";
    const start = /\sstart="(\d{9,10})"/.exec(tag)?.[1];
    return {
      extent: "changes",
      capturedAt: start ? momentOf(start) : null,
      rows: rowsOf(text),
    } satisfies Reading;
  },
};

const momentOf = (seconds: string) => new Date(Number(seconds) * 1000).toISOString();

async function* rowsOf(bytes: Uint8Array): AsyncGenerator<Said> {
  let [row, ready, host] = [0, [] as Scanned[], null as Scanned | null];
  const reader = {
    open(name: string, attributes: Attributes) {
      if (name === "host") {
        row += 1;
        host = emptyHost(row, attributes);
      } else if (host) take(host, name, attributes);
    },
    close(name: string) {
      if (name === "host" && host) ready.push(host);
      if (name === "host") host = null;
    },
  };
  for await (const _ of readXmlTags(bytes, reader)) {
    for (const one of ready) if (one.isUp && one.isHeard) yield hostSaid(one);
    ready = [];
  }
}

const emptyHost = (row: number, attributes: Attributes): Scanned => ({
  row,
  isUp: true,
  isHeard: true,
  ostype: "",
  addresses: [],
  names: [],
  ports: [],
  systems: [],
  starttime: attributes["starttime"] ?? "",
  endtime: attributes["endtime"] ?? "",
});

const text = (attributes: Attributes, name: string) => attributes[name] ?? "";

/** A port that is filtered may be nobody's. */
const answers = /^(open|closed|unfiltered)$/;

const taking: Record<string, (host: Scanned, attributes: Attributes) => void> = {
  status(host, attributes) {
    host.isUp = text(attributes, "state") === "up";
    host.isHeard = text(attributes, "reason") !== "user-set";
  },
  extraports(host, attributes) {
    if (answers.test(text(attributes, "state"))) host.isHeard = true;
  },
  address(host, attributes) {
    if (text(attributes, "addrtype") === "mac") host.isHeard = true;
    if (host.addresses.length < mostOfEach)
      host.addresses.push({
        addr: text(attributes, "addr"),
        type: text(attributes, "addrtype"),
        vendor: text(attributes, "vendor"),
      });
  },
  hostname(host, attributes) {
    if (host.names.length < mostOfEach)
      host.names.push({ name: text(attributes, "name"), type: text(attributes, "type") });
  },
  port(host, attributes) {
    if (host.ports.length < mostPorts)
      host.ports.push({
        protocol: text(attributes, "protocol"),
        number: text(attributes, "portid"),
        state: "",
        service: "",
        product: "",
      });
  },
  state(host, attributes) {
    const port = host.ports.at(-1);
    if (port) port.state = text(attributes, "state");
    if (answers.test(text(attributes, "state"))) host.isHeard = true;
  },
  service(host, attributes) {
    const port = host.ports.at(-1);
    if (!port) return;
    port.service = text(attributes, "name");
    if (host.ostype === "") host.ostype = text(attributes, "ostype");
    port.product = [text(attributes, "product"), text(attributes, "version")].join(" ").trim();
  },
  osmatch(host, attributes) {
    if (host.systems.length < mostOfEach)
      host.systems.push({
        name: text(attributes, "name"),
        accuracy: Number(text(attributes, "accuracy")) || 0,
        family: "",
      });
  },
  osclass(host, attributes) {
    const system = host.systems.at(-1);
    if (system && system.family === "") system.family = text(attributes, "osfamily");
  },
};

function take(host: Scanned, name: string, attributes: Attributes): void {
  if (Object.hasOwn(taking, name)) taking[name]?.(host, attributes);
}

function hostSaid(host: Scanned): Said {
  const into = gather("servers");
  const address =
    host.addresses.find(({ type }) => type === "ipv4") ?? host.addresses.find(({ type }) => type === "ipv6");
  const mac = host.addresses.find(({ type }) => type === "mac");
  // The name that the scan was asked for before the one that the network gives back.
  const named = host.names.find(({ type }) => type === "user") ?? host.names[0];
  set(into, "address", address?.addr ?? "");
  set(into, "hostname", named?.name ?? "");
  set(into, "manufacturer", mac?.vendor ?? "");
  const system = host.systems.toSorted((one, other) => other.accuracy - one.accuracy)[0];
  // A guess below nine of ten names no system.
  if (system && system.accuracy >= 90) {
    set(into, "os", osOf(`${system.family} ${system.name}`) ?? "");
    set(into, "osVersion", system.name);
  }
  set(into, "os", osOf(host.ostype) ?? "");
  const open = host.ports.filter(({ state }) => state === "open");
  const told = open.map(({ protocol, number, service, product }) =>
    `${number}/${protocol} ${product || service}`.trim(),
  );
  set(into, "note", cutTo([...told, ...(mac ? [`MAC ${mac.addr}`] : [])].join(", "), 1_000));
  const seen = /^\d{9,10}$/.test(host.endtime) ? host.endtime : host.starttime;
  const seenAt = /^\d{9,10}$/.test(seen) ? momentOf(seen) : null;
  set(into, "lastCheckIn", seenAt);
  return said(
    {
      row: host.row,
      // Addresses are the only thing that each host has; a name may be shared by several.
      id: address?.addr ?? mac?.addr ?? "",
      name: named?.name || address?.addr || mac?.addr,
      seenAt,
      raw: bounded({ ...host, ports: open.slice(0, 200) }),
    },
    into,
  );
}
