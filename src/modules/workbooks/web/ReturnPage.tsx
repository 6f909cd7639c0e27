// A workbook that came back: what it would change, what somebody answered meanwhile, what cannot be read. Nothing is
// kept until the button says so.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useGo, useParam, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { FactStrip } from "#web/ui/Panel.tsx";
import { Button, Loading, Note, Panel } from "#web/ui/parts.tsx";
import { workbooks } from "../contract.ts";
import { Beside } from "./ReturnBeside.tsx";
import { Conflicts, type Take } from "./ReturnConflicts.tsx";
import { ChangedWords, Changes, Problems, ScopeChanges } from "./ReturnRows.tsx";
import { shiftedRows, Shifts } from "./ReturnShifts.tsx";
import { broughtIn, kindsOf, type Returned } from "./returned.ts";

export default function ReturnPage() {
  const id = useParam("returnId");
  const returned = useOperation(workbooks.getWorkbookReturn, { id });
  if (returned.isError) return <ErrorState error={returned.error} onRetry={() => void returned.refetch()} />;
  if (!returned.data) return <Loading rows={10} />;
  return <Return of={returned.data} />;
}

/** The delivery among whose files one was; there is the next one to decide about. */
type CameFrom = { round: string; delivery: string };

/** What the page is about, in one sentence: first what needs a person. */
function useTitle(of: Returned): string {
  const t = useText();
  const { conflict = 0, error = 0 } = of.counts;
  const brought = broughtIn(of.counts);
  if (of.state === "applied")
    return t("workbook.return.titleApplied", {
      // An answer that was changed and said to hold as well is one.
      count:
        (of.report?.saved ?? 0) +
        Math.min(of.report?.confirmed ?? 0, of.counts["confirmed"] ?? 0) +
        (of.report?.scope ?? 0),
    });
  if (of.state === "dropped") return t("workbook.return.titleDropped");
  if (conflict > 0) return t("workbook.return.titleConflicts", { count: conflict });
  if (of.shifts.length > 0 && brought > 0)
    return t("workbook.return.titleShifted", { count: shiftedRows(of) });
  if (error > 0)
    return t(brought > 0 ? "workbook.return.titleErrors" : "workbook.return.titleErrorsOnly", {
      count: error,
    });
  if (brought > 0) return t("workbook.return.titleReady", { count: brought });
  return t("workbook.return.titleSame");
}

function Return({ of }: { of: Returned }) {
  const t = useText();
  const format = useFormat();
  const title = useTitle(of);
  const [{ round, delivery }] = useUrl<CameFrom>();
  const [choices, setChoices] = useState<ReadonlyMap<string, Take>>(new Map());
  const choose = (keys: readonly string[], take: Take) =>
    setChoices((before) => new Map([...before, ...keys.map((key) => [key, take] as const)]));
  const { counts } = of;
  const isOpen = of.state === "checked";
  return (
    <Page
      title={title}
      crumbs={[
        { label: of.roundName },
        { label: of.companyName, to: `/inspections/${of.inspectionId}/workbook` },
        { label: of.fileName },
      ]}
      actions={
        round && delivery ? (
          <GoButton to="/rounds/$id/returns/$deliveryId" params={{ id: round, deliveryId: delivery }}>
            {t("workbook.return.toDelivery")}
          </GoButton>
        ) : (
          <GoButton to="/inspections/$id/workbook" params={{ id: of.inspectionId }}>
            {t("workbook.return.toWorkbook")}
          </GoButton>
        )
      }
    >
      <section className="panel two-up">
        <FactStrip
          isFigures
          facts={kindsOf(counts).map((kind) => ({
            label: t(`workbook.kind.${kind}`),
            value: format.number(counts[kind] ?? 0),
            notes: [t(`workbook.kindNote.${kind}`)],
          }))}
        />
      </section>
      {isOpen ? <Remarks of={of} /> : null}
      <div className="cols" style={{ marginTop: 16 }}>
        {isOpen ? <Shifts of={of} /> : null}
        <Beside of={of} />
        {isOpen ? <Conflicts of={of} choices={choices} onChoose={choose} /> : null}
        {of.state === "dropped" ? null : <Problems of={of} />}
        {isOpen ? <ChangedWords of={of} /> : null}
        {isOpen ? <ScopeChanges of={of} /> : null}
        {isOpen ? <Changes of={of} /> : null}
        <Apply of={of} choices={choices} />
      </div>
    </Page>
  );
}

