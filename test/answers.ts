// What every operation that reads tells one person of the given ids, words and companies: to show that something is told by none.
import { modules } from "#app/modules.ts";
import { isWrite, type Operation } from "#core/contract.ts";
import type { TestApp } from "./app.ts";

/** The operation has fields for all that is given, and needs nothing else. */
function takes({ params, query, body }: Operation, input: object): boolean {
  const fields = [params, query, body].filter((one) => one !== undefined);
  const names = fields.flatMap((one) => Object.keys(one.properties));
  const needed = fields.flatMap((one) => one.required ?? []);
  return Object.keys(input).every((name) => names.includes(name)) && needed.every((name) => name in input);
}

const reads: readonly Operation[] = modules
  .flatMap((one) => Object.values(one.contract))
  .filter((one) => !isWrite(one) && one.carries === undefined && one.permission !== "public");

/** Each answer with what it was an answer to; what is refused is none. */
export async function answersTo(
  app: TestApp,
  token: string,
  given: readonly object[],
): Promise<{ asked: string; told: string }[]> {
  const answers: { asked: string; told: string }[] = [];
  for (const operation of reads)
    for (const input of given.filter((one) => takes(operation, one))) {
      const output = await app
        .as(token)(operation, input as never)
        .catch(() => null);
      if (output !== null)
        answers.push({ asked: `${operation.name} ${JSON.stringify(input)}`, told: JSON.stringify(output) });
    }
  return answers;
}
