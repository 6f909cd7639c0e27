// Empties the outbox. A mail is taken and that is committed; it is written for its reader as of now; it goes over the wire;
// the server's word is noted on this machine and then in the database. Several processes share the work (skip locked), and a
// mail server that is down holds up nothing but mail (docs/decisions/0072).
import type { Kysely } from "kysely";
import { bothLocks, inTransaction } from "../db/transaction.ts";
import type { Tables } from "../db/tables.generated.ts";
import { unseal } from "../crypto/secrets.ts";
import { proveAlive } from "../jobs/alive.ts";
import { startLoop } from "../jobs/loop.ts";
import { codeOf, type Log } from "../log.ts";
import type { Say } from "../text/format.ts";
import type { Texts } from "../text/catalogue.ts";
import * as claiming from "./claiming.ts";
import { openJournal } from "./journal.ts";
import type { Letter, MailKind } from "./kind.ts";
import { htmlOf, oneLine, textOf } from "./letter.ts";
import { sealedFor } from "./outbox.ts";
import { addressOf } from "./reader.ts";
import type { MailSettings } from "./settings.ts";
import { openTransport, type Ready } from "./transport.ts";

export type SenderOptions = {
  url: string;
  db: Kysely<Tables>;
  kinds: readonly MailKind[];
  settings: MailSettings;
  texts: Texts;
  publicUrl: string;
  /** Where this machine keeps what the server took. */
  folder: string;
  log: Log;
  /** Seconds until the next try, by how many there were. */
  patience?: (tries: number) => number;
};

export type Sender = {
  wake(): void;
  /** Ends after the mails that are on the wire. */
  close(): Promise<void>;
};

/** A minute, two, four ... up to an hour; what ends it is the mail's age. */
const doubling = (tries: number) => Math.min(3600, 60 * 2 ** Math.min(tries - 1, 10));
/** A fault of ours is tried a few times: the next version may know better, the reader does not wait for it. */
const mostFaults = 8;

