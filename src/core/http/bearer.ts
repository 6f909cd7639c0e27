// By what a request says who asks: the cookie of a session, or the access token of a program, never both.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { isAccessToken, keyOfToken } from "../crypto/token-form.ts";
import { AppError } from "../errors.ts";

export const sessionCookie = "yagura_session";

/** RFC 6750 2.1; null where no such header was sent. */
export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  return header === undefined ? null : (/^Bearer +(\S+) *$/i.exec(header)?.[1] ?? "");
}

/**
 * @throws AppError where both were sent, as nobody could say whose rights count; where a header holds something else than an
 * access token; and where a cookie holds one, which would make every page of a browser a program.
 */
export function tokenOf(request: FastifyRequest): string | null {
  const bearer = bearerOf(request);
  const cookie = request.cookies[sessionCookie] ?? null;
  if (bearer === null) return cookie !== null && isAccessToken(cookie) ? null : cookie;
  if (cookie !== null) throw new AppError("invalid", "token.with_session");
  if (keyOfToken(bearer) === null) throw new AppError("unauthenticated", "token.not_valid");
  return bearer;
}

/** Ten calls a second of one token, beside what its address may: a program that runs wild hinders itself alone. */
const callsOfTokenPerMinute = 600;

export function limitTokens(server: FastifyInstance) {
  const count = server.createRateLimit({
    max: callsOfTokenPerMinute,
    timeWindow: "1 minute",
    keyGenerator: (request) => `token ${keyOfToken(bearerOf(request) ?? "") ?? request.ip}`,
  });
  return async (request: FastifyRequest): Promise<void> => {
    if (bearerOf(request) === null) return;
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded) throw new AppError("limited", "rate.limited");
  };
}
