// One mail over the wire, and what the server made of it.
import nodemailer from "nodemailer";
import { codeOf } from "../log.ts";
import type { MailSettings } from "./settings.ts";

export type Ready = {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  language: string;
  /** Where the reader changes what comes. */
  preferences: string | null;
  thread: string | null;
  replyTo: string | null;
};

/**
 * `later`: this mail, by the server's word (4xx); `down`: no mail gets through now; `never`: this mail, by the server's word
 * (5xx, RFC 5321 section 4.2.1).
 */
export type Outcome =
  | { is: "sent"; reply: string }
  | { is: "later" | "down" | "never"; code: string; reply: string };

export type Transport = { send(mail: Ready): Promise<Outcome>; close(): void };

const seconds = (count: number) => count * 1000;

export function openTransport(settings: MailSettings): Transport {
  const wire = nodemailer.createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.tls === "tls",
    requireTLS: settings.tls === "starttls",
    ignoreTLS: settings.tls === "none",
    ...(settings.user ? { auth: { user: settings.user, pass: settings.password ?? "" } } : {}),
    pool: true,
    maxConnections: settings.connections,
    maxMessages: 100,
    connectionTimeout: seconds(20),
    greetingTimeout: seconds(20),
    socketTimeout: seconds(60),
    // What a letter names is text: nothing is read from a file or fetched for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: (mail) =>
      wire
        .sendMail(messageOf(mail, settings))
        .then(({ response }) => ({ is: "sent", reply: short(response) }), outcomeOf),
    close: () => wire.close(),
  };
}

const addressIn = (sender: string) => /<([^>]+)>/.exec(sender)?.[1] ?? sender;
const domainOf = (sender: string) => addressIn(sender).split("@")[1] ?? "localhost";

/** The same for every try, so that a mail that arrived twice is one for the programs that look (RFC 5322 section 3.6.4). */
export const messageIdOf = (id: string, from: string) => `<${id}@${domainOf(from)}>`;

/** The mail that a Message-ID or an envelope names. */
export const mailIdIn = (text: string): string | null =>
  /\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/i.exec(text)?.[1]?.toLowerCase() ??
  null;

function messageOf(mail: Ready, { from }: MailSettings) {
  const thread = mail.thread ? messageIdOf(`record-${mail.thread}`, from) : null;
  return {
    from,
    to: { name: "", address: mail.to },
    ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: messageIdOf(mail.id, from),
    ...(thread ? { inReplyTo: thread, references: [thread] } : {}),
    headers: {
      // No reply of a machine to a machine (RFC 3834 section 5).
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": mail.language,
      ...(mail.preferences ? { "List-Unsubscribe": `<${mail.preferences}>` } : {}),
    },
    // The name under which a notification of failure comes back (RFC 3461), where the server knows it.
    dsn: { id: mail.id, return: "headers" as const, notify: "failure" as const, recipient: mail.to },
  };
}

const short = (reply: unknown) =>
  String(reply ?? "")
    .replaceAll(/\s+/g, " ")
    .slice(0, 500);
const noServer = [
  "ECONNECTION",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "ESOCKET",
  "EDNS",
  "EAUTH",
  "ETLS",
  "ENOAUTH",
  "EPROXY",
  "ECONFIG",
];

function outcomeOf(error: unknown): Outcome {
  const { responseCode, response, command } = error as {
    responseCode?: number;
    response?: string;
    command?: string;
  };
  const code = codeOf(error);
  const reply = short(response ?? (error instanceof Error ? error.message : ""));
  // Refused sign-in, sender or greeting: nothing of this mail's, the next one would fare no better.
  if (
    noServer.includes(code) ||
    ["CONN", "EHLO", "HELO", "STARTTLS", "MAIL FROM"].includes(command ?? "") ||
    command?.startsWith("AUTH")
  )
    return { is: "down", code, reply };
  if (responseCode === undefined) return { is: "later", code, reply };
  return { is: responseCode >= 500 ? "never" : "later", code: `smtp.${responseCode}`, reply };
}
