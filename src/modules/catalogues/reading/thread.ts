// The thread in which a document is read: whoever else asks the server meanwhile is not kept waiting.
import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "#core/errors.ts";
import { type Given, readGiven } from "./read.ts";

/** What a refusal is made of: an error of ours does not survive the way between threads as one. */
export type Refused = { kind: AppError["kind"]; code: string; details: AppError["details"] };

try {
  parentPort?.postMessage({ read: readGiven(workerData as Given) });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  const { kind, code, details } = error;
  parentPort?.postMessage({ refused: { kind, code, details } satisfies Refused });
}
