// What comes in is checked by the schemas of the contracts. Paths and queries are text, so "5" may stand for 5 there;
// a JSON body has types of its own, and taking null for 0 would invent answers.
import AjvCompiler from "@fastify/ajv-compiler";
import type { FastifySchemaCompiler } from "fastify";

const build = AjvCompiler();
const rules = { removeAdditional: false, allErrors: true, useDefaults: true } as const;
const ofText = build({}, { customOptions: { ...rules, coerceTypes: "array" } });
const ofJson = build({}, { customOptions: { ...rules, coerceTypes: false } });

export const validate: FastifySchemaCompiler<object> = (route) =>
  (route.httpPart === "body" ? ofJson : ofText)(route);
