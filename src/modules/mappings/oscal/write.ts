// Links as an OSCAL mapping collection that follows the published schema and is read again as the same links.
import { oscalVersion } from "#core/oscal/check.ts";
import { isToken, lineOf, own, stringOf } from "#core/oscal/document.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import type { Relation } from "../rules.ts";

export type End = {
  title: string;
  /** Which set of ours it is, so that it is known again. */
  setId?: string;
  standard?: string;
  edition?: string;
};
export type OutLink = {
  source: string;
  target: string;
  relation: Relation;
  confidence: number | null;
  remark: string | null;
};
export type OutMapping = {
  id: string;
  source: End;
  target: End;
  links: readonly OutLink[];
  sourceGaps: readonly string[];
  targetGaps: readonly string[];
};
export type OutCollection = {
  id: string;
  title: string;
  version: string;
  /** The moment it was last changed, ISO 8601. */
  modifiedAt: string;
  provenance: { method: string; rationale: string; status: string; description: string };
  /** Who adopted it. */
  party: string | null;
  mappings: readonly OutMapping[];
};

const words: Record<Relation, string> = {
  equal: "equal-to",
  superset: "superset-of",
  subset: "subset-of",
  intersects: "intersects-with",
  none: "no-relationship",
};

const idOf = (end: End) => uuidOf("resource", JSON.stringify(end));

/** A mapping without a link is left out: the schema has none with nothing in it. */
export function writeCollection(one: OutCollection): Record<string, unknown> {
  const mappings = one.mappings.filter((mapping) => mapping.links.length > 0);
  const ends = new Map(
    mappings.flatMap((mapping) => [mapping.source, mapping.target].map((end) => [idOf(end), end] as const)),
  );
  const partyId = uuidOf("party", one.party ?? "");
  return {
    uuid: uuidOf("mapping-collection", one.id, one.modifiedAt),
    metadata: {
      title: lineOf(one.title),
      "last-modified": one.modifiedAt,
      version: stringOf(one.version || "1"),
      "oscal-version": oscalVersion,
      ...(one.party
        ? {
            roles: [{ id: "adopter", title: "Adopted by" }],
            parties: [{ uuid: partyId, name: stringOf(one.party) }],
          }
        : {}),
    },
    provenance: {
      method: allowed(one.provenance.method, ["human", "automation", "hybrid"]),
      "matching-rationale": allowed(one.provenance.rationale, ["semantic", "syntactic", "functional"]),
      status: allowed(one.provenance.status, [
        "complete",
        "not-complete",
        "draft",
        "deprecated",
        "superseded",
      ]),
      "mapping-description": one.provenance.description || lineOf(one.title),
      ...(one.party ? { "responsible-parties": [{ "role-id": "adopter", "party-uuids": [partyId] }] } : {}),
    },
    mappings: mappings.map(mappingOf),
    "back-matter": { resources: [...ends].map(([uuid, end]) => ({ uuid, title: lineOf(end.title) })) },
  };
}

/** What the schema allows; another word, e.g. "manual", becomes the first of them. */
const allowed = (word: string, list: readonly string[]) => (list.includes(word) ? word : list[0]);

function mappingOf(mapping: OutMapping) {
  return {
    uuid: uuidOf("mapping", mapping.id),
    "source-resource": resourceOf(mapping.source),
    "target-resource": resourceOf(mapping.target),
    maps: mapping.links.map((link, at) => ({
      uuid: uuidOf("map", mapping.id, String(at), link.source, link.relation, link.target),
      relationship: words[link.relation],
      sources: [{ type: "control", "id-ref": link.source }],
      targets: [{ type: "control", "id-ref": link.target }],
      ...(link.confidence === null ? {} : { "confidence-score": { percentage: link.confidence / 100 } }),
      ...(link.remark ? { remarks: link.remark } : {}),
    })),
    ...gapsOf(mapping, "source"),
    ...gapsOf(mapping, "target"),
  };
}

const resourceOf = (end: End) => ({
  type: "catalog",
  href: `#${idOf(end)}`,
  props: [
    ["reference-set", end.setId],
    ["standard", end.standard],
    ["edition", end.edition],
  ].flatMap(([name, value]) => (name && value ? [own(name, value)] : [])),
});

/** An id that begins with a digit (1-1-1) is no token of OSCAL; a pattern may say it. */
function gapsOf(mapping: OutMapping, side: "source" | "target") {
  const ids = side === "source" ? mapping.sourceGaps : mapping.targetGaps;
  if (ids.length === 0) return {};
  const [tokens, others] = [ids.filter((id) => isToken(id)), ids.filter((id) => !isToken(id))];
  return {
    [`${side}-gap-summary`]: {
      uuid: uuidOf("gaps", mapping.id, side),
      "unmapped-controls": [
        {
          ...(tokens.length > 0 ? { "with-ids": tokens } : {}),
          ...(others.length > 0 ? { matching: others.map((pattern) => ({ pattern })) } : {}),
        },
      ],
    },
  };
}
