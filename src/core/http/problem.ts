// RFC 9457 problem details: the one form of every error on the wire.
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../context.ts";
import { AppError, type FieldProblem, statusOf } from "../errors.ts";
import { tooMany } from "./limits.ts";
import { type Say, valuesInWords } from "../text/told.ts";

export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  errors?: (FieldProblem & { detail: string })[];
  requestId: string;
  extra?: Record<string, unknown>;
};

/** Gives the text for a code in a language; the texts live in the modules' catalogues. */
export type Translate = (language: Language, key: string, values?: Record<string, unknown>) => string;

export function problemOf(
  error: AppError,
  language: Language,
  requestId: string,
  translate: Translate,
): Problem {
  const { values, fields, extra } = error.details;
  const say: Say = (key, of) => translate(language, key, of);
  const inWords = (of: Record<string, unknown> = {}) => valuesInWords(of, say);
  return {
    type: `urn:yagura:problem:${error.code}`,
    title: translate(language, `errors.${error.code}`, inWords(values)),
    status: statusOf[error.kind],
    code: error.code,
    requestId,
    ...(fields
      ? {
          errors: fields.map((field) => ({
            ...field,
            detail: translate(language, `errors.${field.code}`, inWords(field.values)),
          })),
        }
      : {}),
    ...(extra ? { extra } : {}),
  };
}

/** A list of a hundred thousand wrong things is told by its first ones. */
const mostFields = 100;

/** What Fastify itself refuses (schema, size, rate, content type), in our words. */
export function refusalOf(error: FastifyError): AppError | null {
  if (error.validation) {
    const fields = error.validation.slice(0, mostFields).map((issue) => ({
      path: `${error.validationContext ?? "body"}${issue.instancePath.replaceAll("/", ".")}${missing(issue.params)}`,
      code: `schema.${issue.keyword}`,
      values: issue.params,
    }));
    return new AppError("invalid", "input.invalid", { fields });
  }
  if (error.statusCode === 413) return new AppError("too_large", "input.too_large");
  if (error.statusCode === 404) return new AppError("not_found", "path.not_found");
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new AppError("invalid", "input.unreadable");
  return null;
}

const missing = (params: Record<string, unknown>) =>
  typeof params["missingProperty"] === "string" ? `.${params["missingProperty"]}` : "";

export function answerError(translate: Translate) {
  return (error: FastifyError | AppError, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = error instanceof AppError ? error : (waiting(error, reply) ?? refusalOf(error));
    const language = languageOf(request);
    if (!refusal) request.log.error({ err: error }, "fault");
    const problem = problemOf(
      refusal ?? new AppError("unavailable", "fault"),
      language,
      request.id,
      translate,
    );
    const status = refusal ? problem.status : 500;
    const seconds = refusal?.details.retryAfterSeconds;
    if (seconds !== undefined) reply.header("retry-after", String(seconds));
    return reply
      .status(status)
      .type("application/problem+json")
      .send({ ...problem, status });
  };
}

/** The limit of addresses has said already for how long. */
const waiting = ({ statusCode }: { statusCode?: number }, reply: FastifyReply) =>
  statusCode === 429 ? tooMany(Number(reply.getHeader("retry-after") ?? 60)) : null;

/** The language a client asks for by header; a signed-in person's own language is known to the session. */
export function languageOf(request: FastifyRequest): Language {
  const wanted = String(request.headers["x-yagura-language"] ?? request.headers["accept-language"] ?? "");
  for (const part of wanted.split(",")) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    if (tag === "ja" || tag === "en" || tag === "zh") return tag;
  }
  return "en";
}
