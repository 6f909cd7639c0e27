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

/** An address that was cut short names nothing: to its reader that is the same as what is not there. */
const namesNothing = ({ status, fields }: ApiError) =>
  status === 400 && fields.some(({ path }) => path.startsWith("params"));

export function errorKindOf(error: unknown): ErrorKind {
  if (!(error instanceof ApiError)) return "fault";
  return namesNothing(error) ? "notFound" : (kinds[error.status] ?? "fault");
}
