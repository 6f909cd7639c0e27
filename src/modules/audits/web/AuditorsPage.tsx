// The pool: who may be sent, what they can, and how many days of theirs are spoken for.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { Page } from "#web/layout/Page.tsx";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import { AddAuditorDialog } from "./AuditorDialogs.tsx";
import { AuditTabs } from "./AuditTabs.tsx";

type Row = Output<typeof audits.listAuditors>["rows"][number];

export default function AuditorsPage() {
  const t = useText();
  const go = useGo();
  const { isGroupWide } = useSession();
  const mayPlan = useMay("audit.plan") && isGroupWide;
  const [isAdding, setAdding] = useState(false);
  const [{ search, withEnded }, setUrl] = useUrl<{ search: string; withEnded: boolean }>();
  const pages = usePages<Row>(audits.listAuditors, {
    ...(search ? { search } : {}),
    ...(withEnded ? { withEnded: true } : {}),
  });
  return (
    <Page
      title={t("audits.auditors.title")}
      crumbs={[{ label: t("rail.audits"), to: "/audits" }, { label: t("audits.auditors") }]}
      actions={
        mayPlan ? (
          <Button look="main" onClick={() => setAdding(true)}>
            {t("audits.auditors.add")}
          </Button>
        ) : null
      }
    >
      <AuditTabs at="/audits/auditors" />
      <p className="soft lead-in">{t("audits.auditors.lead")}</p>
      <div className="filters">
        <FindBox
          isOnKey
          label={t("audits.auditors.find")}
          value={search ?? ""}
          onFind={(to) => setUrl({ search: to || undefined })}
        />
        <button
          type="button"
          className="chip"
          aria-pressed={withEnded === true}
          onClick={() => setUrl({ withEnded: withEnded ? undefined : true })}
        >
          {t("audits.auditors.withEnded")}
        </button>
      </div>
      <DataTable
        label={t("audits.auditors")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: "/audits/auditors/$id", params: { id: row.id } })}
        empty={
          <EmptyState icon="lock" title={t(search ? "audits.noneFit" : "audits.auditors.none")}>
            {t(search ? "audits.noneFitHelp" : "audits.auditors.noneHelp")}
          </EmptyState>
        }
      />
      {isAdding ? <AddAuditorDialog onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return [
    {
      id: "name",
      head: t("audits.auditors.name"),
      cell: (row) => (
        <>
          <Go to="/audits/auditors/$id" params={{ id: row.id }}>
            <LangText text={row.name} />
          </Go>{" "}
          {row.isOutside ? <Tag>{t("audits.auditors.outside")}</Tag> : null}
        </>
      ),
    },
    {
      id: "company",
      head: t("audits.auditors.from"),
      isWideOnly: true,
      cell: (row) => <LangText text={row.companyName} />,
    },
    {
      id: "competences",
      head: t("audits.competences"),
      isWideOnly: true,
      cell: (row) => format.list(row.competences.map((one) => t(`audits.competence.${one}`))),
    },
    {
      id: "languages",
      head: t("audits.languages"),
      width: "150px",
      isWideOnly: true,
      cell: (row) => format.list(row.languages.map(format.tongue)),
    },
    {
      id: "region",
      head: t("audits.homeRegion"),
      width: "110px",
      isWideOnly: true,
      cell: (row) => any(`region.${row.homeRegion}`),
    },
    {
      id: "days",
      head: t("audits.auditors.days"),
      width: "140px",
      isNumber: true,
      cell: (row) => (
        <span className={row.usedDays > row.daysAYear ? "late-ink" : undefined}>
          {t("audits.auditors.daysOf", { used: row.usedDays, days: row.daysAYear })}
        </span>
      ),
    },
    {
      id: "until",
      head: t("audits.auditors.until"),
      width: "120px",
      isWideOnly: true,
      cell: (row) => (row.validTo ? format.day(row.validTo, "plain") : "–"),
    },
  ];
}
