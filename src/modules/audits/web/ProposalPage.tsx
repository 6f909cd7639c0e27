// What the product proposes for the years ahead: looked at first, then planned as it was seen.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useGo, useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText } from "#web/ui/small.tsx";
import { EmptyState, Loading, Note } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../contract.ts";
import { refreshedByVisits } from "./PlanDialog.tsx";
import { useMonth } from "./words.tsx";

type Proposal = Output<typeof audits.proposeVisits>;
const spans = ["1", "3", "5"] as const;

export default function ProposalPage() {
  const t = useText();
  const [url, setUrl] = useUrl<{ first: number; years: number }>();
  const list = useOperation(audits.listProgrammes, {});
  const first = Math.max(Number(url.first ?? 0), list.data?.thisYear ?? 0);
  const years = Number(url.years ?? 3);
  const read = useOperation(audits.proposeVisits, { first, years }, { enabled: first > 0 });
  return (
    <Page
      title={
        read.data
          ? t(read.data.uncovered.length > 0 ? "audits.proposal.titleShort" : "audits.proposal.title", {
              count: read.data.visits.length,
              short: read.data.uncovered.length,
            })
          : t("audits.propose")
      }
      crumbs={[
        { label: t("rail.audits"), to: "/audits" },
        { label: t("audits.programme"), to: "/audits/programme" },
        { label: t("audits.propose") },
      ]}
    >
      <p className="soft lead-in">{t("audits.proposal.lead")}</p>
      <div className="tools">
        <Segmented
          label={t("audits.proposal.years")}
          value={String(years) as (typeof spans)[number]}
          choices={spans.map((value) => ({
            value,
            label: t("audits.proposal.span", { count: Number(value) }),
          }))}
          onChange={(value) => setUrl({ years: Number(value) })}
        />
      </div>
      {read.isError ? (
        <ErrorState error={read.error} onRetry={() => void read.refetch()} />
      ) : read.data ? (
        <Found proposal={read.data} first={first} years={years} />
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  );
}

function Found({ proposal, first, years }: { proposal: Proposal; first: number; years: number }) {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const [reason, setReason] = useState("");
  const take = useCommand(audits.takeProposal, refreshedByVisits);
  const settled = proposal.years
    .filter((one) => one.visits > 0 && proposal.approvedYears.includes(one.fiscalYear))
    .map((one) => format.fiscalYear(one.fiscalYear));
  const submit = () =>
    take.mutate(
      { first, years, digest: proposal.digest, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      {
        onSuccess: ({ added }) => {
          toast(t("audits.proposal.taken", { count: added }));
          go({ to: "/audits/programme", search: { year: first } });
        },
      },
    );
  return (
    <>
      <Panel title={t("audits.proposal.byYear")} isFlush>
        <table className="grid">
          <Heads
            of={[
              [t("audits.year")],
              [t("audits.visits"), "num"],
              [t("audits.proposal.used"), "num"],
              [t("audits.proposal.available"), "num"],
              [t("audits.proposal.missing"), "num"],
            ]}
          />
          <tbody>
            {proposal.years.map((one) => (
              <tr key={one.fiscalYear}>
                <td>{format.fiscalYear(one.fiscalYear)}</td>
                <td className="num">{format.number(one.visits)}</td>
                <td className="num">{format.number(one.used)}</td>
                <td className="num">{format.number(one.available)}</td>
                <td className={one.missing > 0 ? "num late-ink" : "num"}>{format.number(one.missing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      {proposal.uncovered.length > 0 ? <Uncovered rows={proposal.uncovered} /> : null}
      {proposal.visits.length === 0 ? (
        <EmptyState icon="check" title={t("audits.proposal.none")}>
          {t("audits.proposal.noneHelp")}
        </EmptyState>
      ) : (
        <>
          <Visits rows={proposal.visits} />
          {settled.length > 0 ? (
            <div className="form below">
              <Note kind="warn">{t("audits.proposal.settled", { years: format.list(settled) })}</Note>
              <TextField label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
            </div>
          ) : null}
          <FormError error={take.error} />
          <div className="row below">
            <Button
              look="main"
              isBusy={take.isPending}
              offBecause={settled.length > 0 && !reason.trim() ? t("dialog.reasonFirst") : null}
              onClick={submit}
            >
              {t("audits.proposal.take", { count: proposal.visits.length })}
            </Button>
            <GoButton to="/audits/programme">{t("action.cancel")}</GoButton>
          </div>
        </>
      )}
    </>
  );
}

function Uncovered({ rows }: { rows: Proposal["uncovered"] }) {
  const t = useText();
  const format = useFormat();
  const days = rows.reduce((sum, one) => sum + one.auditorDays, 0);
  return (
    <Panel className="below" title={t("audits.proposal.uncovered", { count: rows.length, days })} isFlush>
      <table className="grid">
        <Heads of={[[t("companies.nameColumn")], [t("audits.dueOn")], [t("audits.auditorDays"), "num"]]} />
        <tbody>
          {rows.slice(0, 200).map((one) => (
            <tr key={`${one.companyId}${one.dueOn}`}>
              <td>
                <Go to="/companies/$id" params={{ id: one.companyId }}>
                  <LangText text={one.name} />
                </Go>
              </td>
              <td>{format.day(one.dueOn, "plain")}</td>
              <td className="num">{format.number(one.auditorDays)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** More than so many are read in the programme, not here. */
const most = 300;

function Visits({ rows }: { rows: Proposal["visits"] }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const month = useMonth();
  return (
    <Panel
      className="below"
      title={t("audits.proposal.visits", { count: rows.length })}
      {...(rows.length > most ? { more: t("audits.proposal.first", { count: most }) } : {})}
      isFlush
    >
      <div className="scroll">
        <table className="grid">
          <Heads
            of={[
              [t("audits.when")],
              [t("companies.nameColumn")],
              [t("group.by.region")],
              [t("audits.why")],
              [t("audits.risk"), "num"],
              [t("audits.auditorDays"), "num"],
              [t("audits.dueOn")],
            ]}
          />
          <tbody>
            {rows.slice(0, most).map((one) => (
              <tr key={`${one.companyId}${one.month}`}>
                <td>{month(one.month)}</td>
                <td>
                  <LangText text={one.name} />
                </td>
                <td>{one.region ? any(`region.${one.region}`) : "–"}</td>
                <td>{t(`audits.why.${one.why}`)}</td>
                <td className="num">{format.number(one.risk)}</td>
                <td className="num">{format.number(one.auditorDays)}</td>
                <td className={one.isLate ? "late-ink" : undefined}>{format.day(one.dueOn, "plain")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
