// Setting up one provider in four steps, each of which says whether it is done; below, who comes in through it.
import type { ReactNode } from "react";
import { History } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useParam } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { connections } from "../contract.ts";
import { ClientStep } from "./ClientStep.tsx";
import { type Connection, soonDays } from "./connection.ts";
import "./connections.css";
import { Guides } from "./Guides.tsx";
import { IdentitiesPanel } from "./IdentitiesPanel.tsx";
import { OperationStep } from "./OperationStep.tsx";
import { CopyField, FoundNote } from "./ProviderFacts.tsx";
import { TestStep } from "./TestStep.tsx";

export default function ConnectionPage() {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const id = useParam("id");
  const read = useOperation(connections.getConnection, { id });
  const mayManage = useMay("connection.manage");
  const of = read.data;
  const name = of ? of.names[format.language] || of.name : t("rail.connections");
  return (
    <Page
      title={of ? `${name} · ${of.companyName ?? t("connection.forGroup")}` : name}
      crumbs={[{ label: t("rail.connections"), to: "/connections" }, { label: name }]}
      actions={of ? <Tag>{any(`connection.state.${of.state}`)}</Tag> : null}
    >
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : of ? (
        <>
          <Warnings of={of} />
          <Steps key={of.id} of={of} mayManage={mayManage} />
          <IdentitiesPanel of={of} mayManage={mayManage} />
          <History kind="connection" id={of.id} isOfGroup={of.companyId === null} />
        </>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

function Warnings({ of }: { of: Connection }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const days = of.secretDaysLeft;
  return (
    <>
      {of.failingSince ? (
        <Note kind="bad">
          {t("connection.failing", {
            at: format.moment(of.failingSince),
            problem: any(`errors.${of.problem ?? "connection.unreachable"}`),
          })}
        </Note>
      ) : null}
      {days !== null && days < 0 ? <Note kind="bad">{t("connection.secretEnded")}</Note> : null}
      {days !== null && days >= 0 && days <= soonDays ? (
        <Note kind="warn">{t("connection.secretSoon", { count: days })}</Note>
      ) : null}
    </>
  );
}

function Steps({ of, mayManage }: { of: Connection; mayManage: boolean }) {
  const t = useText();
  const hasClient = of.clientId !== null && of.hasSecret;
  return (
    <div className="cols">
      <Step className="c6" title={t("connection.step1")} isDone>
        <ProviderStep of={of} />
      </Step>
      <Step className="c6" title={t("connection.step2")} isDone={hasClient}>
        <ClientStep key={of.rowVersion} of={of} mayManage={mayManage} />
      </Step>
      <Step className="c6" title={t("connection.step3")} isDone={of.testedAt !== null}>
        <TestStep of={of} mayManage={mayManage} />
      </Step>
      <Step className="c6" title={t("connection.step4")} isDone={of.state === "on"}>
        <OperationStep key={of.rowVersion} of={of} mayManage={mayManage} />
      </Step>
    </div>
  );
}

type StepProps = { title: string; isDone: boolean; className: string; children: ReactNode };

function Step({ title, isDone, className, children }: StepProps) {
  const t = useText();
  return (
    <Panel
      className={className}
      title={title}
      more={
        isDone ? (
          <span className="badge meets">{t("connection.done")}</span>
        ) : (
          <span className="badge">{t("connection.open")}</span>
        )
      }
    >
      {children}
    </Panel>
  );
}

function ProviderStep({ of }: { of: Connection }) {
  const t = useText();
  return (
    <div className="form wide">
      <Guides issuer={of.issuer} />
      <CopyField
        label={t("connection.redirectUri")}
        hint={t("connection.redirectHint")}
        value={of.redirectUri}
      />
      <CopyField
        label={t("connection.logoutAddress")}
        hint={t("connection.logoutHint")}
        value={of.logoutAddress}
      />
      {of.state === "on" ? (
        <CopyField label={t("connection.signInAddress")} value={of.signInAddress} />
      ) : null}
      {of.found ? (
        <FoundNote found={of.found} />
      ) : (
        <p className="small soft">
          {t("connection.issuer")}: <code>{of.issuer}</code>
        </p>
      )}
    </div>
  );
}
