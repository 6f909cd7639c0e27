// One lateral check: what came back, company by company, and what may be done next.
import { useState } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Severity } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { lateralChecks } from "../contract.ts";
import { AddDialog, CloseDialog, RaiseDialog, RemindDialog, WithdrawDialog } from "./LateralDialogs.tsx";
import { ExerciseMark } from "./marks.tsx";
import { MembersTable } from "./MembersTable.tsx";
import { ResultPicture } from "./ResultPicture.tsx";
import { type Check, issuerOf, wordsOf } from "./rows.ts";
import { WhatIsAsked } from "./WhatIsAsked.tsx";

type Doing = "add" | "raise" | "close" | "remind" | "withdraw";

export default function LateralPage() {
  const t = useText();
  const id = useParam("id");
  const read = useOperation(lateralChecks.getLateralCheck, { id });
  const of = read.data;
  const { language } = useFormat();
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <Page
      title={of ? wordsOf(of, language).title : t("lateral.crumb")}
      after={
        of ? (
          <>
            <span className="age tn">{of.number}</span> <Tag>{t(`lateral.state.${of.state}`)}</Tag>{" "}
            <ExerciseMark of={of} />
          </>
        ) : null
      }
      crumbs={[
        { label: t("findings.crumb"), to: "/findings" },
        { label: t("lateral.crumb"), to: "/lateral-checks" },
        { label: of?.number ?? t("lateral.crumb") },
      ]}
      actions={of && of.can.close === null ? <Actions of={of} onDo={setDoing} /> : null}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <div className="stack">
          <Shown of={of} />
          {doing === "add" ? <AddDialog of={of} onClose={close} /> : null}
          {doing === "raise" ? <RaiseDialog of={of} onClose={close} /> : null}
          {doing === "close" ? <CloseDialog of={of} onClose={close} /> : null}
          {doing === "remind" ? <RemindDialog of={of} onClose={close} /> : null}
          {doing === "withdraw" ? <WithdrawDialog of={of} onClose={close} /> : null}
        </div>
      ) : (
        <Loading rows={10} />
      )}
    </Page>
  );
}

function Actions({ of, onDo }: { of: Check; onDo: (doing: Doing) => void }) {
  const t = useText();
  return (
    <>
      <ActionMenu
        label={t("lateral.more")}
        actions={[
          ...(of.can.remind === null ? [{ label: t("lateral.remind"), onClick: () => onDo("remind") }] : []),
          { label: t("lateral.add"), onClick: () => onDo("add") },
          { label: t("lateral.withdraw"), onClick: () => onDo("withdraw") },
        ]}
      />
      {of.can.raise === null ? (
        <Button onClick={() => onDo("raise")}>{t("lateral.raise", { count: of.toRaise })}</Button>
      ) : null}
      <Button look={of.open === 0 ? "main" : "outlined"} onClick={() => onDo("close")}>
        {t("lateral.close")}
      </Button>
    </>
  );
}

function Shown({ of }: { of: Check }) {
  const t = useText();
  const format = useFormat();
  return (
    <>
      {of.isExercise ? <Note kind="warn">{t("lateral.exerciseNote")}</Note> : null}
      {of.closedAt ? (
        <Note>
          {t(of.state === "withdrawn" ? "lateral.withdrawnNote" : "lateral.closedNote", {
            moment: format.moment(of.closedAt),
          })}{" "}
          {of.endReason ? <LangText text={of.endReason} /> : null}
        </Note>
      ) : null}
      <ResultPicture of={of} />
      <div className="cols">
        <div className="c8 stack">
          <WhatIsAsked of={of} withQuestions />
        </div>
        <div className="c4 stack">
          <Facts of={of} />
        </div>
      </div>
      <MembersTable of={of} />
      <History kind="lateral_check" id={of.id} isOfGroup />
    </>
  );
}

function Facts({ of }: { of: Check }) {
  const t = useText();
  const format = useFormat();
  const { source } = of;
  const rows: [string, React.ReactNode][] = [
    [t("lateral.issuer"), <LangText key="issuer" text={issuerOf(of)} />],
    [t("lateral.dueOn"), format.day(of.dueOn)],
    [t("lateral.severity"), <Severity key="severity" level={of.severity} />],
    [t("lateral.openedAt"), `${format.moment(of.openedAt)}${of.openedByName ? ` · ${of.openedByName}` : ""}`],
  ];
  if (source?.id && source.kind === "finding")
    rows.push([
      t("lateral.source"),
      <Go key="source" to="/findings/$id" params={{ id: source.id }}>
        <span className="mono">{source.reference}</span> <LangText text={source.companyName ?? ""} />
      </Go>,
    ]);
  else if (source?.id && source.kind === "incident")
    rows.push([
      t("lateral.source"),
      <Go key="source" to="/incidents/$id" params={{ id: source.id }}>
        {source.words || t("lateral.sourceIncident")}
      </Go>,
    ]);
  else if (source?.words) rows.push([t("lateral.source"), <LangText key="source" text={source.words} />]);
  if (of.isIssuers) rows.push([t("lateral.toldToAsked"), of.sourceTold ?? t("lateral.notTold")]);
  else if (of.sourceTold) rows.push([t("lateral.source"), <LangText key="told" text={of.sourceTold} />]);
  if (of.contact) rows.push([t("lateral.contact"), <LangText key="contact" text={of.contact} />]);
  rows.push([t("lateral.notedAt"), t("lateral.notedOf", { noted: of.noted, count: of.asked - of.left })]);
  if (of.matched > 0) rows.push([t("lateral.matched"), format.number(of.matched)]);
  if (of.findings > 0) rows.push([t("lateral.findingsRaised"), format.number(of.findings)]);
  if (of.resultSha256)
    rows.push([
      t("lateral.resultHash"),
      <span key="hash" className="mono small" title={of.resultSha256}>
        {of.resultSha256.slice(0, 16)}…
      </span>,
    ]);
  return (
    <Panel title={t("lateral.facts")}>
      <KeyValue rows={rows} />
    </Panel>
  );
}
