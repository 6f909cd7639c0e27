// The executive's page: the result, what changed, what one signs. One thumb on a phone.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useGo, useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Button, ThumbZone } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Sym, toneOf } from "#web/ui/marks.tsx";
import { Note } from "#web/ui/parts.tsx";
import { Loading } from "#web/ui/states.tsx";
import { duties } from "#modules/duties/contract.ts";
import { inspections } from "../../contract.ts";
import type { Inspection } from "../inspection.ts";
import { reviewing } from "../../review/contract.ts";
import type { Sheet } from "../review/desk.ts";
import { scoreOf } from "../review/whys.tsx";
import { AskQuestion } from "./AskQuestion.tsx";
import { AreaDots, type AreaLine } from "./AreaDots.tsx";
import { Changes } from "./Changes.tsx";
import { PaperDialog } from "./PaperDialog.tsx";
import { SignedFor } from "./SignedFor.tsx";

export default function ConfirmPage() {
  const id = useParam("id");
  const inspection = useOperation(inspections.getInspection, { id });
  const sheet = useOperation(reviewing.listDifferences, { id });
  const failed = inspection.isError ? inspection : sheet.isError ? sheet : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!inspection.data || !sheet.data) return <Loading rows={10} />;
  return <Confirm inspection={inspection.data} sheet={sheet.data} />;
}

function Confirm({ inspection, sheet }: { inspection: Inspection; sheet: Sheet }) {
  const t = useText();
  const format = useFormat();
  const name = nameFor(inspection);
  const live = inspection.results.find((one) => one.basis === "live");
  const result = live?.result ?? sheet.claimed.result;
  const last = inspection.lastYear?.results.find((one) => one.basis === "locked" || one.basis === "live");
  const duty = useOperation(duties.listMyDuties, { subjectId: inspection.id, kind: "inspection.confirm" })
    .data?.rows[0];
  const { sameControls: same } = sheet;
  const lines: AreaLine[] = inspection.areas.map((area) => ({
    ...area,
    now: partScore(live?.areas[area.id]),
    last: partScore(last?.areas[area.id]),
  }));
  return (
    <Page
      title={
        inspection.state === "reviewed"
          ? t("confirm.title")
          : t("confirm.titleDone", { state: t(`inspection.${inspection.state}`) })
      }
      crumbs={[{ label: name, to: `/inspections/${inspection.id}` }, { label: t("confirm.crumb") }]}
      after={
        <span className="age">
          {name} · {inspection.roundName}
          {duty ? ` · ${t("confirm.due", { day: format.momentDay(duty.dueAt, "week", duty.timeZone) })}` : ""}
        </span>
      }
    >
      <div className="confirm-page">
        <div className="confirm-head">
          <span className={`tile ${toneOf[result]}`}>
            <Sym kind={result} />
          </span>
          <div>
            <h2>{t(`result.${result}`)}</h2>
            <p>
              {t("confirm.score", { score: format.score(scoreOf(sheet.claimed)) })}
              {same && same.n > 0
                ? ` · ${t("confirm.scoreLast", { score: format.score(scoreOf({ halfPoints: same.lastHalfPoints, weight: same.lastWeight })) })}`
                : ""}
            </p>
            <p>
              {t("confirm.answered", {
                answered: live?.answeredCount ?? sheet.rows.length,
                all: live?.requiredCount ?? sheet.rows.length,
              })}
              {` · ${t("confirm.verified", { count: live?.verifiedCount ?? 0 })}`}
            </p>
          </div>
        </div>
        <p className="say">{useSentence(sheet)}</p>
        <Changes id={inspection.id} sheet={sheet} />
        <AreaDots lines={lines} />
        <Sign inspection={inspection} sheet={sheet} />
        {inspection.state === "reviewed" ? null : <SignedFor inspection={inspection} />}
      </div>
    </Page>
  );
}

const partScore = (part: number[] | undefined) =>
  part ? scoreOf({ halfPoints: part[0] ?? 0, weight: part[1] ?? 0 }) : null;

