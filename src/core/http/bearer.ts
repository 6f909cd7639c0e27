// By what a request says who asks: the cookie of a session, or the access token of a program, never both.
import type { FastifyRequest } from "fastify";
import { isAccessToken, keyOfToken } from "../crypto/token-form.ts";
import { AppError } from "../errors.ts";

/** Over https the browser itself holds the cookie to this host and to https (RFC 6265bis 4.1.3.2). */
export const sessionCookieName = (isSecure: boolean) =>
  isSecure ? "__Host-yagura_session" : "yagura_session";

const cookieOf = (request: FastifyRequest): string | null =>
  request.cookies[sessionCookieName(request.server.isSecure)] ?? null;

/** RFC 6750 2.1; null where no such header was sent. */
export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  return header === undefined ? null : (/^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "");
}

/** Whether a call names anybody at all, rightly or not. */
export const saysWhoAsks = (request: FastifyRequest): boolean =>
  bearerOf(request) !== null || cookieOf(request) !== null;

/**
 * @throws AppError where both were sent, as nobody could say whose rights count; where a header holds something else than an
 * access token; and where a cookie holds one, which would make every page of a browser a program.
 */
export function tokenOf(request: FastifyRequest): string | null {
  const bearer = bearerOf(request);
  const cookie = cookieOf(request);
  if (bearer === null) return cookie !== null && isAccessToken(cookie) ? null : cookie;
  if (cookie !== null) throw new AppError("invalid", "token.with_session");
  if (keyOfToken(bearer) === null) throw new AppError("unauthenticated", "token.not_valid");
  return bearer;
}
