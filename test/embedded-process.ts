// A process that starts the embedded PostgreSQL and can be killed: `embedded-process.ts <data folder>`.
import { startEmbedded } from "#core/db/embedded.ts";
import { StartError } from "#core/start-error.ts";

const log = (line: string) => console.log(line);

try {
  const server = await startEmbedded({ dataFolder: process.argv[2] ?? "", log });
  process.once("SIGTERM", () => void server.stop());
  log(`ready ${server.url("postgres")}`);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  log(`refused ${error.message}`);
  process.exitCode = 1;
}
