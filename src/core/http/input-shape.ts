// What no operation can take, whatever its schema says: letters that no text has, and shapes built to be costly.
import type { FastifyRequest } from "fastify";
import { invalid } from "../errors.ts";

const deepest = 40;
/** Values of one call, all told: a page of a list of answers has some thousands. */
const mostValues = 150_000;

/** PostgreSQL keeps no NUL, UTF-8 no half of a pair (RFC 3629 section 3). */
const isText = (text: string) => !text.includes("\u0000") && text.isWellFormed();

/** @throws AppError `input.letters`, `input.too_deep`, `input.too_large`. Walks without recursion. */
export function refuseOddShape(value: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen > mostValues) throw invalid("input.too_many_values");
    if (typeof next.value === "string" && !isText(next.value)) throw invalid("input.letters");
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth >= deepest) throw invalid("input.too_deep");
    for (const [key, inner] of Object.entries(next.value)) {
      if (!isText(key)) throw invalid("input.letters");
      open.push({ value: inner, depth: next.depth + 1 });
    }
  }
}

export async function refuseOddInput(request: FastifyRequest): Promise<void> {
  for (const part of [request.params, request.query, request.body]) refuseOddShape(part);
}
