// An edition as an OSCAL catalogue: areas are groups, controls controls, parameters parameters; what OSCAL has no word for
// stands in properties and parts of our name space, so that it comes back as the same edition. Pure.
import { oscalVersion } from "#core/oscal/check.ts";
import { own, some, stringOf, tokens } from "#core/oscal/document.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import type { ControlChange } from "../changes.ts";
import { type Control, type EditionContent, frameOf, languageOf, type TextLanguage } from "../edition.ts";
import { type Besides, behindOfFile } from "../besides.ts";
import { holding, lined, type Part, textPart } from "./parts.ts";

export type Wanted = {
  /** The language of the prose; the others stand beside it. */
  language: TextLanguage;
  modifiedAt: string;
  sha256: string;
  /** What became of each control since the edition before, and the hash of that one's content. */
  changes: readonly ControlChange[];
  previousSha256: string | null;
  besides?: Besides;
};

/** The form of what is written here; a later one says another number. */
export const form = "1";
/** The group that holds what belongs to the whole edition. */
export const frameClass = "yagura-edition";

export function toOscal(content: EditionContent, wanted: Wanted) {
  const { language, sha256, besides = {} } = wanted;
  const idOf = tokens();
  // Controls are named first: what is referred to from elsewhere keeps its id.
  const changes = new Map(decisionsOf(wanted.changes).map((change) => [change.controlId, change]));
  const positions = isInOrder(content) ? null : new Map(content.controls.map((one, at) => [one.id, at]));
  const behind = behindOfFile(besides);
  const controls = content.controls.map((control) => ({
    area: control.area,
    oscal: controlOf(control, {
      idOf,
      language,
      change: changes.get(control.id),
      at: positions?.get(control.id),
      behind: behind.get(control.id) ?? [],
    }),
  }));
  const { areas, ...frame } = frameOf(content);
  const { standard } = content;
  const gone = wanted.changes.filter(({ change, reason }) => change === "withdrawn" && reason !== null);
  return {
    uuid: uuidOf("edition", standard.code, standard.edition, sha256, language),
    metadata: {
      title: lined("name", standard.name, language).line,
      "last-modified": wanted.modifiedAt,
      version: standard.edition,
      "oscal-version": oscalVersion,
      props: [
        own("form", form),
        own("language", language),
        own("standard", standard.code),
        own("content-sha256", sha256),
        ...(wanted.previousSha256 === null ? [] : [own("previous-sha256", wanted.previousSha256)]),
      ],
    },
    ...some(
      "params",
      (content.parameters ?? []).map(({ id, label, value }) => ({
        id: idOf(id),
        ...some("props", idOf(id) === id ? [] : [own("id", id)]),
        label: lined("label", label, language).line,
        ...(value ? { values: [stringOf(value[languageOf(value, language)] ?? "")] } : {}),
      })),
    ),
    groups: [
      ...areas.map((area) => {
        const { line, parts } = lined("title", area.name, language);
        const overview = area.question ? [textPart({ name: "overview" }, area.question, language)] : [];
        const inIt = controls.filter((one) => one.area === area.id).map((one) => one.oscal);
        return {
          id: idOf(`area ${area.id}`),
          class: "area",
          title: line,
          props: [own("id", area.id)],
          ...some("parts", [...parts, ...overview]),
          ...some("controls", inIt),
        };
      }),
      {
        id: idOf(frameClass),
        class: frameClass,
        title: lined("name", standard.name, language).line,
        parts: [
          ...holding("frame", frame, language).parts,
          ...holding("errata", besides.errata, language).parts,
          ...(gone.length > 0 ? holding("withdrawn", gone.map(decided), language).parts : []),
        ],
      },
    ],
  };
}

/**
 * What authors decided. What follows from the words alone is reckoned anew by whoever takes the edition in; said as a
 * rule it would come back as another change, e.g. a control that stands for itself while another was split off it.
 */