export async function startSender(options: SenderOptions): Promise<Sender> {
  const { db, log, settings } = options;
  const alive = await proveAlive(options);
  const journal = openJournal(options.folder, alive.id);
  const me = { sender: alive.id, station: journal.station };
  const transport = openTransport(settings);
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]));
  const pace = pacer(settings.perMinute);
  let isClosing = false;
  let failures = 0;
  let pausedUntil = 0;
  let unsettled = 0;
  const patience = options.patience ?? doubling;

  /** One mail from taking it to its end. @returns false when there is none, or the server takes none. */
  async function next(): Promise<boolean> {
    if (isClosing || Date.now() < pausedUntil || !(await pace(() => isClosing))) return false;
    const mail = await claiming.claim(db, me);
    if (!mail) return false;
    const ready = await written(mail).catch(async (error: unknown) => {
      log.error(
        { err: error, mail: mail.id, kind: mail.kind, code: codeOf(error) },
        "a mail could not be written",
      );
      if (mail.attempts >= mostFaults)
        await claiming.settle(db, mail.id, me, { state: "failed", problem: "mail.fault" });
      else
        await claiming.putBack(db, mail.id, me, {
          afterSeconds: patience(mail.attempts),
          problem: "mail.fault",
          reply: "",
          isCounted: true,
        });
      return null;
    });
    if (!ready) return true;
    if ("dropped" in ready) {
      await claiming.settle(db, mail.id, me, { state: "dropped", problem: ready.dropped });
      return true;
    }
    return send(mail, ready);
  }

  async function send(mail: claiming.Claimed, ready: Ready): Promise<boolean> {
    const outcome = await transport.send(ready);
    const { reply } = outcome;
    if (outcome.is === "sent") {
      // No await between the server's word and this line: a killed process leaves it on the disk or never heard of it.
      unsettled += 1;
      noted(mail.id);
      await claiming.settle(db, mail.id, me, { state: "sent", reply, address: ready.to });
      unsettled -= 1;
      if (unsettled === 0) journal.clear();
      failures = 0;
      return true;
    }
    if (outcome.is === "never") {
      await claiming.settle(db, mail.id, me, {
        state: "failed",
        problem: outcome.code,
        reply,
        address: ready.to,
      });
      // Nobody here owns an address outside: what is wrong with it is told by what asked for the mail.
      if (mail.outsideAddress === null)
        await claiming.markAddress(db, mail, { address: ready.to, problem: outcome.code, reply });
      return true;
    }
    const isDown = outcome.is === "down";
    const wait = isDown ? Math.min(300, patience(failures + 1)) : patience(mail.attempts);
    await claiming.putBack(db, mail.id, me, {
      afterSeconds: wait,
      problem: outcome.code,
      reply,
      isCounted: !isDown,
    });
    if (!isDown) return true;
    failures += 1;
    pausedUntil = Date.now() + wait * 1000;
    await claiming.noteServer(db, outcome.code, reply, wait);
    log.warn({ code: outcome.code, retryInSeconds: wait }, "the mail server takes no mail");
    return false;
  }

  function noted(mailId: string): void {
    try {
      journal.note(mailId);
    } catch (error) {
      log.error({ err: error, code: codeOf(error) }, "the journal of sent mail cannot be written");
    }
  }

  async function written(mail: claiming.Claimed): Promise<Ready | { dropped: string }> {
    const kind = kinds.get(mail.kind);
    if (!kind) return { dropped: "mail.kind_unknown" };
    if (!mail.accountId && !kind.isForAnybody) return { dropped: "mail.reader_gone" };
    const say: Say = (key, values) => options.texts(mail.language, key, values);
    const secret = mail.sealed ? unseal(mail.sealed, sealedFor(mail.id)) : null;
    const standing = standingOf(mail);
    return inTransaction(db, standing, async (ctx) => {
      const to = mail.outsideAddress === null ? await addressOf(ctx) : { address: mail.outsideAddress };
      if ("problem" in to) return { dropped: to.problem };
      const letter = await kind.compose(ctx, { mail, say, timeZone: mail.timeZone, secret });
      return "dropped" in letter ? letter : readyOf(mail, to.address, letter, say);
    });
  }

  function readyOf(mail: claiming.Claimed, to: string, letter: Letter, say: Say): Ready {
    const language = letter.language ?? mail.language;
    const frame = { language, baseUrl: options.publicUrl, product: say("mail.product") };
    return {
      id: mail.id,
      to,
      subject: oneLine(letter.subject),
      text: textOf(letter, frame),
      html: htmlOf(letter, frame),
      language,
      preferences: letter.foot ? `${options.publicUrl}${letter.foot.path}` : null,
      thread: letter.thread ?? null,
      replyTo: letter.replyTo ?? null,
    };
  }

  const lane = async () => {
    while (await next());
  };
  const loop = startLoop({
    name: "mail.send",
    everyMs: 2000,
    log,
    round: async () => {
      await Promise.all(Array.from({ length: settings.connections }, lane));
      return false;
    },
  });
  const recovery = startLoop({
    name: "mail.recovery",
    everyMs: 5000,
    log,
    round: async () => {
      if ((await claiming.recoverMails(db, journal, me)) > 0) loop.wake();
      return false;
    },
  });
  return {
    wake: loop.wake,
    close: async () => {
      isClosing = true;
      await Promise.all([loop.close(), recovery.close()]);
      transport.close();
      journal.close();
      await alive.close();
    },
  };
}

/** As the reader: without a permission, so that whoever writes the letter takes those that its records ask for. */
const standingOf = (mail: claiming.Claimed) => ({
  actor: {
    personId: mail.personId,
    accountId: mail.accountId ?? mail.personId,
    sessionId: null,
    companyId: mail.accountCompanyId ?? mail.companyId,
    language: mail.language,
    timeZone: mail.timeZone,
  },
  permission: "mail.read_own",
  reach: "none" as const,
  readOnly: true,
  locks: bothLocks,
});

/** Lets so many through a minute, evenly after a first handful. */
function pacer(perMinute: number): (isGivenUp: () => boolean) => Promise<boolean> {
  const every = 60_000 / perMinute;
  let free = Math.min(perMinute, 20);
  let at = Date.now();
  return async (isGivenUp) => {
    for (;;) {
      const now = Date.now();
      free = Math.min(20, free + (now - at) / every);
      at = now;
      if (isGivenUp()) return false;
      if (free >= 1) {
        free -= 1;
        return true;
      }
      await new Promise((done) => setTimeout(done, Math.min(1000, every)));
    }
  };
}
