// Where a reader's mail goes, or why it cannot.
import { sql } from "kysely";
import type { Ctx } from "../context.ts";

/** In a transaction of the reader's own, who sees their own row alone. */
export async function addressOf(ctx: Ctx): Promise<{ address: string } | { problem: string }> {
  const { rows } = await sql<{ email: string | null; isTroubled: boolean }>`
    select p.email, exists (select from mail_trouble_of(p.id) t where lower(t.address) = lower(p.email)) as is_troubled
    from people p where p.id = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  const email = rows[0]?.email?.trim();
  if (!email || !isAddress(email)) return { problem: "mail.no_address" };
  return rows[0]?.isTroubled ? { problem: "mail.address_troubled" } : { address: email };
}

/** One address and nothing that could end a line or begin a list (RFC 5321 section 4.1.2, without quoted names). */
export const isAddress = (text: string): boolean => /^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(text);
