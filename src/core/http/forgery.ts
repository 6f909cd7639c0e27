// Calls that another site makes a browser send. Three locks, each of which holds alone: the SameSite cookie, a header that
// no form or image can carry, and what the browser itself says about where the call comes from.
import type { FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import { bearerOf } from "./bearer.ts";

const forged = () => new AppError("forbidden", "request.forged");
const isReading = (method: string) => method === "GET" || method === "HEAD";
const header = (request: FastifyRequest, name: string) => request.headers[name] as string | undefined;

/**
 * Fetch Metadata (W3C): `none` is a person's own doing, an old browser says nothing. A link in somebody's mail that opens
 * a file comes from another site and goes into a window of its own; no other reading does.
 */
function isFromElsewhere(request: FastifyRequest): boolean {
  const site = header(request, "sec-fetch-site");
  if (site === undefined || site === "same-origin" || site === "none") return false;
  const opensWindow =
    header(request, "sec-fetch-mode") === "navigate" && header(request, "sec-fetch-dest") === "document";
  return !(isReading(request.method) && opensWindow);
}

/** RFC 6454 7.3: of a write, the origin is the one asked or the one that people know us by. */
function isOfOtherOrigin(request: FastifyRequest, publicOrigin: string | undefined): boolean {
  const origin = header(request, "origin");
  if (origin === undefined || isReading(request.method)) return false;
  if (!URL.canParse(origin)) return true;
  return origin !== publicOrigin && new URL(origin).host !== request.host;
}

/** Of a route's `config`: other machines call it with a proof of their own and without a cookie. */
export const calledByMachines = { isCalledByMachines: true };

/** @param publicUrl how people reach this installation: a proxy may ask us under another name. */
export function refuseForgery(publicUrl: string | undefined) {
  const publicOrigin = publicUrl ? new URL(publicUrl).origin : undefined;
  return async (request: FastifyRequest): Promise<void> => {
    if ("isCalledByMachines" in request.routeOptions.config) return;
    // What a program sends in a header of its own, no other site can make a browser send.
    if (bearerOf(request) !== null) return;
    if (!isReading(request.method) && header(request, "x-yagura") !== "1") throw forged();
    if (isFromElsewhere(request) || isOfOtherOrigin(request, publicOrigin)) throw forged();
  };
}
