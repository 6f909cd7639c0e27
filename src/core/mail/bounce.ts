// Notifications of failed delivery (RFC 3464) as a mail server sends them back: which of our mails, and whose address.
import { simpleParser } from "mailparser";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../db/tables.generated.ts";
import { mailIdIn } from "./transport.ts";

export type Bounce = { mailId: string | null; address: string | null; status: string; detail: string };

/** Longer than a notification is; what it returns of the mail itself is not read to the end. */
const mostBytes = 200_000;

/** @returns null where it is no notification of failed delivery. */
export async function readBounce(source: string | Buffer): Promise<Bounce[] | null> {
  const mail = await simpleParser(source.length > mostBytes ? source.slice(0, mostBytes) : source, {
    // Else it is read as more text of the mail.
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  });
  const parts = mail.attachments.map((part) => ({
    type: part.contentType,
    text: part.content.toString("utf8"),
  }));
  const report = parts.find((part) => part.type === "message/delivery-status");
  if (!report) return null;
  const returned =
    parts.find((part) => /^(message\/rfc822|text\/rfc822-headers)/.test(part.type))?.text ?? "";
  const [envelope = "", ...recipients] = report.text.replaceAll("\r\n", "\n").split(/\n{2,}/);
  const mailId =
    mailIdIn(fieldOf(envelope, "Original-Envelope-Id")) ?? mailIdIn(fieldOf(returned, "Message-ID"));
  return recipients.flatMap((block) => {
    // Only what failed for good: a delay is no end (RFC 3464 section 2.3.3).
    if (fieldOf(block, "Action").toLowerCase() !== "failed") return [];
    const address = (fieldOf(block, "Original-Recipient") || fieldOf(block, "Final-Recipient"))
      .split(";")
      .at(-1)
      ?.trim();
    return [
      {
        mailId,
        address: address || null,
        status: /\d\.\d{1,3}\.\d{1,3}/.exec(fieldOf(block, "Status"))?.[0] ?? "5.0.0",
        detail: fieldOf(block, "Diagnostic-Code").slice(0, 500),
      },
    ];
  });
}

/** A header field with what is folded below it (RFC 5322 section 2.2.3). */
function fieldOf(text: string, name: string): string {
  const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t]+.*)*)`, "im").exec(text.replaceAll("\r\n", "\n"));
  return (found?.[1] ?? "").replaceAll(/\s+/g, " ").trim();
}

export type Taken = { mailId: string; personId: string; companyId: string; status: string };

/**
 * Marks the mails and their readers' addresses. A notification counts only for a mail of ours that went to that very
 * address: whoever writes one up can harm nobody else.
 */
export async function takeBounces(trx: Kysely<Tables>, bounces: readonly Bounce[]): Promise<Taken[]> {
  const given = JSON.stringify(
    bounces
      .filter((one) => one.mailId)
      .map(({ mailId, address, status, detail }) => ({ mail_id: mailId, address, status, detail })),
  );
  const { rows } = await sql<Taken>`
    with told as (
      select * from jsonb_to_recordset(${given}::jsonb) as b (mail_id uuid, address text, status text, detail text)
    ), marked as (
      update mails m set bounced_at = now(), state = 'failed', problem = 'bounce.' || t.status, reply = t.detail, ended_at = coalesce(m.ended_at, now())
      from told t where m.id = t.mail_id and m.state = 'sent' and m.bounced_at is null
        and (t.address is null or lower(t.address) = lower(m.address))
      returning m.id, m.person_id, m.company_id, m.address, m.outside_address, t.status, t.detail
    ), troubled as (
      insert into mail_troubles (person_id, company_id, address, problem, reply, mail_id)
      select distinct on (person_id) person_id, company_id, address, 'bounce.' || status, detail, id from marked where address is not null and outside_address is null
      on conflict (person_id) do update set address = excluded.address, problem = excluded.problem, reply = excluded.reply,
        mail_id = excluded.mail_id, began_at = now(), ended_at = null
    )
    select id as mail_id, person_id, company_id, status from marked`.execute(trx);
  return rows;
}
