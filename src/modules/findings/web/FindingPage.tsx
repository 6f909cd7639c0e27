// One finding: what it is, where it came from, what was done and who has looked; what may be done now stands above.
import { Timeline } from "#modules/trail/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, useParam } from "#web/navigation.tsx";
import { FindingPanels } from "#web/slots.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { FactStrip, Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { findings } from "../contract.ts";
import { AboutPanel, CausePanel, FoundPanel, SeenPanel } from "./AboutPanels.tsx";
import { Due } from "./columns.tsx";
import type { Finding } from "./finding.ts";
import { FindingActions } from "./FindingActions.tsx";
import { FindingState } from "./FindingState.tsx";
import { WorkPanel } from "./WorkPanel.tsx";
import "./findings.css";

export default function FindingPage() {
  const id = useParam("id");
  const finding = useOperation(findings.getFinding, { id });
  if (finding.isError) return <ErrorState error={finding.error} onRetry={() => void finding.refetch()} />;
  if (!finding.data) return <Loading rows={10} />;
  return <Record finding={finding.data} />;
}

function Record({ finding }: { finding: Finding }) {
  const t = useText();
  return (
    <Page
      title={finding.title}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: finding.reference }]}
      after={
        <>
          {finding.recurredCount > 0 ? (
            <Tag>↻ {t("findings.cameBack", { count: finding.recurredCount })}</Tag>
          ) : null}
          {finding.reopenedCount > 0 ? (
            <Tag>{t("findings.reopened", { count: finding.reopenedCount })}</Tag>
          ) : null}
        </>
      }
      actions={<FindingActions finding={finding} />}
    >
      <Links finding={finding} />
      <Facts finding={finding} />
      <div className="cols below">
        <div className="c6 stack">
          <FoundPanel finding={finding} />
          <CausePanel finding={finding} />
          <AboutPanel finding={finding} />
        </div>
        <div className="c6 stack">
          <WorkPanel finding={finding} />
          <FindingPanels
            findingId={finding.id}
            companyId={finding.companyId}
            isOpen={["open", "planned", "in_work"].includes(finding.state)}
          />
          <SeenPanel finding={finding} />
          <Panel title={t("finding.story")}>
            <Timeline kind="finding" id={finding.id} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** Where else the same thing is, or was. */
function Links({ finding }: { finding: Finding }) {
  const t = useText();
  const link = ({ id, reference }: { id: string; reference: string }) => (
    <Go to="/findings/$id" params={{ id }}>
      {reference} ›
    </Go>
  );
  return (
    <>
      {finding.can["work"] === "finding.company_left" ? <Note>{t("finding.companyLeft")}</Note> : null}
      {finding.mergedInto ? (
        <Note>
          {t("finding.mergedInto", { reference: finding.mergedInto.reference })} {link(finding.mergedInto)}
        </Note>
      ) : null}
      {finding.recurs ? (
        <Note kind="warn">
          {t("finding.recurs", { reference: finding.recurs.reference })} {link(finding.recurs)}
        </Note>
      ) : null}
      {finding.cameBackAs ? (
        <Note kind="warn">
          {t("finding.cameBackAs", { reference: finding.cameBackAs.reference })} {link(finding.cameBackAs)}
        </Note>
      ) : null}
    </>
  );
}

function Facts({ finding }: { finding: Finding }) {
  const t = useText();
  const format = useFormat();
  const { duty } = finding;
  return (
    <FactStrip
      facts={[
        {
          label: t("findings.company"),
          value: (
            <Go to="/companies/$id" params={{ id: finding.companyId }}>
              <LangText text={finding.companyName} />
            </Go>
          ),
          notes: finding.unitName ? [<LangText key="unit" text={finding.unitName} />] : [],
        },
        { label: t("findings.severity"), value: <Severity level={finding.severity} /> },
        { label: t("findings.state"), value: <FindingState row={finding} /> },
        {
          label: t("findings.due"),
          value: <Due row={finding} />,
          notes:
            duty && duty.postponedCount > 0
              ? [`↷ ${t("finding.postponed", { count: duty.postponedCount })}`]
              : [],
        },
        {
          label: t("findings.owner"),
          value: finding.ownerName ? (
            <LangText text={finding.ownerName} />
          ) : (
            <span className="mute">{t("finding.ownerNone")}</span>
          ),
        },
        {
          label: t("findings.source"),
          value: t(`finding.source.${finding.sourceKind}`),
          notes: [
            finding.raisedByName
              ? t("finding.raisedBy", { name: finding.raisedByName, day: format.momentDay(finding.raisedAt) })
              : t("finding.raisedOn", { day: format.momentDay(finding.raisedAt) }),
          ],
        },
      ]}
    />
  );
}
