// The program: configuration, database, server. SIGTERM ends it in good order.
import { readFileSync } from "node:fs";
import { type Config, loadConfig } from "#core/config.ts";
import { openFileStore, useFileStore } from "#core/files/store.ts";
import { StartError } from "#core/start-error.ts";
import { makeDoor } from "#core/http/door.ts";
import { makeServer } from "#core/http/server.ts";
import { serveWeb } from "#core/http/web.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { buildWeb } from "./build-web.ts";
import { modules } from "./modules.ts";
import { type Opened, open, type Say } from "./open.ts";
import { textFolders } from "./text-folders.ts";

export const version = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

export type Running = { address: string; opened: Opened; close(): Promise<void> };

export async function serve(
  config: Config,
  say: Say,
  beforeListening?: (opened: Opened) => Promise<void>,
): Promise<Running> {
  useFileStore(openFileStore(config.evidenceFolder, config.uploadLimitBytes));
  const opened = await open(config, say);
  try {
    await beforeListening?.(opened);
    const webFolder = await buildWeb(say);
    const server = await makeServer({
      modules,
      door: makeDoor({ db: opened.database.db }),
      translate: loadTexts(textFolders),
      version,
      logLevel: config.logLevel,
      trustProxy: config.trustProxy,
      isSecure: config.publicUrl.startsWith("https:"),
      ...(config.tls
        ? { https: { cert: readFileSync(config.tls.certFile), key: readFileSync(config.tls.keyFile) } }
        : {}),
      ready: () =>
        opened.database.pool.query("select 1").then(
          () => true,
          () => false,
        ),
    });
    await serveWeb(server, webFolder);
    const address = await listen(server, config);
    return {
      address,
      opened,
      close: async () => {
        await server.close();
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function listen(server: Awaited<ReturnType<typeof makeServer>>, config: Config): Promise<string> {
  try {
    return await server.listen({ port: config.port, host: config.host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new StartError(
        `Port ${config.port} is taken by another program`,
        `Start with another one, for example PORT=${config.port + 1}.`,
      );
    }
    if ((error as NodeJS.ErrnoException).code === "EACCES") {
      throw new StartError(
        `Port ${config.port} may not be opened by this user`,
        "Choose a port above 1023, for example PORT=8080.",
      );
    }
    throw error;
  }
}

/** Runs a start to its end: prints what went wrong in plain words, and stops in good order on a signal. */
export async function main(start: () => Promise<Running>): Promise<void> {
  try {
    const running = await start();
    let isClosing = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (isClosing) return;
        isClosing = true;
        void running.close().then(() => process.exit(0));
      });
    }
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(`\nyagura: ${error.message}\n        ${error.hint}\n`);
    process.exit(1);
  }
}

if (import.meta.main) {
  const say: Say = (line) => console.error(line);
  await main(async () => {
    const running = await serve(loadConfig(process.env), say);
    console.log(`Yagura is ready: ${running.address}`);
    if (!running.opened.isEmbedded) console.log("database: your own PostgreSQL");
    return running;
  });
}
