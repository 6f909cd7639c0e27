// Every statement about imported catalogues. They belong to the group as a whole: there is no company to narrow them to.
import { like } from "#core/db/like.ts";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import type { Ctx } from "#core/context.ts";
import type { Texts } from "#modules/standards/edition.ts";
import type { Language, StoredItem } from "./oscal/catalog.ts";
import type { Read, Report } from "./reading/read.ts";

type Db = Kysely<Tables>;

export type CatalogueRecord = {
  id: string;
  fileId: string;
  title: string;
  version: string;
  oscalVersion: string;
  modifiedAt: string | null;
  language: Language;
  state: "checked" | "applied" | "dropped";
  report: Report;
  setId: string | null;
  headings: string[];
  contentSha256: Buffer;
  createdAt: string;
  appliedAt: string | null;
  rowVersion: number;
  /** Of a profile: what each of its imports was resolved against; null for a catalogue. */
  resolvedFrom: (string | null)[] | null;
};
const columns = [
  "id",
  "fileId",
  "title",
  "version",
  "oscalVersion",
  "modifiedAt",
  "language",
  "state",
  "report",
  "setId",
  "headings",
  "contentSha256",
  "createdAt",
  "appliedAt",
  "rowVersion",
  "resolvedFrom",
] as const;

/** The newest first; those that are only checked where they are asked for. */
export async function listCatalogues(db: Db, withChecked: boolean): Promise<CatalogueRecord[]> {
  const rows = await db
    .selectFrom("catalogues")
    .select(columns)
    .where("state", "in", withChecked ? ["checked", "applied"] : ["applied"])
    .orderBy("createdAt", "desc")
    .limit(200)
    .execute();
  return rows as unknown as CatalogueRecord[];
}

export async function catalogueById(
  db: Db,
  id: string,
  isToChange = false,
): Promise<CatalogueRecord | undefined> {
  const query = db
    .selectFrom("catalogues")
    .select(columns)
    .where("id", "=", id)
    .where("state", "<>", "dropped");
  return (await (isToChange ? query.forUpdate() : query).executeTakeFirst()) as unknown as
    | CatalogueRecord
    | undefined;
}

/** What a profile was resolved against; its file is there also when nobody wanted to take it over. */
export async function sourceById(db: Db, id: string): Promise<CatalogueRecord | undefined> {
  const row = await db.selectFrom("catalogues").select(columns).where("id", "=", id).executeTakeFirst();
  return row as unknown as CatalogueRecord | undefined;
}

export async function sameContent(db: Db, sha256: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom("catalogues")
    .select("id")
    .where("contentSha256", "=", sha256)
    .where("state", "<>", "dropped")
    .executeTakeFirst();
  return row?.id;
}

/** A group's own file of this purpose. */
export async function fileOf(
  db: Db,
  id: string,
): Promise<{ id: string; name: string; sha256: Buffer; sizeBytes: number } | undefined> {
  const { rows } = await sql<{ id: string; name: string; sha256: Buffer; sizeBytes: number }>`
    select id, name, sha256, size_bytes from files
    where id = ${id}::uuid and purpose = 'catalogue' and company_id is null`.execute(db);
  return rows[0];
}

type New = { fileId: string; read: Read; resolvedFrom: readonly (string | null)[] | null };

