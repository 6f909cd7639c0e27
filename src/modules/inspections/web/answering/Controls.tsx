// Left: the areas with what is left in them, and their controls with state and proposal.
import { useState } from "react";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { useKey } from "#web/ui/keys.tsx";
import { OpenMark, Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { LangText, widthOfIds } from "#web/ui/small.tsx";
import { pacesOf } from "./pace.ts";
import { isReturned, isScopeLeft, minutesLeft, progressOf, type Row } from "./rules.ts";
import { isMeasured } from "./useTakeMeasured.ts";
import { useAnswering } from "./work.ts";

export function Controls() {
  const t = useText();
  const { inspection, rows, current, pane, go, isContributor, mayAnswer } = useAnswering();
  const [turned, setTurned] = useState<Record<string, boolean>>({});
  const step = (by: number) => {
    const at = rows.findIndex((row) => row.controlId === current?.controlId);
    const next = rows[at + by];
    if (next) go(next.controlId);
  };
  useKey({ key: "j", label: t("answering.keys.down"), run: () => step(1) });
  useKey({ key: "k", label: t("answering.keys.up"), run: () => step(-1) });
  return (
    <nav
      className="controls"
      aria-label={t("answering.controls")}
      style={{ ["--ids" as string]: widthOfIds(rows.map((row) => row.controlId)) }}
    >
      {inspection.scope.length > 0 && !isContributor ? <ScopeLine mayAnswer={mayAnswer} /> : null}
      {inspection.areas.map((area) => {
        const those = rows.filter((row) => row.area === area.id);
        if (those.length === 0) return null;
        const isHere = pane === "control" && current?.area === area.id;
        return (
          <Area
            key={area.id}
            name={area.name}
            rows={those}
            isOpen={turned[area.id] ?? isHere}
            onTurn={() => setTurned({ ...turned, [area.id]: !(turned[area.id] ?? isHere) })}
          />
        );
      })}
    </nav>
  );
}

function ScopeLine({ mayAnswer }: { mayAnswer: boolean }) {
  const t = useText();
  const { inspection, pane, show } = useAnswering();
  const open = inspection.scope.filter(isScopeLeft).length;
  useKey(mayAnswer ? { key: "s", label: t("answering.keys.scope"), run: () => show("scope") } : null);
  return (
    <button
      type="button"
      className={`area${pane === "scope" ? " cur" : ""}`}
      aria-current={pane === "scope" ? "step" : undefined}
      onClick={() => show("scope")}
    >
      <span className="n">{t("answering.scope")}</span>
      <span className="c">
        {inspection.scope.length - open}/{inspection.scope.length}
      </span>
      <span className="r">
        {open === 0 ? (
          <b className="ok">✓ {t("answering.areaDone")}</b>
        ) : (
          <b>{t("answering.areaLeft", { count: open })}</b>
        )}
      </span>
    </button>
  );
}

type AreaProps = { name: string; rows: readonly Row[]; isOpen: boolean; onTurn: () => void };

function Area({ name, rows, isOpen, onTurn }: AreaProps) {
  const t = useText();
  const { personId } = useSession();
  const { open } = useAnswering();
  const { done, total } = progressOf(rows, open);
  const left = rows.filter((row) => open.includes(row));
  const { minutes } = minutesLeft(left, pacesOf(personId));
  return (
    <>
      <button type="button" className="area" aria-expanded={isOpen} onClick={onTurn}>
        <i className="cv" aria-hidden="true">
          {isOpen ? "▾" : "▸"}
        </i>
        <span className="n">{name}</span>
        <span className="c">
          {done}/{total}
        </span>
        <span className="r">
          {left.length === 0 ? (
            <b className="ok">✓ {t("answering.areaDone")}</b>
          ) : (
            <>
              <b>{t("answering.areaLeft", { count: left.length })}</b>{" "}
              <small>{t("answering.areaMinutes", { count: minutes })}</small>
            </>
          )}
        </span>
        {left.length > 0 && done > 0 ? (
          <i className="pb" aria-hidden="true">
            <i style={{ width: `${(100 * done) / total}%` }} />
          </i>
        ) : null}
      </button>
      {isOpen ? (
        <ul className="list">
          {rows.map((row) => (
            <Line key={row.controlId} row={row} />
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Line({ row }: { row: Row }) {
  const t = useText();
  const { current, pane, go, inspection } = useAnswering();
  const isHere = pane === "control" && current?.controlId === row.controlId;
  return (
    <li>
      <button
        type="button"
        className={isHere ? "cur" : ""}
        aria-current={isHere ? "step" : undefined}
        onClick={() => go(row.controlId)}
      >
        {row.verdict ? <Sym kind={symbolOfVerdict[row.verdict]} /> : <OpenMark />}
        <span className="id">{row.controlId}</span>
        <span className="t">
          <span className="unseen">{t(`verdict.${row.verdict ?? "none"}`)} </span>
          <LangText text={row.title} />
        </span>
        <LineTag row={row} isReturned={inspection.state === "returned" && isReturned(row)} />
      </button>
    </li>
  );
}

function LineTag({ row, isReturned: isBack }: { row: Row; isReturned: boolean }) {
  const t = useText();
  if (isBack) return <em className="back">{t("answering.tag.returned")}</em>;
  if (row.isWaiting) return <em>{t("answering.tag.waiting")}</em>;
  if (row.verdict && row.problems.length > 0) return <em className="lack">{t("answering.tag.lacking")}</em>;
  if (row.verdict) return null;
  const { proposal } = row;
  return (
    <span className="tags">
      {isMeasured(row) ? (
        <em title={t("answering.tag.measuredHelp")}>{t("answering.tag.measured")}</em>
      ) : proposal ? (
        <em
          title={t(proposal.from === "service" ? "answering.tag.serviceHelp" : "answering.tag.proposedHelp")}
        >
          {t(proposal.from === "service" ? "answering.tag.service" : "answering.tag.proposed")}
        </em>
      ) : null}
      {row.need === "recommended" ? <em>{t("answering.tag.recommended")}</em> : null}
    </span>
  );
}
