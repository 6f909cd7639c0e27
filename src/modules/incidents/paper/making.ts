// Making packs: one at a time, each once a day. What is confidential, or about somebody by name, is in none of them, and none says so.
import { sql } from "kysely";
import { unseal } from "#core/crypto/secrets.ts";
import type { Ctx, Language } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { renderPdf } from "#core/pdf/render.ts";
import { packData } from "./pack.ts";
import { sealedFor } from "./packs.ts";
import { packTemplate } from "./pages.ts";

type Due = { id: string; unitId: string; language: Language; passphrase: Buffer; rowVersion: number };

export const packsOfTheDay: TimedWork = {
  name: "incidents.packs",
  everySeconds: 60,
  run: async (ctx) => {
    const { rows } =
      await sql<Due>`select p.id, p.unit_id, p.language, p.passphrase, p.row_version from offline_packs p
      where p.next_at <= app_now() order by p.next_at, p.id limit 1 for update skip locked`.execute(ctx.db);
    const [due] = rows;
    if (!due) return false;
    const data = await packData(ctx, due.unitId, due.language);
    const passphrase = unseal(due.passphrase, sealedFor(due.id));
    // One that cannot be made is tried again in an hour, and keeps none of the others waiting.
    await sql`update offline_packs set next_at = app_now() + interval '1 hour' where id = ${due.id}::uuid`.execute(
      ctx.db,
    );
    return outside(
      async () => Buffer.from(await renderPdf(packTemplate, data, undefined, {}, passphrase)),
      (second, content) => keep(second, due, ctx.now, content),
    );
  },
};

/** Where the passphrase was set anew meanwhile, what was made opens with the one before: it is not kept. */
async function keep(ctx: Ctx, due: Due, madeAt: Date, content: Buffer): Promise<boolean> {
  await sql`update offline_packs set content = ${content}::bytea, made_at = ${madeAt.toISOString()}::timestamptz,
      next_at = ${madeAt.toISOString()}::timestamptz + interval '1 day'
    where id = ${due.id}::uuid and row_version = ${due.rowVersion}`.execute(ctx.db);
  return true;
}
