// Pure decisions about access tokens: how long, what is worth a warning, and what one may be lent.

const dayMs = 86_400_000;
export const longestDays = 365;
/** What a screen proposes: long enough not to be renewed every month, short enough not to be forgotten. */
export const proposedDays = 90;
const soonDays = 14;
const unusedDays = 60;
export const mostTokens = 50;

export type TokenState = "live" | "expired" | "revoked";
export type TokenWarning = "expires_soon" | "unused";

type Times = {
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

const since = (now: Date, at: string) => (now.getTime() - new Date(at).getTime()) / dayMs;

export function stateOf(token: Times, now: Date): TokenState {
  if (token.revokedAt !== null) return "revoked";
  return since(now, token.expiresAt) >= 0 ? "expired" : "live";
}

/** Of a token that works: a program stops on the day it ends, and one that nobody uses can only be stolen. */
export function warningsOf(token: Times, now: Date): TokenWarning[] {
  if (stateOf(token, now) !== "live") return [];
  const isSoon = -since(now, token.expiresAt) <= soonDays;
  const isUnused = since(now, token.lastUsedAt ?? token.createdAt) >= unusedDays;
  return [...(isSoon ? (["expires_soon"] as const) : []), ...(isUnused ? (["unused"] as const) : [])];
}

/** The right to hold a token is never put into one: a stolen token would make itself others. */
export const isLendable = (permission: string) => permission !== "token.make";
