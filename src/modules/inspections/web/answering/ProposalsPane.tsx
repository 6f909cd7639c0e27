// What the ledgers measure and what is still as it was: an explicit list, each confirmed by its name. Of last year only controls that
// ask the same stand here (T-10), and what would lack something today is left for its own look.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { Verdict } from "#web/ui/marks.tsx";
import { LangText, widthOfIds } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import type { Row } from "./rules.ts";
import { isMeasured, useTakeMeasured } from "./useTakeMeasured.ts";
import { useTakeOver } from "./useTakeOver.ts";
import { useAnswering } from "./work.ts";

type From = "last_year" | "service";

export function ProposalsPane() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { inspection, rows, show, open } = useAnswering();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { take, isBusy: isTaking, error: takingError } = useTakeOver();
  const { take: takeFigures, isBusy: isMeasuring, error: measuringError } = useTakeMeasured();
  const [isBusy, error] = [isTaking || isMeasuring, measuringError ?? takingError];
  const proposed = rows.filter((row) => row.verdict === null && (isMeasured(row) || row.proposal !== null));
  const whole = proposed.filter((row) => isMeasured(row) || row.proposal?.lacks.length === 0);
  const rest = proposed.filter((row) => !whole.includes(row));
  const measured = whole.filter(isMeasured);
  const before = whole.filter((row) => !isMeasured(row));
  const picked = whole.filter((row) => chosen.has(row.controlId));
  const turn = (ids: readonly string[], isOn: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (isOn) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  const confirm = async () => {
    const byFigure = picked.filter(isMeasured);
    if (byFigure.length > 0) await takeFigures(byFigure);
    for (const from of ["service", "last_year"] as From[]) {
      const ids = picked
        .filter((row) => !isMeasured(row) && row.proposal?.from === from)
        .map((row) => row.controlId);
      if (ids.length > 0) await take(from, ids);
    }
    setChosen(new Set());
  };
  useKey({
    key: "mod+enter",
    label: t("answering.keys.confirm"),
    run: () => void (picked.length > 0 && confirm()),
  });
  if (proposed.length === 0)
    return (
      <section className="mid wide">
        <div className="mid-scroll">
          <EmptyState
            title={t("answering.proposalsNone")}
            action={
              <Button look="main" onClick={() => show("control")}>
                {t("answering.toControls", { count: open.length })}
              </Button>
            }
          >
            {t("answering.proposalsNoneHelp")}
          </EmptyState>
        </div>
      </section>
    );
  return (
    <section className="mid wide" aria-labelledby="proposals-title">
      <div className="mid-scroll">
        <h2 id="proposals-title">
          {whole.length === 0
            ? t("answering.proposalsTitleRest", { count: rest.length })
            : t("answering.proposalsTitle", { count: whole.length, total: proposed.length })}
        </h2>
        <p className="soft">
          {whole.length === 0
            ? t("answering.proposalsRestHelp")
            : t("answering.proposalsHelp", {
                year: inspection.lastYear ? format.fiscalYear(inspection.lastYear.fiscalYear) : "–",
              })}
        </p>
        <AreaGroup
          name={t("measured.group")}
          note={t("measured.groupHelp", { count: measured.length })}
          rows={measured}
          chosen={chosen}
          onTurn={turn}
        />
        {inspection.areas.map((area) => (
          <AreaGroup
            key={area.id}
            name={area.name}
            rows={before.filter((row) => row.area === area.id)}
            chosen={chosen}
            onTurn={turn}
          />
        ))}
        {rest.length > 0 ? <Rest rows={rest} isAlone={whole.length === 0} /> : null}
        {error ? (
          <p className="note bad" role="alert">
            {error === "network.down" ? t("answering.needsServer") : any(`errors.${error}`)}
          </p>
        ) : null}
      </div>
      {whole.length > 0 ? (
        <div className="foot-nav">
          <div className="foot-row">
            <span className="soft">
              {t("answering.proposalsPicked", { count: picked.length, total: whole.length })}
            </span>
            <span className="grow" />
            <Button
              look="main"
              isBusy={isBusy}
              offBecause={picked.length === 0 ? t("answering.proposalsPickFirst") : null}
              onClick={() => void confirm()}
            >
              {picked.length === 0
                ? t("answering.stillTrue")
                : t(picked.some(isMeasured) ? "answering.proposalsTake" : "answering.proposalsConfirm", {
                    count: picked.length,
                  })}
            </Button>
          </div>
        </div>
      ) : null}
    </section>
  );
}

type GroupProps = {
  name: string;
  note?: string;
  rows: readonly Row[];
  chosen: ReadonlySet<string>;
  onTurn: (ids: readonly string[], isOn: boolean) => void;
};

function AreaGroup({ name, note, rows, chosen, onTurn }: GroupProps) {
  const t = useText();
  const format = useFormat();
  if (rows.length === 0) return null;
  const ids = rows.map((row) => row.controlId);
  const isAll = ids.every((id) => chosen.has(id));
  return (
    <fieldset className="still" style={{ ["--ids" as string]: widthOfIds(ids) }}>
      <legend className="unseen">{name}</legend>
      <label className="tick all">
        <input type="checkbox" checked={isAll} onChange={(event) => onTurn(ids, event.target.checked)} />
        <span>
          <b>{name}</b> {note ?? t("answering.proposalsArea", { count: rows.length })}
        </span>
      </label>
      {rows.map((row) => (
        <label key={row.controlId} className="tick one">
          <input
            type="checkbox"
            checked={chosen.has(row.controlId)}
            onChange={(event) => onTurn([row.controlId], event.target.checked)}
          />
          <span className="id">{row.controlId}</span>
          <span className="t">
            <LangText text={row.title} />
            {isMeasured(row) && row.measured ? (
              <small>
                {format.ratio(row.measured.percent)}
                {t("measured.ofAll", {
                  holds: format.number(row.measured.holds),
                  all: format.number(row.measured.all),
                })}
              </small>
            ) : row.proposal?.said ? (
              <small>
                <LangText text={row.proposal.said} />
              </small>
            ) : null}
          </span>
          <span className="v">
            <Verdict verdict={(isMeasured(row) ? row.measured : row.proposal)?.verdict ?? null} />
            {!isMeasured(row) && row.proposal?.from === "service" ? (
              <em>{t("answering.tag.service")}</em>
            ) : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Not to be taken over as they are: a due day has passed, proof has run out. Each leads to its control. */
function Rest({ rows, isAlone }: { rows: readonly Row[]; isAlone: boolean }) {
  const t = useText();
  const any = useAnyText();
  const { go } = useAnswering();
  return (
    <section className="still">
      {isAlone ? null : <h3>{t("answering.proposalsRest", { count: rows.length })}</h3>}
      <ul>
        {rows.map((row) => (
          <li key={row.controlId} className="one">
            <button type="button" className="linkish" onClick={() => go(row.controlId)}>
              {row.controlId} <LangText text={row.title} />
            </button>
            <small className="soft">
              {row.proposal?.lacks.map((code) => any(`answering.lacks.${code}`)).join(t("list.comma"))}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
