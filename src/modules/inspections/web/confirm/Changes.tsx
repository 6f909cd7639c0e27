// What changed since last year, for somebody who has a minute: better and worse first, then what stays open.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Go } from "#web/navigation.tsx";
import { Sym, symbolOfVerdict } from "#web/ui/marks.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Sheet, SheetRow } from "../review/desk.ts";

const most = 8;

/** The desk took the answer and is of another opinion: the executive signs knowing both. */
const isDisputed = (row: SheetRow) => row.review !== null && row.review.verdict !== row.verdict;

export function Changes({ id, sheet }: { id: string; sheet: Sheet }) {
  const t = useText();
  const way = (row: SheetRow) =>
    sheet.sameControls?.better.includes(row.controlId)
      ? "up"
      : sheet.sameControls?.worse.includes(row.controlId)
        ? "down"
        : "same";
  const isOpen = (row: SheetRow) => ["partly", "not_met", "unknown"].includes(row.verdict);
  const disputed = sheet.rows.filter(isDisputed);
  const moved = sheet.rows.filter((row) => way(row) !== "same" && !isDisputed(row));
  const open = sheet.rows.filter((row) => way(row) === "same" && isOpen(row) && !isDisputed(row));
  const order = (row: SheetRow) => (way(row) === "down" ? 0 : 2) + (row.isMandatory ? 0 : 1);
  const rows = [
    ...disputed.toSorted((a, b) => order(a) - order(b)),
    ...moved.toSorted((a, b) => order(a) - order(b)),
    ...open.toSorted((a, b) => Number(b.isMandatory) - Number(a.isMandatory)),
  ];
  const better = sheet.sameControls?.better.length ?? 0;
  const worse = sheet.sameControls?.worse.length ?? 0;
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="sec">
        {disputed.length > 0
          ? t("confirm.disputed", { count: disputed.length })
          : t(moved.length > 0 ? "confirm.changed" : "confirm.stillOpen")}
        {sheet.sameControls ? (
          <span className="age">{t("confirm.betterWorse", { better, worse })}</span>
        ) : null}
      </h3>
      <div className="card">
        <ul className="changes">
          {rows.slice(0, most).map((row) => (
            <ChangeLine key={row.controlId} row={row} way={way(row)} />
          ))}
        </ul>
        {rows.length > most ? (
          <p className="small" style={{ padding: "8px 0" }}>
            <Go to="/inspections/$id/review" params={{ id }} search={{ view: "all" }}>
              {t("confirm.more", { count: rows.length - most })} ›
            </Go>
          </p>
        ) : null}
      </div>
    </>
  );
}

function ChangeLine({ row, way }: { row: SheetRow; way: "up" | "down" | "same" }) {
  const t = useText();
  const format = useFormat();
  return (
    <li>
      <span className={way}>
        <span aria-hidden="true">{{ up: "↑", down: "↓", same: "=" }[way]}</span>
        <span className="unseen">{t(`confirm.way.${way}`)}</span>
      </span>
      <LangText text={row.title} />
      <small className="row">
        <Sym kind={symbolOfVerdict[row.verdict]} />
        {row.dueOn && row.verdict !== "met"
          ? t("confirm.verdictBy", {
              verdict: t(`verdict.${row.verdict}`),
              day: format.day(row.dueOn, "short"),
            })
          : t(`verdict.${row.verdict}`)}
        {isDisputed(row) && row.review ? (
          <>
            <Sym kind={symbolOfVerdict[row.review.verdict]} />
            {t("confirm.deskSays", { verdict: t(`verdict.${row.review.verdict}`) })}
          </>
        ) : null}
      </small>
    </li>
  );
}
