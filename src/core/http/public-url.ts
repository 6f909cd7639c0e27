// How people reach this installation: for links in mails, and for what is bound to an origin.
import { isIP } from "node:net";

let known = "http://localhost:8080";

/** Set once at start, before requests and jobs. */
export function usePublicUrl(url: string): void {
  known = url.replace(/\/+$/, "");
}

/** Without a slash at its end. */
export const publicUrl = (): string => known;

export type RelyingParty = { id: string; origins: string[]; isPossible: boolean };

/**
 * Whom a passkey is made for (W3C WebAuthn 5.1.2): a name, never an address. What listens on this machine alone is reached
 * as localhost as well.
 */
export function relyingParty(): RelyingParty {
  const url = new URL(known);
  const isOwnMachine = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (isOwnMachine)
    return {
      id: "localhost",
      origins: [`${url.protocol}//localhost${url.port ? `:${url.port}` : ""}`],
      isPossible: true,
    };
  const isPossible = isIP(url.hostname.replace(/^\[|\]$/g, "")) === 0 && url.protocol === "https:";
  return { id: url.hostname, origins: [url.origin], isPossible };
}
