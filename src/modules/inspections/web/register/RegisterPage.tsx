// The register of a round's inspections: where each company stands, how sure, and whose clock runs. Every filter is in
// the URL; without a round in the path it is the newest one.
import { useParams } from "@tanstack/react-router";
import { rounds } from "#modules/rounds/contract.ts";
import { useOperation } from "#web/api.ts";
import { ErrorState } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { GoButton, useGo } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import { shownColumns } from "#web/table/columns.ts";
import { Register, usePages } from "#web/table/Register.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Tabs } from "#web/ui/choices.tsx";
import { EmptyState, Loading } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";
import { OwnInspections } from "../home/OwnInspections.tsx";
import { useColumns } from "./columns.tsx";
import { Exports } from "./Exports.tsx";
import { Filters } from "./Filters.tsx";
import { filterOf, type Row, type Url, urlNames, type View, viewOf, viewUrl, views } from "./filter.ts";
import { Remind } from "./Remind.tsx";

export default function RegisterPage() {
  return useMay("inspection.read") ? <OneRound /> : <HandedOver />;
}

/** Whoever only helps sees what was handed over, and no register. */
function HandedOver() {
  const t = useText();
  const mine = useOperation(inspections.listMyInspections, {});
  if (mine.isError) return <ErrorState error={mine.error} onRetry={() => void mine.refetch()} />;
  if (!mine.data) return <Loading rows={4} />;
  return (
    <Page
      title={t("inspections.handedOver", { count: mine.data.rows.length })}
      crumbs={[{ label: t("inspections.crumb") }]}
    >
      {mine.data.rows.length === 0 ? (
        <EmptyState title={t("inspections.handedNone")} icon="inspections">
          {t("inspections.handedNoneHelp")}
        </EmptyState>
      ) : (
        <div className="stack">
          <OwnInspections />
        </div>
      )}
    </Page>
  );
}

function OneRound() {
  const t = useText();
  const { id } = useParams({ strict: false }) as { id?: string };
  const mayRounds = useMay("round.read");
  const all = useOperation(rounds.listRounds, {}, { enabled: mayRounds });
  const mine = useOperation(inspections.listMyInspections, {}, { enabled: !mayRounds });
  const { today } = useSession();
  const begun = all.data?.rows.filter((round) => round.opensOn <= today) ?? [];
  const newest =
    begun.find((round) => round.state === "open") ??
    all.data?.rows.find((round) => round.state === "open") ??
    begun.find((round) => round.state === "closed");
  const roundId = id ?? newest?.id ?? mine.data?.rows[0]?.roundId;
  const failed = all.isError ? all : mine.isError ? mine : null;
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (roundId) {
    const round = all.data?.rows.find((one) => one.id === roundId);
    return (
      <RoundRegister
        key={roundId}
        roundId={roundId}
        name={round?.name ?? mine.data?.rows[0]?.roundName ?? ""}
      />
    );
  }
  if (all.isLoading || mine.isLoading) return <Loading rows={8} />;
  return (
    <Page title={t("inspections.noRound")} crumbs={[{ label: t("inspections.crumb") }]}>
      <EmptyState title={t("inspections.noRoundTitle")} icon="inspections" action={<OpenRound />}>
        {t("inspections.noRoundHelp")}
      </EmptyState>
    </Page>
  );
}

function OpenRound() {
  const t = useText();
  return useMay("round.manage") ? (
    <GoButton to="/rounds" look="main">
      {t("inspections.openRound")}
    </GoButton>
  ) : null;
}

function RoundRegister({ roundId, name }: { roundId: string; name: string }) {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("division");
  const filter = filterOf(url);
  const { state: _state, late: _late, ...narrowing } = filter;
  const counts = useOperation(reviewing.countInspections, { roundId, ...narrowing }, { keep: true });
  const pages = usePages<Row>(inspections.listInspections, { roundId, ...filter, sort: url.sort ?? "due" });
  const columns = useColumns();
  const visible = shownColumns(columns, url.columns);
  const mayRemind = useMay("inspection.remind");
  const mayRounds = useMay("round.read");
  const data = counts.data;
  const countOf = (view: View) =>
    !data
      ? undefined
      : format.number(view === "all" ? data.total : view === "late" ? data.late : (data.states[view] ?? 0));
  const view = viewOf(url);
  const shown = data
    ? view === "all"
      ? data.total
      : view === "late"
        ? data.late
        : (data.states[view] ?? 0)
    : undefined;
  return (
    <Page
      title={
        !data
          ? t("inspections.crumb")
          : data.total === 1
            ? t(data.notSubmitted === 0 ? "inspections.titleOwnDone" : "inspections.titleOwn")
            : t("inspections.title", { submitted: data.total - data.notSubmitted, total: data.total })
      }
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("inspections.crumb"), to: "/inspections" },
        { label: name, ...(mayRounds ? { to: `/rounds/${roundId}` } : {}) },
      ]}
      after={
        data ? (
          <span className="age">
            {t("inspections.summary", {
              late: data.late,
              serious: data.results["serious"] ?? 0,
              unknown: data.results["not_known"] ?? 0,
            })}
          </span>
        ) : null
      }
      actions={
        <Exports roundId={roundId} url={url} columns={visible.map((column) => column.id)} count={shown} />
      }
    >
      <Tabs
        label={t("table.views")}
        value={view}
        choices={views.map((one) => ({
          value: one,
          label:
            one === "all"
              ? t("action.all")
              : one === "late"
                ? t("inspections.viewLate")
                : t(`inspection.${one}`),
          count: countOf(one),
        }))}
        onChange={(one) => set(viewUrl(one) as never, { push: true })}
      />
      <SavedViews list="inspections" names={urlNames} />
      <Filters url={url} set={set} divisions={data?.divisions ?? []} columns={columns} shown={visible} />
      <Register
        label={t("inspections.crumb")}
        columns={visible}
        pages={pages}
        total={shown}
        countedAt={data?.at}
        keyOfRow={(row) => row.id}
        sort={{ by: url.sort ?? "due", onChange: (sort) => set({ sort } as never) }}
        onOpen={(row) => go({ to: "/inspections/$id", params: { id: row.id } })}
        bulk={mayRemind ? (rows, clear) => <Remind roundId={roundId} rows={rows} clear={clear} /> : undefined}
        empty={
          <EmptyState title={t("table.noneMatch")} icon="inspections">
            {t("table.noneMatchHelp")}
          </EmptyState>
        }
      />
    </Page>
  );
}
