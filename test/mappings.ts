// Mappings for tests: the real one of CSF 2.0 to SP 800-53, and files that wait to be adopted.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type pg from "pg";
import { sql } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { keepContent } from "./files.ts";
import type { Id } from "./factories.ts";

/** test/oscal/README.md says whose it is. */
export const realMapping = (as: "json" | "csv") =>
  gunzipSync(readFileSync(new URL(`./oscal/csf-to-sp800-53.${as}.gz`, import.meta.url)));

export async function addMappingFile(
  owner: pg.Client,
  personId: Id,
  content: string | Uint8Array,
  name: string,
): Promise<Id> {
  const { sha256, sizeBytes } = await keepContent(content);
  const { rows } = await owner.query<{ id: Id }>(
    `insert into files (sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, $2, 'text/plain', $3, 'mapping', $4) returning id`,
    [sha256, sizeBytes, name, personId],
  );
  return rows[0]?.id ?? "";
}

/** The built-in standard, published. */
export async function addBuiltinEdition(ownerUrl: string): Promise<Id> {
  const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
  const id = await writeEdition(db, loadBuiltinStandard(), null);
  await db
    .updateTable("editions")
    .set({ state: "published", publishedAt: sql`now()`, effectiveOn: "2024-04-01" })
    .where("id", "=", id)
    .execute();
  await close();
  return id;
}

/** For the walks: one adopted between an edition and a set, one that waits as a file. */
export async function addMappings(
  owner: pg.Client,
  personId: Id,
  editionId: Id,
): Promise<{ mappingId: Id; mappingFileId: Id }> {
  await owner.query(`insert into reference_sets (id, names) values ('walk_items', '{"en": "Walked"}')`);
  await owner.query(
    "insert into reference_items (set_id, item_id, position, title) values ('walk_items', 'W-1', 0, 'One'), ('walk_items', 'W-2', 1, 'Two')",
  );
  const mappingFileId = await addMappingFile(
    owner,
    personId,
    "control,relation,item,level\nORG-01,superset,W-2,1\n",
    "waits.csv",
  );
  const fileId = await addMappingFile(
    owner,
    personId,
    "control,relation,item\nORG-01,superset,W-1\n",
    "m.csv",
  );
  const { rows } = await owner.query<{ id: Id }>(
    `with c as (insert into mapping_collections (file_id, sha256, format, title, version, provenance, basis, adopted_by)
       select $1, sha256, 'sheet', 'Walk', '1', '{"method": null, "rationale": null, "status": null, "description": null, "parties": []}', 'walk', $2
       from files where id = $1 returning id),
     m as (insert into mappings (collection_id, position, source_edition_id, target_set_id, report)
       select id, 0, $3, 'walk_items', '{"given": 1, "problems": [], "sourceGaps": [], "targetGaps": []}' from c returning id),
     l as (insert into mapping_links (mapping_id, position, source_id, target_id, relation)
       select id, 0, 'ORG-01', 'W-1', 'superset' from m)
     select id from c`,
    [fileId, personId, editionId],
  );
  return { mappingId: rows[0]?.id ?? "", mappingFileId };
}

/**
 * A judged view of the built-in standard against CSF 2.0: of the references of each control the first is covered by it,
 * the second shares something with it, of the third it is a part.
 */
export function judgedSheet(): string {
  const relations = ["superset-of", "intersects-with", "subset-of"];
  const rows = loadBuiltinStandard().controls.flatMap((control) =>
    (control.references.nist_csf_2_0 ?? []).map(
      (item, at) => `${control.id},${relations[at % relations.length]},${item}`,
    ),
  );
  return ["control,relation,item", ...rows, ""].join("\n");
}
