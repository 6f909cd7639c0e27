// Reads that leave an event. A reading transaction writes nothing, so the door writes it in one of its own before the
// answer goes out.
import type { EventContent } from "./record.ts";

export type SensitiveRead = Pick<EventContent, "subject" | "data" | "personal"> & { verb: string };

const sensitive = Symbol("sensitive read");

/** Marks an output; the verb stands among the events of the operation's contract. */
export function asSensitiveRead<T extends object>(output: T, read: SensitiveRead): T {
  return Object.defineProperty(output, sensitive, { value: read, enumerable: false });
}

export function sensitiveReadOf(output: unknown): SensitiveRead | null {
  if (typeof output !== "object" || output === null || !(sensitive in output)) return null;
  return (output as { [sensitive]: SensitiveRead })[sensitive];
}
