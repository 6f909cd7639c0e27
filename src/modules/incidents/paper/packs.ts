// Packs for the day the network or this system is down: which units keep one, with which passphrase, and handing out the last one.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { seal } from "#core/crypto/secrets.ts";
import { like } from "#core/db/like.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { fileStore } from "#core/files/store.ts";
import { mostUnits, type packContract } from "./pack-contract.ts";
import { pdfType } from "./pages.ts";
import { oldAfterHours, type PackView, takenWithinDays } from "./rules.ts";

type In<K extends keyof typeof packContract> = Input<(typeof packContract)[K]>;
type Out<K extends keyof typeof packContract> = Promise<Output<(typeof packContract)[K]>>;
type Listed = Output<typeof packContract.listOfflinePacks>;
type Row = Listed["rows"][number];

export const sealedFor = (id: string) => ({ purpose: "offline pack", of: id });
export const packSubject = ({ unitId, companyId }: { unitId: string; companyId: string | null }) => ({
  kind: "unit",
  id: unitId,
  companyId,
});

/** The group, divisions, companies; within each by code. */
const rank = sql`coalesce(array_position(array['group', 'division'], u.kind), 3)`;
const isThere = (ctx: Ctx) => sql<boolean>`(u.ended_on is null or u.ended_on > ${ctx.today}::date)`;
/** n the name of the unit `u` today, or the last it had. */
const named = (ctx: Ctx) => sql`left join lateral (select x.* from unit_names x where x.unit_id = u.id
  order by holds_on(x.valid_from, x.valid_to, ${ctx.today}::date) desc, x.valid_from desc limit 1) n on true`;
const nameToShow = (ctx: Ctx) => sql`coalesce(${nameOfUnit(ctx.language, "n")}, u.code)`;
const isFound = (search: string | undefined) =>
  search?.trim()
    ? sql<boolean>`folded(u.code) || ' ' || coalesce(n.sought, '') ilike ${like(search)}`
    : sql<boolean>`true`;

/** Of the pack `p` of the unit `u`. One that is kept since less than that has not been forgotten yet. */
const viewed = (ctx: Ctx): Readonly<Record<PackView, RawBuilder<boolean>>> => ({
  all: sql<boolean>`true`,
  old: sql<boolean>`(${isThere(ctx)} and p.made_at < app_now() - make_interval(hours => ${oldAfterHours}))`,
  not_taken: sql<boolean>`(${isThere(ctx)} and coalesce(p.taken_at, p.kept_since) < app_now() - make_interval(days => ${takenWithinDays}))`,
});
const packs = (
  ctx: Ctx,
) => sql`(select o.*, pack_taken_at(o.unit_id) as taken_at from offline_packs o where ${withinUnits(ctx, "o.unit_id")}) p
  join units u on u.id = p.unit_id ${named(ctx)}`;

export async function listOfflinePacks(
  ctx: Ctx,
  { view = "all", search, after, limit = 50 }: In<"listOfflinePacks">,
): Out<"listOfflinePacks"> {
  const views = viewed(ctx);
  const { rows: read } = await sql<Row & { end: string }>`
    select p.unit_id, ${nameToShow(ctx)} as unit_name, not ${isThere(ctx)} as is_ended, p.language, p.passphrase_set_at,
      ${nameOfActor(ctx.language, sql`p.passphrase_set_by`)} as passphrase_set_by_name, p.made_at,
      coalesce(${views.old}, false) as is_old, p.taken_at, p.row_version,
      coalesce((select jsonb_agg(jsonb_build_object('id', w.person_id, 'name', ${nameOfPerson(ctx.language, "w")})) from people_for_pack(p.unit_id) w
        where w.person_id = any (p.told_ids)), '[]') as told,
      jsonb_build_array(${rank}, u.code, u.id)::text as "end"
    from ${packs(ctx)}
    where ${isFound(search)} and ${views[view]} and ${beginsAfter(after)}
    order by ${rank}, u.code, u.id limit ${limit + 1}`.execute(ctx.db);
  return {
    rows: read.slice(0, limit).map(({ end: _end, ...row }) => row),
    next: read.length > limit ? (read[limit - 1]?.end ?? null) : null,
  };
}

/** The place that a page ended at (core/http/cursor.ts: nobody else's word). */
function beginsAfter(after: string | undefined): RawBuilder<boolean> {
  if (after === undefined) return sql<boolean>`true`;
  const [kind, code, id] = JSON.parse(after) as [number, string, string];
  return sql<boolean>`(${rank}, u.code, u.id) > (${kind}::int, ${code}, ${id}::uuid)`;
}

export async function countOfflinePacks(
  ctx: Ctx,
  { search }: In<"countOfflinePacks">,
): Out<"countOfflinePacks"> {
  const views = viewed(ctx);
  const { rows } = await sql<{ all: number; old: number; notTaken: number; without: number }>`
    select count(*)::int as "all", count(*) filter (where ${views.old})::int as old, count(*) filter (where ${views.not_taken})::int as not_taken,
      (select count(*)::int from units u where ${keepsNone(ctx)}) as without
    from ${packs(ctx)} where ${isFound(search)}`.execute(ctx.db);
  const { all, old, notTaken, without } = rows[0] ?? { all: 0, old: 0, notTaken: 0, without: 0 };
  return { all, old, not_taken: notTaken, without };
}

/** Of the unit `u`. */
const keepsNone = (ctx: Ctx): RawBuilder<boolean> =>
  sql<boolean>`u.kind in ('group', 'division', 'company') and ${isThere(ctx)} and ${withinUnits(ctx, "u.id")}
    and not exists (select from offline_packs o where o.unit_id = u.id)`;

