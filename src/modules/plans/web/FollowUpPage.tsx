// The list for the follow-up meeting: open steps of approved plans, the most pressing first.
import { Menu } from "@mantine/core";
import type { Output } from "#core/contract.ts";
import { daysBetween } from "#core/time/fiscal-year.ts";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { FindingTabs } from "#web/layout/FindingTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, useGo } from "#web/navigation.tsx";
import { useSession } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { board, plans } from "../contract.ts";
import { Exports } from "./Exports.tsx";
import "./plans.css";

type Row = Output<typeof plans.listFollowUp>["rows"][number];
type Url = {
  companyId: string;
  divisionId: string;
  search: string;
  overdue: boolean;
  moved: boolean;
  thrice: boolean;
};

export default function FollowUpPage() {
  const t = useText();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const narrowed = {
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
    ...(url.search ? { search: String(url.search) } : {}),
    ...(url.overdue ? { overdue: true } : {}),
    ...(url.moved ? { moved: true } : {}),
    ...(url.thrice ? { thrice: true } : {}),
  };
  const pages = usePages<Row>(plans.listFollowUp, narrowed);
  return (
    <Page
      title={t("followUp.title")}
      crumbs={[{ label: t("findings.crumb"), to: "/findings" }, { label: t("plans.followUpTab") }]}
      actions={
        <Exports
          of={board.exportFollowUp}
          input={narrowed}
          isNone={pages.data?.pages[0]?.rows.length === 0}
        />
      }
    >
      <FindingTabs at="/plans/follow-up" />
      <p className="soft lead-in">{t("followUp.lead")}</p>
      <div className="filters">
        <FindBox
          isOnKey
          label={t("list.find")}
          value={url.search ?? ""}
          onFind={(search) => set({ search })}
        />
        <CompanyFilter companyId={url.companyId} onChange={(companyId) => set({ companyId })} />
        {url.overdue ? (
          <Token
            name={t("followUp.due")}
            value={t("followUp.overdue")}
            onRemove={() => set({ overdue: undefined })}
          />
        ) : null}
        {url.moved ? (
          <Token
            name={t("followUp.moved")}
            value={t("followUp.movedOnly")}
            onRemove={() => set({ moved: undefined })}
          />
        ) : null}
        {url.thrice ? (
          <Token
            name={t("followUp.moved")}
            value={t("followUp.thrice")}
            onRemove={() => set({ thrice: undefined })}
          />
        ) : null}
        <AddFilter>
          <Menu.Item onClick={() => set({ overdue: true })}>{t("followUp.overdue")}</Menu.Item>
          <Menu.Item onClick={() => set({ moved: true })}>{t("followUp.movedOnly")}</Menu.Item>
          <Menu.Item onClick={() => set({ thrice: true })}>{t("followUp.thrice")}</Menu.Item>
        </AddFilter>
      </div>
      <div className="follow-up">
        <DataTable
          label={t("followUp.title")}
          columns={useColumns()}
          pages={pages}
          total={undefined}
          keyOfRow={(row) => row.id}
          onOpen={(row) => go({ to: "/plans/$id", params: { id: row.planId } })}
          empty={
            <EmptyState title={t("followUp.none")} icon="check">
              {t("followUp.noneHelp")}
            </EmptyState>
          }
        />
      </div>
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  return [
    {
      id: "step",
      head: t("followUp.step"),
      cell: (row) => (
        <>
          <Go to="/plans/$id" params={{ id: row.planId }}>
            <LangText text={row.what} />
          </Go>{" "}
          <span className="mono mute small">{row.planReference}</span>{" "}
          {row.askedNth === null ? null : <Tag>{t("followUp.asked", { nth: row.askedNth })}</Tag>}
          <span className="sub small line narrow-only">
            <LangText text={row.companyName} />
            {row.postponedCount > 0 ? ` · ↷ ${format.number(row.postponedCount)}×` : null}
          </span>
        </>
      ),
    },
    {
      id: "company",
      head: t("plans.company"),
      width: "22%",
      isWideOnly: true,
      cell: (row) => <LangText text={row.companyName} />,
    },
    {
      id: "owner",
      head: t("plan.stepOwner"),
      width: "14%",
      isWideOnly: true,
      cell: (row) => (row.ownerName ? <LangText text={row.ownerName} /> : <span className="mute">–</span>),
    },
    {
      id: "due",
      head: t("followUp.due"),
      width: "clamp(96px, 12vw, 150px)",
      cell: (row) => (
        <span className={row.isOverdue ? "tn plan-over" : "tn"}>
          {format.day(row.dueOn, "plain")}
          {row.isOverdue ? (
            <span className="sub small line">
              {t("findings.overdueBy", { count: daysBetween(row.dueOn, today) })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: "moved",
      head: t("followUp.moved"),
      width: "150px",
      isWideOnly: true,
      cell: (row) =>
        row.postponedCount > 0 ? (
          <span className="tn">
            ↷ {format.number(row.postponedCount)}×
            <span className="sub small line mute">
              {t("plan.wasDue", { day: format.day(row.firstDueOn, "plain") })}
            </span>
          </span>
        ) : (
          <span className="mute">–</span>
        ),
    },
  ];
}
