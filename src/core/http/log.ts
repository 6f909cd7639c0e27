// The process's log: one JSON object a line on standard output. What an error's message or details may quote from
// people's data is left out; what it is and where it came from stays.
import pino, { type Logger } from "pino";

export type ProcessLog = Logger;

/** What may be told of an error: kind, code, place, and its message without anything it quotes. */
export function tellError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const fields = error as Error & Record<string, unknown>;
  const known = ["code", "constraint", "table", "column", "schema", "syscall", "statusCode"];
  const told = known.flatMap((key) => (typeof fields[key] === "string" ? [[key, fields[key]]] : []));
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    kind: error.name,
    message: withoutQuotes(error.message),
    ...Object.fromEntries(told),
    stack: frames.slice(0, 12).map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: tellError(error.cause) }),
  };
}

/** PostgreSQL and JSON.parse quote the value that they refuse. */
const withoutQuotes = (message: string) =>
  message.replaceAll(/"[^"]*"|'[^']*'|=\([^)]*\)|[^\s@]+@[^\s@]+/g, "…").slice(0, 300);

export function makeLog(level: string, destination?: pino.DestinationStream): ProcessLog {
  const options: pino.LoggerOptions = {
    level,
    base: undefined as never,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: tellError },
  };
  return destination ? pino(options, destination) : pino(options);
}