/** What the company has to put right: recommended controls count for no result and bind nobody to a step. */
const isShortfall = ({ need, verdict }: Sheet["rows"][number]) =>
  need === "required" && (verdict === "partly" || verdict === "not_met");

/** What the result comes from, in two sentences. */
function useSentence({ claimed, rows }: Sheet): string {
  const t = useText();
  const steps = rows.filter(isShortfall);
  const owned = steps.every((row) => row.owner && row.dueOn);
  const first =
    claimed.gaps > 0
      ? t("confirm.gaps", { count: claimed.gaps })
      : t(claimed.partly > 0 ? "confirm.noGaps" : "confirm.allMandatory");
  const second = claimed.partly > 0 ? t("confirm.partly", { count: claimed.partly }) : "";
  const third =
    steps.length === 0 ? "" : t(owned ? "confirm.allOwned" : "confirm.notOwned", { count: steps.length });
  return [first, second, third].join("");
}

function Sign({ inspection, sheet }: { inspection: Inspection; sheet: Sheet }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const go = useGo();
  const [asks, ask] = useState<"back" | "paper" | null>(null);
  const refreshes = [
    inspections.getInspection,
    inspections.listInspections,
    duties.getMyWork,
    duties.listMyDuties,
  ];
  const isExecutive = useMay("inspection.confirm");
  const confirm = useCommand(inspections.confirmInspection, refreshes);
  const sendBack = useCommand(inspections.sendBack, refreshes);
  const steps = sheet.rows.filter(isShortfall).length;
  const { id, rowVersion } = inspection;
  const [mayConfirm, mayOnPaper] = [inspection.can["confirm"], inspection.can["confirmFor"]];
  if (inspection.confirmedAt && inspection.state !== "reviewed")
    return (
      <div className="card row wrap between" style={{ padding: 14 }}>
        <span>
          {t("confirm.doneBy", {
            name: inspection.confirmedByName ?? "",
            at: format.moment(inspection.confirmedAt),
          })}
        </span>
        <GoButton to="/inspections/$id" params={{ id }}>
          {t("confirm.openRecord")}
        </GoButton>
      </div>
    );
  return (
    <ThumbZone
      rest={
        <>
          <Button offBecause={mayConfirm ? any(mayConfirm) : null} onClick={() => ask("back")}>
            {t("confirm.sendBack")}
          </Button>
          {isExecutive ? <AskQuestion id={id} /> : null}
          {mayOnPaper === null ? <Button onClick={() => ask("paper")}>{t("confirm.onPaper")}</Button> : null}
        </>
      }
    >
      <p className="sign">
        {t(steps > 0 ? "confirm.statement" : "confirm.statementPlain", { count: steps })}
      </p>
      {inspection.isOwnHandIn && mayConfirm === null ? (
        <Note kind="warn">{t("confirm.ownHandIn")}</Note>
      ) : null}
      {confirm.error ? <FormError error={confirm.error} /> : null}
      <Button
        look="main"
        size="l"
        isBusy={confirm.isPending}
        offBecause={mayConfirm ? any(mayConfirm) : null}
        onClick={() => confirm.mutate({ id, rowVersion, statement: true })}
      >
        {t("confirm.confirm", { result: t(`result.${sheet.claimed.result}`) })}
      </Button>
      <ConfirmDialog
        isOpen={asks === "back"}
        onClose={() => ask(null)}
        title={t("confirm.sendBack")}
        effect={t("confirm.sendBackEffect")}
        action={t("confirm.sendBack")}
        reason={{ label: t("confirm.sendBackReason"), placeholder: t("confirm.sendBackHint") }}
        isBusy={sendBack.isPending}
        error={<FormError error={sendBack.error} />}
        onConfirm={(reason) =>
          sendBack.mutate(
            { id, rowVersion, reason: reason.slice(0, 1000) },
            { onSuccess: () => go({ to: "/inspections/$id", params: { id } }) },
          )
        }
      />
      {asks === "paper" ? <PaperDialog inspection={inspection} onClose={() => ask(null)} /> : null}
    </ThumbZone>
  );
}
