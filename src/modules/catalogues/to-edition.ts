// Lent to later modules.
// An imported catalogue as a draft of a standard, so that a round can be run on it. Pure.
// Defaults (design: "Imported catalogues get defaults"): required in all tiers, weight 1, not mandatory, yearly, area =
// top group; everything can be edited in the draft.
import type { Control, ControlWords, EditionContent, Frame, Texts } from "#modules/standards/edition.ts";
import { textsOf } from "#modules/standards/parameters.ts";
import type { StoredItem } from "./oscal/catalog.ts";
import { answerable, headingAbove } from "./oscal/items.ts";
import { insertedIn, type Parameter } from "./oscal/prose.ts";

export type { StoredItem };
export type Wanted = {
  code: string;
  edition: string;
  name: string;
  language: "ja" | "en" | "zh";
  setId: string;
  /** How the set is called, where that is not how the standard made of it is. */
  setName?: string;
  headings: readonly string[];
  /** What controls of a top group do, by the pattern's ids of functions; nothing where the catalogue is not built so. */
  functions?: Readonly<Record<string, string>>;
  /** Parameters of the whole catalogue. */
  params: readonly Parameter[];
};

/** What an edition takes (standards/edition.ts). */
const key = /^[A-Za-z0-9][A-Za-z0-9_.()-]{0,39}$/;
const longest = 4000;
const mostExamples = 50;
const mostProofs = 20;
/** The area and topic of controls that stand in no group. */
const whole = "all";
const longestTitle = 120;

export type Made = {
  content: EditionContent;
  /** Items that an edition cannot hold, by their id. */
  left: string[];
  /** Items and parameters of which it holds less than the catalogue says. */
  shortened: string[];
};

/** @param pattern the frame whose tiers, scales, thresholds and cadences are taken over. */
export function toEdition(items: readonly StoredItem[], pattern: Frame, wanted: Wanted): Made {
  const byId = new Map(items.map((item) => [item.id, item]));
  const shortened = new Set<string>();
  const saidOf =
    (id: string) =>
    (text: string): Texts => {
      if (text.length > longest) shortened.add(id);
      return { [wanted.language]: cut(text) };
    };
  const functionOf = (top: string) => {
    const id = wanted.functions?.[top];
    return pattern.functions.some((one) => one.id === id) ? id : undefined;
  };
  const asked = answerable(items, wanted.headings);
  // What stands in no group, as in a profile merged flat, is one area: not one for each control.
  const holds = (id: string) => {
    const one = byId.get(id);
    return one?.kind === "group" || (one !== undefined && wanted.headings.includes(one.class ?? one.kind));
  };
  const keyOf = fittingKeys();
  const nameOf = new Map<string, string>();
  const called = (id: string) => {
    const one = keyOf(id);
    nameOf.set(one, byId.get(id)?.title ?? wanted.name);
    return one;
  };
  const areaOf = (item: StoredItem) => called(holds(item.topId) ? item.topId : whole);
  const topicOf = (item: StoredItem) => {
    const heading = headingAbove(item, byId, wanted.headings);
    return called(holds(heading) ? heading : whole);
  };
  const fits = (item: StoredItem) =>
    key.test(item.id) &&
    [requirementOf(item), ...item.more.examples].every((text) => text.length <= longest) &&
    item.more.examples.length <= mostExamples;
  const taken = asked.filter(fits);
  const wordsOf = (item: StoredItem): ControlWords => {
    const { guidance, examples, objectives } = item.more;
    const proofs = proofOf(item);
    if (proofs.length > mostProofs) shortened.add(item.id);
    const said = saidOf(item.id);
    return {
      title: said(titleOf(item)),
      requirement: said(requirementOf(item)),
      ...(guidance ? { guidance: { [wanted.language]: guidance } } : {}),
      ...(examples.length > 0 ? { examples: examples.map(said) } : {}),
      evidence: proofs.slice(0, mostProofs).map(said),
      ...(objectives ? { auditTest: { [wanted.language]: objectives } } : {}),
    };
  };
  const controls = taken.map(
    (item): Control => ({
      id: item.id,
      area: areaOf(item),
      topic: topicOf(item),
      ...wordsOf(item),
      tiers: Object.fromEntries(pattern.tiers.map((tier) => [tier.id, "required"])),
      mandatory: false,
      weight: 1,
      functions: [functionOf(item.topId)].filter((one) => one !== undefined),
      harms: [],
      appliesWhen: "always",
      cadence: "yearly",
      asksCoverage: false,
      references: { [wanted.setId]: [item.id] },
    }),
  );
  const named = (ids: readonly string[]) =>
    [...new Set(ids)].map((id) => ({ id, name: saidOf(id)(nameOf.get(id) ?? id) }));
  const questions = new Map(
    taken.flatMap((item) => (holds(item.topId) ? [[areaOf(item), byId.get(item.topId)?.words]] : [])),
  );
  const { standard: _, ...rest } = pattern;
  const frame: Frame = {
    ...rest,
    standard: {
      code: wanted.code,
      edition: wanted.edition,
      original: wanted.language,
      name: saidOf(wanted.code)(wanted.name),
    },
    areas: named(taken.map(areaOf)).map((area) => {
      const question = questions.get(area.id);
      return question ? { ...area, question: saidOf(area.id)(question) } : area;
    }),
    topics: named(taken.map(topicOf)),
    functions: pattern.functions.filter(({ id }) =>
      controls.some((control) => control.functions.includes(id)),
    ),
    harms: [],
    scopeConditions: pattern.scopeConditions.filter((one) => one.id === "always"),
    sharedServices: [],
    maturity: { levels: pattern.maturity.levels, weights: [], tiers: [] },
    referenceSets: [{ id: wanted.setId, name: saidOf(wanted.setId)(wanted.setName ?? wanted.name) }],
    ...parametersOf([...wanted.params, ...items.flatMap((item) => item.params)], controls, saidOf),
  };
  const left = asked.filter((item) => !fits(item)).map((item) => item.id);
  return { content: { ...frame, controls }, left, shortened: [...shortened] };
}

