// What an edition took of a catalogue, and what it changed in it, as an OSCAL profile: resolved, it comes to the same. Pure.
import { oscalVersion } from "#core/oscal/check.ts";
import { isOneString, lineOf, own, some, stringOf, tokens } from "#core/oscal/document.ts";
import { type Obj, objects, textOf } from "#core/oscal/read.ts";
import { uuidOf } from "#core/oscal/uuid.ts";
import type { Control, EditionContent, TextLanguage, Texts } from "#modules/standards/edition.ts";
import { shownParts } from "../prose.ts";
import { type Placed, placedIn } from "./selecting.ts";

export type Tailored = {
  content: EditionContent;
  /** Of the content, as the edition's own OSCAL catalogue names it. */
  sha256: string;
  modifiedAt: string;
  language: TextLanguage;
  /** Only what this tier asks. */
  tier: string | null;
  setId: string;
  /** Where the catalogue lies for whoever resolves the profile. */
  source: { title: string; fileName: string; sha256: string };
};

/** @param made the controls and parameters as a draft takes them from the catalogue without anybody's hand. */
type From = {
  catalog: Obj;
  uuid: string | null;
  made: Pick<EditionContent, "controls" | "parameters">;
  /** Classes of controls that only group others: those above what is taken are taken along. */
  headings: readonly string[];
};

export function profileOf({ catalog, uuid, made, headings }: From, tailored: Tailored) {
  const { content, sha256, language, tier, setId, source } = tailored;
  const { standard } = content;
  const placed = placedIn(catalog);
  const asked = content.controls.filter((one) => tier === null || (one.tiers[tier] ?? "none") !== "none");
  const isTaken = ({ id, references }: Control) => placed.has(id) && references[setId]?.includes(id) === true;
  const taken = asked.filter(isTaken);
  const added = asked.filter((one) => !isTaken(one));
  const takenIds = new Set(taken.map((one) => one.id));
  const above = headingsAbove(
    taken.map((one) => one.id),
    placed,
    headings,
  );
  const before = new Map(made.controls.map((one) => [one.id, one]));
  // One that was drafted before guidance was taken along says none of any control: that is no word on the catalogue's.
  const saysGuidance = content.controls.some(
    (one) => one.guidance !== undefined || one.examples !== undefined,
  );
  const alters = taken.flatMap((one) =>
    alterOf(placed.get(one.id)?.control ?? {}, before.get(one.id), one, { language, saysGuidance }),
  );
  const settings = settingsOf(made.parameters ?? [], content.parameters ?? [], language);
  const sourceId = isUuid(uuid) ? uuid : uuidOf("catalogue", source.sha256);
  const ownId = uuidOf("edition", standard.code, standard.edition, sha256, language);
  const idOf = tokens();
  const ownIds = new Map(content.controls.map((one) => [one.id, idOf(one.id)]));
  const named = (texts: Texts) => texts[language] ?? Object.values(texts)[0] ?? standard.code;
  return {
    uuid: uuidOf("profile", sourceId, ownId, tier ?? ""),
    metadata: {
      title: lineOf(
        `${named(standard.name)} (${[standard.code, standard.edition, tier].filter(Boolean).join(" ")})`,
      ),
      "last-modified": tailored.modifiedAt,
      version: standard.edition,
      "oscal-version": oscalVersion,
      props: [
        own("standard", standard.code),
        own("content-sha256", sha256),
        ...(tier === null ? [] : [own("tier", tier)]),
      ],
    },
    imports: [
      ...imported(
        sourceId,
        [...placed.keys()].filter((id) => above.has(id) || takenIds.has(id)),
      ),
      ...imported(
        ownId,
        added.map((one) => ownIds.get(one.id) ?? one.id),
      ),
    ],
    merge: { "as-is": true },
    ...(alters.length + settings.length > 0
      ? { modify: { ...some("set-parameters", settings), ...some("alters", alters) } }
      : {}),
    "back-matter": {
      resources: [
        {
          uuid: sourceId,
          title: lineOf(source.title),
          rlinks: [
            {
              href: encodeURIComponent(source.fileName),
              "media-type": "application/oscal+json",
              hashes: [{ algorithm: "SHA-256", value: source.sha256 }],
            },
          ],
        },
        ...(added.length > 0
          ? [
              {
                uuid: ownId,
                title: lineOf(named(standard.name)),
                description: `${standard.code} ${standard.edition}`,
              },
            ]
          : []),
      ],
    },
  };
}

