// A constraint is named for its meaning, so its name is the error code that people read a text for.
import { AppError } from "../errors.ts";

type PgError = Error & { code: string; constraint?: string; column?: string; table?: string };

const isPgError = (error: unknown): error is PgError =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.length === 5;

/** Turns a violated constraint into its refusal; anything else comes back as it was. */
export function translateConstraint(error: unknown): unknown {
  if (!isPgError(error)) return error;
  const name = error.constraint ?? "";
  switch (error.code) {
    case "23505": // unique
    case "23P01": // exclusion
      return new AppError("conflict", name || "row.exists_already");
    case "23514": // check
      return new AppError("invalid", name || "row.refused");
    case "23503": // foreign key
      return new AppError("invalid", name || "row.refers_to_nothing");
    case "22P02": // malformed text for the type, e.g. an id that is none
    case "22003": // number out of range
    case "22007": // malformed day or moment
    case "22008": // day or moment out of range
    case "22021": // NUL or broken UTF-8
    case "22P05": // the same inside JSON
      return new AppError("invalid", "value.malformed");
    // PostgreSQL itself refused the row: the second lock held where the first did not.
    case "42501":
      return new AppError("not_found", "record.not_found");
    case "40001": // serialization failure
    case "40P01": // deadlock
      return new AppError("conflict", "row.busy");
    default:
      return error;
  }
}