export async function listPackUnits(ctx: Ctx, { search }: In<"listPackUnits">): Out<"listPackUnits"> {
  const { rows: units } = await sql<{ id: string; name: string }>`
    select u.id, ${nameToShow(ctx)} as name from units u ${named(ctx)}
    where ${keepsNone(ctx)} and ${isFound(search)} order by ${rank}, u.code, u.id limit ${mostUnits}`.execute(
    ctx.db,
  );
  return { units };
}

async function unitInScope(ctx: Ctx, unitId: string): Promise<{ unitId: string; companyId: string | null }> {
  const { rows } = await sql<{ unitId: string; companyId: string | null }>`
    select u.id as unit_id, case when u.kind = 'company' then u.id end as company_id from units u
    where u.id = ${unitId}::uuid and u.kind in ('group', 'division', 'company') and ${withinUnits(ctx, "u.id")}`.execute(
    ctx.db,
  );
  return found(rows[0], "unit");
}

export async function listPackPeople(ctx: Ctx, { unitId }: In<"listPackPeople">): Out<"listPackPeople"> {
  await unitInScope(ctx, unitId);
  const { rows: people } = await sql<{ id: string; name: string }>`
    select w.person_id as id, ${nameOfPerson(ctx.language, "w")} as name from people_for_pack(${unitId}::uuid) w`.execute(
    ctx.db,
  );
  return { people };
}

async function assertMayTake(ctx: Ctx, unitId: string, toldIds: readonly string[]): Promise<void> {
  if (toldIds.length === 0) return;
  const { people } = await listPackPeople(ctx, { unitId });
  if (toldIds.some((id) => people.every((one) => one.id !== id)))
    throw invalid("offline_pack.not_theirs_to_take");
}

export async function setOfflinePack(
  ctx: Ctx,
  { unitId, language, passphrase, toldIds }: In<"setOfflinePack">,
): Out<"setOfflinePack"> {
  const unit = await unitInScope(ctx, unitId);
  await assertMayTake(ctx, unitId, toldIds ?? []);
  const { rows } = await sql<{ id: string; language: Language }>`
    select p.id, p.language from offline_packs p where p.unit_id = ${unitId}::uuid for update`.execute(
    ctx.db,
  );
  const [before] = rows;
  if (!before && !passphrase) throw invalid("offline_pack.passphrase_first");
  const id = before?.id ?? crypto.randomUUID();
  const sealed = passphrase ? seal(passphrase, sealedFor(id)) : null;
  const told = toldIds ? sql`${[...new Set(toldIds)]}::uuid[]` : sql`'{}'::uuid[]`;
  if (before) {
    // What was made opens with the passphrase before, or speaks another language: it goes at once. Made anew it is in any case.
    const isOver = passphrase !== undefined || language !== before.language;
    await sql`update offline_packs set language = ${language}, passphrase = coalesce(${sealed}::bytea, passphrase),
      passphrase_set_at = case when ${sealed}::bytea is null then passphrase_set_at else app_now() end,
      passphrase_set_by = case when ${sealed}::bytea is null then passphrase_set_by else ${ctx.actor.personId}::uuid end,
      told_ids = ${toldIds ? told : sql`told_ids`}, file_id = ${isOver ? null : sql`file_id`}, made_at = ${isOver ? null : sql`made_at`},
      next_at = app_now(), row_version = row_version + 1 where id = ${id}::uuid`.execute(ctx.db);
  } else
    await sql`insert into offline_packs (id, unit_id, company_id, language, passphrase, passphrase_set_by, told_ids)
      values (${id}::uuid, ${unitId}::uuid, ${unit.companyId}::uuid, ${language}, ${sealed}::bytea, ${ctx.actor.personId}::uuid, ${told})`.execute(
      ctx.db,
    );
  await record(ctx, "offline_pack.set", {
    subject: packSubject(unit),
    data: {
      language,
      isPassphraseNew: passphrase !== undefined,
      ...(toldIds ? { recipients: toldIds.length } : {}),
    },
  });
  return { unitId };
}

export async function endOfflinePack(ctx: Ctx, { unitId }: In<"endOfflinePack">): Out<"endOfflinePack"> {
  const { rows } = await sql<{ unitId: string; companyId: string | null }>`
    delete from offline_packs p where p.unit_id = ${unitId}::uuid and ${withinUnits(ctx, "p.unit_id")} returning p.unit_id, p.company_id`.execute(
    ctx.db,
  );
  await record(ctx, "offline_pack.ended", { subject: packSubject(found(rows[0], "offline_pack")) });
  return { unitId };
}

type Made = {
  unitId: string;
  companyId: string | null;
  madeAt: string | null;
  name: string | null;
  sha256: Buffer | null;
  sizeBytes: number | null;
};

export async function downloadOfflinePack(
  ctx: Ctx,
  { unitId }: In<"downloadOfflinePack">,
): Out<"downloadOfflinePack"> {
  const { rows } = await sql<Made>`
    select p.unit_id, p.company_id, p.made_at, f.name, f.sha256, f.size_bytes from offline_packs p
    left join files f on f.id = p.file_id where p.unit_id = ${unitId}::uuid and ${withinUnits(ctx, "p.unit_id")}`.execute(
    ctx.db,
  );
  const pack = found(rows[0], "offline_pack");
  const { madeAt, sha256, name, sizeBytes } = pack;
  if (!madeAt || !sha256) throw conflict("offline_pack.not_made");
  return withContent(
    asSensitiveRead({ unitId }, { verb: "offline_pack.taken", subject: packSubject(pack), data: { madeAt } }),
    {
      name: name ?? "",
      mediaType: pdfType,
      sizeBytes: Number(sizeBytes),
      open: () => fileStore().read(sha256),
    },
  );
}
