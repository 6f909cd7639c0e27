// Lent to later modules.
// What became of each control since the edition before, and of the answers given under it. Pure (T-10).
import { type Control, type EditionContent, textIn, type TextLanguage, type Texts } from "./edition.ts";

export const changeKinds = [
  "unchanged",
  "reworded",
  "changed",
  "split",
  "merged",
  "new",
  "withdrawn",
] as const;
export type Change = (typeof changeKinds)[number];
export const carries = ["propose", "show", "none"] as const;
/** Last year's answer is proposed, shown beside, or neither. */
export type Carry = (typeof carries)[number];

/** What an author decided of one control; `fromIds` are controls of the edition before. */
export type CarryRule = {
  readonly controlId: string;
  readonly fromIds: readonly string[];
  readonly carry: Carry | null;
  readonly reason: string | null;
};

export type ControlChange = {
  readonly controlId: string;
  readonly change: Change;
  /** Null while an author must decide it. */
  readonly carry: Carry | null;
  readonly fromIds: readonly string[];
  readonly reason: string | null;
};

/** Kinds that still ask the same question: only over these are years compared and answers proposed. */
export const asksTheSame = (change: Change) => change === "unchanged" || change === "reworded";

export const originalLanguage = ({ standard }: Pick<EditionContent, "standard">): TextLanguage =>
  standard.original ?? "en";

/** What a control asks of whom. Translations, guidance, hints for evidence and references may change without changing the question. */
function askOf(control: Control, language: TextLanguage): string {
  const tiers = sorted(control.tiers);
  return JSON.stringify([
    textIn(control.requirement, language),
    tiers,
    control.mandatory,
    control.weight,
    control.appliesWhen,
    control.asksCoverage,
  ]);
}

const noRules: ReadonlyMap<string, CarryRule> = new Map();

/**
 * Controls in the order of the edition, then the withdrawn ones. Both contents have their parameters put in: another
 * value of a parameter is another question.
 */
export function changesBetween(
  previous: EditionContent | null,
  current: EditionContent,
  rules: ReadonlyMap<string, CarryRule> = noRules,
): ControlChange[] {
  if (previous === null) return current.controls.map(({ id }) => settled(id, "new", "none"));
  const language = originalLanguage(current);
  const before = new Map(previous.controls.map((control) => [control.id, askOf(control, language)]));
  const originsOf = (id: string) => (rules.get(id)?.fromIds ?? []).filter((one) => before.has(one));
  const uses = new Map<string, number>();
  for (const { id } of current.controls)
    for (const origin of originsOf(id)) uses.set(origin, (uses.get(origin) ?? 0) + 1);
  const ids = new Set(current.controls.map(({ id }) => id));
  return [
    ...current.controls.map((control) => {
      const { id } = control;
      const named = originsOf(id);
      const isSame = before.get(id) === askOf(control, language);
      if (isSame && named.length === 0) return settled(id, "unchanged", "propose", [id]);
      const from = named.length > 0 ? named : before.has(id) ? [id] : [];
      if (from.length === 0) return settled(id, "new", "none");
      const [origin = id] = from;
      if (from.length > 1) return decided(id, "merged", from, rules.get(id));
      // Two controls of one: also where the first of them keeps its id and something else was taken out of it.
      if ((uses.get(origin) ?? 0) > 1 || (origin !== id && ids.has(origin)))
        return decided(id, "split", from, rules.get(id));
      return decided(id, "changed", from, rules.get(id));
    }),
    ...[...before.keys()]
      .filter((id) => !ids.has(id))
      .map((id) =>
        uses.has(id) ? settled(id, "withdrawn", "none") : decided(id, "withdrawn", [], rules.get(id)),
      ),
  ];
}

const settled = (controlId: string, change: Change, carry: Carry, fromIds: readonly string[] = []) => ({
  controlId,
  change,
  carry,
  fromIds,
  reason: null,
});

/** What may be decided of each kind; the first is offered first. */
export const choices: Readonly<Record<Change, readonly Carry[]>> = {
  unchanged: ["propose"],
  reworded: ["show", "none", "propose"],
  changed: ["show", "none", "propose"],
  split: ["show", "none"],
  merged: ["show", "none"],
  new: ["none"],
  withdrawn: ["none"],
};

/** Undecided where nothing fitting was said, or where it wants a reason and has none. */
function decided(
  controlId: string,
  change: "changed" | "split" | "merged" | "withdrawn",
  fromIds: readonly string[],
  rule: CarryRule | undefined,
): ControlChange {
  // A control keeps its id for life: what bears another one is not the same question.
  const isItself = fromIds[0] === controlId;
  const may = choices[change].filter((carry) => carry !== "propose" || isItself);
  const said = rule?.carry && may.includes(rule.carry) ? rule.carry : null;
  const reason = rule?.reason ?? null;
  const kind = said === "propose" ? "reworded" : change;
  const carry = needsReason(kind) && !reason ? null : said;
  return { controlId, change: carry === null ? change : kind, carry, fromIds, reason };
}

/** Something said to be the same although its words are not, and something that goes without a successor. */
export const needsReason = (change: Change) => change === "reworded" || change === "withdrawn";

/** Whether an author still has to say what becomes of the answers. */
export const isOpen = (one: ControlChange): boolean => one.carry === null;

export const facts = [
  "title",
  "tiers",
  "mandatory",
  "weight",
  "scope",
  "coverage",
  "evidence",
  "audit_test",
  "guidance",
] as const;

/** What changed beside the words of the requirement; a title in any of its languages. */
export function factsChanged(then: Control, now: Control): (typeof facts)[number][] {
  const pairs: Record<(typeof facts)[number], [unknown, unknown]> = {
    title: [inOrder(then.title), inOrder(now.title)],
    tiers: [sorted(then.tiers), sorted(now.tiers)],
    mandatory: [then.mandatory, now.mandatory],
    weight: [then.weight, now.weight],
    scope: [then.appliesWhen, now.appliesWhen],
    coverage: [then.asksCoverage, now.asksCoverage],
    evidence: [then.evidence, now.evidence],
    audit_test: [then.auditTest, now.auditTest],
    guidance: [
      [then.guidance, then.examples],
      [now.guidance, now.examples],
    ],
  };
  return facts.filter((fact) => JSON.stringify(pairs[fact][0]) !== JSON.stringify(pairs[fact][1]));
}

/** A fact that is words as one text in each language it is written in, a line a text; nothing for what is no words. */
export function textOfFact(control: Control, fact: (typeof facts)[number]): Texts | undefined {
  const { evidence, auditTest, guidance, examples = [] } = control;
  if (fact === "title") return control.title;
  if (fact === "evidence") return joined(evidence);
  if (fact === "audit_test") return auditTest;
  return fact === "guidance" ? joined([...(guidance ? [guidance] : []), ...examples]) : undefined;
}

function joined(list: readonly Texts[]): Texts | undefined {
  const languages = (["en", "ja", "zh"] as const).filter((one) => list.some((texts) => texts[one]));
  if (languages.length === 0) return undefined;
  return Object.fromEntries(
    languages.map((language) => [language, list.map((texts) => textIn(texts, language)).join("\n")]),
  );
}

const inOrder = ({ en, ja, zh }: Texts) => [en, ja, zh];

const sorted = (tiers: Control["tiers"]) =>
  Object.entries(tiers)
    .filter(([, demand]) => demand !== "none")
    .sort(([a], [b]) => (a < b ? -1 : 1));
