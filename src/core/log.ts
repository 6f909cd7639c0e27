/** Structured lines: fields first, then what happened in a few words. pino and Fastify's logger are of this shape. */
export type Log = Record<
  "info" | "warn" | "error",
  (fields: Record<string, unknown>, message: string) => void
>;

/** What may be written down about an error: its code or kind, never its message, which may quote values. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name;
}
