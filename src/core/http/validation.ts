// What comes in is checked by the schemas of the contracts. Paths and queries are text, so "5" may stand for 5 there;
// a JSON body has types of its own, and taking null for 0 would invent answers.
import AjvCompiler from "@fastify/ajv-compiler";
import type { FastifySchemaCompiler } from "fastify";

const build = AjvCompiler();
/** Days that the calendar and the database have: ISO 8601 knows a year 0, PostgreSQL does not (manual 8.5). */
const isDay = (text: string) => {
  const [, year = "", month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (Number(year) < 1) return false;
  const at = new Date(0);
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return at.toISOString().slice(0, 10) === text;
};
const isMoment = (text: string) =>
  isDay(text.slice(0, 10)) &&
  /^.{10}[Tt ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?([Zz]|[+-](0\d|1[0-4]):[0-5]\d)$/.test(text);

const rules = {
  removeAdditional: false,
  allErrors: true,
  useDefaults: true,
  formats: { date: isDay, "date-time": isMoment },
} as const;
const ofText = build({}, { customOptions: { ...rules, coerceTypes: "array" } });
const ofJson = build({}, { customOptions: { ...rules, coerceTypes: false } });

type Check = ReturnType<typeof ofJson>;
/** Servers of one process share them: their routes have the same schemas. */
const checksOf = { ofJson: new WeakMap<object, Check>(), ofText: new WeakMap<object, Check>() };

function checkOf(route: Parameters<typeof validate>[0]): Check {
  const isJson = route.httpPart === "body";
  const checks = isJson ? checksOf.ofJson : checksOf.ofText;
  const known = checks.get(route.schema);
  if (known) return known;
  const check = (isJson ? ofJson : ofText)(route);
  checks.set(route.schema, check);
  return check;
}

/**
 * The check of one part of a route, built when the first request asks for it: to build those of all routes would be half of
 * the server's start. That each can be built, a test says.
 */
export const validate: FastifySchemaCompiler<object> = (route) => {
  let check: Check | undefined;
  // Fastify hands over what a check needs to change its input where a function bears the mark of Ajv's own.
  const marks: Pick<Check, "errors"> & { schemaEnv: true } = { schemaEnv: true };
  const lazily = Object.assign((...given: Parameters<Check>) => {
    check ??= checkOf(route);
    const isRight = check(...given) === true;
    lazily.errors = check.errors ?? null;
    return isRight;
  }, marks);
  return lazily;
};
