// What tells one thing from another, folded so that each way of writing it is the same key. Order of trust: the serial number
// that the maker gave, the company's own tag, then the name within the company.
import type { Values } from "../contract/words.ts";
import type { Ledger } from "./ledgers.ts";

export type Keys = { serialKey: string | null; tagKey: string | null; nameKey: string | null };

/**
 * Serial numbers that are none: what makers leave in the firmware of boards and virtual machines. A key shared by thousands
 * would make them one thing. Compared folded, without anything but letters and digits.
 */
const noSerials = new Set([
  "0",
  "NA",
  "NONE",
  "NULL",
  "UNKNOWN",
  "EMPTY",
  "DEFAULT",
  "DEFAULTSTRING",
  "INVALID",
  "NOTAPPLICABLE",
  "NOTAVAILABLE",
  "NOTSPECIFIED",
  "NOTPROVIDED",
  "SERIAL",
  "SERIALNUMBER",
  "SYSTEMSERIALNUMBER",
  "CHASSISSERIALNUMBER",
  "TOBEFILLEDBYOEM",
  "TOBEFILLEDBYOEMONLY",
  "OEM",
  "ASSETTAG",
  "NOASSETTAG",
  "NOASSETINFORMATION",
  "NOSERIAL",
  "NOSERIALNUMBER",
  "NOTDEFINED",
  "NOTSETTABLE",
  "UNDEFINED",
  "UNKNOW",
  "INVALIDSERIAL",
  "SYSTEMMANUFACTURER",
  "SYSTEMPRODUCTNAME",
  "BASEBOARDSERIALNUMBER",
  "EVALUATION",
  "OEMDEFAULT",
  "1234567",
  "12345678",
  "123456789",
  "1234567890",
  "0123456789",
  "0123456789ABCDEF",
]);

const folded = (value: string) => value.normalize("NFKC").trim().toUpperCase();

const lettersAndDigits = (value: string) => folded(value).replaceAll(/[^\p{L}\p{N}]/gu, "");

/** What stands there because nobody ever wrote a number: a word of the maker's, or one digit repeated. */
export function isNoNumber(value: string): boolean {
  const key = lettersAndDigits(value);
  return noSerials.has(key) || /^(.)\1*$/u.test(key);
}

/** Letters and digits alone; null for what is no serial number. */
export function serialKeyOf(value: string | null | undefined): string | null {
  const key = lettersAndDigits(value ?? "");
  return key.length < 3 || isNoNumber(key) ? null : key.slice(0, 400);
}

export function tagKeyOf(value: string | null | undefined): string | null {
  const key = folded(value ?? "").replaceAll(/[\s_-]/g, "");
  return key === "" || noSerials.has(lettersAndDigits(key)) ? null : key.slice(0, 400);
}

/** A host's own name without its domain, an address or a URL's host as it is; upper case, spaces as one. */
export function nameKeyOf(value: string | null | undefined): string | null {
  const plain = folded(value ?? "").replaceAll(/\s+/g, " ");
  if (plain === "") return null;
  const host = /^[A-Z][A-Z+.-]*:\/\/(?:[^/@]*@)?([^/:?#]+)/.exec(plain)?.[1] ?? plain;
  const isAddress = /^[\d.]+$/.test(host) || host.includes(":");
  const isHostName = !isAddress && !plain.includes("://") && /^[A-Z0-9_-]+(\.[A-Z0-9_-]+)+$/.test(host);
  return (isHostName ? (host.split(".")[0] ?? host) : host).slice(0, 400);
}

/** Of information and services whose name says nothing of a network, the name is the key. */
const named = (name: string) => folded(name).replaceAll(/\s+/g, " ").slice(0, 400);

/** The keys of an entry by what it says; of user IDs the name counts within its system. */
export function keysOf(ledger: Ledger, name: string, values: Values): Keys {
  const said = (field: string | undefined) => {
    const value = field === undefined ? undefined : (values as Record<string, unknown>)[field];
    return typeof value === "string" ? value : undefined;
  };
  const { serial, tag, name: names } = ledger.keys;
  const byName = names
    .map((field) => said(field))
    .find((value) => value !== undefined && value.trim() !== "");
  return {
    serialKey:
      serial === undefined
        ? null
        : serial === "subject"
          ? named(said(serial) ?? "") || null
          : serialKeyOf(said(serial)),
    tagKey: tagKeyOf(said(tag)),
    nameKey:
      ledger.name === "user_ids"
        ? named(`${said("system") ?? ""}|${name}`)
        : ledger.name === "internet_exits" || ledger.name === "cloud_services"
          ? (nameKeyOf(byName ?? "") ?? named(name))
          : names.length === 0
            ? named(name)
            : nameKeyOf(byName ?? name),
  };
}
