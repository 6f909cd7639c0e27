// After a report: that it arrived, who has it now, what happens next. Without a word of blame, and open to what one remembers later.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { Page } from "#web/layout/Page.tsx";
import { GoButton, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import type { Output } from "#core/contract.ts";
import { incidents } from "../../contract.ts";
import { refreshed } from "../incident.ts";
import "../incidents.css";

type Own = Output<typeof incidents.getOwnReport>;

export default function ReportedPage() {
  const t = useText();
  const format = useFormat();
  const id = useParam("id");
  const own = useOperation(incidents.getOwnReport, { id });
  if (own.isError) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  if (!own.data) return <Loading rows={6} />;
  const report = own.data;
  return (
    <Page
      title={t("reported.title", { reference: report.reference })}
      crumbs={[{ label: report.companyName }, { label: t("report.title"), to: "/report" }]}
      actions={
        report.mayOpen ? (
          <GoButton to="/incidents/$id" params={{ id }}>
            {t("reported.open")}
          </GoButton>
        ) : null
      }
    >
      <div className="inc-form">
        <p>{t("reported.thanks")}</p>
        <Way report={report} />
        <Panel title={t("reported.said")}>
          <p>
            {t(`incident.kind.${report.kind}`)} {report.what ? <LangText text={report.what} /> : null}
          </p>
          {report.locks.map((one) => (
            <p key={one.id}>
              <b>{t("reported.lock", { name: one.name })}</b>{" "}
              {one.outcome && one.outcomeAt ? (
                <>
                  {t(`incident.lock.${one.outcome}`)}{" "}
                  <span className="mute tn">{format.moment(one.outcomeAt)}</span>
                </>
              ) : (
                <span className="soft">{t("reported.lockWaiting")}</span>
              )}
            </p>
          ))}
          {report.additions.map((one) => (
            <p key={one.at}>
              <span className="mute">＋</span> <LangText text={one.said} />
            </p>
          ))}
          <Add id={id} />
        </Panel>
        <div className="row">
          <GoButton to="/report">{t("reported.another")}</GoButton>
          <GoButton to="/report/mine">{t("reported.all")}</GoButton>
        </div>
      </div>
    </Page>
  );
}

type Stage = {
  key: "arrived" | "headquarters" | "noted" | "charge" | "judged" | "contained" | "closed";
  at: string | null;
  who?: string | null;
};

/** The way of a report, in steps: done ones with their time, the next one in words. */
function Way({ report }: { report: Own }) {
  const t = useText();
  const format = useFormat();
  const kept = report.goesOn;
  const stages: Stage[] = [
    { key: "arrived", at: report.enteredAt },
    { key: "headquarters", at: report.reportedAt, who: report.headName },
    { key: "noted", at: report.notedAt ?? kept?.notedAt ?? null, who: report.headName },
    { key: "charge", at: report.takenUpAt ?? kept?.takenUpAt ?? null, who: report.takenUpByName },
    { key: "judged", at: report.judgedAt },
    { key: "contained", at: kept ? kept.containedAt : report.containedAt },
    { key: "closed", at: kept ? kept.closedAt : report.closedAt },
  ];
  const isDone = report.state === "nothing" || (report.state === "duplicate" && report.goesOn === null);
  const shown = isDone ? stages.filter((one) => one.at !== null) : stages;
  const next = shown.find((one) => one.at === null);
  return (
    <Panel title={t(report.state === "nothing" ? "reported.nothing" : "reported.next")}>
      {report.state === "duplicate" ? (
        <p>{kept ? t("reported.goesOn", { reference: kept.reference }) : t("reported.known")}</p>
      ) : null}
      <ol className="inc-way">
        {shown.map((one) => (
          <li key={one.key} className={one.at ? "done" : one === next ? "next" : ""}>
            <b>{t(`reported.way.${one.key}`)}</b>
            {one.who && one.at ? (
              <span className="soft">
                <LangText text={one.who} />
              </span>
            ) : null}
            <span className="small mute tn">
              {one.at ? format.momentWithZone(one.at) : one === next ? t("reported.soon") : ""}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Add({ id }: { id: string }) {
  const t = useText();
  const [isOpen, open] = useState(false);
  const [said, setSaid] = useState("");
  const add = useCommand(incidents.addToReport, refreshed);
  if (!isOpen)
    return (
      <button type="button" className="inc-more" onClick={() => open(true)}>
        ＋ {t("reported.add")}
      </button>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id, said: said.trim() },
      {
        onSuccess: () => {
          setSaid("");
          open(false);
        },
      },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextArea label={t("reported.add")} value={said} maxLength={4000} onChange={setSaid} />
      <FormEnds
        error={add.error}
        isBusy={add.isPending}
        offBecause={said.trim() ? null : t("forms.first", { field: t("reported.add") })}
        onClose={() => open(false)}
      >
        {t("reported.addDo")}
      </FormEnds>
    </form>
  );
}
