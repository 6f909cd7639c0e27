// A PostgreSQL for one run of tests or checks: in a temporary folder, fast rather than safe, gone afterwards.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from "node:fs";
import { freemem, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type EmbeddedServer, startEmbedded } from "#core/db/embedded.ts";
import { endLeftOver } from "#core/db/embedded-left-over.ts";
import { holdFolder } from "#core/db/folder-lock.ts";
import { StartError } from "#core/start-error.ts";

const prefix = "yagura-test-";
const silent = () => undefined;

/** A database of a thousand files is copied for each file of tests: in memory, where there is plenty, that is quicker. Two hands have two, of up to 3.4 GB each. */
const memory = "/dev/shm";
const plenty = 12 * 2 ** 30;
const isRoomy = () => {
  if (!existsSync(memory)) return false;
  const { bsize, bavail } = statfsSync(memory);
  return bsize * bavail > plenty && freemem() > plenty;
};
const places = [memory, tmpdir()].filter((place) => existsSync(place));

export async function startTestCluster(log: (line: string) => void = silent): Promise<EmbeddedServer> {
  await clearAbandoned();
  const folder = mkdtempSync(join(isRoomy() ? memory : tmpdir(), prefix));
  // Started by root, PostgreSQL runs as another user, who must get in.
  chmodSync(folder, 0o711);
  const server = await startEmbedded({ dataFolder: join(folder, "postgres"), log, fast: true });
  const stop = async () => {
    await server.stop();
    for (const place of [dirname(server.dataFolder), folder]) rmSync(place, { recursive: true, force: true });
  };
  return { ...server, stop };
}

/** Runs that were killed leave a PostgreSQL behind which no later start would meet: their folder is never used again. */
async function clearAbandoned() {
  const folders = places.flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(place, name)),
  );
  for (const folder of folders) {
    const data = join(folder, "postgres");
    if (!existsSync(`${data}.lock`)) continue;
    try {
      const lock = holdFolder(data);
      await endLeftOver(data, silent);
      rmSync(folder, { recursive: true, force: true });
      lock.release();
    } catch (error) {
      // In use by a run that lives, or another user's.
      if (!(error instanceof StartError)) throw error;
    }
  }
}
