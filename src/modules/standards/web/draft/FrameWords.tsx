// What the frame says in sentences: purpose, rules, questions of the areas, criteria of the tiers, what the scales mean.
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import type { Frame, TextLanguage } from "../../contract.ts";
import { groupsOf, type Place, textsAt, withTexts } from "./frame-words.ts";
import { WordsRow } from "./WordsRow.tsx";

const languages: readonly TextLanguage[] = ["en", "ja", "zh"];

type Props = { frame: Frame; isStill: boolean; onChange: (frame: Frame) => void };

export function FrameWords({ frame, isStill, onChange }: Props) {
  const t = useText();
  const labelOf = (place: Place): string => {
    const [name = "", ...parents] = [...place].toReversed();
    const entry = place.length > 2 || place[0] === "areas" || place[0] === "tiers" ? parents[0] : undefined;
    const word = t(`frameOf.said.${name as "purpose"}`);
    return entry === undefined || place[0] === "standard" ? word : `${entry} · ${word}`;
  };
  return (
    <Panel title={t("frameOf.sentences")}>
      {groupsOf(frame).map((group) => (
        <details key={group.id} className="frame-words">
          <summary>{t(`frameOf.group.${group.id}`, { count: group.places.length })}</summary>
          {group.places.map((place) => (
            <WordsRow
              key={place.join(".")}
              label={labelOf(place)}
              texts={textsAt(frame, place)}
              shown={languages}
              isStill={isStill}
              rows={place.at(-1) === "name" ? 1 : 3}
              onChange={(texts) => onChange(withTexts(frame, place, texts))}
            />
          ))}
        </details>
      ))}
    </Panel>
  );
}
