// How far audits reach: the proof that nobody is missing, the years since the first audit, and every company with its last and next one.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useAsOf } from "#web/layout/asOf.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, GoButton, useGo } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Tabs } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { audits } from "../contract.ts";
import { type CoverageState, coverageStates } from "../programme/rules.ts";
import { AuditTabs } from "./AuditTabs.tsx";
import { CoverageFilters, type CoverageUrl } from "./CoverageFilters.tsx";
import { CoveragePicture } from "./CoveragePicture.tsx";
import { useCoverageColumns } from "./coverage-columns.tsx";
import { CycleDialog } from "./CycleDialog.tsx";
import { StateBadge } from "./words.tsx";

type Row = Output<typeof audits.listAuditCoverage>["rows"][number];
/** What is narrowed to, without what is not. */
type Narrowed = { [K in keyof CoverageUrl]?: Exclude<CoverageUrl[K], undefined> };
type Counts = Output<typeof audits.countAuditCoverage>;
const viewNames = [
  "relation",
  "state",
  "region",
  "tier",
  "months",
  "outside",
  "search",
  "sort",
  "divisionId",
];

export default function CoveragePage() {
  const t = useText();
  const format = useFormat();
  const go = useGo();
  const asOf = useAsOf();
  const [isSetting, setSetting] = useState(false);
  const [url, setUrl] = useUrlOfUnit<CoverageUrl>("divisionId");
  const filter = Object.fromEntries(Object.entries(url).filter(([, value]) => value)) as Narrowed;
  const under = {
    ...(url.relation ? { relation: url.relation } : {}),
    ...(url.divisionId ? { divisionId: url.divisionId } : {}),
  };
  const counts = useOperation(audits.countAuditCoverage, { ...under, ...asOf }, { keep: true });
  const pages = usePages<Row>(audits.listAuditCoverage, { ...filter, ...asOf });
  const isNarrowed = Boolean(url.state || url.region || url.tier || url.months || url.outside || url.search);
  const of = (state: CoverageState) => counts.data?.states.find((one) => one.state === state)?.count ?? 0;
  return (
    <Page
      title={titleOf(counts.data, t)}
      crumbs={[{ label: t("rail.audits"), to: "/audits" }, { label: t("audits.coverage") }]}
      actions={<Actions filter={filter} onSet={() => setSetting(true)} />}
    >
      <AuditTabs at="/audits" />
      {counts.data ? <Proof counts={counts.data} /> : null}
      <CoveragePicture under={under} />
      <SavedViews list="audit_coverage" names={viewNames} />
      <Tabs<CoverageState | "all">
        label={t("audits.state")}
        value={url.state ?? "all"}
        onChange={(state) => setUrl({ state: state === "all" ? undefined : state })}
        choices={(["all", ...coverageStates] as const).map((value) => ({
          value,
          label: value === "all" ? t("list.all") : t(`audits.state.${value}`),
          count: counts.data
            ? format.number(value === "all" ? counts.data.proof.listed : of(value))
            : undefined,
        }))}
      />
      <CoverageFilters url={url} counts={counts.data} onChange={setUrl} />
      <DataTable
        label={t("audits.coverage")}
        columns={useCoverageColumns()}
        pages={pages}
        keyOfRow={(row) => row.companyId}
        total={isNarrowed ? undefined : counts.data?.proof.listed}
        sort={{ by: url.sort ?? "due", onChange: (sort) => setUrl({ sort: sort as "due" }) }}
        onOpen={(row) => go({ to: "/companies/$id", params: { id: row.companyId } })}
        empty={
          <EmptyState icon="unit" title={t(isNarrowed ? "audits.noneFit" : "audits.noneCompanies")}>
            {t(isNarrowed ? "audits.noneFitHelp" : "audits.noneCompaniesHelp")}
          </EmptyState>
        }
      />
      {isSetting ? <CycleDialog onClose={() => setSetting(false)} /> : null}
    </Page>
  );
}

function titleOf(counts: Counts | undefined, t: ReturnType<typeof useText>): string {
  if (!counts) return t("audits.coverage");
  const of = (state: CoverageState) => counts.states.find((one) => one.state === state)?.count ?? 0;
  const [overdue, never] = [of("overdue"), of("never")];
  const all = counts.proof.listed;
  if (all === 0) return t("audits.titleNobody");
  if (overdue > 0) return t("audits.titleOverdue", { count: overdue, all });
  return never > 0 ? t("audits.titleNever", { count: never, all }) : t("audits.titleCovered", { count: all });
}

function Actions({ filter, onSet }: { filter: Narrowed; onSet: () => void }) {
  const t = useText();
  const asOf = useAsOf();
  const { isGroupWide } = useSession();
  const mayImport = useMay("audit.import") && isGroupWide;
  const [problem, setProblem] = useState<Error | null>(null);
  const save = (format: "csv" | "xlsx") =>
    void downloadFrom(audits.exportAuditCoverage, { ...filter, ...asOf, format }).catch(setProblem);
  return (
    <>
      <FormError error={problem} />
      <Button icon="download" onClick={() => save("csv")}>
        CSV
      </Button>
      <Button icon="download" onClick={() => save("xlsx")}>
        Excel
      </Button>
      <Button onClick={onSet}>{t("audits.cycle")}</Button>
      {mayImport ? (
        <GoButton look="main" to="/imports" search={{ kind: "audits" }}>
          {t("audits.import")}
        </GoButton>
      ) : null}
    </>
  );
}

/** "N of N in the ownership data; 0 missing", and who came within the last three months. */
function Proof({ counts: { proof, newcomers, asOf } }: { counts: Counts }) {
  const t = useText();
  const format = useFormat();
  const isWhole = proof.missing.length === 0 && proof.inOwnership === proof.listed;
  return (
    <section className={isWhole ? "proof" : "proof bad"} aria-label={t("audits.proof")}>
      <span>
        <b>
          {t("audits.proofLine", {
            listed: format.number(proof.listed),
            owned: format.number(proof.inOwnership),
            count: proof.missing.length,
          })}
        </b>{" "}
        <span className="age">{t("audits.proofOn", { day: format.day(asOf, "plain") })}</span>
      </span>
      {proof.missing.length > 0 ? (
        <span className="late-ink">
          {t("audits.proofMissing", { names: format.list(proof.missing.map((one) => one.name)) })}
        </span>
      ) : null}
      {newcomers.map((one) => (
        <span key={one.companyId} className="small">
          <Go to="/companies/$id" params={{ id: one.companyId }}>
            <LangText text={one.name} />
          </Go>{" "}
          {t("audits.joined", { day: format.day(one.joinedOn, "plain") })} <StateBadge state={one.state} />
        </span>
      ))}
    </section>
  );
}
