// From the schemas of an operation to flags and back: `companyId` is --company-id, lists repeat, objects are JSON.
import type { Operation } from "../contract.ts";
import { StartError } from "../start-error.ts";

type Schema = {
  type?: string;
  description?: string;
  anyOf?: Schema[];
  const?: unknown;
  items?: Schema;
  enum?: unknown[];
};
export type Flag = { name: string; field: string; schema: Schema; isRequired: boolean };

export const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function flagsOf(operation: Operation): Flag[] {
  return [operation.params, operation.query, operation.body].flatMap((part) => {
    const object = part as { properties?: Record<string, Schema>; required?: string[] } | undefined;
    return Object.entries(object?.properties ?? {}).map(([field, schema]) => ({
      field,
      schema,
      name: kebab(field),
      isRequired: object?.required?.includes(field) ?? false,
    }));
  });
}

/** What a flag takes, as the help says it. */
export function typeOf(schema: Schema): string {
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join("|");
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum) return schema.enum.join("|");
  if (schema.type === "array") return `${typeOf(schema.items ?? {})} ...`;
  if (schema.type === "object" || schema.type === undefined) return "json";
  return schema.type === "string" ? "text" : schema.type;
}

/** @throws StartError naming the flag that is unknown, incomplete or of the wrong type. */
export function inputFrom(operation: Operation, args: readonly string[]): Record<string, unknown> {
  const flags = new Map(flagsOf(operation).map((flag) => [flag.name, flag]));
  const input: Record<string, unknown> = {};
  for (let at = 0; at < args.length; at += 1) {
    const [name = "", given] = (args[at] ?? "").replace(/^--/, "").split(/=(.*)/s);
    const flag = flags.get(name);
    if (!args[at]?.startsWith("--") || !flag)
      throw wrongUse(operation, `${args[at]} is no flag of ${kebab(operation.name)}`);
    const value = given ?? (isSwitch(flag.schema) && isNextAFlag(args[at + 1]) ? "true" : args[(at += 1)]);
    if (value === undefined) throw wrongUse(operation, `--${name} needs a value`);
    const parsed = parse(flag.schema, value, () =>
      wrongUse(operation, `--${name} takes ${typeOf(flag.schema)}`),
    );
    if (flag.schema.type === "array")
      input[flag.field] = [...((input[flag.field] as unknown[] | undefined) ?? []), parsed];
    else input[flag.field] = parsed;
  }
  return input;
}

const isSwitch = (schema: Schema) => schema.type === "boolean";
const isNextAFlag = (next: string | undefined) => next === undefined || next.startsWith("--");
const wrongUse = (operation: Operation, why: string) =>
  new StartError(why, `See: yagura help ${kebab(operation.name)}`);

function parse(schema: Schema, value: string, fail: () => Error): unknown {
  if (schema.type === "array") return parse(schema.items ?? {}, value, fail);
  if (schema.anyOf) {
    if (value === "null" && schema.anyOf.some((one) => one.type === "null")) return null;
    const fitting =
      schema.anyOf.find((one) => one.const === value) ?? schema.anyOf.find((one) => one.type !== "null");
    return fitting?.const === value ? value : parse(fitting ?? {}, value, fail);
  }
  if (schema.type === "string" || schema.const !== undefined || schema.enum) return value;
  try {
    const parsed = JSON.parse(value) as unknown;
    if (schema.type === "boolean" && typeof parsed !== "boolean") throw fail();
    if ((schema.type === "integer" || schema.type === "number") && typeof parsed !== "number") throw fail();
    return parsed;
  } catch {
    throw fail();
  }
}
