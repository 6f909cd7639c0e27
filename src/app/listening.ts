// The address to listen on: whether it is to be had is known before the long part of a start, not after it.
import { once } from "node:events";
import { createServer } from "node:net";
import type { Config } from "#core/config.ts";
import { StartError } from "#core/start-error.ts";

/** Opens the address for a moment. Between this and the real opening another may still come first; that is said then. */
export async function refuseTakenAddress(config: Config): Promise<void> {
  const probe = createServer();
  await sayingWhy(config, async () => {
    probe.listen({ port: config.port, host: config.host });
    await once(probe, "listening");
  });
  probe.close();
  await once(probe, "close");
}

/** Listens, and says in plain words why that cannot be. */
export async function sayingWhy<T>(config: Config, listen: () => Promise<T>): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const why = refusals[(error as NodeJS.ErrnoException).code ?? ""];
    throw why ? new StartError(...why(config)) : error;
  }
}

const refusals: Record<string, (config: Config) => [message: string, hint: string]> = {
  EADDRINUSE: ({ port }) => [
    `Port ${port} is taken by another program`,
    `Start with another one, for example PORT=${port + 1}.`,
  ],
  EACCES: ({ port }) => [
    `Port ${port} may not be opened by this user`,
    "Choose a port above 1023, for example PORT=8080.",
  ],
  EADDRNOTAVAIL: ({ host }) => [
    `This machine has no address ${host}`,
    "Set HOST to one of its addresses, or to 0.0.0.0 for all of them.",
  ],
};
