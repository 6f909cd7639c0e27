// Reads an OSCAL mapping collection (1.2). Everything it does not understand stays in the document, which is kept.
import { yagura } from "#core/oscal/document.ts";
import { isObject, type Obj, objects, textOf, texts } from "#core/oscal/read.ts";
import {
  confidenceOf,
  type CountPairs,
  type Given,
  type GivenMapping,
  ofEach,
  pairCounter,
  relationOf,
  type Resource,
  underConditions,
} from "../given.ts";

export type Provenance = {
  method: string | null;
  rationale: string | null;
  status: string | null;
  description: string | null;
  /** People and organizations that answer for it. */
  parties: string[];
};
export type Collection = {
  title: string;
  version: string;
  oscalVersion: string;
  provenance: Provenance;
  mappings: GivenMapping[];
};

const objectOf = (value: unknown): Obj => (isObject(value) ? value : {});
const short = (value: unknown, most: number) => textOf(value)?.slice(0, most) ?? null;

/**
 * Null where the document is no mapping collection.
 * @throws AppError as soon as there are more pairs than are taken
 */
export function readCollection(document: Obj): Collection | null {
  const root = document["mapping-collection"];
  if (!isObject(root)) return null;
  const metadata = objectOf(root.metadata);
  const provenance = objectOf(root.provenance);
  const resources = objects(objectOf(root["back-matter"]).resources);
  // The schema takes one mapping without a list, too.
  const mappings = isObject(root.mappings) ? [root.mappings] : objects(root.mappings);
  const count = pairCounter();
  return {
    title: short(metadata.title, 300) ?? "",
    version: short(metadata.version, 100) ?? "",
    oscalVersion: short(metadata["oscal-version"], 20) ?? "",
    provenance: {
      method: short(provenance.method, 100),
      rationale: short(provenance["matching-rationale"], 100),
      status: short(provenance.status, 100),
      description: short(provenance["mapping-description"], 2000),
      parties: partiesOf(metadata, provenance),
    },
    mappings: mappings.map((one) => readMapping(one, resources, count)),
  };
}

function partiesOf(metadata: Obj, provenance: Obj): string[] {
  const answering = new Set(
    objects(provenance["responsible-parties"]).flatMap((one) => texts(one["party-uuids"])),
  );
  const parties = objects(metadata.parties);
  const those = parties.filter((party) => answering.has(textOf(party.uuid) ?? ""));
  return (those.length > 0 ? those : parties).flatMap((party) => short(party.name, 200) ?? []).slice(0, 20);
}

function readMapping(mapping: Obj, resources: readonly Obj[], count: CountPairs): GivenMapping {
  return {
    source: resourceOf(objectOf(mapping["source-resource"]), resources),
    target: resourceOf(objectOf(mapping["target-resource"]), resources),
    pairs: objects(mapping.maps).flatMap((map, index) => pairsOf(map, index + 1, mapping, count)),
    sourceGaps: gapsOf(mapping["source-gap-summary"]),
    targetGaps: gapsOf(mapping["target-gap-summary"]),
  };
}

/** A file, or `#uuid` of the back matter. */
function resourceOf(reference: Obj, resources: readonly Obj[]): Resource {
  const href = textOf(reference.href) ?? "";
  const held = resources.find((one) => href === `#${textOf(one.uuid)}`);
  const said = (name: string) =>
    [...objects(reference.props), ...objects(held?.props)].find(
      (prop) => prop.name === name && prop.ns === yagura,
    )?.value;
  const [standard, edition] = [textOf(said("standard")), textOf(said("edition"))];
  return {
    name: (textOf(held?.title) ?? href).slice(0, 300),
    setId: short(said("reference-set"), 40),
    edition: standard && edition ? { standard, edition } : null,
  };
}

function pairsOf(map: Obj, place: number, mapping: Obj, count: CountPairs): Given[] {
  const [sources, targets] = [objects(map.sources), objects(map.targets)];
  count(sources.length, targets.length);
  const word = textOf(map.relationship) ?? "";
  const isForeign = textOf(map.ns) !== null && textOf(map.ns) !== "http://csrc.nist.gov/ns/oscal";
  const said = relationOf(word);
  const together = said && ofEach(said, sources.length, targets.length);
  const conditions = objects(map.qualifiers).map(conditionOf);
  const relation = together && conditions.length > 0 ? underConditions(together) : together;
  const remark = [textOf(map.remarks), ...conditions].filter((one) => one !== null).join(" / ");
  const confidence = percentageOf(map["confidence-score"]) ?? percentageOf(mapping["confidence-score"]);
  const isStatement = (item: Obj) => item.type === "statement";
  return sources.flatMap((source) =>
    targets.map((target) => ({
      place,
      source: short(source["id-ref"], 200) ?? "",
      target: short(target["id-ref"], 200) ?? "",
      word: word.slice(0, 100),
      relation,
      confidence,
      remark: remark.slice(0, 1000) || null,
      fault: isForeign
        ? ("foreign" as const)
        : isStatement(source) || isStatement(target)
          ? ("statement" as const)
          : null,
      isWeakened: together !== said,
      isConditional: conditions.length > 0,
    })),
  );
}

/** "target has-requirement (addressable): Only with MFA", as the document says it. */
const conditionOf = (one: Obj): string =>
  `${textOf(one.subject) ?? "–"} ${textOf(one.predicate) ?? "–"} (${textOf(one.category) ?? "–"}): ${textOf(one.description) ?? "–"}`;

/** A share from 0 to 1; a category ("high") is no number. */
function percentageOf(score: unknown): number | null {
  const percentage = objectOf(score).percentage;
  return typeof percentage === "number" && percentage <= 1 ? confidenceOf(String(percentage), 1) : null;
}

const gapsOf = (summary: unknown): string[] =>
  objects(objectOf(summary)["unmapped-controls"]).flatMap((one) => [
    ...texts(one["with-ids"]),
    ...objects(one.matching).flatMap((each) => textOf(each.pattern) ?? []),
  ]);