/** What the file leaves as it is, and what keeps the inspection from being handed in. */
function Remarks({ of }: { of: Returned }) {
  const t = useText();
  const said = [
    of.missing.length > 0
      ? t("workbook.return.missing", { count: of.missing.length, ids: of.missing.slice(0, 8).join(", ") })
      : null,
    of.isScopeGone
      ? t("workbook.return.noQuestions")
      : of.missingScope.length > 0
        ? t("workbook.return.missingQuestions", {
            count: of.missingScope.length,
            ids: of.missingScope.join(", "),
          })
        : null,
  ].filter((one) => one !== null);
  if (said.length === 0 && of.lacking === 0) return null;
  return (
    <div className="stack s" style={{ marginTop: 16 }}>
      {said.map((one) => (
        <Note key={one} kind="warn">
          {one}
        </Note>
      ))}
      {of.lacking > 0 ? <Note>{t("workbook.return.lacking", { count: of.lacking })}</Note> : null}
    </div>
  );
}

function Apply({ of, choices }: { of: Returned; choices: ReadonlyMap<string, Take> }) {
  const t = useText();
  const any = useAnyText();
  const go = useGo();
  const [isShiftMeant, setShiftMeant] = useState(false);
  const [submit, setSubmit] = useState(false);
  const [lateReason, setLateReason] = useState("");
  const [{ round, delivery }] = useUrl<CameFrom>();
  const refreshes = [
    workbooks.getWorkbookReturn,
    workbooks.getWorkbook,
    workbooks.getDelivery,
    workbooks.listDeliveryItems,
  ] as const;
  const leave = () =>
    round && delivery
      ? go({ to: "/rounds/$id/returns/$deliveryId", params: { id: round, deliveryId: delivery } })
      : go({ to: "/inspections/$id/workbook", params: { id: of.inspectionId } });
  const apply = useCommand(workbooks.applyWorkbookReturn, refreshes);
  const drop = useCommand(workbooks.dropWorkbookReturn, refreshes);
  if (of.state !== "checked") return <Done of={of} />;
  const conflicts = [
    ...of.rows.filter((row) => row.kind === "conflict").map((row) => row.controlId),
    ...of.scope.filter((one) => one.kind === "conflict").map((one) => `scope:${one.condition}`),
  ];
  const open = conflicts.filter((key) => !choices.has(key)).length;
  const fromFile = conflicts.filter((key) => choices.get(key) === "file").length;
  const count = broughtIn(of.counts) + fromFile;
  const off = of.offBecause
    ? any(of.offBecause)
    : open > 0
      ? t("workbook.return.decideFirst", { count: open })
      : of.shifts.length > 0 && !isShiftMeant
        ? t("workbook.shifts.sayFirst")
        : null;
  const isLate = apply.error?.code === "inspection.late_needs_reason";
  return (
    <Panel className="c12" title={t("workbook.return.effect", { count, errors: of.counts["error"] ?? 0 })}>
      <div className="form">
        <p className="soft">{t("workbook.return.onBehalf", { company: of.companyName })}</p>
        {of.shifts.length > 0 ? (
          <Tick label={t("workbook.shifts.meant")} isOn={isShiftMeant} onChange={setShiftMeant} />
        ) : null}
        <Tick label={t("workbook.return.submitToo")} isOn={submit} onChange={setSubmit} />
        {isLate && submit ? (
          <TextArea
            label={t("workbook.return.lateReason")}
            value={lateReason}
            maxLength={1000}
            onChange={setLateReason}
          />
        ) : null}
        <FormError error={apply.error ?? drop.error} />
        <div className="ends">
          <Button
            look="quiet"
            isBusy={drop.isPending}
            onClick={() => drop.mutate({ id: of.id }, { onSuccess: leave })}
          >
            {t("workbook.return.drop")}
          </Button>
          <Button
            look="main"
            isBusy={apply.isPending}
            offBecause={off}
            onClick={() =>
              apply.mutate({
                id: of.id,
                choices: [...choices].map(([key, take]) => ({ key, take })),
                ...(isShiftMeant ? { isShiftMeant } : {}),
                ...(submit
                  ? { submit: true, ...(lateReason.trim() ? { lateReason: lateReason.trim() } : {}) }
                  : {}),
              })
            }
          >
            {t(submit ? "workbook.return.applyAndSubmit" : "workbook.return.apply", { count })}
          </Button>
        </div>
      </div>
    </Panel>
  );
}

function Done({ of }: { of: Returned }) {
  const t = useText();
  const format = useFormat();
  const { report } = of;
  if (!report || !of.appliedAt)
    return (
      <Panel className="c12" title={t("workbook.return.dropped")}>
        <p className="soft">{t("workbook.return.droppedNote")}</p>
      </Panel>
    );
  return (
    <Panel className="c12" title={t("workbook.return.applied", { at: format.moment(of.appliedAt) })}>
      <ul>
        <li>{t("workbook.report.saved", { count: report.saved })}</li>
        {report.confirmed > 0 ? <li>{t("workbook.report.confirmed", { count: report.confirmed })}</li> : null}
        <li>{t("workbook.report.kept", { count: report.kept })}</li>
        <li>{t("workbook.report.proofs", { count: report.proofs })}</li>
        <li>{t("workbook.report.scope", { count: report.scope })}</li>
      </ul>
    </Panel>
  );
}
