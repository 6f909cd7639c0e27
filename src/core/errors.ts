/** The refusals an operation may end in. Anything else that is thrown is a fault of ours and becomes a 500. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "gone"
  | "too_large"
  | "limited"
  | "unavailable";

export const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  limited: 429,
  unavailable: 503,
};

/** One problem at one place of the input: `path` as in `body.dueOn`, `code` to be translated. */
export type FieldProblem = { path: string; code: string; values?: Record<string, unknown> };

export type ErrorDetails = {
  /** Values for the placeholders of the translated text; they may be words of their own (core/text/told.ts). Never personal data. */
  values?: Record<string, unknown>;
  fields?: FieldProblem[];
  /** What the reader needs to go on, e.g. both versions of a record after a lost race. */
  extra?: Record<string, unknown>;
  /** After how many seconds the same call may be made again (RFC 9110 10.2.3). */
  retryAfterSeconds?: number;
};

/** A refusal with a stable code. The code is public: screens and clients translate by it. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, code: string, details: ErrorDetails = {}) {
    super(code);
    this.name = "AppError";
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

export const invalid = (code: string, details?: ErrorDetails) => new AppError("invalid", code, details);
export const forbidden = (code: string, details?: ErrorDetails) => new AppError("forbidden", code, details);
export const conflict = (code: string, details?: ErrorDetails) => new AppError("conflict", code, details);

/** Also for what lies outside the asker's scope: what one may not see does not exist for one. */
export const notFound = (noun: string) => new AppError("not_found", `${noun}.not_found`);

/** Somebody else was faster: both versions go back, so that the loser can compare and decide. */
export const lostRace = (noun: string, yours: unknown, theirs: unknown) =>
  new AppError("conflict", `${noun}.changed_meanwhile`, { extra: { yours, theirs } });

/** A refusal whose transaction is kept: what the handler wrote (a failed sign-in counted) is committed, then it is thrown. */
export class KeptRefusal {
  readonly error: AppError;
  constructor(error: AppError) {
    this.error = error;
  }
}
/** Returned instead of thrown by operations of the door that must remember the refusal. */
export const keepAndRefuse = (error: AppError) => new KeptRefusal(error) as never;
