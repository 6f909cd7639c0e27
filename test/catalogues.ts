// Small OSCAL catalogues for tests: one taken over, one only checked, one that waits as a file; and the real ones.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type pg from "pg";
import { addEdition } from "./editions.ts";
import { keepContent } from "./files.ts";
import type { Id } from "./factories.ts";

/** NIST's files, public domain (test/oscal/README.md). */
export const realCatalogue = (
  name:
    | "csf-1.0.0"
    | "csf-1.2.0"
    | "sp800-53-5.0.1"
    | "sp800-53-moderate-5.2.0"
    | "moderate-profile-5.0.1"
    | "moderate-profile-5.2.0",
) => gunzipSync(readFileSync(new URL(`./oscal/${name}.json.gz`, import.meta.url)));

export const smallCatalogue = (title: string) => ({
  catalog: {
    uuid: "2c1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a01",
    metadata: { title, "last-modified": "2026-01-01T00:00:00Z", version: "1", "oscal-version": "1.1.3" },
    groups: [
      {
        id: "a",
        title: "Group A",
        controls: [
          {
            id: "a-1",
            title: "First",
            parts: [{ id: "a-1_smt", name: "statement", prose: "Do the first." }],
          },
        ],
      },
    ],
  },
});

const smallProfile = {
  profile: {
    uuid: "5b1d4c4c-9a4e-4a7f-8a55-6f3a1f0f8a02",
    metadata: {
      title: "Small",
      "last-modified": "2026-01-01T00:00:00Z",
      version: "1",
      "oscal-version": "1.1.3",
    },
    imports: [{ href: "#", "include-controls": [{ "with-ids": ["a-1"] }] }],
    merge: { "as-is": true },
  },
};

export async function addFile(
  owner: pg.Client,
  personId: Id,
  content: string | Uint8Array,
  purpose: "catalogue" | "edition" = "catalogue",
): Promise<Id> {
  const { sha256, sizeBytes } = await keepContent(content);
  const { rows } = await owner.query<{ id: Id }>(
    `insert into files (sha256, size_bytes, media_type, name, purpose, created_by)
     values ($1, $2, 'text/plain', 'catalogue.json', $4, $3) returning id`,
    [sha256, sizeBytes, personId, purpose],
  );
  return rows[0]?.id ?? "";
}

export async function addCatalogues(
  owner: pg.Client,
  personId: Id,
): Promise<{
  catalogueId: Id;
  checkedCatalogueId: Id;
  profileCatalogueId: Id;
  catalogueFileId: Id;
  tailoredEditionId: Id;
  /** The next of it, not yet with the catalogue's guidance. */
  tailoredDraftId: Id;
}> {
  const catalogueFileId = await addFile(owner, personId, JSON.stringify(smallCatalogue("Waits")));
  await owner.query(`insert into reference_sets (id, names) values ('walk_set', '{"en": "Walk"}')`);
  const profileFileId = await addFile(owner, personId, JSON.stringify(smallProfile));
  const add = async (title: string, setId: string | null, resolvedFrom: Id | null = null) => {
    const { rows } = await owner.query<{ id: Id }>(
      `insert into catalogues (file_id, content_sha256, title, version, oscal_version, language, state, report, set_id, created_by,
         applied_by, applied_at, resolved_from)
       values ($1, sha256($2), $3, '1', '1.1.3', 'en', $4, $5, $6, $7, $8, case when $8::uuid is null then null else now() end,
         case when $9::uuid is not null then array[$9::uuid] end) returning id`,
      [
        resolvedFrom === null ? catalogueFileId : profileFileId,
        Buffer.from(title),
        title,
        setId === null ? "checked" : "applied",
        JSON.stringify({
          groups: 1,
          controls: 1,
          withdrawn: 0,
          parameters: 0,
          classes: [{ class: "control", count: 1, live: 1, isHeading: false }],
          problems: [],
          framework: null,
        }),
        setId,
        personId,
        setId === null ? null : personId,
        resolvedFrom,
      ],
    );
    const id = rows[0]?.id ?? "";
    await owner.query(
      `insert into catalogue_items (catalogue_id, position, item_id, kind, parent_id, top_id, depth, title, words, more)
       values ($1, 0, 'a', 'group', null, 'a', 0, 'Group A', '', $2), ($1, 1, 'a-1', 'control', 'a', 'a', 1, 'First', 'Do the first.', $2)`,
      [id, JSON.stringify({ guidance: "Begin with it.", examples: [], objectives: "", objects: [] })],
    );
    return id;
  };
  const catalogueId = await add("Taken over", "walk_set");
  const tailoredEditionId = await addEdition(owner, {
    standard: "WALK-TAILORED",
    controls: [{ id: "a-1", refersTo: ["walk_set", "a-1"] }],
  });
  const tailoredDraftId = await addEdition(owner, {
    standard: "WALK-TAILORED",
    edition: "2",
    previousId: tailoredEditionId,
    controls: [{ id: "a-1", refersTo: ["walk_set", "a-1"] }],
    isDraft: true,
  });
  return {
    catalogueId,
    tailoredEditionId,
    tailoredDraftId,
    profileCatalogueId: await add("A profile", null, catalogueId),
    checkedCatalogueId: await add("Checked", null),
    catalogueFileId,
  };
}
