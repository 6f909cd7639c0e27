// Links as an OSCAL mapping collection that follows the published schema and is read again as the same links.
import { createHash } from "node:crypto";
import type { Relation } from "../rules.ts";
import { oscalVersion, ownNamespace } from "./words.ts";

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

/** The same name gives the same UUID (version 5 form), so that two exports of the same content are equal. */
export function namedUuid(name: string): string {
  const hex = createHash("sha256").update(`${ownNamespace}\n${name}`).digest("hex");
  const variant = ((Number.parseInt(hex[16] ?? "0", 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// Markup-line and string data types: one line, no white space around it.
const line = (text: string) => text.replaceAll(/\s+/gu, " ").trim();
const token = /^[\p{L}_][\p{L}\p{N}._-]*$/u;

export function writeCollection(one: OutCollection): Record<string, unknown> {
  const ends = new Map(
    one.mappings.flatMap((mapping) =>
      [mapping.source, mapping.target].map((end) => [namedUuid(JSON.stringify(end)), end] as const),
    ),
  );
  const partyId = namedUuid(`party ${one.party}`);
  return {
    "mapping-collection": {
      uuid: namedUuid(`${one.id} ${one.modifiedAt}`),
      metadata: {
        title: line(one.title),
        "last-modified": one.modifiedAt,
        version: line(one.version) || "1",
        "oscal-version": oscalVersion,
        ...(one.party
          ? {
              roles: [{ id: "adopter", title: "Adopted by" }],
              parties: [{ uuid: partyId, name: line(one.party) }],
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
        "mapping-description": one.provenance.description || line(one.title),
        ...(one.party ? { "responsible-parties": [{ "role-id": "adopter", "party-uuids": [partyId] }] } : {}),
      },
      mappings: one.mappings.map(mappingOf),
      "back-matter": { resources: [...ends].map(([uuid, end]) => ({ uuid, title: line(end.title) })) },
    },
  };
}

/** What the schema allows; another word, e.g. "manual", becomes the first of them. */
const allowed = (word: string, list: readonly string[]) => (list.includes(word) ? word : list[0]);

function mappingOf(mapping: OutMapping) {
  return {
    uuid: namedUuid(mapping.id),
    "source-resource": resourceOf(mapping.source),
    "target-resource": resourceOf(mapping.target),
    maps: mapping.links.map((link, at) => ({
      uuid: namedUuid(`${mapping.id} ${at} ${link.source} ${link.relation} ${link.target}`),
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
  href: `#${namedUuid(JSON.stringify(end))}`,
  props: [
    ["reference-set", end.setId],
    ["standard", end.standard],
    ["edition", end.edition],
  ].flatMap(([name, value]) => (value ? [{ name, ns: ownNamespace, value }] : [])),
});

/** An id that begins with a digit (1-1-1) is no token of OSCAL; a pattern may say it. */
function gapsOf(mapping: OutMapping, side: "source" | "target") {
  const ids = side === "source" ? mapping.sourceGaps : mapping.targetGaps;
  if (ids.length === 0) return {};
  const [tokens, others] = [ids.filter((id) => token.test(id)), ids.filter((id) => !token.test(id))];
  return {
    [`${side}-gap-summary`]: {
      uuid: namedUuid(`${mapping.id} ${side} gaps`),
      "unmapped-controls": [
        {
          ...(tokens.length > 0 ? { "with-ids": tokens } : {}),
          ...(others.length > 0 ? { matching: others.map((pattern) => ({ pattern })) } : {}),
        },
      ],
    },
  };
}
