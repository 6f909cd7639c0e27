// Procedures for the case, with the day on which each was tried out last: what nobody has tried stands first.
import { useState } from "react";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useCommand, useOperation } from "#web/api.ts";
import { ErrorState, FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { type Procedure as Row, refreshed } from "./procedure.ts";
import { AddDialog, TryDialog } from "./ProcedureDialogs.tsx";
import "../../web/incidents.css";

type Url = { companyId: string; divisionId: string };

export default function ProceduresPage() {
  const t = useText();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const may = [useMay("incident.manage"), useMay("incident.assess")].some(Boolean);
  const mayPack = useMay("incident.pack");
  const [isAdding, setAdding] = useState(false);
  const [tried, setTried] = useState<Row | null>(null);
  const end = useCommand(incidents.endProcedure, refreshed);
  const list = useOperation(
    incidents.listProcedures,
    {
      ...(url.companyId ? { companyId: url.companyId } : {}),
      ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    },
    { keep: true },
  );
  const counts = list.data?.counts;
  const open = counts ? counts.never + counts.due : 0;
  return (
    <Page
      title={
        !counts
          ? t("procedures.title")
          : open > 0
            ? t("procedures.titleOpen", { count: open })
            : t("procedures.titleTried")
      }
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("procedures.title") }]}
      after={
        counts ? (
          <span className="age">{t("procedures.without", { count: counts.companiesWithout })}</span>
        ) : null
      }
      actions={
        <>
          {mayPack ? <GoButton to="/incidents/packs">{t("incident.packs.title")}</GoButton> : null}
          {may ? (
            <Button look="main" onClick={() => setAdding(true)}>
              {t("procedures.add")}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="filters">
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => set({ companyId })} />
      </div>
      <FormError error={end.error} />
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Loading rows={6} /> : null}
      {list.data && list.data.rows.length === 0 ? (
        <EmptyState title={t("procedures.none")}>{t("procedures.noneHelp")}</EmptyState>
      ) : null}
      {list.data && list.data.rows.length > 0 ? (
        <Panel title={t("procedures.list", { count: list.data.counts.all })}>
          <ul className="inc-moments">
            {list.data.rows.map((row) => (
              <Line
                key={row.id}
                row={row}
                onTry={() => setTried(row)}
                onEnd={() => end.mutate({ id: row.id })}
              />
            ))}
          </ul>
        </Panel>
      ) : null}
      {isAdding ? <AddDialog onClose={() => setAdding(false)} /> : null}
      {tried ? <TryDialog row={tried} onClose={() => setTried(null)} /> : null}
    </Page>
  );
}

function Line({ row, onTry, onEnd }: { row: Row; onTry: () => void; onEnd: () => void }) {
  const t = useText();
  const format = useFormat();
  return (
    <li>
      <b>
        <LangText text={row.title} />
      </b>
      <span className="small mute">{t(`procedures.kind.${row.kind}`)}</span>
      <LangText text={row.companyName} />
      <span className={row.standing === "never" || row.standing === "due" ? "inc-state open" : "inc-state"}>
        {t(`procedures.standing.${row.standing}`)}
      </span>
      <span className="small soft tn">
        {row.triedOn
          ? t("procedures.tried", {
              day: format.day(row.triedOn, "plain"),
              how: row.lastHow ? t(`procedures.how.${row.lastHow}`) : "",
            })
          : ""}{" "}
        {t("procedures.next", { day: format.day(row.nextOn, "plain") })}
      </span>
      {row.lastWorked && row.lastWorked !== "yes" ? (
        <Tag>{t(`procedures.worked.${row.lastWorked}`)}</Tag>
      ) : null}
      {row.place ? <span className="small soft">{row.place}</span> : null}
      {row.mayChange ? (
        <span className="row">
          <Button size="s" onClick={onTry}>
            {t("procedures.try")}
          </Button>
          <Button size="s" look="quiet" onClick={onEnd}>
            {t("procedures.end")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}
