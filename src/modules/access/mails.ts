// Mails that carry a one-time link. The link is sealed in the outbox until it has left, and kept nowhere else: the database
// has its hash alone, so the mail is asked for in the transaction that made it.
import type { Ctx, Language } from "#core/context.ts";
import { enqueueMail } from "#core/mail/outbox.ts";
import type { MailKind } from "#core/mail/kind.ts";
import { isAddress } from "#core/mail/reader.ts";
import { mailSettings } from "#core/mail/settings.ts";
import { formatMoment } from "#core/text/format.ts";
import { groupSettings } from "./queries.ts";
import { invitationHours } from "./rules.ts";

export type Purpose = "sign_in" | "password" | "invitation";

/** Where the link leads: the token stands behind # and so reaches no server log. */
const pages = { sign_in: "link", password: "new-password", invitation: "invitation" } as const;

/** Whether mails leave at all: what the screens may offer. */
export const sendsMail = (): boolean => mailSettings() !== null;

/** Whether a link can be mailed to somebody with this address. */
export const isMailable = (address: string | null): boolean =>
  sendsMail() && address !== null && isAddress(address.trim());

const linkMail = (purpose: Purpose, maxAgeHours: number): MailKind => ({
  kind: `access.${purpose}`,
  maxAgeHours,
  ...(purpose === "invitation" ? { isForAnybody: true } : {}),
  compose: async (ctx, { mail, say, timeZone, secret }) => {
    const until = String(mail.data["until"] ?? "");
    // A link that works no more is worse than none: who waits for it asks for another.
    if (secret === null || new Date(until) <= ctx.now) return { dropped: "link.not_valid" };
    const group = await groupSettings(ctx.db);
    const names = (group?.names ?? {}) as Partial<Record<Language, string>>;
    const words = {
      group: names[ctx.language] || group?.name || "",
      until: formatMoment(until, ctx.language, timeZone, "full", true),
    };
    return {
      subject: say(`access.mail.${purpose}.subject`, words),
      lead: say(`access.mail.${purpose}.lead`, words),
      rows: [],
      action: { label: say(`access.mail.${purpose}.action`), path: `/${pages[purpose]}#${secret}` },
      notes: [say("access.mail.until", words), say(`access.mail.${purpose}.otherwise`)],
    };
  },
});

const kinds: Record<Purpose, MailKind> = {
  sign_in: linkMail("sign_in", 1),
  password: linkMail("password", 1),
  invitation: linkMail("invitation", invitationHours),
};
export const linkMails: readonly MailKind[] = Object.values(kinds);

type Linked = {
  personId: string;
  companyId: string;
  /** Of an account that is not taken up yet; else the account's own is read when the mail is written. */
  language: Language;
  token: string;
  until: string;
};

/** Asks for the mail in the caller's transaction. */
export async function mailLink(ctx: Ctx, purpose: Purpose, link: Linked): Promise<void> {
  const { personId, companyId, language, token, until } = link;
  await enqueueMail(ctx, kinds[purpose], {
    personId,
    companyId,
    data: { language, until },
    secret: token,
    // Somebody sits before a page and waits.
    isUrgent: true,
  });
}
