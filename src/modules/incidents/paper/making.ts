// Making packs: one at a time, each once a day, of units that have not ended. What is confidential, or about somebody by name, is in none of them, and none says so.
import { sql } from "kysely";
import { unseal } from "#core/crypto/secrets.ts";
import type { Ctx, Language } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { record } from "#core/events/record.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { fileStore, type Kept } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { renderPdf } from "#core/pdf/render.ts";
import { packData } from "./pack.ts";
import { packSubject, sealedFor } from "./packs.ts";
import { packTemplate, pdfType } from "./pages.ts";

type Due = {
  id: string;
  unitId: string;
  language: Language;
  passphrase: Buffer;
  rowVersion: number;
};

export const packsOfTheDay: TimedWork = {
  name: "incidents.packs",
  everySeconds: 60,
  run: async (ctx) => {
    const { rows } =
      await sql<Due>`select p.id, p.unit_id, p.language, p.passphrase, p.row_version from offline_packs p
      join units u on u.id = p.unit_id
      where p.next_at <= app_now() and (u.ended_on is null or u.ended_on > group_today())
      order by p.next_at, p.id limit 1 for update of p skip locked`.execute(ctx.db);
    const [due] = rows;
    if (!due) return false;
    const data = await packData(ctx, due.unitId, due.language);
    const passphrase = unseal(due.passphrase, sealedFor(due.id));
    // One that cannot be made is tried again in an hour, and keeps none of the others waiting.
    await sql`update offline_packs set next_at = app_now() + interval '1 hour' where id = ${due.id}::uuid`.execute(
      ctx.db,
    );
    const name = safeName(`${asPart(`${data.title} ${ctx.today}`)}.pdf`, pdfType);
    return outside(
      async () => {
        const pdf = await renderPdf(packTemplate, data, undefined, {}, passphrase);
        return fileStore().keep(
          (async function* () {
            yield pdf;
          })(),
        );
      },
      (second, kept) => keep(second, due, ctx.now, name, kept),
    );
  },
};

/** Where the passphrase was set anew meanwhile, what was made opens with the one before: it is not kept. */
async function keep(ctx: Ctx, due: Due, madeAt: Date, name: string, kept: Kept): Promise<boolean> {
  await holdContents(ctx.db);
  const { rows } = await sql<{ unitId: string; companyId: string | null }>`with due as materialized (
      select p.id, p.unit_id, p.company_id from offline_packs p where p.id = ${due.id}::uuid and p.row_version = ${due.rowVersion} for update
    ), file as (
      insert into files (company_id, unit_id, sha256, size_bytes, media_type, name, purpose)
      select d.company_id, d.unit_id, ${kept.sha256}, ${kept.sizeBytes}, ${pdfType}, ${name}, 'offline_pack' from due d returning id
    )
    update offline_packs p set file_id = f.id, made_at = ${madeAt.toISOString()}::timestamptz,
      next_at = ${madeAt.toISOString()}::timestamptz + interval '1 day'
    from due d, file f where p.id = d.id returning p.unit_id, p.company_id`.execute(ctx.db);
  const [made] = rows;
  if (made) await record(ctx, "offline_pack.made", { subject: packSubject(made) });
  return true;
}
