// Lent to later modules.
// What sign-in wants to be mailed, and whoever mails it. A link is handed over once, inside the transaction that made it:
// the database keeps its hash alone, so the mail has to be ordered with it.
import type { Ctx, Language } from "#core/context.ts";

export type MailedLink = {
  purpose: "sign_in" | "password";
  accountId: string;
  personId: string;
  companyId: string;
  language: Language;
  /** The address it goes to. */
  to: string;
  /** Where it leads, with the token behind #. */
  link: string;
  minutes: number;
};

export type Mailer = (ctx: Ctx, link: MailedLink) => Promise<void>;

let mailer: Mailer | null = null;

/** Set once at start by whoever sends mails; null where this installation sends none. */
export function useMailer(given: Mailer | null): void {
  mailer = given;
}

export const sendsMail = (): boolean => mailer !== null;

/** Orders the mail in the caller's transaction. */
export async function mailLink(ctx: Ctx, link: MailedLink): Promise<void> {
  await mailer?.(ctx, link);
}
