// Bringing in what a source says, as the page does: store the file, open the load, wait for its jobs.
import type { Output } from "#core/contract.ts";
import { ledgers } from "#modules/ledgers/contract.ts";
import type { ImporterKind } from "#modules/ledgers/declared/kinds.ts";
import type { TestApp } from "./app.ts";
import type { SignedIn } from "./factories.ts";
import { keepContent } from "./files.ts";
import { until } from "./until.ts";
import { startWork } from "./work.ts";

export type LoadShown = Output<typeof ledgers.getLoad>;

export async function loading(app: TestApp, who: SignedIn, companyId: string | null) {
  await startWork(app.database);
  const ask = app.as(who.token);
  const open = async (sourceId: string, name: string, content: string | Uint8Array): Promise<string> => {
    const { sha256, sizeBytes } = await keepContent(
      typeof content === "string" ? Buffer.from(content) : content,
    );
    const { rows } = await app.database.owner.query<{ id: string }>(
      "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, $2, $3, 'text/plain', $4, 'asset_source') returning id",
      [companyId, sha256, sizeBytes, name],
    );
    return (await ask(ledgers.openLoad, { id: sourceId, fileId: rows[0]?.id ?? "" })).id;
  };
  const settled = (id: string): Promise<LoadShown> =>
    until("the load has settled", async () => {
      const shown = await ask(ledgers.getLoad, { id });
      // Applied before it has asked about what it found.
      const isBusy = shown.job?.state === "queued" || shown.job?.state === "running";
      return isBusy || shown.state === "reading" || shown.state === "applying" ? undefined : shown;
    });
  return {
    source: async (
      kind: ImporterKind,
      name: string,
      more: { rank?: number; records?: boolean; expectedHours?: number } = {},
    ) =>
      (
        await ask(ledgers.addSource, {
          companyId,
          kind,
          name,
          rank: more.rank ?? 5,
          records: more.records ?? false,
          expectedHours: more.expectedHours ?? null,
          isAutomatic: false,
        })
      ).id,
    open,
    settled,
    /** Read, looked at, and applied. */
    load: async (sourceId: string, name: string, content: string | Uint8Array): Promise<LoadShown> => {
      const read = await settled(await open(sourceId, name, content));
      if (read.state !== "ready" && read.state !== "held") return read;
      await ask(ledgers.applyLoad, { id: read.id, rowVersion: read.rowVersion });
      return settled(read.id);
    },
  };
}
