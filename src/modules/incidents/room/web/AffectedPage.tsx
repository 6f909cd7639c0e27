// Who is affected: companies, each told its part; people by country; things of the ledgers.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { useUrl } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import type { Incident } from "../../web/incident.ts";
import { AddCompanyDialog, ClearDialog, CountDialog, TellDialog } from "./AffectedDialogs.tsx";
import type { Affected } from "./reads.ts";
import { ThingsPanel } from "./ThingsPanel.tsx";
import { WithinIncident } from "./within.tsx";

type Props = { incident: Incident; affected: Affected };

export default function AffectedPage() {
  return <WithinIncident at="affected">{(incident) => <Whole incident={incident} />}</WithinIncident>;
}

function Whole({ incident }: { incident: Incident }) {
  const read = useOperation(incidents.getAffected, { id: incident.id });
  if (read.isError) return <ErrorState error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Loading rows={8} />;
  const props = { incident, affected: read.data };
  return (
    <div className="stack">
      <PeoplePanel {...props} />
      <CompaniesPanel {...props} />
      <ThingsPanel {...props} />
    </div>
  );
}

function PeoplePanel({ incident, affected }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  // A question of the clocks leads here with its country, or with none where it asks of several.
  const [url, setUrl] = useUrl<{ country: string }>();
  const led = affected.mayWork && url.country ? (/^[A-Z]{2}$/.test(url.country) ? url.country : "") : null;
  const [counted, count] = useState(led);
  const number = (one: { count: number; isExact: boolean }) =>
    t(one.isExact ? "room.exactly" : "room.about_", { count: format.number(one.count) });
  return (
    <Panel
      title={
        affected.people.length > 0
          ? t("room.peopleTitle", {
              number: number({ count: affected.total, isExact: affected.isExact }),
              count: affected.people.length,
            })
          : t("room.people")
      }
      more={
        affected.mayWork ? (
          <Button size="s" onClick={() => count("")}>
            {t("room.countPeople")}
          </Button>
        ) : null
      }
    >
      {affected.people.length === 0 ? <p className="soft">{t("room.noPeople")}</p> : null}
      <ul className="room-rows">
        {affected.people.map((one) => (
          <li key={one.id}>
            <div>
              <b>{format.country(one.country)}</b> <span className="tn">{number(one)}</span>{" "}
              {one.categories.map((category) => (
                <Tag key={category}>{any(`room.category.${category}`)}</Tag>
              ))}
              {one.said ? (
                <p>
                  <LangText text={one.said} />
                </p>
              ) : null}
              {one.from ? (
                <p className="small">
                  {t(`room.fromSet.${one.from.as}`, {
                    name: one.from.name,
                    taken: format.number(one.from.taken),
                  })}
                </p>
              ) : null}
              <p className="small soft">
                {format.moment(one.setAt, "short")} · {one.setByName ?? t("trail.itself")}
              </p>
              <Earlier of={affected.earlier.filter((was) => was.country === one.country)} />
            </div>
            {affected.mayWork ? (
              <Button size="s" onClick={() => count(one.country)}>
                {t("room.countAnew")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {counted !== null ? (
        <CountDialog
          incident={incident}
          last={affected.people.find((one) => one.country === counted) ?? null}
          country={counted}
          onClose={() => {
            count(null);
            setUrl({ country: undefined });
          }}
        />
      ) : null}
    </Panel>
  );
}

function Earlier({ of }: { of: Affected["earlier"] }) {
  const t = useText();
  const format = useFormat();
  if (of.length === 0) return null;
  return (
    <details className="past">
      <summary>{t("room.countedBefore", { count: of.length })}</summary>
      {of.map((was) => (
        <p key={was.id} className="small soft">
          {format.moment(was.setAt, "short")}:{" "}
          {t(was.isExact ? "room.exactly" : "room.about_", { count: format.number(was.count) })} ·{" "}
          {was.setByName ?? t("trail.itself")}
        </p>
      ))}
    </details>
  );
}

type Company = Affected["companies"][number];

function CompaniesPanel({ incident, affected }: Props) {
  const t = useText();
  const format = useFormat();
  const [isAdding, setAdding] = useState(false);
  const [told, tell] = useState<Company | null>(null);
  const [cleared, clear] = useState<Company | null>(null);
  return (
    <Panel
      title={t("room.companies")}
      more={
        affected.mayWork ? (
          <Button size="s" onClick={() => setAdding(true)}>
            {t("room.addCompany")}
          </Button>
        ) : null
      }
    >
      <p className="soft small">{t("room.companiesHelp")}</p>
      {affected.companies.length === 0 ? <p className="soft">{t("room.noCompanies")}</p> : null}
      <ul className="room-rows">
        {affected.companies.map((one) => (
          <li key={one.id}>
            <div>
              <b>
                <LangText text={one.companyName} />
              </b>{" "}
              <Tag>{t(`room.affectedRole.${one.role}`)}</Tag>
              {one.told ? (
                <p>
                  <LangText text={one.told} />
                </p>
              ) : null}
              <p className="small soft">
                {one.leftAt
                  ? t("room.leftAs", { moment: format.moment(one.leftAt, "short"), why: one.leftBecause })
                  : one.notedAt
                    ? t("room.notedBy", {
                        name: one.notedByName ?? "",
                        moment: format.moment(one.notedAt, "short"),
                      })
                    : one.toldAt
                      ? t("room.toldAt", { moment: format.moment(one.toldAt, "short") })
                      : t("room.notTold")}
              </p>
            </div>
            {affected.mayWork && !one.leftAt ? (
              <span className="row">
                <Button size="s" onClick={() => tell(one)}>
                  {t(one.toldAt ? "room.tellAnew" : "room.tell")}
                </Button>
                <ActionMenu
                  label={t("room.more")}
                  actions={[{ label: t("room.clear"), onClick: () => clear(one) }]}
                />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {isAdding ? <AddCompanyDialog incident={incident} onClose={() => setAdding(false)} /> : null}
      {told ? <TellDialog incident={incident} company={told} onClose={() => tell(null)} /> : null}
      {cleared ? <ClearDialog company={cleared} onClose={() => clear(null)} /> : null}
    </Panel>
  );
}
