// A key that one browser keeps for some minutes, so that what it began elsewhere (at a provider of identity) is ended by
// the same browser and by no other: who was sent a link of somebody else's sign-in does not come in as them.
import type { FastifyReply, FastifyRequest } from "fastify";

/** RFC 6265bis 4.1.3.2: a name with __Host- is set over https by this very host alone. */
const nameOf = (isSecure: boolean) => (isSecure ? "__Host-yagura_way" : "yagura_way");

const minutes = 10;
const form = /^[A-Za-z0-9_-]{43}$/;

export function browserKeyOf(request: FastifyRequest, isSecure: boolean): string | null {
  const key = request.cookies[nameOf(isSecure)];
  return key && form.test(key) ? key : null;
}

const keepsKey = Symbol("browser key");

/** Marks an output so that the browser is given the key (or with null forgets it); it never reaches the body. */
export function withBrowserKey<T extends object>(output: T, key: string | null): T {
  return Object.defineProperty(output, keepsKey, { value: { key }, enumerable: false });
}

/** The key that an output carries: for tests, which have no cookies. */
export function keptKeyOf(output: unknown): string | null {
  if (typeof output !== "object" || output === null || !(keepsKey in output)) return null;
  return (output as { [keepsKey]: { key: string | null } })[keepsKey].key;
}

export function applyBrowserKey(reply: FastifyReply, output: unknown, isSecure: boolean): void {
  if (typeof output !== "object" || output === null || !(keepsKey in output)) return;
  const key = keptKeyOf(output);
  // Lax: the provider's answer is a plain navigation from another site, and the key has to come along.
  const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure: isSecure } as const;
  if (key) reply.setCookie(nameOf(isSecure), key, { ...attributes, maxAge: minutes * 60 });
  else reply.clearCookie(nameOf(isSecure), attributes);
}
