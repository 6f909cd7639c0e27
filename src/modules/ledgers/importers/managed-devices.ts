// A computer or phone as Intune knows it, by whichever way it came: its CSV or its JSON.
import type { Said } from "./importer.ts";
import { said } from "./said.ts";
import { formOf, isServerSystem, isVirtualModel, osOf } from "./things.ts";
import { isNoUuid } from "./uuids.ts";
import { complain, gather, isNothing, put, set } from "./values.ts";
import type { DayOrder } from "./days.ts";
import { plain } from "#modules/organization/importing/spelling.ts";
import { of } from "./word-lists.ts";

export type ManagedDevice = {
  row: number;
  raw: Record<string, unknown>;
  order: DayOrder | null;
  /** By the names of intune-words.ts. */
  get: (name: string) => string;
};

/**
 * Enums come as words or as the numbers behind them: deviceManagementExportJobs hands out 1 and 2 for owners.
 */
const ownerships: Record<string, "company" | "person"> = {
  company: "company",
  corporate: "company",
  "1": "company",
  会社: "company",
  企業: "company",
  会社所有: "company",
  企業所有: "company",
  公司: "company",
  企业: "company",
  unternehmen: "company",
  unternehmenseigen: "company",
  personal: "person",
  "2": "person",
  個人: "person",
  個人用: "person",
  個人所有: "person",
  个人: "person",
  privat: "person",
  persönlich: "person",
};

/** A retirement that is only asked for has not happened. */
const goneStates = of("retired|wiped|deleted|unenrolled");

/** Ledger: a machine whose system is a server's goes to the servers, whoever manages it. */
export function managedDevice({ row, raw, order, get }: ManagedDevice): Said {
  const osText = get("os");
  const version = get("osVersion");
  const isServer = isServerSystem(`${osText} ${get("skuFamily")}`) && !/ios|android/i.test(osText);
  const into = gather(isServer ? "servers" : "devices", order);
  const model = get("model");
  set(into, "serial", get("serial"));
  set(into, "hostname", get("name"));
  set(into, "manufacturer", get("manufacturer"));
  set(into, "model", model);
  if (osText !== "" && osOf(osText) === null && isNothing(osText) === false)
    complain(into, "not_understood", "os", osText);
  put(into, "os", osOf(osText));
  set(into, "osVersion", version);
  put(into, "form", deviceForm(get("deviceType"), model, osText));
  if (isVirtualModel(model)) put(into, "isVirtual", true);
  set(into, "userName", get("userName") || get("upn"));
  ownership(into, get("ownership"));
  put(into, "managed", true);
  encrypted(into, get("encrypted"));
  jailbroken(into, get("jailbroken"));
  compliance(into, get("compliance"));
  set(into, "lastCheckIn", get("lastCheckIn"));
  const upn = get("upn");
  return said(
    {
      row,
      // A device that Entra does not know has an id of zeros, which thousands share.
      id: get("id") || (isNoUuid(get("entraId")) ? "" : get("entraId")),
      name: get("name") || get("managementName"),
      belongsTo: categoryOf(get("category")) || domainOf(upn),
      person: upn || get("userEmail"),
      seenAt: into.values.lastCheckIn,
      isGone: goneStates.includes(plain(get("deviceState"))),
      raw,
    },
    into,
  );
}

type Gathered = ReturnType<typeof gather>;

/** What stands there until somebody sorts devices into categories says nothing of whose they are. */
const categoryOf = (text: string) =>
  isNothing(text) ||
  /^(unassigned|uncategorized|未割り当て|未分類|未分配|未分类|nicht zugewiesen)$/i.test(text)
    ? ""
    : text;

/** The part behind the last @, which says whose address it is where companies share a tenant. */
export const domainOf = (address: string) => /@([^@\s]+)$/.exec(address.trim())?.[1]?.toLowerCase() ?? "";

function deviceForm(type: string, model: string, os: string) {
  const byType = formOf(type) ?? formOf(model);
  if (byType) return byType;
  if (/ipados|\bipad/i.test(os)) return "tablet";
  if (/\bios\b|iphone|android|aosp/i.test(os)) return /tab\b|tablet/i.test(model) ? "tablet" : "phone";
  return null;
}

function ownership(into: Gathered, text: string): void {
  if (isNothing(text)) return;
  const word = ownerships[plain(text)];
  if (word) put(into, "belongsTo", word);
  // 0 and 3 are "unknown" to Microsoft.
  else if (!/^[03]$/.test(text)) set(into, "belongsTo", text);
}

/** A flag, or one of the words of the encryption report. */
function encrypted(into: Gathered, text: string): void {
  if (isNothing(text)) return;
  const word = plain(text);
  if (/^(encrypted|fullyencrypted|encryptioncomplete)$/.test(word)) put(into, "encrypted", true);
  else if (/^(notencrypted|unencrypted|encryptioninprogress|pending)$/.test(word))
    put(into, "encrypted", false);
  else set(into, "encrypted", text);
}

function jailbroken(into: Gathered, text: string): void {
  if (isNothing(text) || /^unknown$|^0$/i.test(text)) return;
  set(into, "jailbroken", text);
}

/** The numbers behind the words, as exports without their companion columns have them. */
const verdicts: Record<string, string> = {
  "1": "compliant",
  "2": "noncompliant",
  "3": "conflict",
  "4": "error",
  "254": "inGracePeriod",
  "255": "configManager",
};

/** What Intune says of its policies is told in the note: they are the company's own, and no measure by themselves. */
function compliance(into: Gathered, text: string): void {
  if (isNothing(text) || text === "0") return;
  set(into, "note", `Intune: ${verdicts[text] ?? text}`);
}
