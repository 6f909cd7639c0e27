// Bringing a file in as the page does: store it, open the import, wait for its job.
import type { Output } from "#core/contract.ts";
import { imports } from "#modules/imports/contract.ts";
import type { TestApp } from "./app.ts";
import type { SignedIn } from "./factories.ts";
import { keepContent } from "./files.ts";
import { until } from "./until.ts";
import { startWork } from "./work.ts";

type Shown = Output<typeof imports.getImport>;
type Kind = Shown["kind"];

export async function importing(app: TestApp, who: SignedIn) {
  await startWork(app.database);
  return importingWith(app, who);
}

/** Where the test runs its own worker. */
export function importingWith(app: TestApp, who: SignedIn) {
  const ask = app.as(who.token);
  const open = async (kind: Kind, name: string, bytes: Uint8Array, companyId?: string) => {
    const { sha256, sizeBytes } = await keepContent(bytes);
    const { rows } = await app.database.owner.query<{ id: string }>(
      `insert into files (company_id, sha256, size_bytes, media_type, name, purpose)
       values ((select case when (select reach from standing_of($1, 'organization.import')) = 'group' then null else $2::uuid end),
         $3, $4, 'text/plain', $5, 'import') returning id`,
      [who.personId, who.companyId, sha256, sizeBytes, name],
    );
    return ask(imports.openImport, { kind, fileId: rows[0]?.id ?? "", ...(companyId ? { companyId } : {}) });
  };
  const settled = (id: string): Promise<Shown> =>
    until(
      "the import has settled",
      async () => {
        const shown = await ask(imports.getImport, { id });
        return shown.state === "checking" || shown.state === "applying" ? undefined : shown;
      },
      60_000,
    );
  return {
    open,
    settled,
    check: async (kind: Kind, name: string, bytes: Uint8Array, companyId?: string) => {
      const { id } = await open(kind, name, bytes, companyId);
      return { id, shown: await settled(id), settled: () => settled(id) };
    },
    apply: async (id: string, how: { from: string; reason?: string; rowNumbers?: number[] }) => {
      const { rowVersion } = await ask(imports.getImport, { id });
      await ask(imports.applyImport, { id, rowVersion, ...how });
      return settled(id);
    },
    verdicts: async (id: string) =>
      (await ask(imports.listImportRows, { id, limit: 500 })).rows.map(
        (row) =>
          [row.rowNumber, row.verdict, row.problems.map((one) => one.code).join(" ")] as [
            number,
            string,
            string,
          ],
      ),
  };
}

export async function gather(content: AsyncIterable<Uint8Array | string> | Uint8Array): Promise<Buffer> {
  if (content instanceof Uint8Array) return Buffer.from(content);
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Shift_JIS by turning the platform's own decoder round. */
export function shiftJis(text: string): Buffer {
  const decoder = new TextDecoder("shift_jis");
  const codes = new Map<string, number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const letter = decoder.decode(new Uint8Array([lead, trail]));
      if ([...letter].length === 1 && !codes.has(letter)) codes.set(letter, [lead, trail]);
    }
  }
  return Buffer.from(
    [...text].flatMap((letter) =>
      letter < "\u0080" ? [letter.charCodeAt(0)] : (codes.get(letter) ?? [0x3f]),
    ),
  );
}
