// One company on any day: who it is, how it belongs, its tier with the reasons, who to call, its history.
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { CompanySections } from "#web/company-sections.tsx";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { Button, Lang, Loading, Panel } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";
import { CompanyChanges, type ChangeKind, type Company } from "./CompanyChanges.tsx";
import { CompanyHistory } from "./CompanyHistory.tsx";
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
  const [change, setChange] = useState<ChangeKind | null>(null);
  const title = nameFor(company);
  const shown = { companyId: company.id, ...useAsOf() };
  const offBecause = company.can.manage ? null : t("company.notYours");
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
            <span className="badge">{t("company.ended", { day: company.endedOn })}</span>
          ) : null}
          <CompanySections place="title" {...shown} />
        </>
      }
      actions={
        <>
          <CompanySections place="actions" {...shown} />
          <Button offBecause={offBecause} onClick={() => setChange("relation")}>
            {t("company.change")}
          </Button>
        </>
      }
    >
      <Strip company={company} />
      <CompanySections place="strip" {...shown} />
      <div className="cols" style={{ marginTop: 16 }}>
        <Panel
          className="c6"
          title={t("company.whoToCall")}
          more={t("company.positionsMore", { count: company.positions.length })}
        >
          <Positions company={company} />
        </Panel>
        <Panel className="c6" title={t("company.sitesTitle", { count: company.sites.length })}>
          <Places company={company} />
        </Panel>
        <CompanySections place="panels" {...shown} />
        <Panel className="c12" title={t("company.history")}>
          <CompanyHistory id={company.id} />
        </Panel>
      </div>
      <CompanyChanges company={company} kind={change} onChoose={setChange} onClose={() => setChange(null)} />
    </Page>
  );
}

function Strip({ company }: { company: Company }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const { relation, tier, facts, tierByCriteria } = company;
  return (
    <section className="panel">
      <dl className="strip">
        <div>
          <dt>{t("company.relation")}</dt>
          <dd className="big">
            {relation
              ? `${t(`relation.${relation.kind}`)}${relation.ownershipPercent === null ? "" : `, ${format.number(relation.ownershipPercent)} %`}`
              : t("company.noRelation")}
          </dd>
          {relation ? (
            <dd className="small soft">{t("company.since", { day: format.day(relation.validFrom) })}</dd>
          ) : null}
          {relation ? <dd className="small soft">{t(`company.binding.${relation.binding}`)}</dd> : null}
        </div>
        <div>
          <dt>{t("company.tier")}</dt>
          <dd className="big">{tier ? `${tier.tier} ${t(`tier.${tier.tier}`)}` : "–"}</dd>
          {tierByCriteria && tier?.basis === "criteria" ? (
            <dd className="small soft">
              {tierByCriteria.because.map((one) => any(`tierMark.${one}`)).join(t("list.comma"))}
            </dd>
          ) : null}
          {tier && tier.basis !== "criteria" ? (
            <dd className="small soft">
              {t(`tierBasis.${tier.basis}`)}
              {tier.validTo ? ` · ${t("company.until", { day: format.day(tier.validTo) })}` : ""}
              <br />
              {tier.reason}
            </dd>
          ) : null}
        </div>
        <div>
          <dt>{t("company.placeAndPeople")}</dt>
          <dd className="big">{facts ? format.country(facts.country) : "–"}</dd>
          {facts ? (
            <dd className="small soft">
              {t("company.workersAnd", {
                workers: format.number(facts.workers),
                people: format.number(company.peopleCount),
              })}
            </dd>
          ) : null}
        </div>
        <div>
          <dt>{t("company.timeThere")}</dt>
          <dd className="big clock">{facts ? format.timeIn(facts.timeZone) : "–"}</dd>
          {facts ? <dd className="small soft">{facts.timeZone}</dd> : null}
        </div>
      </dl>
    </section>
  );
}
