// What the three great clouds have in common: which resources are servers, ways in from the internet or services of their own,
// and how a thing of each is set.
import type { LedgerName } from "../declared/ledgers.ts";
import { type Gathered, gather, put, set } from "./values.ts";

export type CloudThing = {
  ledger: LedgerName;
  /** In the provider's own words: `EC2 instance`, `Cloud SQL`. */
  what: string;
};

export type CloudAbout = {
  provider: string;
  account: string;
  region: string;
  resourceId: string;
  what: string;
  address?: string;
  isPublic?: boolean | null;
  /** It stands in a room of its own and is only listed by the provider. */
  isElsewhere?: boolean;
};

/** What is said of any cloud resource, as far as its ledger keeps it. */
export function cloudValues(ledger: LedgerName, about: CloudAbout): Gathered {
  const into = gather(ledger);
  if (!about.isElsewhere) {
    put(into, "environment", "cloud");
    set(into, "provider", about.provider);
  }
  set(into, "cloudAccount", about.account);
  set(into, "region", about.region);
  set(into, "resourceId", about.resourceId);
  if (ledger === "servers") put(into, "facesInternet", about.isPublic ?? null);
  if (ledger === "internet_exits") set(into, "product", `${about.provider} ${about.what}`);
  else set(into, "purpose", about.what);
  set(into, "address", about.address ?? "");
  return into;
}

/** The tags by which people say whose a resource is, in the order of their trust. */
const ownerTags = ["owner", "contact", "responsible", "maintainer", "担当者", "负责人"];

export function ownerOf(tags: Record<string, string>): string {
  const lowered = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
  return ownerTags.map((key) => lowered.get(key) ?? "").find((value) => value !== "") ?? "";
}

/** A private address of RFC 1918, RFC 6598 or RFC 4193 reaches nobody outside. */
export const isPrivateAddress = (address: string) =>
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:|fe80:|::1$)/i.test(
    address,
  );
