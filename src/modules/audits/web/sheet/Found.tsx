// Every check by place, in the order of walking: what they said, what the desk said, what was found.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Verdict as VerdictMark } from "#web/ui/marks.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { isOverturned } from "../../visits/rules.ts";
import { isAt } from "../on-site/entries.ts";
import { FoundMark } from "../on-site/FoundMark.tsx";
import { controlOf, useTitle } from "../on-site/useWords.ts";
import { AddNote } from "./AddNote.tsx";
import { type Check, type Sheet, valueIn, verdictIn } from "./counts.ts";
import { Shown } from "./Shown.tsx";

const views = ["all", "open", "overturned", "short"] as const;
type View = (typeof views)[number];

export function Found({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const [view, setView] = useState<View>("all");
  const [noting, setNoting] = useState<Sheet["places"][number] | null>(null);
  const isIn = (check: Check): boolean => {
    const found = verdictIn(sheet, check.id);
    if (view === "open") return found === null;
    if (view === "overturned") return isOverturned(controlOf(sheet, check)?.saidVerdict ?? null, found);
    return view === "all" || found === "partly" || found === "not_met";
  };
  const shown = sheet.checks.filter(isIn);
  return (
    <>
      <div>
        <Segmented
          label={t("audits.sheet.show")}
          value={view}
          choices={views.map((value) => ({ value, label: t(`audits.sheet.view.${value}`) }))}
          onChange={setView}
        />
      </div>
      {shown.length === 0 ? <p className="soft">{t("audits.sheet.noneOfThese")}</p> : null}
      {sheet.places.map((place) => {
        const there = shown.filter((one) => one.placeId === place.id);
        const isWhole =
          view === "all" && (sheet.can.conduct || sheet.notes.some(isAt({ placeId: place.id })));
        return there.length === 0 && !isWhole ? null : (
          <Panel
            key={place.id}
            title={<LangText text={place.name} />}
            more={
              sheet.can.conduct ? (
                <Button size="s" look="quiet" icon="plus" onClick={() => setNoting(place)}>
                  {t("audits.sheet.addNote")}
                </Button>
              ) : null
            }
            isFlush
          >
            <div className="noted-place">
              <Shown sheet={sheet} spot={{ placeId: place.id }} />
              {there.length === 0 ? <p className="soft">{t("audits.arrange.nothingHere")}</p> : null}
            </div>
            {there.length > 0 ? <Rows sheet={sheet} checks={there} /> : null}
          </Panel>
        );
      })}
      {noting ? <AddNote sheet={sheet} place={noting} onClose={() => setNoting(null)} /> : null}
    </>
  );
}

function Rows({ sheet, checks }: { sheet: Sheet; checks: readonly Check[] }) {
  const t = useText();
  return (
    <table className="grid roomy found-list">
      <Heads
        of={[
          [t("audits.sheet.check")],
          [t("audits.onSite.theySaid")],
          [t("audits.onSite.deskSaid")],
          [t("audits.sheet.onSite")],
        ]}
      />
      <tbody>
        {checks.map((check) => (
          <Row key={check.id} sheet={sheet} check={check} />
        ))}
      </tbody>
    </table>
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
    <tr className={isOver ? "over" : ""}>
      <td>
        <b>{title(check)}</b> <small className="soft code">{check.controlId}</small>{" "}
        {control?.isTakenUp ? <Tag>{t("audits.onSite.takenUp")}</Tag> : null}
        {typeof seen === "string" ? (
          <p>
            <LangText text={seen} />
          </p>
        ) : null}
        {check.reason ? (
          <p className="soft">
            {t("audits.onSite.addedBecause")} <LangText text={check.reason} />
          </p>
        ) : null}
        <Shown sheet={sheet} spot={{ checkId: check.id }} />
        {by ? (
          <small className="soft">
            {by.byName} · {format.moment(by.enteredAt)}
            {typeof looked === "number"
              ? ` · ${t("audits.sheet.tested", { looked, deviating: typeof deviating === "number" ? deviating : 0 })}`
              : ""}
          </small>
        ) : null}
      </td>
      <td>
        <VerdictMark verdict={control?.saidVerdict ?? null} isPast />
      </td>
      <td>{control?.deskVerdict ? <VerdictMark verdict={control.deskVerdict} isPast /> : "–"}</td>
      <td>
        <FoundMark found={found} />
      </td>
    </tr>
  );
}
