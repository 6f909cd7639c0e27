// A mail that a mail server hands over, over SMTP or through a pipe: a notification of failed delivery, else a report of an incident.
// Both come to the same mailbox, so there is one way in.
import type { Kysely } from "kysely";
import type { Config } from "#core/config.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import type { Envelope } from "#core/mail/incoming.ts";
import { type Listener, listenForMail } from "#core/mail/listener.ts";
import { mailSettings } from "#core/mail/settings.ts";
import type { Log } from "#core/log.ts";
import { StartError } from "#core/start-error.ts";
import { isReportAddress, takeReportMail, type Taken } from "#modules/incidents/intake/mail.ts";
import { takeBounce } from "./bounce.ts";

export type TakenIn = Taken | { is: "notification"; marked: number };

export async function takeMail(
  db: Kysely<Tables>,
  source: Buffer,
  envelope: Envelope,
  now?: Date,
): Promise<TakenIn> {
  const marked = await takeBounce(db, source).catch(() => null);
  return marked === null ? takeReportMail(db, source, envelope, now) : { is: "notification", marked };
}

const addressIn = (sender: string) => (/<([^>]+)>/.exec(sender)?.[1] ?? sender).toLowerCase();

/** Our own addresses: that of reports, and the one that our mail comes from, to which notifications come back. */
export const isOurs = (address: string): boolean =>
  isReportAddress(address) || address === addressIn(mailSettings()?.from ?? "");

/** @returns null where nothing is listened on. */
export async function startMailIn(
  { mailIn }: Pick<Config, "mailIn">,
  db: Kysely<Tables>,
  log: Log,
  tls: { cert: Buffer; key: Buffer } | null,
): Promise<Listener | null> {
  if (!mailIn || mailIn.port === null) return null;
  const { host, port } = mailIn;
  return listenForMail({
    host,
    port,
    peers: mailIn.peers,
    isOurs,
    tls,
    log,
    take: async (source, envelope) => {
      const taken = await takeMail(db, source, envelope);
      log.info({ mail: taken.is }, "a mail was handed over");
    },
  }).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `Mail cannot be listened for at ${host}:${port} (${error.code ?? error.message})`,
      "Set MAIL_IN_HOST and MAIL_IN_PORT to an address of this machine that is free; below 1024 needs a right of its own.",
    );
  });
}
