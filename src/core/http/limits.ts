// How much one person may ask of this process. Addresses are counted by @fastify/rate-limit, whoever asks from there;
// accounts here, wherever they ask from. Counted in memory (docs/decisions/0079).
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Operation } from "../contract.ts";
import { AppError } from "../errors.ts";

export type Limits = {
  /** Calls of one account in a minute: more than a person makes on several pages, fewer than a script. */
  perMinute: number;
  /** Those of them that fetch or send a file and have no limit of their own. */
  filesPerMinute: number;
  /** Under way at the same moment, and of those with files. */
  atOnce: number;
  filesAtOnce: number;
};
export const usualLimits: Limits = { perMinute: 900, filesPerMinute: 120, atOnce: 40, filesAtOnce: 8 };

export const tooMany = (seconds: number) =>
  new AppError("limited", "rate.limited", { values: { seconds }, retryAfterSeconds: seconds });

/** What is left of a budget, refilled steadily, so that nobody waits for a whole minute to begin anew. */
type Bucket = { left: number; at: number };
const mostBuckets = 100_000;

export class Budgets {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws AppError `rate.limited` with the seconds after which one more is there. */
  spend(key: string, perMinute: number): void {
    const now = this.#now();
    const refill = perMinute / 60_000;
    const bucket = this.#buckets.get(key) ?? { left: perMinute, at: now };
    bucket.left = Math.min(perMinute, bucket.left + (now - bucket.at) * refill);
    bucket.at = now;
    // Put last: what is forgotten first is what was asked for longest ago.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (bucket.left < 1) throw tooMany(Math.ceil((1 - bucket.left) / refill / 1000));
    bucket.left -= 1;
    if (this.#buckets.size > mostBuckets) this.#buckets.delete(this.#buckets.keys().next().value ?? "");
  }
}

/** Calls under way by a key. */
class UnderWay {
  readonly #count = new Map<string, number>();
  enter(key: string, most: number): () => void {
    const count = this.#count.get(key) ?? 0;
    if (count >= most) throw tooMany(1);
    this.#count.set(key, count + 1);
    return () => {
      const left = (this.#count.get(key) ?? 1) - 1;
      if (left > 0) this.#count.set(key, left);
      else this.#count.delete(key);
    };
  }
}

export type AccountLimits = {
  /**
   * To be told once the door knows who asks, an account or an access token: refuses, or counts the call until its answer is
   * sent or broken off.
   */
  enter(request: FastifyRequest, asker: string, operation: Operation): void;
  /** The end of a call, however it ends. */
  leave(request: FastifyRequest): void;
};

export function accountLimits(limits: Limits, budgets = new Budgets()): AccountLimits {
  const underWay = new UnderWay();
  const held = new WeakMap<FastifyRequest, (() => void)[]>();
  return {
    enter: (request, asker, operation) => {
      // An upload asks the door twice in one call.
      if (held.has(request)) return;
      const leaves: (() => void)[] = [];
      held.set(request, leaves);
      budgets.spend(asker, limits.perMinute);
      const hasFile = operation.carries !== undefined;
      if (operation.limitPerMinute !== undefined)
        budgets.spend(`${asker} ${operation.name}`, operation.limitPerMinute);
      else if (hasFile) budgets.spend(`${asker} files`, limits.filesPerMinute);
      leaves.push(underWay.enter(asker, limits.atOnce));
      if (hasFile) leaves.push(underWay.enter(`${asker} files`, limits.filesAtOnce));
    },
    leave: (request) => {
      for (const leave of held.get(request)?.splice(0) ?? []) leave();
    },
  };
}

/** Ends a call when its answer was sent, and when the other side goes away before. */
export const leavingAtTheEnd =
  (limits: AccountLimits) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.raw.once("close", () => limits.leave(request));
    reply.raw.once("finish", () => limits.leave(request));
  };
