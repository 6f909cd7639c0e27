// The answers of one inspection in the order a desk reads them, folded by why they are worth a look.
import { useEffect, useRef } from "react";
import { useText } from "#web/text/i18n.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/text/format.ts";
import { Icon } from "#web/ui/icons.tsx";
import { Kbd, LangText, widthOfIds } from "#web/ui/small.tsx";
import { Assurance, Verdict } from "#web/ui/marks.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { bulkOf, type Desk, type Sheet, type SheetRow, useEffectOf } from "./desk.ts";
import { scoreOf, useWhy } from "./whys.tsx";

type ListProps = { id: string; desk: Desk; sheet: Sheet; canReview: boolean };

export function DeskList({ id, desk, sheet, canReview }: ListProps) {
  const t = useText();
  const box = useRef<HTMLDivElement>(null);
  const at = desk.current?.controlId;
  const ids = widthOfIds(sheet.rows.map((row) => row.controlId));
  useEffect(() => {
    box.current?.querySelector(`[data-control="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);
  if (desk.groups.length === 0)
    return (
      <div className="desk-list">
        <EmptyState title={t("review.noneInView")} icon="check">
          {t("review.noneInViewHelp")}
        </EmptyState>
        {canReview ? <Bulk id={id} desk={desk} sheet={sheet} /> : null}
      </div>
    );
  return (
    <div className="desk-list">
      {/* A scrolling region has to be reachable by keyboard (WCAG 2.1.1). */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={box} className="rows" role="region" tabIndex={0} aria-label={t("review.answers")}>
        <table className="grid">
          <colgroup>
            <col style={{ width: 46 }} />
            <col style={{ width: `max(66px, calc(${ids} + 12px))` }} />
            <col />
            <col className="mid" style={{ width: 96 }} />
            <col className="mid" style={{ width: 18 }} />
            <col style={{ width: 98 }} />
            <col className="mid" style={{ width: 212 }} />
            <col className="actcol" style={{ width: 140 }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t("review.choose")}</span>
              </th>
              <th scope="col" colSpan={2}>
                {t("review.control")}
              </th>
              <th scope="col" className="mid" colSpan={2}>
                {t("review.lastYear")}
              </th>
              <th scope="col">{t("review.claimed")}</th>
              <th scope="col" className="mid">
                {t("review.differs")}
              </th>
              <th scope="col" className="actcol">
                <Kbd>J</Kbd> <Kbd>K</Kbd> {t("keys.move")}
              </th>
            </tr>
          </thead>
          {desk.groups.map((group) => (
            <tbody key={group.kind}>
              <PartRow desk={desk} kind={group.kind} rows={group.rows} canReview={canReview} />
              {desk.isFolded(group.kind)
                ? null
                : group.rows.map((row) => (
                    <AnswerRow key={row.controlId} row={row} desk={desk} canReview={canReview} />
                  ))}
            </tbody>
          ))}
        </table>
      </div>
      {canReview ? <Bulk id={id} desk={desk} sheet={sheet} /> : null}
    </div>
  );
}

type PartProps = { desk: Desk; kind: SheetRow["kind"]; rows: readonly SheetRow[]; canReview: boolean };

function PartRow({ desk, kind, rows, canReview }: PartProps) {
  const t = useText();
  const open = rows.filter((row) => row.review === null);
  const isFolded = desk.isFolded(kind);
  return (
    <tr className="part">
      <td colSpan={8}>
        <div>
          <button type="button" className="fold" aria-expanded={!isFolded} onClick={() => desk.fold(kind)}>
            <Icon name={isFolded ? "right" : "down"} />
            {t(`review.kind.${kind}`)}
            <span className="badge count">{rows.length}</span>
          </button>
          <span className="soft">{t(`review.kindNote.${kind}`)}</span>
          <span className="d">
            {t("review.decidedOf", { done: rows.length - open.length, all: rows.length })}
            {canReview && kind === "not_applicable" && open.length > 0 ? (
              <Button size="s" isBusy={desk.isBusy} onClick={() => desk.accept(open)}>
                {t("review.approve", { count: open.length })}
              </Button>
            ) : null}
          </span>
        </div>
      </td>
    </tr>
  );
}

function AnswerRow({ row, desk, canReview }: { row: SheetRow; desk: Desk; canReview: boolean }) {
  const t = useText();
  const why = useWhy();
  const isCurrent = desk.current?.controlId === row.controlId;
  return (
    <tr
      data-control={row.controlId}
      className={isCurrent ? "cur" : undefined}
      aria-current={isCurrent || undefined}
    >
      <td>
        <input
          type="checkbox"
          aria-label={t("review.chooseOne", { control: row.controlId })}
          checked={desk.chosen.has(row.controlId)}
          disabled={!canReview}
          onChange={() => desk.choose(row.controlId)}
        />
      </td>
      <td className="id">{row.controlId}</td>
      <td>
        <button type="button" className="what" onClick={() => desk.go(row.controlId, true)}>
          <LangText text={row.title} />
          {row.isMandatory ? <span className="must">{t("demand.mandatoryShort")}</span> : null}
        </button>
      </td>
      <td className="mid">
        {row.last ? <Verdict verdict={row.last.verdict} isPast /> : <span className="mute">–</span>}
      </td>
      <td className="to mid" aria-hidden="true">
        →
      </td>
      <td>
        <Verdict verdict={row.verdict} />
      </td>
      <td className="why mid">
        <Assurance level={row.assurance} isBare />
        {row.whys[0] ? why(row.whys[0]) : t("review.sameAsLast")}
      </td>
      <td className="actcol">
        <Decision row={row} desk={desk} canReview={canReview} />
      </td>
    </tr>
  );
}

function Decision({ row, desk, canReview }: { row: SheetRow; desk: Desk; canReview: boolean }) {
  const t = useText();
  if (row.review?.decision === "accepted")
    return (
      <span className="done">
        <Icon name="check" />
        {t("review.accepted")}
      </span>
    );
  if (row.review)
    return (
      <span className="back">
        <Icon name="return" />
        {t("review.toReturn")}
      </span>
    );
  if (!canReview) return <span className="mute small">{t("review.waits")}</span>;
  return (
    <span className="acts">
      <Button size="s" isBusy={desk.isBusy} onClick={() => desk.accept([row])}>
        {t("review.accept")}
      </Button>
      <Button size="s" onClick={() => desk.go(row.controlId, true)}>
        {t("review.return")}
      </Button>
    </span>
  );
}

/** Says what accepting many at once will do, before the click. */
function Bulk({ id, desk, sheet }: { id: string; desk: Desk; sheet: Sheet }) {
  const t = useText();
  const format = useFormat();
  const some = bulkOf(desk, sheet.rows);
  const effect = useEffectOf(id, some);
  if (some.length === 0) return null;
  const isChosen = desk.chosen.size > 0;
  const seen = some.filter((row) => row.assurance === "declared" && row.evidenceCount > 0).length;
  const [before, after] = [scoreOf(sheet.desk), effect ? scoreOf(effect) : null];
  const isSame =
    effect !== undefined && effect.halfPoints * sheet.desk.weight === sheet.desk.halfPoints * effect.weight;
  return (
    <BulkBar
      isFloating
      title={
        <span className="words">
          {isChosen
            ? t("review.bulkChosen", { count: some.length })
            : t("review.bulkSame", { count: some.length })}
          <span className="effect">
            {[
              seen > 0 ? t("review.becomeSeen", { count: seen }) : "",
              effect
                ? isSame
                  ? t("review.scoreStays", { score: format.score(before) })
                  : t("review.scoreMoves", { from: format.score(before), to: format.score(after) })
                : "",
              effect
                ? effect.result === sheet.desk.result
                  ? t("review.resultStays")
                  : t("review.resultMoves", { result: t(`result.${effect.result}`) })
                : "",
            ].join("")}
          </span>
        </span>
      }
    >
      {isChosen ? (
        <Button onClick={desk.clear}>{t("table.clearSelection")}</Button>
      ) : (
        <Button onClick={() => desk.setView("all")}>{t("review.see", { count: some.length })}</Button>
      )}
      <Button
        look="outlined"
        isBusy={desk.isBusy}
        shortcut="⇧ A"
        onClick={() => desk.accept(some, desk.clear)}
      >
        {t("review.acceptCount", { count: some.length })}
      </Button>
    </BulkBar>
  );
}
