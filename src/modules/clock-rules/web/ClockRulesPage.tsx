// Every rule of a clock, version by version: where it comes from, when it was read, and who adopted it.
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { StandardTabs } from "#web/layout/StandardTabs.tsx";
import { Go, GoButton, useGo, useUrl } from "#web/navigation.tsx";
import { useMay } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { clockRules } from "../contract.ts";
import { stages, statuses, subjects } from "../mechanism/rules.ts";
import { StandingMark } from "./clock-row.tsx";
import { among, Filters, standings, type Url } from "./RuleFilters.tsx";
import type { Listed } from "./rows.ts";
import { useSaying } from "./saying.ts";

export default function ClockRulesPage() {
  const t = useText();
  const go = useGo();
  const mayWrite = useMay("clock_rule.manage");
  const [url] = useUrl<Url>();
  const counts = useOperation(clockRules.countClockRules, {}).data;
  const status = among(statuses, url.status);
  const stage = among(stages, url.stage);
  const subject = among(subjects, url.subject);
  const standing = among(standings, url.standing);
  const filter = {
    ...(url.find ? { search: url.find } : {}),
    ...(url.jurisdiction ? { jurisdiction: url.jurisdiction } : {}),
    ...(status ? { status } : {}),
    ...(stage ? { stage } : {}),
    ...(subject ? { subject } : {}),
    ...(standing ? { standing } : {}),
    ...(url.companyId ? { companyId: url.companyId } : {}),
    ...(url.old ? { isReviewOld: true } : {}),
  };
  const pages = usePages<Listed>(clockRules.listClockRules, filter);
  const isNarrow = Object.keys(filter).length > 0;
  const save = (format: "csv" | "xlsx") =>
    void downloadFrom(clockRules.exportClockRules, { format, ...filter }).catch(() =>
      toast(t("clockRule.exportFailed")),
    );
  const title = !counts
    ? t("clockRule.title")
    : counts.reviewsOld > 0
      ? t("clockRule.titleOld", { adopted: counts.adopted, count: counts.inForce, old: counts.reviewsOld })
      : t("clockRule.titleFound", { adopted: counts.adopted, count: counts.inForce });
  return (
    <Page
      title={title}
      crumbs={[{ label: t("rail.standards"), to: "/standards" }, { label: t("clockRule.tab") }]}
      actions={
        <>
          {mayWrite ? <GoButton to="/standards/clocks/new">{t("clockRule.new")}</GoButton> : null}
          <GoButton look="main" to="/standards/clocks/try">
            {t("clockRule.try")}
          </GoButton>
        </>
      }
    >
      <StandardTabs />
      <p className="soft lead-in">{t("clockRule.lead")}</p>
      <div className="filters">
        <Filters jurisdictions={counts?.jurisdictions.map((one) => one.jurisdiction) ?? []} />
        <span className="grow" />
        <Button size="s" icon="download" onClick={() => save("csv")}>
          CSV
        </Button>
        <Button size="s" icon="download" onClick={() => save("xlsx")}>
          Excel
        </Button>
      </div>
      <DataTable
        label={t("clockRule.title")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={isNarrow || !counts ? undefined : counts.inForce + counts.drafts}
        onOpen={(row) => go({ to: "/standards/clocks/$id", params: { id: row.id } })}
        empty={
          isNarrow ? (
            <EmptyState title={t("clockRule.noneFit")}>{t("clockRule.noneFitHelp")}</EmptyState>
          ) : (
            <EmptyState icon="standards" title={t("clockRule.none")}>
              {t("clockRule.noneHelp")}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

function useColumns(): Column<Listed>[] {
  const t = useText();
  const format = useFormat();
  const say = useSaying();
  return [
    {
      id: "jurisdiction",
      head: t("clockRule.jurisdiction"),
      width: "120px",
      isWideOnly: true,
      cell: (row) => say.jurisdiction(row.jurisdiction),
    },
    {
      id: "name",
      head: t("clockRule.name"),
      cell: (row) => (
        <>
          <Go to="/standards/clocks/$id" params={{ id: row.id }}>
            <LangText text={row.name} />
          </Go>
          <span className="sub clock-sub soft">
            {t("clockRule.versionN", { count: row.version })} · {t(`clockStage.${row.stage}`)}
            {row.companyName ? ` · ${row.companyName}` : ""}
            {row.subject === "product" ? ` · ${t("clockSubject.product")}` : ""}
          </span>
          <span className="sub narrow-only">
            {say.length(row.unit, row.amount, row.softFrom)} · {say.anchor(row)}
          </span>
        </>
      ),
    },
    {
      id: "length",
      head: t("clockRule.length"),
      width: "200px",
      isWideOnly: true,
      cell: (row) => (
        <>
          {say.length(row.unit, row.amount, row.softFrom)}
          <span className="sub clock-sub soft">{t("clock.started", { at: say.anchor(row) })}</span>
        </>
      ),
    },
    {
      id: "recipient",
      head: t("clockRule.recipient"),
      width: "200px",
      isWideOnly: true,
      cell: (row) => <LangText text={row.recipient} />,
    },
    {
      id: "review",
      head: t("clockRule.review"),
      width: "170px",
      isWideOnly: true,
      cell: (row) => (
        <>
          <span className="tn">
            {row.reviewedOn ? format.day(row.reviewedOn, "plain") : t("clockRule.unread")}
          </span>
          <span className={row.isReviewOld ? "sub clock-sub clock-old" : "sub clock-sub soft"}>
            {row.reviewedOn === null
              ? t("clockRule.unreadReview")
              : row.isReviewOld
                ? t("clockRule.reviewOld")
                : (row.reviewedByName ?? t("clockRule.shippedReview"))}
          </span>
        </>
      ),
    },
    {
      id: "standing",
      head: t("clockRule.standing"),
      width: "150px",
      cell: (row) => (
        <>
          <StandingMark of={row.status === "draft" ? "draft" : row.adoptedAt ? "adopted" : "proposed"} />
          {row.adoptedByName ? <span className="sub clock-sub soft">{row.adoptedByName}</span> : null}
        </>
      ),
    },
  ];
}
