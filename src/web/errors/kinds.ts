// What a refusal means to its reader. Business states are no crash: nothing broke, and nobody need be told a number.
import { ApiError } from "../api.ts";

export type ErrorKind = "offline" | "notFound" | "denied" | "moved" | "busy" | "fault";

const kinds: Record<number, ErrorKind> = {
  0: "offline",
  403: "denied",
  404: "notFound",
  409: "moved",
  410: "moved",
  429: "busy",
};

export const errorKindOf = (error: unknown): ErrorKind =>
  (error instanceof ApiError && kinds[error.status]) || "fault";
