// Reads a document in a thread of its own (docs/decisions/0050-oscal-read-apart.md).
import { Worker } from "node:worker_threads";
import { AppError, invalid } from "#core/errors.ts";
import type { Asked, Given, Made, Read, Tailoring } from "./read.ts";
import type { Refused } from "./thread.ts";

/** SP 800-53 r5 with its assessment procedures takes two seconds and 200 MB. */
const limits = { seconds: 60, megabytes: 1024 } as const;

export const readApart = (given: Given) => apart<Read>({ wanted: "read", given });
export const resolvedApart = (given: Given) => apart<Made>({ wanted: "resolved", given });
export const tailoredApart = (of: Tailoring) => apart<Made>({ wanted: "tailored", ...of });

/** @throws AppError of what the document is refused for; `catalogue.too_large` where it passes time or memory. */
function apart<T>(asked: Asked): Promise<T> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./thread.ts", import.meta.url), {
      workerData: asked,
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
    });
    const end = setTimeout(() => {
      reject(
        invalid("catalogue.too_large", {
          values: { what: { key: "catalogue.bound.seconds" }, most: limits.seconds },
        }),
      );
      void thread.terminate();
    }, limits.seconds * 1000);
    thread.once("message", (said: { made: T } | { refused: Refused }) => {
      if ("made" in said) resolve(said.made);
      else reject(new AppError(said.refused.kind, said.refused.code, said.refused.details));
    });
    thread.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? invalid("catalogue.too_large", {
              values: { what: { key: "catalogue.bound.memory" }, most: limits.megabytes },
            })
          : error,
      ),
    );
    thread.once("exit", (code) => {
      clearTimeout(end);
      reject(new Error(`the reading of a catalogue ended with ${code}`));
    });
  });
}
