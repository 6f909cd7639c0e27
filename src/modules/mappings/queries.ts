// Every statement about mapping collections. They belong to the group as a whole: there is no company to narrow them to.
import { like } from "#core/db/like.ts";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import type { Texts } from "#modules/standards/edition.ts";
import type { Space } from "./chains.ts";
import type { Problem, TakenLink } from "./matching.ts";
import type { Provenance } from "./oscal/read.ts";
import type { JudgedPair, Relation } from "./rules.ts";

type Db = Kysely<Tables>;

export type Report = { given: number; problems: Problem[]; sourceGaps: string[]; targetGaps: string[] };
export type CollectionRecord = {
  id: string;
  fileId: string;
  format: "oscal" | "sheet";
  title: string;
  version: string;
  provenance: Provenance;
  basis: string;
  state: "adopted" | "withdrawn";
  adoptedAt: string;
  adoptedBy: string | null;
  withdrawnAt: string | null;
  withdrawnBy: string | null;
  withdrawnReason: string | null;
  sha256: Buffer;
  rowVersion: number;
};
export type MappingRecord = {
  id: string;
  collectionId: string;
  position: number;
  source: Space;
  target: Space;
  links: number;
  relations: { relation: Relation; count: number }[];
};

const spaceOf = (side: "source" | "target") =>
  sql<Space>`coalesce('set:' || ${sql.ref(`m.${side}_set_id`)}, 'edition:' || ${sql.ref(`m.${side}_edition_id`)})`;

export async function collectionsOf(ctx: Ctx, id?: string): Promise<CollectionRecord[]> {
  const { rows } = await sql<CollectionRecord>`
    select c.id, c.file_id, c.format, c.title, c.version, c.provenance, c.basis, c.state, c.adopted_at, c.withdrawn_at,
      c.withdrawn_reason, c.row_version, c.sha256,
      ${nameOfPerson(ctx.language, "p")} as adopted_by, ${nameOfPerson(ctx.language, "w")} as withdrawn_by
    from mapping_collections c
    left join people p on p.id = c.adopted_by left join people w on w.id = c.withdrawn_by
    where ${id === undefined ? sql`true` : sql`c.id = ${id}::uuid`}
    order by c.state, c.adopted_at desc limit 200`.execute(ctx.db);
  return rows;
}

/** What was found while each was read; it can be long, so only for whoever shows it. */
export async function reportsOf(db: Db, collectionId: string): Promise<Map<string, Report>> {
  const { rows } = await sql<{ id: string; report: Report }>`
    select id, report from mappings where collection_id = ${collectionId}::uuid`.execute(db);
  return new Map(rows.map((row) => [row.id, row.report]));
}

export async function mappingsOf(db: Db, collectionIds: readonly string[]): Promise<MappingRecord[]> {
  const { rows } = await sql<MappingRecord>`
    select m.id, m.collection_id, m.position, ${spaceOf("source")} as source, ${spaceOf("target")} as target,
      coalesce(l.links, 0)::integer as links, coalesce(l.relations, '[]') as relations
    from mappings m left join lateral (select sum(x.count) as links,
        jsonb_agg(jsonb_build_object('relation', x.relation, 'count', x.count) order by x.count desc) as relations
      from (select relation, count(*)::integer from mapping_links where mapping_id = m.id group by relation) x) l on true
    where m.collection_id = any (${[...collectionIds]}::uuid[]) order by m.collection_id, m.position`.execute(
    db,
  );
  return rows;
}

export type SpaceRow = {
  space: Space;
  names: Texts;
  code: string | null;
  edition: string | null;
  items: number;
  refersTo: string[];
};

/**
 * Everything that can be an end of a mapping: published editions and outside catalogues that have items. The standard that
 * was published first is the group's own and stands first, of each the edition in force before the others: what nobody
 * chose among is shown of the first.
 */
export async function spaces(db: Db): Promise<SpaceRow[]> {
  const { rows } = await sql<SpaceRow>`
    select x.space, x.names, x.code, x.edition, x.items, x.refers_to from (
      select 'edition:' || e.id as space, e.frame -> 'standard' -> 'name' as names, e.standard as code, e.edition,
        (select count(*)::integer from controls c where c.edition_id = e.id) as items,
        array(select distinct r.set_id from control_references r where r.edition_id = e.id order by 1 limit 100) as refers_to,
        min(e.published_at) over (partition by e.standard) as first, e.effective_on,
        e.state = 'published' and e.effective_on <= group_today() as has_begun
      from editions e where e.state in ('published', 'retired')
      union all
      select 'set:' || s.id, s.names, null, null, (select count(*)::integer from reference_items i where i.set_id = s.id),
        array[]::text[], null, null, false
      from reference_sets s where exists (select from reference_items i where i.set_id = s.id)) x
    order by x.code is null, x.first, x.code, x.has_begun desc, x.effective_on desc, x.edition desc, x.space limit 400`.execute(
    db,
  );
  return rows;
}

/** `heading` as people read it: its id and what it is called. */
export type SpaceItem = { id: string; title: string | null; heading: string | null };

/** The items of a set in its order; the controls of an edition have the title in one language, else in any. */
export async function itemsOf(ctx: Ctx, space: Space): Promise<SpaceItem[]> {
  const id = space.slice(space.indexOf(":") + 1);
  const { rows } = await (space.startsWith("set:")
    ? sql<SpaceItem>`select item_id as id, title, case when heading_title is null then heading
          when starts_with(heading_title, heading) then left(heading_title, 300) else heading || ' ' || left(heading_title, 300) end as heading
        from reference_items where set_id = ${id} order by position, item_id`
    : sql<SpaceItem>`select control_id as id, area as heading, ${titleOf(ctx, "c")} as title
        from controls c where edition_id = ${id}::uuid order by position`
  ).execute(ctx.db);
  return rows;
}

