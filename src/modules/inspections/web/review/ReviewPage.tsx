// Desk review: differences first, the rest together, one decision at a time, the effect before the click.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useGo, useParam } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { useKey } from "#web/ui/keys.tsx";
import { ResultBadge } from "#web/ui/marks.tsx";
import { Loading } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import { daysToAnswerAgain } from "../../review/rules.ts";
import { ControlPanel } from "./ControlPanel.tsx";
import { DeskList } from "./DeskList.tsx";
import { bulkOf, type Sheet, useDesk, type View, viewRows } from "./desk.ts";

type Inspection = Output<typeof inspections.getInspection>;

export default function ReviewPage() {
  const id = useParam("id");
  const inspection = useOperation(inspections.getInspection, { id });
  const sheet = useOperation(reviewing.listDifferences, { id }, { keep: true });
  const failed = inspection.isError ? inspection : sheet.isError ? sheet : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!inspection.data || !sheet.data) return <Loading rows={12} />;
  return <Desk key={id} inspection={inspection.data} sheet={sheet.data} />;
}

function Desk({ inspection, sheet }: { inspection: Inspection; sheet: Sheet }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const session = useSession();
  const desk = useDesk(inspection.id, sheet.rows);
  const canReview = inspection.can["review"] === null;
  const name = nameFor(inspection);
  const differing = sheet.rows.filter(viewRows.differences).length;
  // Counted apart, as on the company's page: they stand beside the result and never in it.
  const recommended = sheet.rows.filter((row) => row.need === "recommended").length;
  useKey({ key: "j", label: t("keys.down"), run: () => desk.step(1) });
  useKey({ key: "k", label: t("keys.up"), run: () => desk.step(-1) });
  useKey({
    key: "x",
    label: t("keys.select"),
    run: () => desk.current && canReview && desk.choose(desk.current.controlId),
  });
  useKey(
    canReview
      ? {
          key: "shift+a",
          label: t("review.keyAcceptAll"),
          run: () => desk.accept(bulkOf(desk, sheet.rows), desk.clear),
        }
      : null,
  );
  const live = inspection.results.find((one) => one.basis === "live");
  const count = (view: View) => sheet.rows.filter(viewRows[view]).length;
  return (
    <Page
      title={t("review.title", { company: name })}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("inspections.crumb"), to: `/rounds/${inspection.roundId}/inspections` },
        { label: name, to: `/inspections/${inspection.id}` },
        { label: t("review.crumb") },
      ]}
      after={
        <>
          {live ? <ResultBadge result={live.result} isProvisional={live.isProvisional} /> : null}
          {inspection.submittedAt ? (
            <span className="age">
              {t("review.submittedAt", { day: format.moment(inspection.submittedAt, "week") })}
              {inspection.isLate ? ` · ${t("inspections.late")}` : ""}
            </span>
          ) : null}
        </>
      }
      actions={
        <>
          <Queue inspection={inspection} />
          <Finish inspection={inspection} sheet={sheet} />
        </>
      }
    >
      <p className="desk-sum">
        <span>
          <b>{t("review.differ", { differing, all: sheet.rows.length })}</b>{" "}
          {differing === sheet.rows.length
            ? t("review.differAll")
            : sheet.fiscalYear === null
              ? t("review.differFirstYear")
              : t("review.differRest", { rest: sheet.rows.length - differing })}{" "}
          {recommended > 0
            ? t("review.needs", { required: sheet.rows.length - recommended, recommended })
            : null}
        </span>
      </p>
      {inspection.hasDesk ? null : <p className="doubts">{t("review.noDesk")}</p>}
      {canReview ? null : <p className="doubts">{any(inspection.can["review"] ?? "")}</p>}
      {sheet.scopeOut.length > 0 ? (
        <details className="doubts" open>
          <summary>
            {t("review.scopeOut", {
              count: sheet.scopeOut.reduce((sum, one) => sum + one.mandatoryCount, 0),
            })}
          </summary>
          <ul>
            {sheet.scopeOut.map((one) => (
              <li key={one.condition}>
                {t("review.scopeOutBecause", {
                  question: one.question,
                  reason: one.note ?? t("answering.scopeReasonLacks"),
                })}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {sheet.scopeDoubts.length > 0 ? (
        <details className="doubts">
          <summary>{t("review.scopeDoubts", { count: sheet.scopeDoubts.length })}</summary>
          <ul>
            {sheet.scopeDoubts.map((one) => (
              <li key={one.condition}>
                {t(one.isTrue ? "review.scopeSaysYes" : "review.scopeSaysNo", { question: one.question })}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <fieldset className="desk-views" aria-label={t("review.views")}>
        {(["differences", "mandatory", "open", "all"] as const).map((view) => (
          <Button key={view} isPressed={desk.view === view} onClick={() => desk.setView(view)}>
            {t(`review.view.${view}`)} <small>{count(view)}</small>
          </Button>
        ))}
        <span className="age">
          {t("review.answersOf", { edition: inspection.edition, tier: inspection.tier })}
        </span>
      </fieldset>
      <div className={desk.isOpen ? "desk open" : "desk"}>
        <DeskList id={inspection.id} desk={desk} sheet={sheet} canReview={canReview} />
        {desk.current ? (
          <ControlPanel
            key={`${desk.current.controlId}${desk.current.review?.decision ?? ""}`}
            id={inspection.id}
            row={desk.current}
            sheet={sheet}
            desk={desk}
            canReview={canReview}
            canReply={inspection.can["reply"] === null}
          />
        ) : null}
      </div>
    </Page>
  );
}

/** The others that wait for this desk, one after the other. */
function Queue({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const queue = useOperation(inspections.listInspections, {
    roundId: inspection.roundId,
    state: "submitted",
    sort: "due",
    limit: 500,
  });
  const rows = queue.data?.rows ?? [];
  const at = rows.findIndex((row) => row.id === inspection.id);
  const [before, after] = [rows[at - 1], rows[at + 1]];
  if (rows.length < 2 || at < 0) return null;
  return (
    <>
      {before ? (
        <GoButton to="/inspections/$id/review" params={{ id: before.id }} title={nameFor(before)}>
          ‹<span className="unseen">{nameFor(before)}</span>
        </GoButton>
      ) : null}
      {after ? (
        <GoButton to="/inspections/$id/review" params={{ id: after.id }} title={nameFor(after)}>
          {t("review.nth", { nth: at + 1, all: rows.length })} ›
          <span className="unseen">{nameFor(after)}</span>
        </GoButton>
      ) : (
        <span className="age">{t("review.nth", { nth: at + 1, all: rows.length })}</span>
      )}
    </>
  );
}

function Finish({ inspection, sheet }: { inspection: Inspection; sheet: Sheet }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const go = useGo();
  const { today } = useSession();
  const [isAsking, ask] = useState(false);
  const finish = useCommand(inspections.finishReview, [
    inspections.getInspection,
    inspections.listInspections,
    reviewing.listDifferences,
  ]);
  const open = sheet.rows.filter((row) => row.review === null).length;
  const back = sheet.rows.filter((row) => row.review?.decision === "returned").length;
  const reason = inspection.can["review"];
  const label = back > 0 ? t("review.finishBack", { count: back }) : t("review.finish");
  return (
    <>
      <Button
        look={open === 0 && !reason ? "main" : "outlined"}
        offBecause={reason ? any(reason) : open > 0 ? t("review.openCount", { count: open }) : null}
        onClick={() => ask(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={label}
        effect={
          back > 0
            ? t("review.effectBack", {
                count: back,
                day: format.day(addDays(today, daysToAnswerAgain), "week"),
              })
            : t("review.effectOn", { count: sheet.rows.length })
        }
        action={label}
        isBusy={finish.isPending}
        error={<FormError error={finish.error} />}
        onConfirm={() =>
          finish.mutate(
            { id: inspection.id, rowVersion: inspection.rowVersion },
            { onSuccess: () => go({ to: "/inspections/$id", params: { id: inspection.id } }) },
          )
        }
      />
    </>
  );
}
