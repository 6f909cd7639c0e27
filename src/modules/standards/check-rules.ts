// Whether what a file says of the answers given under the edition before can be kept. Pure.
import Type from "typebox";
import { type EditionProblem, schemaProblems } from "./check-edition.ts";
import { carries } from "./changes.ts";
import { Key } from "./edition.ts";

/** As the table holds it (carry_over_rules). */
const Rule = Type.Object({
  controlId: Key,
  fromIds: Type.Array(Key, { maxItems: 50, uniqueItems: true }),
  carry: Type.Union([...carries.map((one) => Type.Literal(one)), Type.Null()]),
  reason: Type.Union([Type.String({ maxLength: 1000, pattern: "^[^\\u0000]*$" }), Type.Null()]),
});

export function checkRules(rules: readonly { readonly [key: string]: unknown }[]): EditionProblem[] {
  const seen = new Set<unknown>();
  return rules.flatMap((rule) => {
    const { controlId } = rule;
    const steps = ["carryOver", String(controlId).slice(0, 100)];
    const [wrong] = schemaProblems(Rule, rule);
    if (wrong) return [{ ...wrong, steps: [...steps, ...wrong.steps] }];
    if (seen.has(controlId)) return [{ steps, fault: { code: "twice" } }];
    seen.add(controlId);
    return [];
  });
}