const titleOf = (ctx: Ctx, alias: string) => {
  const title = sql`${sql.ref(`${alias}.texts`)} -> 'title'`;
  return sql<
    string | null
  >`coalesce(${title} ->> ${ctx.language}, ${title} ->> 'en', ${title} ->> 'ja', ${title} ->> 'zh')`;
};

export async function fileOf(
  db: Db,
  id: string,
): Promise<{ id: string; name: string; sha256: Buffer; sizeBytes: number } | undefined> {
  return db
    .selectFrom("files")
    .select(["id", "name", "sha256", "sizeBytes"])
    .where("id", "=", id)
    .where("purpose", "=", "mapping")
    .where("companyId", "is", null)
    .executeTakeFirst() as never;
}

/** A collection with the same bytes that is adopted. */
export async function adoptedWith(db: Db, sha256: Buffer): Promise<string | null> {
  const { rows } = await sql<{
    id: string;
  }>`select id from mapping_collections where sha256 = ${sha256} and state = 'adopted'`.execute(db);
  return rows[0]?.id ?? null;
}

export type NewCollection = {
  fileId: string;
  sha256: Buffer;
  format: "oscal" | "sheet";
  title: string;
  version: string;
  provenance: Provenance;
  basis: string;
  parts: readonly { source: Space; target: Space; report: Report; links: readonly TakenLink[] }[];
};

export async function insertCollection(ctx: Ctx, one: NewCollection): Promise<string> {
  const { id } = await ctx.db
    .insertInto("mappingCollections")
    .values({
      fileId: one.fileId,
      sha256: one.sha256,
      format: one.format,
      title: one.title,
      version: one.version,
      provenance: JSON.stringify(one.provenance),
      basis: one.basis,
      adoptedBy: ctx.actor.personId,
      adoptedAt: sql`app_now()`,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const parts = one.parts.map((part, position) => ({
    position,
    source_set_id: setId(part.source),
    source_edition_id: editionId(part.source),
    target_set_id: setId(part.target),
    target_edition_id: editionId(part.target),
    report: part.report,
  }));
  await sql`insert into mappings (collection_id, position, source_set_id, source_edition_id, target_set_id, target_edition_id, report)
    select ${id}::uuid, p.* from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as p(position smallint, source_set_id text,
      source_edition_id uuid, target_set_id text, target_edition_id uuid, report jsonb)`.execute(ctx.db);
  const links = one.parts.flatMap((part, of) =>
    part.links.map((link, position) => ({
      of,
      position,
      source_id: link.source,
      target_id: link.target,
      relation: link.relation,
      confidence: link.confidence,
      remark: link.remark,
    })),
  );
  await sql`insert into mapping_links (mapping_id, position, source_id, target_id, relation, confidence, remark)
    select m.id, l.position, l.source_id, l.target_id, l.relation, l.confidence, l.remark
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l("of" smallint, position integer, source_id text,
      target_id text, relation text, confidence smallint, remark text)
    join mappings m on m.collection_id = ${id}::uuid and m.position = l."of"`.execute(ctx.db);
  return id;
}

export const setId = (space: Space) => (space.startsWith("set:") ? space.slice(4) : null);
export const editionId = (space: Space) => (space.startsWith("edition:") ? space.slice(8) : null);

export async function withdraw(ctx: Ctx, id: string, reason: string, rowVersion: number): Promise<boolean> {
  const row = await ctx.db
    .updateTable("mappingCollections")
    .set({
      state: "withdrawn",
      withdrawnBy: ctx.actor.personId,
      withdrawnAt: sql`app_now()`,
      withdrawnReason: reason,
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", id)
    .where("state", "=", "adopted")
    .where("rowVersion", "=", rowVersion)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export type LinkRow = JudgedPair & { mapping: number; position: number };
type LinkFilter = { after: readonly [number, number]; search?: string | undefined };

const titleAt = (ctx: Ctx, side: "source" | "target") => sql<string | null>`coalesce(
  (select i.title from reference_items i where i.set_id = ${sql.ref(`m.${side}_set_id`)} and i.item_id = ${sql.ref(`l.${side}_id`)}),
  (select ${titleOf(ctx, "c")} from controls c where c.edition_id = ${sql.ref(`m.${side}_edition_id`)} and c.control_id = ${sql.ref(`l.${side}_id`)}))`;

/** One more than asked for tells that there is a next page. */
export async function pageOfLinks(
  ctx: Ctx,
  collectionId: string,
  { after, search }: LinkFilter,
  limit: number,
): Promise<LinkRow[]> {
  const sought = like(search ?? "");
  const { rows } = await sql<LinkRow>`
    select m.position as mapping, l.position, l.source_id, ${titleAt(ctx, "source")} as source_title, l.relation, l.target_id,
      ${titleAt(ctx, "target")} as target_title, l.confidence, l.remark
    from mappings m join mapping_links l on l.mapping_id = m.id
    where m.collection_id = ${collectionId}::uuid and (m.position, l.position) > (${after[0]}, ${after[1]})
      ${search === undefined ? sql`` : sql`and (l.source_id ilike ${sought} or l.target_id ilike ${sought})`}
    order by m.position, l.position limit ${limit + 1}`.execute(ctx.db);
  return rows;
}