function decisionsOf(changes: readonly ControlChange[]): ControlChange[] {
  const uses = new Map<string, number>();
  for (const one of changes.flatMap(({ fromIds }) => fromIds)) uses.set(one, (uses.get(one) ?? 0) + 1);
  return changes
    .filter(({ change }) => change !== "unchanged" && change !== "new")
    .map((one) => {
      const isItself = one.fromIds.length === 1 && one.fromIds[0] === one.controlId;
      const isReckoned = isItself && one.change !== "split" && (uses.get(one.controlId) ?? 0) > 1;
      return isReckoned ? { ...one, fromIds: [] } : one;
    });
}

const decided = ({ controlId, carry, reason }: ControlChange) => ({ controlId, carry, reason });

/** Whether going through the areas one after the other meets the controls in the edition's own order. */
function isInOrder({ areas, controls }: EditionContent): boolean {
  const byArea = areas.flatMap((area) => controls.filter((control) => control.area === area.id));
  return byArea.every((control, at) => control === controls[at]);
}

type Around = {
  idOf: (id: string) => string;
  language: TextLanguage;
  change: ControlChange | undefined;
  at: number | undefined;
  /** Languages whose words lag behind the original. */
  behind: readonly TextLanguage[];
};

function controlOf(control: Control, { idOf, language, change, at, behind }: Around) {
  const id = idOf(control.id);
  const title = lined("title", control.title, language);
  const parts: Part[] = [
    ...title.parts,
    textPart({ id: idOf(`${control.id}_smt`), name: "statement" }, control.requirement, language),
    ...(control.guidance
      ? [textPart({ id: idOf(`${control.id}_gdn`), name: "guidance" }, control.guidance, language)]
      : []),
    ...(control.examples ?? []).map((one) => textPart({ name: "example" }, one, language)),
    ...control.evidence.map((one) => textPart({ ...ownNamed("evidence") }, one, language)),
    ...(control.auditTest
      ? [
          textPart(
            { id: idOf(`${control.id}_obj`), name: "assessment-objective" },
            control.auditTest,
            language,
          ),
        ]
      : []),
  ];
  return {
    id,
    title: title.line,
    props: [
      { name: "label", value: control.id },
      ...factsOf(control),
      ...(at === undefined ? [] : [own("position", String(at))]),
      ...behind.map((one) => own("translation-behind", one)),
      ...carryOf(change),
    ],
    parts,
  };
}

const ownNamed = (name: string) => ({ name, ns: own(name, name).ns ?? "" });

/** One property a value; lists in their order. */
function factsOf(control: Control) {
  const { topic, cadence, appliesWhen, weight, mandatory, asksCoverage, metric, inheritsFrom } = control;
  return [
    own("topic", topic),
    own("cadence", cadence),
    own("applies-when", appliesWhen),
    own("weight", String(weight)),
    own("mandatory", String(mandatory)),
    own("asks-coverage", String(asksCoverage)),
    ...(metric === undefined ? [] : [own("metric", metric)]),
    ...(inheritsFrom === undefined ? [] : [own("inherits-from", inheritsFrom)]),
    ...control.functions.map((one) => own("function", one)),
    ...control.harms.map((one) => own("harm", one)),
    ...Object.entries(control.tiers).map(([tier, demand]) => own("tier", tier, { class: demand })),
    ...Object.entries(control.references).flatMap(([set, items]) =>
      // Names of foreign items may hold anything, a property only one line.
      items.map((item) => own("reference", `${set} ${encodeURIComponent(item)}`)),
    ),
  ];
}

/** What becomes of the answers given under the edition before. */
function carryOf(change: ControlChange | undefined) {
  if (!change) return [];
  const { carry, reason, fromIds } = change;
  return [
    own("change", change.change, reason ? { remarks: reason } : {}),
    ...(carry === null ? [] : [own("carry-over", carry)]),
    ...fromIds.map((one) => own("came-from", one)),
  ];
}
