// Indicators as people paste them, and as STIX 2.1 says them. Pure.

export const indicatorKinds = [
  "domain",
  "url",
  "ipv4",
  "ipv6",
  "mail_address",
  "sha256",
  "sha1",
  "md5",
  "file_name",
] as const;
export type IndicatorKind = (typeof indicatorKinds)[number];

/** Each word has to be there, in whichever field says what the thing is. */
export const heldRuleOf = <L extends string>({ ledger, words }: { ledger: L; words: string }) => ({
  ledger,
  contains: words
    .split(/\s+/)
    .slice(0, 5)
    .map((word) => ({ words: word.slice(0, 100) })),
});

/** Traffic Light Protocol 2.0 (FIRST); the strictest last. */
export const markings = ["clear", "green", "amber", "amber_strict", "red"] as const;
export type Marking = (typeof markings)[number];

/** OASIS, STIX 2.1 extension for TLP 2.0: the ids of its marking definitions. */
export const markingIds: Readonly<Record<Marking, string>> = {
  clear: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
  green: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  amber: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  amber_strict: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
  red: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
};

/** Made harmless for mails and chats: hxxp://, [.], (at). */
const armed = (pasted: string): string =>
  pasted
    .normalize("NFKC")
    .trim()
    .replace(/^hxxp(s?):/i, "http$1:")
    .replace(/\[\.\]|\(\.\)|\[dot\]/gi, ".")
    .replace(/\[:\]/g, ":")
    .replace(/\[@\]|\(at\)|\[at\]/gi, "@");

/** As it is shown: nobody opens it by a click or a slip. */
export const harmless = (kind: IndicatorKind, value: string): string =>
  kind === "url"
    ? value.replace(/^http/i, "hxxp").replaceAll(".", "[.]")
    : ["domain", "ipv4", "mail_address"].includes(kind)
      ? value.replaceAll(".", "[.]")
      : value;

const isIpv4 = (text: string) =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
const isDomain = (text: string) =>
  text.length <= 253 && /^([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u.test(text);

/** What a line is, by its form alone; null where it is none of these. */
export function indicatorOf(pasted: string): { kind: IndicatorKind; value: string } | null {
  const value = armed(pasted).slice(0, 2000);
  if (/^[0-9a-f]+$/i.test(value)) {
    const kind = ({ 64: "sha256", 40: "sha1", 32: "md5" } as const)[value.length];
    return kind ? { kind, value: value.toLowerCase() } : null;
  }
  if (/^https?:\/\/[^\s/]+/i.test(value) && !/\s/.test(value)) return { kind: "url", value };
  if (isIpv4(value)) return { kind: "ipv4", value };
  if (/^[0-9a-f:]+$/i.test(value) && (value.match(/:/g)?.length ?? 0) >= 2)
    return { kind: "ipv6", value: value.toLowerCase() };
  if (/^[^\s@]+@[^\s@]+$/.test(value) && isDomain(value.split("@")[1] ?? ""))
    return { kind: "mail_address", value: value.toLowerCase() };
  if (
    /^[^\\/:*?"<>|]{1,200}\.(exe|dll|js|vbs|ps1|bat|cmd|lnk|iso|zip|rar|7z|docm|xlsm|pptm|hta|scr|msi|jar|apk|elf|sh|one|pdf|html?)$/i.test(
      value,
    )
  )
    return { kind: "file_name", value };
  return isDomain(value) ? { kind: "domain", value: value.toLowerCase() } : null;
}

export type ReadLine = { line: number; pasted: string; found: { kind: IndicatorKind; value: string } | null };

/** One a line; empty lines are none. */
export const readLines = (pasted: string): ReadLine[] =>
  pasted
    .split(/\r?\n/)
    .map((text, at) => ({ line: at + 1, pasted: text.trim(), found: indicatorOf(text) }))
    .filter((one) => one.pasted !== "");

const quoted = (value: string) => value.replaceAll("\\", "\\\\").replaceAll("'", "\\'");

/** STIX 2.1, section 9: the comparison that finds it. */
export function patternOf(kind: IndicatorKind, value: string): string {
  const is = (path: string) => `[${path} = '${quoted(value)}']`;
  switch (kind) {
    case "domain":
      return is("domain-name:value");
    case "url":
      return is("url:value");
    case "ipv4":
      return is("ipv4-addr:value");
    case "ipv6":
      return is("ipv6-addr:value");
    case "mail_address":
      return is("email-addr:value");
    case "file_name":
      return is("file:name");
    case "sha256":
      return is("file:hashes.'SHA-256'");
    case "sha1":
      return is("file:hashes.'SHA-1'");
    case "md5":
      return is("file:hashes.MD5");
  }
}

export type Shared = {
  id: string;
  kind: IndicatorKind;
  value: string;
  marking: Marking;
  seenAt: string;
  addedAt: string;
};

/** A bundle of indicators alone: neither the company nor the incident is named in it. */
export const bundleOf = (id: string, indicators: readonly Shared[]) => ({
  type: "bundle",
  id: `bundle--${id}`,
  objects: indicators.map((one) => ({
    type: "indicator",
    spec_version: "2.1",
    id: `indicator--${one.id}`,
    created: one.addedAt,
    modified: one.addedAt,
    indicator_types: ["malicious-activity"],
    pattern: patternOf(one.kind, one.value),
    pattern_type: "stix",
    valid_from: one.seenAt,
    object_marking_refs: [markingIds[one.marking]],
  })),
});
