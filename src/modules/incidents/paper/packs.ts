// Packs for the day the network or this system is down: which units keep one, with which passphrase, and handing out the last one.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { seal } from "#core/crypto/secrets.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { asPart, safeName } from "#core/files/name.ts";
import type { packContract } from "./pack-contract.ts";
import { pdfType } from "./pages.ts";

type In<K extends keyof typeof packContract> = Input<(typeof packContract)[K]>;
type Out<K extends keyof typeof packContract> = Promise<Output<(typeof packContract)[K]>>;
type Listed = Output<typeof packContract.listOfflinePacks>;

export const sealedFor = (id: string) => ({ purpose: "offline pack", of: id });
const of = ({ unitId, companyId }: { unitId: string; companyId: string | null }) => ({
  kind: "unit",
  id: unitId,
  companyId,
});

export async function listOfflinePacks(ctx: Ctx): Out<"listOfflinePacks"> {
  const { rows: packs } = await sql<Listed["packs"][number]>`
    select p.unit_id, ${nameOfUnit(ctx.language, "n")} as unit_name, p.language, p.passphrase_set_at,
      ${nameOfActor(ctx.language, sql`p.passphrase_set_by`)} as passphrase_set_by_name, p.made_at,
      coalesce(p.made_at < app_now() - interval '26 hours', false) as is_old, p.taken_at, p.row_version
    from (select o.*, (select max(e.at) from events e where e.verb = 'offline_pack.taken' and e.subject_id = o.unit_id) as taken_at
      from offline_packs o) p
    join units u on u.id = p.unit_id join unit_names n on n.unit_id = p.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${withinUnits(ctx, "p.unit_id")} order by array_position(array['group', 'division'], u.kind), u.code, u.id limit 1000`.execute(
    ctx.db,
  );
  const { rows: units } = await sql<Listed["units"][number]>`
    select u.id, ${nameOfUnit(ctx.language, "n")} as name from units u
    join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind in ('group', 'division', 'company') and (u.ended_on is null or u.ended_on > ${ctx.today}::date) and ${withinUnits(ctx, "u.id")}
      and not exists (select from offline_packs p where p.unit_id = u.id)
    order by array_position(array['group', 'division'], u.kind), u.code, u.id limit 1000`.execute(ctx.db);
  return { packs, units };
}

async function unitInScope(ctx: Ctx, unitId: string): Promise<{ unitId: string; companyId: string | null }> {
  const { rows } = await sql<{ unitId: string; companyId: string | null }>`
    select u.id as unit_id, case when u.kind = 'company' then u.id end as company_id from units u
    where u.id = ${unitId}::uuid and u.kind in ('group', 'division', 'company') and ${withinUnits(ctx, "u.id")}`.execute(
    ctx.db,
  );
  return found(rows[0], "unit");
}

export async function setOfflinePack(
  ctx: Ctx,
  { unitId, language, passphrase }: In<"setOfflinePack">,
): Out<"setOfflinePack"> {
  const unit = await unitInScope(ctx, unitId);
  const { rows: before } = await sql<{
    id: string;
  }>`select p.id from offline_packs p where p.unit_id = ${unitId}::uuid for update`.execute(ctx.db);
  if (!before[0] && !passphrase) throw invalid("offline_pack.passphrase_first");
  const id = before[0]?.id ?? crypto.randomUUID();
  const sealed = passphrase ? seal(passphrase, sealedFor(id)) : null;
  if (before[0])
    // What was made opens with the passphrase before: it is made anew at once.
    await sql`update offline_packs set language = ${language}, passphrase = coalesce(${sealed}::bytea, passphrase),
      passphrase_set_at = case when ${sealed}::bytea is null then passphrase_set_at else app_now() end,
      passphrase_set_by = case when ${sealed}::bytea is null then passphrase_set_by else ${ctx.actor.personId}::uuid end,
      content = null, made_at = null, next_at = app_now(), row_version = row_version + 1 where id = ${id}::uuid`.execute(
      ctx.db,
    );
  else
    await sql`insert into offline_packs (id, unit_id, company_id, language, passphrase, passphrase_set_by)
      values (${id}::uuid, ${unitId}::uuid, ${unit.companyId}::uuid, ${language}, ${sealed}::bytea, ${ctx.actor.personId}::uuid)`.execute(
      ctx.db,
    );
  await record(ctx, "offline_pack.set", {
    subject: of(unit),
    data: { language, isPassphraseNew: passphrase !== undefined },
  });
  return { unitId };
}

export async function endOfflinePack(ctx: Ctx, { unitId }: In<"endOfflinePack">): Out<"endOfflinePack"> {
  const { rows } = await sql<{ unitId: string; companyId: string | null }>`
    delete from offline_packs p where p.unit_id = ${unitId}::uuid and ${withinUnits(ctx, "p.unit_id")} returning p.unit_id, p.company_id`.execute(
    ctx.db,
  );
  await record(ctx, "offline_pack.ended", { subject: of(found(rows[0], "offline_pack")) });
  return { unitId };
}

type Made = {
  unitId: string;
  companyId: string | null;
  unitName: string;
  content: Buffer | null;
  madeAt: string | null;
};

export async function downloadOfflinePack(
  ctx: Ctx,
  { unitId }: In<"downloadOfflinePack">,
): Out<"downloadOfflinePack"> {
  const { rows } = await sql<Made>`
    select p.unit_id, p.company_id, ${nameOfUnit(ctx.language, "n")} as unit_name, p.content, p.made_at from offline_packs p
    join unit_names n on n.unit_id = p.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where p.unit_id = ${unitId}::uuid and ${withinUnits(ctx, "p.unit_id")}`.execute(ctx.db);
  const pack = found(rows[0], "offline_pack");
  const { content, madeAt } = pack;
  if (!content || !madeAt) throw conflict("offline_pack.not_made");
  return withContent(
    asSensitiveRead({ unitId }, { verb: "offline_pack.taken", subject: of(pack), data: { madeAt } }),
    {
      name: safeName(`${asPart(`${pack.unitName} ${madeAt.slice(0, 10)}`)}.pdf`, pdfType),
      mediaType: pdfType,
      sizeBytes: content.length,
      open: () => content,
    },
  );
}
