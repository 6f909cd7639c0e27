// The thread in which a document is read: whoever else asks the server meanwhile is not kept waiting.
import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { type Asked, type Made, type Read, readGiven, resolvedOf, tailoredOf } from "./read.ts";

/** What a refusal is made of: an error of ours does not survive the way between threads as one. */
export type Refused = { kind: AppError["kind"]; code: string; details: AppError["details"] };

const made = { read: readGiven, resolved: resolvedOf };

function answer(): { made: Read | Made } | { refused: Refused } {
  const asked = workerData as Asked;
  try {
    return { made: asked.wanted === "tailored" ? tailoredOf(asked) : made[asked.wanted](asked.given) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { kind, code, details } = error;
    return { refused: { kind, code, details } };
  }
}

// A port between threads has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(answer());
