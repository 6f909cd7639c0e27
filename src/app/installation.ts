import type { Config } from "#core/config.ts";
import { useInstallation } from "#modules/system/installation.ts";
import { secretsBefore } from "./secrets.ts";
import { version } from "./version.ts";

/** What the page of the system says about this process; after the secrets were set. */
export function describeInstallation(config: Config): void {
  const { backups } = config;
  useInstallation({
    version,
    database: config.databaseUrl ? "own" : "embedded",
    dataFolder: config.dataFolder,
    filesFolder: config.evidenceFolder,
    workers: config.workers,
    certFile: config.tls?.certFile ?? null,
    isBehindTls: config.publicUrl.startsWith("https:"),
    key: {
      place: config.secretKey ? "environment" : "file",
      earlier: secretsBefore(config).length,
    },
    backups: backups && { ...backups, recipients: backups.recipients.length },
  });
}
