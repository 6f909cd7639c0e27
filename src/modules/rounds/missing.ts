// Who is missing: companies where nobody is named who could answer, review or confirm. A round may be launched all the
// same; it is said before, and stays said while somebody is still waited for.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Lack } from "./contract.ts";

const permissionOf: Record<Lack, string> = {
  answer: "inspection.answer",
  review: "inspection.review",
  confirm: "inspection.confirm",
};

/** States of an inspection in which somebody will still be needed for it; one that does not exist yet needs everybody. */
const neededIn: Record<Lack, readonly string[]> = {
  answer: ["not_begun", "answering", "returned"],
  review: ["not_begun", "answering", "returned", "submitted"],
  confirm: ["not_begun", "answering", "returned", "submitted", "reviewed"],
};

/** One of them is lacking for the company in the column; `state` of its inspection, where there is one. */
export function lacksOne(ctx: Ctx, lack: Lack, company: string, state?: string): RawBuilder<boolean> {
  const at = sql.ref(company);
  // The whole group at once for who sees it; up from each company for who sees a few.
  const isMissing =
    ctx.reach === "group"
      ? sql`${at} not in (select companies_with(${permissionOf[lack]}))`
      : sql`not has_somebody(${permissionOf[lack]}, ${at})`;
  const isNeeded = state
    ? sql`coalesce(${sql.ref(state)}, 'not_begun') = any (${[...neededIn[lack]]}::text[])`
    : sql`true`;
  return sql<boolean>`(${isNeeded} and ${isMissing})`;
}

const all = Object.keys(permissionOf) as Lack[];

/** All that is lacking, as the list of an output. */
export const lacksOf = (ctx: Ctx, company: string, state?: string): RawBuilder<Lack[]> =>
  sql<Lack[]>`array_remove(array[${sql.join(
    all.map((lack) => sql`case when ${lacksOne(ctx, lack, company, state)} then ${lack}::text end`),
  )}], null)`;