const cut = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;

/** Ids of areas and topics as an edition takes them; they are of the edition alone, so that another one does no harm. */
function fittingKeys(): (id: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (id) => {
    const known = given.get(id);
    if (known !== undefined) return known;
    const plain = id
      .replaceAll(/[^A-Za-z0-9_.()-]+/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "")
      .slice(0, 36);
    let free = key.test(id) ? id : plain || "group";
    for (let at = 2; taken.has(free); at += 1) free = `${plain || "group"}-${at}`;
    given.set(id, free);
    taken.add(free);
    return free;
  };
}

/** What it asks, word for word: the draft says it so, and so the set keeps it, to be told that both ask the same. */
export const requirementOf = (item: StoredItem) => item.words || item.title;

/**
 * A control that is only numbered (CSF) is called by what it asks: its first line, as far as a title goes. Its clauses are
 * no titles: the first of "Critical objectives, capabilities, and services ..." says nothing.
 */
function titleOf(item: StoredItem): string {
  const isNumber = [item.id, item.label].some(
    (one) => one?.toLowerCase() === item.title.toLowerCase().replace(/^(?:control|requirement):? */, ""),
  );
  return !isNumber || item.words === "" ? item.title : shortened(item.words.split("\n")[0] ?? "");
}

/** Up to the end of a word; Japanese and Chinese end words without a space. */
function shortened(line: string): string {
  if (line.length <= longestTitle) return line;
  const head = line.slice(0, longestTitle - 1);
  const end = /\s/.test(line[longestTitle - 1] ?? "") ? head.length : head.search(/\s\S*$/);
  const whole = end >= longestTitle / 2 ? head.slice(0, end) : head;
  return `${whole.toWellFormed().replace(/[\s,;:、，；：（([–—-]+$/, "")}…`;
}

/**
 * What an assessor looks at (SP 800-53A). Examples of doing it (CSF) are no proof: they are the control's examples,
 * and what counts as proof is for the author to say.
 */
const proofOf = (item: StoredItem) => item.more.objects.filter((one) => one !== "");

/** The parameters that the words insert, and those that stand in their labels. */
function parametersOf(
  params: readonly Parameter[],
  controls: readonly Control[],
  saidOf: (id: string) => (text: string) => Texts,
): Pick<Frame, "parameters"> {
  const known = new Map(params.map((param) => [param.id, param]));
  const wanted = new Set<string>();
  const open = controls.flatMap((control) =>
    textsOf(control).flatMap((texts) => Object.values(texts).flatMap(insertedIn)),
  );
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (wanted.has(id)) continue;
    wanted.add(id);
    const { label = "", value = "" } = known.get(id) ?? {};
    open.push(...insertedIn(label), ...insertedIn(value));
  }
  const parameters = [...wanted].sort().map((id) => {
    const { label, value } = known.get(id) ?? {};
    const said = saidOf(id);
    return { id, label: said(label ?? id), ...(value ? { value: said(value) } : {}) };
  });
  return parameters.length > 0 ? { parameters } : {};
}
