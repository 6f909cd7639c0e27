// What an erratum changes, text by text, in every language in which it changes something.
import { languageNames, useText } from "#web/text/i18n.ts";
import { Redline } from "#web/ui/Redline.tsx";
import type { Texts } from "../../contract.ts";
import type { Words } from "../draft/tidy.ts";

const languages = ["ja", "en", "zh"] as const;
type Language = (typeof languages)[number];
type Change = { key: string; label: string; language: Language; before: string; after: string };

export function CorrectedWords({ before, after }: { before: Words; after: Words }) {
  const t = useText();
  const changes = changesOf(before, after, (part, number) =>
    part === "evidence" || part === "example" ? t(`draft.${part}`, { number }) : t(`draft.${part}`),
  );
  return (
    <dl className="corrected">
      {changes.map((one) => (
        <div key={one.key}>
          <dt>
            {one.label} · {languageNames[one.language]}
          </dt>
          <dd>
            <Redline before={one.before} after={one.after} lang={one.language} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The languages in which something is corrected. */
export const changedIn = (before: Words, after: Words): Language[] => {
  const changed = new Set(changesOf(before, after, (part) => part).map((one) => one.language));
  return languages.filter((language) => changed.has(language));
};

/** The languages it is written in whose words stay as they were while those of another changed. */
export function unchangedIn(before: Words, after: Words): Language[] {
  const changed = changedIn(before, after);
  return changed.length === 0
    ? []
    : languages.filter((one) => before.requirement[one] !== undefined && !changed.includes(one));
}

type Part = "titleOf" | "requirement" | "guidance" | "example" | "evidence" | "auditTest";

/** Texts of two lists at the same place, with its number. */
const inPairs = (before: readonly Texts[] = [], after: readonly Texts[] = []) =>
  Array.from(
    { length: Math.max(before.length, after.length) },
    (_, at) => [before[at] ?? {}, after[at] ?? {}, at + 1] as const,
  );

function changesOf(before: Words, after: Words, name: (part: Part, number: number) => string): Change[] {
  const parts = [
    ["titleOf", before.title, after.title, 0],
    ["requirement", before.requirement, after.requirement, 0],
    ["guidance", before.guidance ?? {}, after.guidance ?? {}, 0],
    ...inPairs(before.examples, after.examples).map((pair) => ["example", ...pair] as const),
    ...inPairs(before.evidence, after.evidence).map((pair) => ["evidence", ...pair] as const),
    ["auditTest", before.auditTest ?? {}, after.auditTest ?? {}, 0],
  ] as const;
  return parts.flatMap(([part, then, now, number]) =>
    languages.flatMap((language) => {
      const [was = "", is = ""] = [then[language], now[language]];
      if (was === is) return [];
      const key = `${part}${number}${language}`;
      return [{ key, label: name(part, number), language, before: was, after: is }];
    }),
  );
}
