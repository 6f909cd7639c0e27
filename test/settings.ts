// What a process knows of the outside, for the length of a test: the files of a run share one process, and what one test says
// stands for the next one otherwise.
import { test } from "node:test";
import { publicUrl, usePublicUrl } from "#core/http/public-url.ts";
import { useOutgoing } from "#core/net/outgoing.ts";

/** Of `node:test`, one that says these before a test, and after it what was said before. */
export const testWith =
  (settings: { outgoing?: readonly string[]; publicUrl?: string }) =>
  (name: string, work: () => Promise<void>): void =>
    void test(name, async () => {
      const hosts = settings.outgoing && useOutgoing(settings.outgoing);
      const url = publicUrl();
      if (settings.publicUrl !== undefined) usePublicUrl(settings.publicUrl);
      try {
        await work();
      } finally {
        if (hosts) useOutgoing(hosts);
        usePublicUrl(url);
      }
    });