export async function insertCatalogue(ctx: Ctx, { fileId, read, resolvedFrom }: New): Promise<string> {
  const { head } = read;
  const { id } = await ctx.db
    .insertInto("catalogues")
    .values({
      fileId,
      contentSha256: Buffer.from(read.sha256),
      title: head.title,
      version: head.version,
      oscalVersion: head.oscalVersion,
      modifiedAt: head.modifiedAt,
      language: head.language,
      report: JSON.stringify(read.report),
      headings: [...read.headings],
      resolvedFrom: resolvedFrom === null ? null : sql`${[...resolvedFrom]}::uuid[]`,
      createdBy: ctx.actor.personId,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sql`insert into catalogue_items (catalogue_id, position, item_id, kind, parent_id, top_id, depth, class, label,
      title, words, more, params, withdrawn_by, moved_to)
    select ${id}::uuid, i.* from jsonb_to_recordset(${read.items}::jsonb) as i(position integer, item_id text,
      kind text, parent_id text, top_id text, depth smallint, class text, label text, title text, words text, more jsonb,
      params jsonb, withdrawn_by text, moved_to text[])`.execute(ctx.db);
  return id;
}

export type Candidate = {
  id: string;
  title: string;
  version: string;
  fileName: string;
  isProfile: boolean;
  uuid: string | null;
  ids: string[];
};

/** Catalogues that are here, the newest first, each with those of the ids that it has in force. */
export async function candidates(db: Db, ids: readonly string[]): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select c.id, c.title, c.version, f.name as file_name, c.resolved_from is not null as is_profile,
      c.report->>'uuid' as uuid, array(select i.item_id from catalogue_items i
      where i.catalogue_id = c.id and i.kind = 'control' and lower(i.item_id) = any (${ids.map((id) => id.toLowerCase())}::text[])) as ids
    from catalogues c join files f on f.id = c.file_id where c.state <> 'dropped' order by c.created_at desc limit 200`.execute(
    db,
  );
  return rows;
}

export type Source = { id: string; title: string; version: string; language: Language };

/** What a profile was resolved against, each once. */
export async function sourcesOf(db: Db, ids: readonly (string | null)[]): Promise<Source[]> {
  const { rows } = await sql<Source>`
    select id, title, version, language from catalogues where id = any (${ids.filter((id) => id !== null)}::uuid[]) order by title, version`.execute(
    db,
  );
  return rows;
}

const ofItem = sql.raw(
  "item_id as id, kind, parent_id, top_id, depth, class, label, title, words, more, params, withdrawn_by, moved_to",
);

export async function itemsOf(db: Db, catalogueId: string): Promise<StoredItem[]> {
  const { rows } = await sql<StoredItem>`select ${ofItem} from catalogue_items
    where catalogue_id = ${catalogueId}::uuid order by position`.execute(db);
  return rows;
}

export async function itemById(db: Db, catalogueId: string, itemId: string): Promise<StoredItem | undefined> {
  const { rows } = await sql<StoredItem>`select ${ofItem} from catalogue_items
    where catalogue_id = ${catalogueId}::uuid and item_id = ${itemId}`.execute(db);
  return rows[0];
}

export type ItemRow = Pick<
  StoredItem,
  "id" | "kind" | "parentId" | "depth" | "class" | "label" | "title" | "words" | "params" | "withdrawnBy"
> & { position: number };
type Filter = { under?: string | undefined; search?: string | undefined; isLive: boolean; after: number };

/** One more than asked for tells that there is a next page. */
export async function pageOfItems(
  db: Db,
  catalogueId: string,
  { under, search, isLive, after }: Filter,
  limit: number,
): Promise<ItemRow[]> {
  const sought = like(search ?? "");
  const { rows } = await sql<ItemRow>`
    select position, item_id as id, kind, parent_id, depth, class, label, title, left(split_part(words, E'\n', 1), 600) as words, params, withdrawn_by
    from catalogue_items
    where catalogue_id = ${catalogueId}::uuid and position > ${after}
      ${under === undefined ? sql`` : sql`and top_id = ${under}`}
      ${isLive ? sql`and withdrawn_by is null` : sql``}
      ${search === undefined ? sql`` : sql`and (item_id ilike ${sought} or label ilike ${sought} or title ilike ${sought} or words ilike ${sought})`}
    order by position limit ${limit + 1}`.execute(db);
  return rows;
}

export type Tailoring = {
  editionId: string;
  standard: string;
  edition: string;
  state: "draft" | "in_review" | "published" | "retired";
  taken: number;
  added: number;
  unguided: number;
  tiers: { id: string; name: Texts }[];
  byTier: Record<string, number>;
};

/** Editions whose controls are items of the catalogue under the same id, the newest first. */
export async function tailoringsOf(db: Db, catalogueId: string, setId: string): Promise<Tailoring[]> {
  const { rows } = await sql<Tailoring>`
    with taken as (
      select r.edition_id, r.control_id from control_references r
      join catalogue_items i on i.catalogue_id = ${catalogueId}::uuid and i.item_id = r.item_id and i.kind = 'control'
      where r.set_id = ${setId} and r.item_id = r.control_id),
    by_tier as (
      select t.edition_id, d.key as tier, count(*)::integer as taken from taken t
      join controls c on c.edition_id = t.edition_id and c.control_id = t.control_id, jsonb_each_text(c.tiers) d
      where d.value <> 'none' group by 1, 2)
    select e.id as edition_id, e.standard, e.edition, e.state, e.frame->'tiers' as tiers,
      (select count(*)::integer from taken t where t.edition_id = e.id) as taken,
      (select count(*)::integer from controls c where c.edition_id = e.id and not exists
        (select from taken t where t.edition_id = e.id and t.control_id = c.control_id)) as added,
      (select count(*)::integer from taken t
        join controls c on c.edition_id = t.edition_id and c.control_id = t.control_id
        join catalogue_items i on i.catalogue_id = ${catalogueId}::uuid and i.item_id = t.control_id
        where t.edition_id = e.id and not c.texts ?| array['guidance', 'examples']
          and (coalesce(i.more->>'guidance', '') <> '' or jsonb_array_length(coalesce(i.more->'examples', '[]')) > 0)) as unguided,
      coalesce((select jsonb_object_agg(b.tier, b.taken) from by_tier b where b.edition_id = e.id), '{}') as by_tier
    from editions e
    where e.id in (select edition_id from taken) and e.state in ('draft', 'in_review', 'published', 'retired')
    order by e.created_at desc, e.id limit 50`.execute(db);
  return rows;
}

export type TopRow = { id: string; title: string; controls: number; live: number };

export async function topsOf(db: Db, catalogueId: string): Promise<TopRow[]> {
  const { rows } = await sql<TopRow>`
    select t.item_id as id, t.title, count(i.item_id) filter (where i.kind = 'control')::integer as controls,
      count(i.item_id) filter (where i.kind = 'control' and i.withdrawn_by is null)::integer as live
    from catalogue_items t join catalogue_items i on i.catalogue_id = t.catalogue_id and i.top_id = t.item_id
    where t.catalogue_id = ${catalogueId}::uuid and t.depth = 0
    group by t.position, t.item_id, t.title order by t.position limit 500`.execute(db);
  return rows;
}

export async function markApplied(
  ctx: Ctx,
  { id, setId, headings, rowVersion }: { id: string; setId: string; headings: string[]; rowVersion: number },
): Promise<boolean> {
  const row = await ctx.db
    .updateTable("catalogues")
    .set({
      state: "applied",
      setId,
      headings,
      appliedBy: ctx.actor.personId,
      appliedAt: sql`now()`,
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", id)
    .where("rowVersion", "=", rowVersion)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

export async function drop(db: Db, id: string, rowVersion: number): Promise<boolean> {
  const row = await db
    .updateTable("catalogues")
    .set({ state: "dropped", rowVersion: sql`row_version + 1` })
    .where("id", "=", id)
    .where("state", "=", "checked")
    .where("rowVersion", "=", rowVersion)
    .returning("id")
    .executeTakeFirst();
  if (row) await db.deleteFrom("catalogueItems").where("catalogueId", "=", id).execute();
  return row !== undefined;
}
