// The program: configuration, database, jobs and trail, server.
import { join } from "node:path";
import type { Server as TlsServer } from "node:tls";
import { type Config, loadConfig } from "#core/config.ts";
import { openFileStore, useFileStore } from "#core/files/store.ts";
import { makeDoor } from "#core/http/door.ts";
import { makeLog } from "#core/http/log.ts";
import { makeServer } from "#core/http/server.ts";
import { stopServer } from "#core/http/stop.ts";
import { serveWeb } from "#core/http/web.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { closePasswordList, usePasswordList } from "#modules/access/password-list.ts";
import { startBackground } from "./background.ts";
import { buildWeb } from "./build-web.ts";
import { describeInstallation } from "./installation.ts";
import { refuseTakenAddress, sayingWhy } from "./listening.ts";
import { firstPair, followCertificate, minVersion } from "./certificate.ts";
import { startMailIn } from "./mail-in.ts";
import { modules } from "./modules.ts";
import { type Opened, open, type Say } from "./open.ts";
import { runToTheEnd } from "./run.ts";
import { scheduledBackup } from "./scheduled-backup.ts";
import { scanBy } from "./scanning.ts";
import { useSecrets } from "./secrets.ts";
import { textFolders } from "./text-folders.ts";
import { version } from "./version.ts";

export type Running = { address: string; opened: Opened; close(): Promise<void> };

/**
 * @param beforeListening what has to be there before anybody looks, e.g. the sample group.
 * @param options.hasScreens false where Vite serves them.
 */
export async function serve(
  config: Config,
  say: Say,
  beforeListening?: (opened: Opened) => Promise<void>,
  { hasScreens } = { hasScreens: true },
): Promise<Running> {
  await refuseTakenAddress(config);
  const certificate = config.tls ? firstPair(config.tls) : null;
  const log = makeLog(config.logLevel);
  useFileStore(openFileStore(config.evidenceFolder, config.uploadLimitBytes));
  useSecrets(config);
  scanBy(config, (error) => log.error({ err: error }, "the malware scanner cannot be asked"));
  describeInstallation(config);
  const opened = await open(config, say);
  const { url, database } = opened;
  // Last begun, first ended: no request without jobs and trail, none of those without the database.
  const endings: (() => Promise<void>)[] = [() => opened.close()];
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    await beforeListening?.(opened);
    const webFolder = hasScreens ? await buildWeb(say) : null;
    const background = await startBackground({
      url,
      db: database.db,
      log,
      workers: config.workers,
      mailFolder: join(config.dataFolder, "mail"),
      timed: scheduledBackup(config, log),
    });
    endings.push(() => background.close());
    endings.push(readPasswordList(config, log));
    const server = await makeServer({
      modules,
      door: makeDoor({ db: database.db }),
      translate: loadTexts(textFolders),
      version,
      log,
      trustProxy: config.trustProxy,
      isSecure: config.publicUrl.startsWith("https:"),
      publicUrl: config.publicUrl,
      ...(certificate ? { https: { ...certificate, minVersion } } : {}),
      ready: () =>
        database.pool.query("select 1").then(
          () => true,
          () => false,
        ),
    });
    endings.push(() => stopServer(server));
    if (config.tls && certificate) {
      const stop = followCertificate(config.tls, certificate, server.server as unknown as TlsServer, log);
      endings.push(async () => stop());
    }
    const mailIn = await startMailIn(config, database.db, log, certificate);
    if (mailIn) endings.push(() => mailIn.close());
    if (webFolder) await serveWeb(server, webFolder);
    const address = await sayingWhy(config, () => server.listen({ port: config.port, host: config.host }));
    return { address, opened, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The operator's list of passwords is made ready beside the first requests. @returns how it is given up. */
function readPasswordList(config: Config, log: ReturnType<typeof makeLog>): () => Promise<void> {
  const { commonPasswordsFile: path } = config;
  if (path === null) return closePasswordList;
  const reading = usePasswordList(path, join(config.dataFolder, "passwords")).then(
    (count) => log.info({ count }, "list of common passwords ready"),
    (error: unknown) => log.error({ err: error }, "list of common passwords not read"),
  );
  return async () => {
    await reading;
    await closePasswordList();
  };
}

/** What a browser on another machine has to do without over plain http (W3C Secure Contexts). */
function sayWhatIsOff(config: Config, say: Say): void {
  const isLocal = ["127.0.0.1", "::1", "localhost"].includes(config.host);
  if (isLocal || config.tls || config.publicUrl.startsWith("https:")) return;
  say(
    "note: over plain http other machines can sign in and work, but answering offline, the camera and passkeys are off there, and what is sent can be read on the way.",
  );
  say(
    "      Set TLS_CERT_FILE and TLS_KEY_FILE, or PUBLIC_URL=https://... with TRUST_PROXY=yes behind a proxy.",
  );
}

if (import.meta.main) {
  await runToTheEnd(async () => {
    const config = loadConfig(process.env);
    const running = await serve(config, (line) => console.error(line));
    console.log(`Yagura is ready: ${running.address}`);
    console.log(running.opened.isEmbedded ? `data: ${config.dataFolder}` : "database: your own PostgreSQL");
    sayWhatIsOff(config, (line) => console.log(line));
    return running;
  });
}
