// What runs beside requests: jobs, the trail's keeper with its subscribers, and the clock. Every process may run it;
// locks in the database share the work out.
import type { Kysely } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { startKeeper } from "#core/events/keeper.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { startWorker } from "#core/jobs/worker.ts";
import type { Log } from "#core/log.ts";
import { expireMails } from "#core/mail/expiring.ts";
import { startSender } from "#core/mail/sender.ts";
import { mailSettings, publicUrl } from "#core/mail/settings.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { startDeliverer } from "#modules/calls/sender.ts";
import { modules } from "./modules.ts";
import { textFolders } from "./text-folders.ts";

export type Background = {
  /** Work under way stops after the step it is in and goes on elsewhere or after the next start. */
  close(): Promise<void>;
};

export type BackgroundOptions = {
  /** The application's login. */
  url: string;
  db: Kysely<Tables>;
  log: Log;
  /** Jobs at once; 0 leaves them to other processes. */
  workers: number;
  /** Where this machine keeps what the mail server took; without it no mail is sent. */
  mailFolder?: string;
  /** Timed work that depends on the configuration of this process. */
  timed?: readonly TimedWork[];
};

/** To be started before requests are served: a restored copy enters its new era here. */
export async function startBackground(options: BackgroundOptions): Promise<Background> {
  const { url, db, log, workers } = options;
  const keeper = await startKeeper({
    db,
    subscribers: modules.flatMap((module) => module.subscribers ?? []),
    timed: [...modules.flatMap((module) => module.timed ?? []), expireMails, ...(options.timed ?? [])],
    log,
  });
  const kinds = modules.flatMap((module) => module.jobs ?? []);
  const worker = workers === 0 ? null : await startWorker({ url, db, kinds, log, concurrency: workers });
  const sender = await startMail(options);
  const deliverer =
    workers === 0
      ? null
      : await startDeliverer({ url, db, log, texts: loadTexts(textFolders), publicUrl: publicUrl() });
  return {
    close: async () => {
      await deliverer?.close();
      await sender?.close();
      await worker?.close();
      await keeper.close();
    },
  };
}

/** Mail leaves where a mail server is named and work is done at all. */
async function startMail({ url, db, log, workers, mailFolder }: BackgroundOptions) {
  const settings = mailSettings();
  if (!settings || !mailFolder || workers === 0) return null;
  return startSender({
    url,
    db,
    log,
    settings,
    kinds: modules.flatMap((module) => module.mails ?? []),
    texts: loadTexts(textFolders),
    publicUrl: publicUrl(),
    folder: mailFolder,
  });
}
