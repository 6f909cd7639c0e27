// From the rows of a host's queries to what the ledger keeps of it: by columns of system_info, os_version, disk_encryption,
// bitlocker_info and logged_in_users, whatever the query around them is called.
import type { Said } from "./importer.ts";
import { type JsonObject, textAt } from "./json-values.ts";
import { bounded } from "./raw.ts";
import { said } from "./said.ts";
import { formOf, isServerKind, isServerSystem, isVirtualModel, osOf } from "./things.ts";
import { complain, gather, put, set } from "./values.ts";

export type HostFacts = {
  name: string;
  firstRow: number;
  /** Seconds since 1970 of its latest event. */
  lastTime: number;
  decorations: JsonObject;
};
export type QueryRow = { query: string; row: JsonObject };

export function hostSaid(host: HostFacts, rows: readonly QueryRow[], gaps: readonly string[]): Said {
  const fact = (...names: string[]) => factOf(host, rows, names);
  const model = fact("hardware_model");
  const vendor = fact("hardware_vendor");
  const system = systemOf(rows);
  const isServer =
    isServerSystem(`${system.name} ${system.platform}`) ||
    isServerKind(model) ||
    (osOf(`${system.platform} ${system.name}`) === "linux" && isVirtualModel(`${model} ${vendor}`));
  const into = gather(isServer ? "servers" : "devices");
  set(into, "serial", fact("hardware_serial"));
  set(into, "hostname", fact("hostname") || fact("computer_name") || host.name);
  set(into, "manufacturer", vendor);
  set(into, "model", model);
  set(into, "form", formOf(model) ?? "");
  put(into, "os", osOf(system.platform) ?? osOf(system.name));
  set(
    into,
    "osVersion",
    [system.name, system.name.includes(system.version) ? "" : system.version].join(" ").trim(),
  );
  if (isVirtualModel(`${model} ${vendor}`)) put(into, "isVirtual", true);
  put(into, "encrypted", encryptionOf(rows));
  set(into, "userName", fact("logged_in_user") || userOf(rows) || textAt(host.decorations, "username"));
  set(into, "address", fact("primary_ip"));
  for (const query of gaps) complain(into, "counter_gap", undefined, query);
  const seenAt =
    host.lastTime > 0 ? new Date(Math.min(host.lastTime, 32_503_680_000) * 1000).toISOString() : "";
  set(into, "lastCheckIn", seenAt);
  return said(
    {
      row: host.firstRow,
      id: host.name,
      name: fact("computer_name") || fact("hostname") || host.name,
      person: into.values.userName,
      seenAt,
      raw: bounded({
        hostIdentifier: host.name,
        decorations: host.decorations,
        queries: Object.fromEntries(rows.slice(0, 40).map(({ query, row }) => [query, row])),
      }),
    },
    into,
  );
}

/** The first row that has one of these columns; decorations say the same of the host at any time. */
function factOf(host: HostFacts, rows: readonly QueryRow[], names: readonly string[]): string {
  for (const name of names) {
    const row = rows.find((one) => textAt(one.row, name) !== "");
    const text = row ? textAt(row.row, name) : textAt(host.decorations, name);
    if (text !== "") return text;
  }
  return "";
}

/** A row of os_version has a platform or a build beside its name; a row of programs has neither. */
function systemOf(rows: readonly QueryRow[]) {
  const row = rows.find(
    ({ row }) =>
      textAt(row, "version") !== "" &&
      (textAt(row, "platform") !== "" || textAt(row, "build") !== "" || textAt(row, "major") !== ""),
  )?.row;
  return { name: textAt(row, "name"), version: textAt(row, "version"), platform: textAt(row, "platform") };
}

/** The disk of the system decides: `/` and C: where they are named, else all of them together. */
function encryptionOf(rows: readonly QueryRow[]): boolean | null {
  const verdicts = rows.flatMap(({ row }) => {
    const said = verdictOf(row);
    return said === null ? [] : [{ said, isSystem: isSystemDisk(row) }];
  });
  const system = verdicts.filter(({ isSystem }) => isSystem);
  const counted = system.length > 0 ? system : verdicts;
  return counted.length === 0
    ? null
    : counted.some(({ said }) => said) && (system.length > 0 || counted.every(({ said }) => said));
}

const isSystemDisk = (row: JsonObject) =>
  /^(\/|C:|\/dev\/(disk1s1|disk3s1|dm-0))$/i.test(textAt(row, "path") || textAt(row, "name"));

function verdictOf(row: JsonObject): boolean | null {
  const flag = textAt(row, "encrypted");
  if (/^[01]$|^true$|^false$/i.test(flag)) return /^(1|true)$/i.test(flag);
  const status = textAt(row, "encryption_status") || textAt(row, "filevault_status");
  if (status !== "")
    return /^(encrypted|on|fully ?encrypted)$/i.test(status)
      ? true
      : /undefined/i.test(status)
        ? null
        : false;
  // bitlocker_info: 0 unprotected, 1 protected, 2 unknown.
  const protection = textAt(row, "protection_status") || textAt(row, "bitlocker_protection_status");
  return protection === "1" ? true : protection === "0" ? false : null;
}

const userOf = (rows: readonly QueryRow[]) => {
  const row = rows.find(
    ({ query, row }) =>
      /logged_?in|last_?user|current_?user/i.test(query) &&
      (textAt(row, "user") || textAt(row, "username")) !== "",
  )?.row;
  return textAt(row, "user") || textAt(row, "username");
};
