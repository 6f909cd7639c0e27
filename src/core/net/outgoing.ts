// The one way out of the house over http: for whatever an administrator or a company has typed as an address. It cannot
// reach private addresses unless the operator allows them, follows no redirect, and takes no more than it was told to.
import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { AppError } from "../errors.ts";

/** Networks (10.1.0.0/16), addresses and names of hosts that may be private and may speak plain http. */
let allowed: readonly string[] = [];

/** Set once at start from OUTGOING_ALLOW. @returns the list before, for whoever puts it back. */
export function useOutgoing(list: readonly string[]): readonly string[] {
  const before = allowed;
  allowed = list.map((one) => one.trim().toLowerCase()).filter((one) => one !== "");
  return before;
}

export const refusedAddress = () => new AppError("invalid", "outgoing.private_address");

/** IPv4 in IPv6 (RFC 4291 2.5.5.2) is what it stands for. */
const plain = (address: string) => ipaddr.process(address.replace(/%.*$/, ""));

/**
 * Whether an address belongs to the open internet: neither of the special ranges of RFC 6890 (loopback, private, link
 * local with the cloud's metadata, carrier's, documentation, multicast) nor one that carries an IPv4 address inside.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  return plain(address).range() === "unicast";
}

function isAllowedAddress(address: string): boolean {
  const parsed = plain(address);
  return allowed.some((one) => {
    const network = one.includes("/") ? one : `${one}/${one.includes(":") ? 128 : 32}`;
    if (!ipaddr.isValidCIDR(network)) return false;
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match([base, bits] as never);
  });
}

const isAllowedHost = (host: string) => allowed.includes(host.toLowerCase());

const mayReach = (host: string, address: string) =>
  isPublicAddress(address) || isAllowedHost(host) || isAllowedAddress(address);

type Resolved = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** The addresses that are looked at are the ones connected to: a name that answers otherwise a moment later gains nothing. */
function guardedLookup(host: string, options: LookupOptions, done: Resolved): void {
  lookup(host, { ...options, all: true }).then(
    (addresses) => {
      const reachable = addresses.filter(({ address }) => mayReach(host, address));
      const [first] = reachable;
      if (!first) return done(Object.assign(new Error("private address"), { code: "EPRIVATE" }), []);
      return options.all ? done(null, reachable) : done(null, first.address, first.family);
    },
    (error: NodeJS.ErrnoException) => done(error, []),
  );
}

type Way = { fetchBy: typeof import("undici").fetch; agent: import("undici").Agent };
let way: Promise<Way> | undefined;

/** Made when something is first asked outside: most processes never ask, and its hundred files take a while to read. */
const outgoingWay = () =>
  (way ??= import("undici").then(({ Agent, fetch: fetchBy }) => ({
    fetchBy,
    agent: new Agent({
      connect: { lookup: guardedLookup as never, timeout: 10_000 },
      headersTimeout: 15_000,
      bodyTimeout: 15_000,
      maxResponseSize: 2_097_152,
    }),
  })));

/** @throws AppError `outgoing.address` for what is no address, `outgoing.private_address` for one that is refused. */
export function assertOutgoing(address: string | URL): URL {
  const url = URL.canParse(String(address)) ? new URL(address) : null;
  if (!url || url.username || url.password || !["https:", "http:"].includes(url.protocol))
    throw new AppError("invalid", "outgoing.address");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isKnown = isAllowedHost(host) || (isIP(host) !== 0 && isAllowedAddress(host));
  if (url.protocol === "http:" && !isKnown) throw new AppError("invalid", "outgoing.plain_http");
  if (isIP(host) !== 0 && !mayReach(host, host)) throw refusedAddress();
  return url;
}

/**
 * `fetch` for addresses that people typed: the caller's own timeout comes on top by `init.signal`.
 *
 * @returns the answer, redirects included as they are.
 * @throws AppError `outgoing.*` where the address is refused or nobody answers.
 */
export async function fetchOutgoing(address: string | URL, init: RequestInit = {}): Promise<Response> {
  const url = assertOutgoing(address);
  const { fetchBy, agent } = await outgoingWay();
  try {
    const answer = await fetchBy(url, { ...init, redirect: "manual", dispatcher: agent } as never);
    return answer as unknown as Response;
  } catch (error) {
    throw isPrivate(error) ? refusedAddress() : new AppError("unavailable", "outgoing.no_answer");
  }
}

const isPrivate = (error: unknown): boolean =>
  error instanceof Error && ((error as NodeJS.ErrnoException).code === "EPRIVATE" || isPrivate(error.cause));
