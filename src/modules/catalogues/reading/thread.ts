// The thread in which a document is read: whoever else asks the server meanwhile is not kept waiting.
import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { type Given, type Read, readGiven } from "./read.ts";

/** What a refusal is made of: an error of ours does not survive the way between threads as one. */
export type Refused = { kind: AppError["kind"]; code: string; details: AppError["details"] };

function answer(): { read: Read } | { refused: Refused } {
  try {
    return { read: readGiven(workerData as Given) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { kind, code, details } = error;
    return { refused: { kind, code, details } };
  }
}

// A port between threads has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(answer());
