// A process without HTTP: jobs, trail and clock alone, beside other processes on the same database.
import { join } from "node:path";
import { loadConfig } from "#core/config.ts";
import { openFileStore, useFileStore } from "#core/files/store.ts";
import { makeLog } from "#core/http/log.ts";
import { StartError } from "#core/start-error.ts";
import { startBackground } from "./background.ts";
import { open } from "./open.ts";
import { runToTheEnd } from "./run.ts";
import { scheduledBackup } from "./scheduled-backup.ts";
import { useSecrets } from "./secrets.ts";

await runToTheEnd(async () => {
  const config = loadConfig(process.env);
  if (config.workers === 0)
    throw new StartError("WORKERS is 0: there is nothing to do", "Set WORKERS to how many jobs run at once.");
  useFileStore(openFileStore(config.evidenceFolder, config.uploadLimitBytes));
  useSecrets(config);
  const log = makeLog(config.logLevel);
  const opened = await open(config, (line) => console.error(line));
  const { url, database } = opened;
  const background = await startBackground({
    url,
    db: database.db,
    log,
    workers: config.workers,
    mailFolder: join(config.dataFolder, "mail"),
    timed: scheduledBackup(config, log),
  });
  console.log("Yagura works in the background");
  return {
    close: async () => {
      await background.close();
      await opened.close();
    },
  };
});