function headingsAbove(
  ids: readonly string[],
  placed: ReadonlyMap<string, Placed>,
  headings: readonly string[],
): Set<string> {
  const above = new Set<string>();
  for (const id of ids)
    for (let at = placed.get(id)?.parentId ?? null; at !== null; at = placed.get(at)?.parentId ?? null)
      if (headings.includes(textOf(placed.get(at)?.control["class"]) ?? "control")) above.add(at);
  return above;
}

/** What OSCAL takes as one: of version 4 or 5. */
const isUuid = (uuid: string | null): uuid is string =>
  uuid !== null && /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(uuid);

const imported = (uuid: string, ids: readonly string[]) =>
  ids.length > 0 ? [{ href: `#${uuid}`, "include-controls": [{ "with-ids": [...ids] }] }] : [];

type Part = { id?: string; name: string; prose?: string; parts?: { name: string; prose: string }[] };

/** What the edition says otherwise than the catalogue; nothing where it was taken as it is. */
function alterOf(
  control: Obj,
  before: Control | undefined,
  after: Control,
  { language, saysGuidance }: { language: TextLanguage; saysGuidance: boolean },
) {
  const parts = objects(control["parts"]);
  const namesIn = (names: readonly string[]) => [
    ...new Set(parts.map((part) => String(part["name"])).filter((name) => names.includes(name))),
  ];
  // What the edition does not say in this language was never its word on it.
  const isOther = (was: Texts | undefined, is: Texts | undefined) =>
    is?.[language] !== undefined && is[language] !== was?.[language];
  const isOtherList = (was: readonly Texts[] = [], is: readonly Texts[] = []) =>
    is.length !== was.length || is.some((one, at) => isOther(was[at], one));
  const removed: string[] = [];
  const added: Part[] = [];
  const replace = (names: readonly string[], name: string, said: readonly (Texts | undefined)[]) => {
    const gone = namesIn(names);
    const first = parts.find((part) => gone.includes(String(part["name"])));
    const id = textOf(first?.["id"]);
    removed.push(...gone);
    const prose = said.flatMap((texts) => texts?.[language] ?? []);
    added.push(
      ...prose.map((text, at) => ({ ...(id !== null && at === 0 ? { id } : {}), name, prose: text })),
    );
  };
  const isReworded = isOther(before?.requirement, after.requirement);
  if (isReworded) replace(shownParts.statement, "statement", [after.requirement]);
  if (after.auditTest ? isOther(before?.auditTest, after.auditTest) : before?.auditTest)
    replace(shownParts.objectives, "assessment-objective", [after.auditTest]);
  if (saysGuidance && (after.guidance ? isOther(before?.guidance, after.guidance) : before?.guidance))
    replace(shownParts.guidance, "guidance", [after.guidance]);
  if (saysGuidance && isOtherList(before?.examples, after.examples))
    replace(shownParts.examples, "example", after.examples ?? []);
  if (isOtherList(before?.evidence ?? [], after.evidence)) {
    removed.push(...namesIn(shownParts.objects));
    added.push(
      ...after.evidence.flatMap((texts) =>
        texts[language] === undefined
          ? []
          : [{ name: "assessment", parts: [{ name: "assessment-objects", prose: texts[language] }] }],
      ),
    );
  }
  // A control that is only numbered is called by what it asks: where that changes, its title no longer follows from it.
  const isCalled = before?.title[language] !== textOf(control["title"]);
  const title =
    isOther(before?.title, after.title) || (isReworded && isCalled) ? after.title[language] : undefined;
  if (removed.length + added.length === 0 && title === undefined) return [];
  const addition = { ...(title === undefined ? {} : { title: lineOf(title) }), ...some("parts", added) };
  return [
    {
      "control-id": after.id,
      ...some(
        "removes",
        removed.map((name) => ({ "by-name": name })),
      ),
      ...some("adds", Object.keys(addition).length > 0 ? [{ position: "starting", ...addition }] : []),
    },
  ];
}

type Parameters = NonNullable<EditionContent["parameters"]>;

function settingsOf(before: Parameters, after: Parameters, language: TextLanguage) {
  const known = new Map(before.map((one) => [one.id, one]));
  return after.flatMap(({ id, label, value }) => {
    const was = known.get(id);
    if (!was) return [];
    const [newLabel, newValue] = [label[language], value?.[language]];
    const isNamed = newLabel !== undefined && newLabel !== was.label[language];
    const isSet = newValue !== undefined && newValue !== was.value?.[language];
    if (!isNamed && !isSet) return [];
    return [
      {
        "param-id": id,
        ...(isNamed ? { label: lineOf(newLabel) } : {}),
        ...(isSet ? { values: [isOneString(newValue) ? newValue : stringOf(newValue)] } : {}),
      },
    ];
  });
}
