// The answer to a report by mail: its number, what happens next, and the page on which it can be looked at and added to.
import type { MailKind } from "#core/mail/kind.ts";

/** To a sender whom the group's own server vouches for, and to nobody else: an answer to a feigned sender would go to a stranger. */
export const receivedMail: MailKind = {
  kind: "incident.received",
  maxAgeHours: 24,
  isForAnybody: true,
  compose: async (_ctx, { mail, say, secret }) => ({
    subject: say("intake.mail.subject", { number: String(mail.data["number"] ?? "") }),
    lead: say("intake.mail.lead"),
    rows: [],
    // The secret stands behind # and so reaches no server log.
    ...(secret ? { action: { label: say("intake.mail.action"), path: `/report-status#${secret}` } } : {}),
    notes: [say("intake.mail.next"), say("intake.mail.noAnswer")],
  }),
};
