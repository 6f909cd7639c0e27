// Which check is made where: chosen one by one or a place at a time, and moved together.
import { useState } from "react";
import { SelectField, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { FoundMark } from "../on-site/FoundMark.tsx";
import { useTitle } from "../on-site/useWords.ts";
import { checksIn, type Draft, type DraftPlace, moveChecks } from "./arranging.ts";
import { type Check, type Sheet, verdictIn } from "./counts.ts";

type Props = { sheet: Sheet; draft: Draft; onChange: (draft: Draft) => void };

export function ArrangeChecks({ sheet, draft, onChange }: Props) {
  const t = useText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [to, setTo] = useState("");
  const [stayed, setStayed] = useState(0);
  const choose = (ids: readonly string[], isOn: boolean) =>
    setChosen(new Set(isOn ? [...chosen, ...ids] : [...chosen].filter((id) => !ids.includes(id))));
  const move = () => {
    const after = moveChecks(draft, sheet, chosen, to);
    onChange(after.draft);
    setStayed(after.stayed);
    setChosen(new Set());
  };
  const isThere = draft.places.some((one) => one.key === to);
  return (
    <>
      <Panel title={t("audits.arrange.checks")}>
        <p className="soft">{t("audits.arrange.checksHelp")}</p>
        {stayed > 0 ? (
          <p className="note warn" role="status">
            {t("audits.arrange.stayed", { count: stayed })}
          </p>
        ) : null}
        {draft.places.map((place) => (
          <Place
            key={place.key}
            sheet={sheet}
            place={place}
            checks={checksIn(draft, sheet, place.key)}
            chosen={chosen}
            onChoose={choose}
          />
        ))}
      </Panel>
      {chosen.size > 0 ? (
        <BulkBar
          isFloating
          title={t("audits.arrange.chosen", { count: chosen.size })}
          onClear={() => setChosen(new Set())}
        >
          <SelectField
            label={t("audits.arrange.to")}
            value={isThere ? to : ""}
            emptyLabel={t("audits.arrange.choosePlace")}
            choices={draft.places.map(({ key, name }) => ({ value: key, label: name || "–" }))}
            onChange={setTo}
          />
          <Button look="accent" offBecause={isThere ? null : t("audits.arrange.choosePlace")} onClick={move}>
            {t("audits.arrange.move")}
          </Button>
        </BulkBar>
      ) : null}
    </>
  );
}

type PlaceProps = {
  sheet: Sheet;
  place: DraftPlace;
  checks: readonly Check[];
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], isOn: boolean) => void;
};

function Place({ sheet, place, checks, chosen, onChoose }: PlaceProps) {
  const t = useText();
  const title = useTitle(sheet);
  const ids = checks.map((one) => one.id);
  return (
    <details className="arrange-place">
      <summary>
        <LangText text={place.name} />{" "}
        <small className="soft">
          {checks.length === 0
            ? t("audits.arrange.nothingHere")
            : t("audits.arrange.checksHere", { count: checks.length })}
        </small>
      </summary>
      {checks.length > 1 ? (
        <Tick
          label={t("audits.arrange.all")}
          isOn={ids.every((id) => chosen.has(id))}
          onChange={(isOn) => onChoose(ids, isOn)}
        />
      ) : null}
      <ul>
        {checks.map((check) => (
          <li key={check.id}>
            <Tick
              label={`${title(check)} ${check.controlId}`}
              isOn={chosen.has(check.id)}
              onChange={(isOn) => onChoose([check.id], isOn)}
            />
            <FoundMark found={verdictIn(sheet, check.id)} />
          </li>
        ))}
      </ul>
    </details>
  );
}
