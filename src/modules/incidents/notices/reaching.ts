// Whom a notice has reached, recipient by recipient: by what they are, as two may have one name and one named in words has no address.
import { sql } from "kysely";
import type { Static } from "typebox";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import type { Recipient as RecipientSchema } from "./contract/words.ts";
import type { Standing } from "./rules.ts";

export type Recipient = Static<typeof RecipientSchema>;
export type Reach = { key: string; recipient: Recipient; standing: Standing };

/** Of the version that was handed in, else of the last that was written, else of the line. */
export async function reachOf(ctx: Ctx, noticeId: string): Promise<Reach[]> {
  const { rows } =
    await sql<Reach>`select r.key, r.recipient, r.standing from recipients_of_notice(${noticeId}::uuid) r
    order by r.nth`.execute(ctx.db);
  return rows;
}

/**
 * Which of them a proof is of. Where one alone is still to be reached it need not be said.
 *
 * @returns null where no recipient is known: the proof itself says to whom.
 */
export function provenBy(reach: readonly Reach[], said: readonly string[] | undefined): string[] | null {
  if (reach.length === 0) return null;
  const open = reach.filter((one) => one.standing !== "reached").map((one) => one.key);
  if (said === undefined && open.length > 1)
    throw invalid("notice.say_whom", { values: { count: open.length } });
  const keys = [...new Set(said ?? open)];
  if (keys.some((key) => !reach.some((one) => one.key === key))) throw invalid("notice.unknown_recipient");
  if (open.length > 0 && !keys.some((key) => open.includes(key)))
    throw invalid("notice.say_whom", { values: { count: open.length } });
  return keys;
}
