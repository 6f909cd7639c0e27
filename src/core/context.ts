// What an operation gets besides its input. There is no transaction parameter to forget: `ctx.db` is it.
import type { Kysely } from "kysely";
import type { Tables } from "./db/tables.generated.ts";

export type Language = "ja" | "en" | "zh";

export type Actor = {
  personId: string;
  accountId: string;
  sessionId: string | null;
  /** The company the person belongs to by law. */
  companyId: string;
  language: Language;
  timeZone: string | null;
  /** The one company that this session's rights reach, where its way in speaks for no other. */
  boundTo?: string | null;
  /** Who looks along as this person, by what they allowed; the person themselves asks nothing. */
  viewing?: { id: string; viewerId: string; endsAt: string };
  /** The access token through which a program asks, and the part of its person's permissions that it was lent. */
  accessToken?: { id: string; lent: readonly string[] };
};

/** From where somebody asks, as the request tells it: for the list of sign-ins and for locks, never for a right. */
export type From = { agent: string | null; address: string | null };

/**
 * How far the permission of this operation reaches for this actor. The companies themselves stay in the database. `engagement`
 * of somebody from outside: no unit at all, only the records that engagements cover (db/scope.ts, `engaged`).
 */
export type Reach = "group" | "companies" | "engagement" | "none";

/** The application's own lock. Off only in the tests that prove the database's lock alone. */
export type Locks = { application: boolean; rows: boolean };

export type Ctx = {
  db: Kysely<Tables>;
  actor: Actor;
  permission: string;
  reach: Reach;
  locks: Locks;
  requestId: string;
  from?: From;
  /** What the asking browser keeps of something that it began elsewhere (http/browser-key.ts). */
  browserKey?: string | null;
  language: Language;
  /** The moment rules look at, and today's date in the group's zone. */
  now: Date;
  today: string;
};

/** Where the second half of work outside of the transaction is kept: see db/outside.ts, which makes it. */
export const outsideWork: unique symbol = Symbol("outside");
export type Outside<T> = { [outsideWork]: () => Promise<(ctx: Ctx) => Promise<T>> };

/** An operation as a plain function: one transaction, no network. Seconds of other work lie `outside` of it. */
export type Handler<I, O> = (ctx: Ctx, input: I) => Promise<O | Outside<O>>;
