// Every check by place, in the order of walking: what they said, what the desk said, what was found.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Verdict as VerdictMark } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { isOverturned } from "../../visits/rules.ts";
import { controlOf, useTitle } from "../on-site/useWords.ts";
import { type Check, type Sheet, valueIn, verdictIn } from "./counts.ts";
import { Shown } from "./Shown.tsx";

const views = ["all", "open", "overturned", "short"] as const;
type View = (typeof views)[number];

export function Found({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const [view, setView] = useState<View>("all");
  const isIn = (check: Check): boolean => {
    const found = verdictIn(sheet, check.id);
    if (view === "open") return found === null;
    if (view === "overturned") return isOverturned(controlOf(sheet, check)?.saidVerdict ?? null, found);
    return view === "all" || found === "partly" || found === "not_met";
  };
  const shown = sheet.checks.filter(isIn);
  return (
    <>
      <Segmented
        label={t("audits.sheet.show")}
        value={view}
        choices={views.map((value) => ({ value, label: t(`audits.sheet.view.${value}`) }))}
        onChange={setView}
      />
      {shown.length === 0 ? <p className="soft">{t("audits.sheet.noneOfThese")}</p> : null}
      {sheet.places.map((place) => {
        const there = shown.filter((one) => one.placeId === place.id);
        return there.length === 0 ? null : (
          <Panel key={place.id} title={<LangText text={place.name} />} isFlush>
            <ul className="found-list">
              {there.map((check) => (
                <Row key={check.id} sheet={sheet} check={check} />
              ))}
            </ul>
          </Panel>
        );
      })}
    </>
  );
}

function Row({ sheet, check }: { sheet: Sheet; check: Check }) {
  const t = useText();
  const format = useFormat();
  const title = useTitle(sheet);
  const control = controlOf(sheet, check);
  const found = verdictIn(sheet, check.id);
  const seen = valueIn(sheet, check.id, "seen");
  const looked = valueIn(sheet, check.id, "looked_at");
  const deviating = valueIn(sheet, check.id, "deviating");
  const by = sheet.values.find((one) => one.checkId === check.id && one.field === "verdict");
  const isOver = isOverturned(control?.saidVerdict ?? null, found);
  return (
    <li className={isOver ? "over" : ""}>
      <span>
        <b>{title(check)}</b> <small className="soft">{check.controlId}</small>
        {typeof seen === "string" ? (
          <p>
            <LangText text={seen} />
          </p>
        ) : null}
        <Shown sheet={sheet} checkId={check.id} />
        <small className="soft">
          {by ? `${by.byName} · ${format.moment(by.enteredAt)}` : ""}
          {typeof looked === "number"
            ? ` · ${t("audits.sheet.tested", { looked, deviating: typeof deviating === "number" ? deviating : 0 })}`
            : ""}
        </small>
      </span>
      <span className="opinions">
        <small>{t("audits.onSite.theySaid")}</small>
        <VerdictMark verdict={control?.saidVerdict ?? null} isPast />
        {control?.deskVerdict ? (
          <>
            <small>{t("audits.onSite.deskSaid")}</small>
            <VerdictMark verdict={control.deskVerdict} isPast />
          </>
        ) : null}
        <small>{t("audits.sheet.onSite")}</small>
        <VerdictMark verdict={found} />
      </span>
    </li>
  );
}
