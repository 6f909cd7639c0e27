// One company on any day: who it is, how it belongs, its tier with the reasons, who to call, its history.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { CompanySections } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { type T, useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Timeline } from "#modules/trail/web/parts.tsx";
import { Button, Lang, Loading, Panel } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";
import type { Company } from "./company.ts";
import { CalendarPanel } from "./CalendarPanel.tsx";
import { CompanyChanges, type ChangeKind } from "./CompanyChanges.tsx";
import { CompanyHistory } from "./CompanyHistory.tsx";
import { CompanyStrip } from "./CompanyStrip.tsx";
import { Places, Positions } from "./CompanySeats.tsx";

export default function CompanyPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const asOf = useAsOf();
  const company = useOperation(organization.getCompany, { id, ...asOf });
  if (company.isError) return <ErrorState error={company.error} onRetry={() => void company.refetch()} />;
  if (!company.data) return <Loading rows={10} />;
  return <CompanyRecord company={company.data} />;
}

function CompanyRecord({ company }: { company: Company }) {
  const t = useText();
  const format = useFormat();
  const [change, setChange] = useState<ChangeKind | null>(null);
  const title = nameFor(company);
  const shown = { companyId: company.id, ...useAsOf() };
  const offBecause = company.can.manage || company.can.setTier ? null : t("company.notYours");
  return (
    <Page
      title={title}
      crumbs={company.path.map((unit) => ({
        label: nameFor(unit),
        ...(unit.kind === "group" ? { to: "/group" } : {}),
      }))}
      after={
        <>
          {company.name === title ? null : (
            <Lang lang={langOf(company.name)} className="soft">
              {company.name}
            </Lang>
          )}
          {company.endedOn ? (
            <span className="badge">{t("company.ended", { day: format.day(company.endedOn, "plain") })}</span>
          ) : null}
          <CompanySections place="title" {...shown} />
        </>
      }
      actions={
        <>
          <CompanySections place="actions" {...shown} />
          <Button offBecause={offBecause} onClick={() => setChange("facts")}>
            {t("company.change")}
          </Button>
        </>
      }
    >
      <CompanyStrip company={company} />
      <CompanySections place="strip" {...shown} />
      <div className="cols below">
        <CompanySections place="panels" {...shown} />
        <Panel
          className="c6"
          title={seatsTitle(company, t)}
          more={t("company.positionsMore", { count: company.positions.length })}
        >
          <Positions company={company} />
        </Panel>
        <Panel
          className="c6"
          title={t("company.sitesTitle", { count: company.sites.length })}
          more={
            company.departments.length > 0
              ? t("company.departmentsMore", { count: company.departments.length })
              : null
          }
        >
          <Places company={company} />
        </Panel>
        <CalendarPanel companyId={company.id} country={company.facts?.country ?? null} />
        <Panel className="c6" title={t("company.history")} more={t("company.historyMore")}>
          <CompanyHistory id={company.id} />
        </Panel>
        <Panel className="c6" title={t("company.story")} more={t("company.storyMore")}>
          <Timeline kind="unit" id={company.id} />
        </Panel>
      </div>
      <CompanyChanges company={company} kind={change} onChoose={setChange} onClose={() => setChange(null)} />
    </Page>
  );
}

/** The finding first: which of the seats that reminders go to are empty. */
function seatsTitle(company: Company, t: T): string {
  const vacant = company.positions.filter((one) => one.purpose !== null && one.holderId === null).length;
  if (company.positions.length === 0) return t("company.seats");
  return vacant > 0 ? t("company.seatsVacant", { count: vacant }) : t("company.seatsFilled");
}
