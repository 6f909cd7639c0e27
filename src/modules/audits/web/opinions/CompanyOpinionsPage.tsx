// What the company, its desk and the auditors said of each control, side by side.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Assurance, Verdict as VerdictMark } from "#web/ui/marks.tsx";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { Heads, LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { audits } from "../../contract.ts";
import { FoundMark } from "../on-site/FoundMark.tsx";
import { textIn } from "../on-site/useWords.ts";
import { MaybeResult } from "../words.tsx";
import "../sheet/sheet.css";
import "./opinions.css";

type Opinions = Output<typeof audits.getOpinions>;
type Row = Opinions["rows"][number];

export default function CompanyOpinionsPage() {
  const t = useText();
  const format = useFormat();
  const companyId = useParam("id");
  const read = useOperation(audits.getOpinions, { companyId });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  const { name, visit, sample, census, rows } = read.data;
  const crumbs = [
    { label: t("rail.audits"), to: "/audits" },
    { label: t("audits.opinions"), to: "/audits/opinions" },
    { label: name },
  ];
  if (!visit)
    return (
      <Page title={name} crumbs={crumbs}>
        <EmptyState title={t("audits.opinions.noVisit")}>{t("audits.opinions.emptyHelp")}</EmptyState>
      </Page>
    );
  const claims = sample.claims + census.claims;
  return (
    <Page
      title={t("audits.opinions.companyTitle", {
        name,
        count: claims,
        overturned: sample.overturned + census.overturned,
      })}
      crumbs={crumbs}
    >
      <div className="record">
        <aside>
          <Panel title={t("audits.opinions.visit")}>
            <KeyValue
              rows={[
                [
                  t("audits.company"),
                  <Go key="company" to="/companies/$id" params={{ id: companyId }}>
                    <LangText text={name} />
                  </Go>,
                ],
                [
                  t("audits.opinions.number"),
                  <Go key="visit" to="/audits/visits/$id" params={{ id: visit.id }}>
                    {visit.reference}
                  </Go>,
                ],
                [t("audits.heldOn"), format.day(visit.heldOn, "plain")],
                [t("audits.result"), <MaybeResult key="result" result={visit.result} />],
                [t("audits.sheet.edition"), visit.edition],
                [t("company.tier"), visit.tier],
                [
                  t("audits.opinions.sample"),
                  t("audits.opinions.of", {
                    overturned: sample.overturned,
                    count: sample.claims,
                    low: format.percent(sample.low),
                    high: format.percent(sample.high),
                  }),
                ],
                [t("audits.opinions.census"), `${census.overturned}/${census.claims}`],
                [
                  t("audits.prepare.draw"),
                  t("audits.opinions.drawn", { share: visit.sharePercent, seed: visit.seed }),
                ],
              ]}
            />
          </Panel>
        </aside>
        <Rows rows={rows} />
      </div>
    </Page>
  );
}

const views = ["overturned", "short", "all"] as const;
type View = (typeof views)[number];

function Rows({ rows }: { rows: readonly Row[] }) {
  const t = useText();
  const [view, setView] = useState<View>(rows.some((row) => row.isOverturned) ? "overturned" : "all");
  const shown = rows.filter(
    (row) =>
      view === "all" ||
      row.isOverturned ||
      (view === "short" && (row.verdict === "partly" || row.verdict === "not_met")),
  );
  return (
    <div>
      <div>
        <Segmented
          label={t("audits.sheet.show")}
          value={view}
          choices={views.map((value) => ({ value, label: t(`audits.sheet.view.${value}`) }))}
          onChange={setView}
        />
      </div>
      {shown.length === 0 ? <p className="soft">{t("audits.sheet.noneOfThese")}</p> : null}
      {[...Map.groupBy(shown, (row) => row.area)].map(([area, of]) => (
        <Panel key={area} title={<LangText text={textIn(of[0]?.areaName ?? {})} />} isFlush>
          <table className="grid roomy found-list">
            <Heads
              of={[
                [t("audits.opinions.by.control")],
                [t("audits.onSite.theySaid")],
                [t("audits.onSite.deskSaid")],
                [t("audits.sheet.onSite")],
              ]}
            />
            <tbody>
              {of.map((row) => (
                <tr key={row.controlId} className={row.isOverturned ? "over" : ""}>
                  <td>
                    <b>
                      <LangText text={textIn(row.title)} />
                    </b>{" "}
                    <small className="soft code">{row.controlId}</small>{" "}
                    {row.drawn === "mandatory" ? <Tag isMust>{t("audits.drawn.mandatory")}</Tag> : null}
                    {row.seen ? (
                      <p>
                        <LangText text={row.seen} />
                      </p>
                    ) : null}
                  </td>
                  <td>
                    <VerdictMark verdict={row.saidVerdict} isPast />
                    {row.saidAssurance ? <Assurance level={row.saidAssurance} /> : null}
                  </td>
                  <td>{row.deskVerdict ? <VerdictMark verdict={row.deskVerdict} isPast /> : "–"}</td>
                  <td>
                    <FoundMark found={row.verdict} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      ))}
    </div>
  );
}
