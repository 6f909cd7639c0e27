// An edition back out of the OSCAL catalogue that to-oscal.ts wrote, with what other tools changed in it since. Pure.
// Whether it still is an edition is decided where every file is checked (check-edition.ts).
import { lineOf, stringOf } from "#core/oscal/document.ts";
import { invalid } from "#core/errors.ts";
import { isObject, type Obj, objects } from "#core/oscal/read.ts";
import { languageOf, type TextLanguage, type Texts } from "../edition.ts";
import { heldBy, linedOf, ownAll, ownOf, ownPart, textsOf } from "./parts.ts";
import { form, frameClass } from "./to-oscal.ts";

export const isOscal = (data: unknown): data is { catalog: Obj } =>
  isObject(data) && isObject(data["catalog"]);

/** @throws AppError `edition.oscal_foreign` for a catalogue that no edition of ours was written as. */
export function fromOscal({ catalog }: { catalog: Obj }): unknown {
  const metadata = isObject(catalog["metadata"]) ? catalog["metadata"] : {};
  const language = ownOf(metadata, "language") as TextLanguage;
  const groups = objects(catalog["groups"]);
  const whole = groups.find((group) => group["class"] === frameClass);
  const frame = whole && heldBy(ownPart(whole, "frame") ?? {}, language);
  if (ownOf(metadata, "form") !== form || !isObject(frame)) throw invalid("edition.oscal_foreign");
  refuseNested(catalog, groups, whole);
  const areas = groups.filter((group) => group !== whole);
  const controls = areas
    .flatMap((area) => objects(area["controls"]).map((control) => ({ area, control })))
    .map(({ area, control }, at) => ({
      at: placeOf(control) ?? at,
      control: controlOf(control, area, language),
    }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.control);
  return {
    ...frame,
    standard: standardOf(frame["standard"], metadata, language),
    areas: areas.map((area) => areaOf(area, language)),
    ...(frame["parameters"] || catalog["params"]
      ? { parameters: parametersOf(frame, catalog, language) }
      : {}),
    controls,
    ...besidesOf(areas, whole && ownPart(whole, "errata"), language),
  };
}

/** What goes along with an edition; not checked yet. */
function besidesOf(areas: readonly Obj[], errata: Obj | undefined, language: TextLanguage) {
  const behind = areas
    .flatMap((area) => objects(area["controls"]))
    .flatMap((control) =>
      ownAll(control, "translation-behind").map(({ value }) => ({ value, id: labelOf(control) })),
    );
  const byLanguage = Map.groupBy(behind, (one) => one.value);
  return {
    ...(behind.length > 0
      ? {
          translationsBehind: Object.fromEntries(
            [...byLanguage].map(([one, of]) => [one, of.map(({ id }) => id)]),
          ),
        }
      : {}),
    ...(errata ? { errata: heldBy(errata, language) } : {}),
  };
}

const mostTold = 20;

/** An edition has areas and controls, one below the other: what another tool put elsewhere would be lost without a word. */
function refuseNested(catalog: Obj, groups: readonly Obj[], whole: Obj | undefined): void {
  const nested = [
    ...objects(catalog["controls"]),
    ...objects(whole?.["controls"]),
    ...groups.flatMap((group) => objects(group["groups"])),
    ...groups.flatMap((group) => objects(group["controls"])).flatMap((one) => objects(one["controls"])),
  ];
  if (nested.length > 0)
    throw invalid("edition.oscal_nested", {
      values: {
        count: nested.length,
        what: nested
          .slice(0, mostTold)
          .map((one) => String(one["id"] ?? one["title"] ?? "–").slice(0, 80))
          .join(", "),
      },
    });
}

function placeOf(control: Obj): number | undefined {
  const place = Number(ownOf(control, "position") ?? Number.NaN);
  return Number.isSafeInteger(place) ? place : undefined;
}

/** A title and a version that were changed elsewhere are the new ones. */
function standardOf(kept: unknown, metadata: Obj, language: TextLanguage): unknown {
  if (!isObject(kept) || !isObject(kept["name"])) return kept;
  return {
    ...kept,
    edition: metadata["version"],
    name: keptUnless(kept["name"] as Texts, metadata["title"], language, lineOf),
  };
}

/** The kept text, unless what is shown of it in the document's language was changed. */
function keptUnless(
  kept: Texts | undefined,
  shown: unknown,
  language: TextLanguage,
  asShown: (text: string) => string,
): Texts | undefined {
  if (typeof shown !== "string") return kept;
  if (!kept) return { [language]: shown };
  const main = languageOf(kept, language);
  return asShown(kept[main] ?? "") === shown ? kept : { ...kept, [main]: shown };
}

function areaOf(area: Obj, language: TextLanguage) {
  const question = objects(area["parts"]).find((part) => part["name"] === "overview");
  return {
    id: ownOf(area, "id") ?? area["id"],
    name: linedOf(area["title"], ownPart(area, "title"), language),
    ...(question ? { question: textsOf(question, language) } : {}),
  };
}

function parametersOf(frame: Obj, catalog: Obj, language: TextLanguage) {
  const shown = new Map(objects(catalog["params"]).map((one) => [ownOf(one, "id") ?? one["id"], one]));
  const kept = objects(frame["parameters"]).map(({ id, label, value }) => {
    const one = shown.get(id);
    shown.delete(id);
    const given = one ? (one["values"] as unknown[] | undefined)?.[0] : undefined;
    const now = keptUnless(value as Texts | undefined, given, language, stringOf);
    return {
      id,
      label: keptUnless(label as Texts, one?.["label"], language, lineOf),
      ...(now ? { value: now } : {}),
    };
  });
  const added = [...shown].map(([id, one]) => {
    const value = (one["values"] as unknown[] | undefined)?.[0];
    return {
      id,
      label: { [language]: one["label"] ?? id },
      ...(value === undefined ? {} : { value: { [language]: value } }),
    };
  });
  return [...kept, ...added];
}

function controlOf(control: Obj, area: Obj, language: TextLanguage) {
  const parts = objects(control["parts"]);
  const named = (name: string) => parts.filter((part) => part["name"] === name);
  const [statement] = named("statement");
  const [test] = named("assessment-objective");
  const [guidance] = named("guidance");
  const examples = named("example");
  const values = (name: string) => ownAll(control, name).map((prop) => prop.value);
  const optional = (key: string, name: string) => {
    const value = ownOf(control, name);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    id: labelOf(control),
    area: ownOf(area, "id") ?? area["id"],
    topic: ownOf(control, "topic"),
    title: linedOf(control["title"], ownPart(control, "title"), language),
    requirement: statement ? textsOf(statement, language) : undefined,
    ...(guidance ? { guidance: textsOf(guidance, language) } : {}),
    ...(examples.length > 0 ? { examples: examples.map((part) => textsOf(part, language)) } : {}),
    evidence: named("evidence").map((part) => textsOf(part, language)),
    ...(test ? { auditTest: textsOf(test, language) } : {}),
    tiers: Object.fromEntries(ownAll(control, "tier").map(({ value, class: demand }) => [value, demand])),
    mandatory: ownOf(control, "mandatory") === "true",
    weight: Number(ownOf(control, "weight") ?? Number.NaN),
    functions: values("function"),
    harms: values("harm"),
    appliesWhen: ownOf(control, "applies-when"),
    cadence: ownOf(control, "cadence"),
    ...optional("metric", "metric"),
    ...optional("inheritsFrom", "inherits-from"),
    asksCoverage: ownOf(control, "asks-coverage") === "true",
    references: referencesOf(values("reference")),
  };
}

const labelOf = (control: Obj) =>
  objects(control["props"]).find((prop) => prop["name"] === "label" && prop["ns"] === undefined)?.["value"] ??
  control["id"];

function referencesOf(values: readonly string[]): Record<string, string[]> {
  const pairs = values.map((value) => {
    const at = value.indexOf(" ");
    return { set: value.slice(0, at), item: unescaped(value.slice(at + 1)) };
  });
  return Object.fromEntries(
    [...Map.groupBy(pairs, (one) => one.set)].map(([set, items]) => [set, items.map((one) => one.item)]),
  );
}

function unescaped(item: string): string {
  try {
    return decodeURIComponent(item);
  } catch {
    return item;
  }
}

/** The edition that its changes were reckoned against, by the hash of its content. */
export const previousOf = ({ catalog }: { catalog: Obj }): string | null =>
  (isObject(catalog["metadata"]) ? ownOf(catalog["metadata"], "previous-sha256") : undefined) ?? null;

const decidedKinds: ReadonlySet<string> = new Set(["reworded", "changed", "split", "merged"]);

/** What its authors decided about the answers given under the edition before, where the file says it; not checked yet. */
export function carryRulesOf({ catalog }: { catalog: Obj }): Obj[] {
  const groups = objects(catalog["groups"]);
  const whole = groups.find((group) => group["class"] === frameClass);
  const gone = whole ? heldBy(ownPart(whole, "withdrawn") ?? { class: "list" }, "en") : [];
  const ofControls = groups
    .flatMap((group) => objects(group["controls"]))
    .flatMap((control) => {
      const change = ownAll(control, "change")[0];
      if (!change || !decidedKinds.has(change.value)) return [];
      const fromIds = ownAll(control, "came-from").map((one) => one.value);
      const carry = ownOf(control, "carry-over") ?? null;
      const reason = change.remarks ?? null;
      if (carry === null && reason === null && fromIds.length === 0) return [];
      return [{ controlId: labelOf(control), fromIds, carry, reason }];
    });
  return [...ofControls, ...objects(gone).map((one) => ({ fromIds: [], carry: null, reason: null, ...one }))];
}
