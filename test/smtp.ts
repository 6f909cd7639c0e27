// A real mail server in the test's process: takes mail, keeps what it took, and can refuse, hold back or go away.
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import type { MailSettings } from "#core/mail/settings.ts";
import { atTheEnd } from "./db.ts";

export type Arrived = { to: string; messageId: string; mail: ParsedMail };

export type MailServer = {
  settings: MailSettings;
  arrived: Arrived[];
  /** Called when a mail is whole and before it is taken; an error refuses it with its responseCode. */
  beforeTaking: (to: string, count: number) => Promise<void>;
  /** What is freed meanwhile is thrown away: its sender is gone. */
  isDeaf: boolean;
  /** Called for each address. */
  onRecipient: (address: string) => void;
  close(): Promise<void>;
};

export const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

export async function mailServer(options: { port?: number } = {}): Promise<MailServer> {
  const arrived: Arrived[] = [];
  let begun = 0;
  const take = async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
    const mail = await simpleParser(stream);
    const to = session.envelope.rcptTo[0]?.address ?? "";
    begun += 1;
    await made.beforeTaking(to, begun);
    if (made.isDeaf) throw refusal(421, "nobody is there");
    arrived.push({ to, messageId: mail.messageId ?? "", mail });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) => {
      try {
        made.onRecipient(address);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    onData: (stream, session, done) => {
      take(stream, session).then(
        () => done(),
        (error: Error) => done(error),
      );
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((ready) => server.listen(options.port ?? 0, "127.0.0.1", ready));
  const made: MailServer = {
    settings: {
      host: "127.0.0.1",
      port: (server.server.address() as AddressInfo).port,
      user: null,
      password: null,
      tls: "none",
      from: "Yagura <yagura@mihon.example>",
      connections: 4,
      perMinute: 60_000,
    },
    arrived,
    beforeTaking: async () => undefined,
    isDeaf: false,
    onRecipient: () => undefined,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
  atTheEnd(made.close);
  return made;
}

/** What a mail server sends back when an address takes no mail (RFC 3464). */
export const notificationOf = (mailId: string, address?: string): string =>
  [
    "From: MAILER-DAEMON@mihon.example",
    "To: yagura@mihon.example",
    "Subject: Undelivered Mail Returned to Sender",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="part"',
    "",
    "--part",
    "Content-Type: text/plain",
    "",
    "I am sorry to have to inform you.",
    "",
    "--part",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mail.mihon.example",
    `Original-Envelope-Id: ${mailId}`,
    "",
    ...(address ? [`Final-Recipient: rfc822; ${address}`] : []),
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 5.1.1 no such",
    " user here",
    "",
    "--part",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: <${mailId}@mihon.example>`,
    "",
    "--part--",
    "",
  ].join("\r\n");
