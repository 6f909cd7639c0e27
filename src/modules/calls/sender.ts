// Empties the receivers' outbox: taken and committed, written as of now, signed, posted, settled. Several processes share
// the work (skip locked); what a killed one had in hand goes again under the same webhook-id (docs/decisions/0082).
import type { Kysely } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { AppError } from "#core/errors.ts";
import { proveAlive } from "#core/jobs/alive.ts";
import { startLoop } from "#core/jobs/loop.ts";
import { codeOf, type Log } from "#core/log.ts";
import { fetchOutgoing } from "#core/net/outgoing.ts";
import { asSystem } from "#core/system.ts";
import type { Texts } from "#core/text/catalogue.ts";
import type { Say } from "#core/text/format.ts";
import { addressedTo, bodyOf } from "./body.ts";
import * as claiming from "./claiming.ts";
import { type Outcome, outcomeOf, patience } from "./rules.ts";
import { headersOf } from "./signing.ts";

export type DelivererOptions = {
  url: string;
  db: Kysely<Tables>;
  texts: Texts;
  publicUrl: string;
  log: Log;
  /** Seconds until the next try, by how many there were. */
  patience?: (tries: number) => number;
  /** Longest wait for an answer. */
  answerMs?: number;
};

export type Deliverer = { wake(): void /** Ends after what is on the wire. */; close(): Promise<void> };

/** Receivers called at once by one process. */
const lanes = 4;

export async function startDeliverer(options: DelivererOptions): Promise<Deliverer> {
  const { db, log } = options;
  const alive = await proveAlive(options);
  const wait = options.patience ?? patience;
  let isClosing = false;

  async function next(): Promise<boolean> {
    if (isClosing) return false;
    const one = await claiming.claim(db, alive.id);
    if (!one) return false;
    const outcome = await deliver(one).catch((error: unknown): Outcome => {
      log.error({ err: error, delivery: one.id, code: codeOf(error) }, "a delivery could not be made");
      return { is: "later", status: null, problem: "delivery.fault" };
    });
    if ("dropped" in outcome)
      await claiming.settle(db, one, alive.id, { state: "dropped", problem: outcome.dropped });
    else if (outcome.is === "sent")
      await claiming.settle(db, one, alive.id, { state: "sent", status: outcome.status });
    else if (outcome.is === "never")
      await claiming.settle(db, one, alive.id, { ...outcome, state: "failed" });
    else await claiming.putBack(db, one, alive.id, { ...outcome, isDown: outcome.is === "down" }, wait);
    return true;
  }

  async function deliver(one: claiming.Claimed): Promise<Outcome | { dropped: string }> {
    const ready = await asSystem(db, "receivers.deliver", async (ctx) => {
      const receiver = await addressedTo(ctx, one.receiverId);
      if (!receiver) return { dropped: "receiver.removed" };
      const say: Say = (key, values) => options.texts(receiver.language, key, values);
      const made = await bodyOf(ctx, one, receiver, { say, publicUrl: options.publicUrl });
      return "dropped" in made ? made : { receiver, body: made.body };
    });
    if ("dropped" in ready) return ready;
    const { receiver, body } = ready;
    return post(receiver.url, body, headersOf(receiver, one.id, new Date(), body));
  }

  async function post(url: string, body: string, signature: Record<string, string>): Promise<Outcome> {
    try {
      const answer = await fetchOutgoing(url, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", "user-agent": "Yagura", ...signature },
        signal: AbortSignal.timeout(options.answerMs ?? 15_000),
      });
      // What it says beside the number is not read.
      await answer.body?.cancel();
      return outcomeOf(answer.status);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { is: "down", status: null, problem: error.code };
    }
  }

  const lane = async () => {
    while (await next());
  };
  const loop = startLoop({
    name: "receivers.deliver",
    everyMs: 2000,
    log,
    round: async () => {
      await Promise.all(Array.from({ length: lanes }, lane));
      return false;
    },
  });
  const recovery = startLoop({
    name: "receivers.recovery",
    everyMs: 5000,
    log,
    round: async () => {
      if ((await claiming.recoverDeliveries(db, alive.id)) > 0) loop.wake();
      return false;
    },
  });
  return {
    wake: loop.wake,
    close: async () => {
      isClosing = true;
      await Promise.all([loop.close(), recovery.close()]);
      await alive.close();
    },
  };
}
