// The outbox: written in the transaction of what a mail tells of, emptied by src/core/mail/sender.ts.
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Ctx } from "../context.ts";
import { seal } from "../crypto/secrets.ts";
import type { MailKind } from "./kind.ts";

export type NewMail = {
  personId: string;
  /** The reader's own company. */
  companyId: string;
  /** Ids, numbers and moments: never names or free text. */
  data?: Record<string, unknown>;
  /** What must not lie open in the database, e.g. a one-time link; gone once the mail has left. */
  secret?: string;
  isUrgent?: boolean;
  /** Whoever has no account here gets it in place of the person, who sends it and answers for it. */
  outsideAddress?: string;
};

export const sealedFor = (mailId: string) => ({ purpose: "mail", of: mailId });

/** Asks for a mail; it leaves after the commit, and never if there is none. */
export async function enqueueMail(
  ctx: Ctx,
  kind: Pick<MailKind, "kind" | "maxAgeHours">,
  mail: NewMail,
): Promise<string> {
  const id = randomUUID();
  const sealed = mail.secret === undefined ? null : seal(mail.secret, sealedFor(id));
  await sql`insert into mails (id, person_id, company_id, kind, data, sealed, is_urgent, outside_address, send_after, expires_at)
    values (${id}::uuid, ${mail.personId}::uuid, ${mail.companyId}::uuid, ${kind.kind}, ${JSON.stringify(mail.data ?? {})}::jsonb,
      ${sealed}::bytea, ${mail.isUrgent ?? false}, ${mail.outsideAddress ?? null}, app_now(), app_now() + make_interval(hours => ${kind.maxAgeHours}))`.execute(
    ctx.db,
  );
  return id;
}
