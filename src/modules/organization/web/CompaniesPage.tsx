// The register of companies, on any day. Every filter is in the URL.
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import type { Input, Output } from "#core/contract.ts";
import { useOperation } from "#web/api.ts";
import { useAsOf } from "#web/layout/asOf.tsx";
import { GroupTabs } from "#web/layout/GroupTabs.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useSession } from "#web/session.ts";
import { type Column, Register, usePages } from "#web/table/Register.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf, nameFor } from "#web/text/names.ts";
import { EmptyState, Lang } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";

type Row = Output<typeof organization.listCompanies>["rows"][number];
type Filter = Pick<
  Input<typeof organization.listCompanies>,
  "search" | "tier" | "relation" | "region" | "sort"
>;

const tiers = ["T1", "T2", "T3", "T4"] as const;
const relations = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
const regions = [
  "japan",
  "china",
  "asean",
  "south_asia",
  "europe",
  "north_america",
  "latin_america",
  "other",
] as const;

export default function CompaniesPage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const asOf = useAsOf();
  const filter = useSearch({ strict: false }) as Filter;
  const navigate = useNavigate();
  const counts = useOperation(organization.countCompanies, asOf);
  const input = { ...filter, ...asOf };
  const pages = usePages<Row>(organization.listCompanies, input);
  const set = (part: Partial<Record<keyof Filter, string>>) =>
    void navigate({
      to: ".",
      replace: true,
      search: (before: object) => clean({ ...before, ...part }),
    } as never);
  return (
    <Page
      title={t("companies.title", { count: format.number(counts.data?.companies ?? 0) })}
      crumbs={[{ label: session.group.name, to: "/group" }, { label: t("companies.crumb") }]}
    >
      <GroupTabs />
      <div className="tools">
        <input
          className="find"
          type="search"
          aria-label={t("group.find")}
          placeholder={t("group.find")}
          defaultValue={filter.search ?? ""}
          onChange={(event) => set({ search: event.target.value })}
        />
        <Choice
          label={t("group.by.tier")}
          value={filter.tier}
          values={tiers}
          text={(one) => `${one} ${t(`tier.${one}`)}`}
          onChange={(tier) => set({ tier })}
        />
        <Choice
          label={t("group.by.relation")}
          value={filter.relation}
          values={relations}
          text={(one) => t(`relation.${one}`)}
          onChange={(relation) => set({ relation })}
        />
        <Choice
          label={t("group.by.region")}
          value={filter.region}
          values={regions}
          text={(one) => t(`region.${one}`)}
          onChange={(region) => set({ region })}
        />
      </div>
      <section className="panel">
        <div className="body">
          <Register
            label={t("companies.crumb")}
            columns={useColumns()}
            pages={pages}
            keyOfRow={(row) => row.id}
            sort={{ by: filter.sort ?? "code", onChange: (sort) => set({ sort }) }}
            empty={<EmptyState title={t("companies.none")}>{t("companies.noneHelp")}</EmptyState>}
          />
        </div>
      </section>
    </Page>
  );
}

const clean = (search: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== "" && value !== undefined));

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  const asOf = useAsOf();
  return [
    {
      id: "code",
      head: t("company.code"),
      width: "110px",
      sort: "code",
      cell: (row) => <span className="mono mute">{row.code}</span>,
    },
    {
      id: "name",
      head: t("company.name"),
      sort: "name",
      cell: (row) => (
        <Link to="/companies/$id" params={{ id: row.id } as never} search={asOf as never}>
          <Lang lang={langOf(nameFor(row))}>{nameFor(row)}</Lang>
        </Link>
      ),
    },
    {
      id: "division",
      head: t("unit.division"),
      cell: (row) =>
        row.divisionName
          ? nameFor({
              name: row.divisionName,
              nameEn: row.divisionNameEn,
              nameJa: row.divisionNameJa,
              nameZh: row.divisionNameZh,
            })
          : "–",
    },
    {
      id: "relation",
      head: t("company.relation"),
      cell: (row) => (row.relation ? t(`relation.${row.relation}`) : "–"),
    },
    {
      id: "share",
      head: t("company.ownership"),
      isNumber: true,
      cell: (row) => (row.ownershipPercent === null ? "–" : `${format.number(row.ownershipPercent)} %`),
    },
    { id: "tier", head: t("company.tier"), cell: (row) => row.tier ?? "–" },
    {
      id: "country",
      head: t("company.country"),
      cell: (row) => (row.country ? format.country(row.country) : "–"),
    },
    {
      id: "workers",
      head: t("company.workers"),
      isNumber: true,
      sort: "workers",
      cell: (row) => (row.workers === null ? "–" : format.number(row.workers)),
    },
  ];
}

type ChoiceProps<V extends string> = {
  label: string;
  value: V | undefined;
  values: readonly V[];
  text: (value: V) => string;
  onChange: (value: string) => void;
};

function Choice<V extends string>({ label, value, values, text, onChange }: ChoiceProps<V>) {
  return (
    <select
      className="find"
      style={{ minWidth: 0 }}
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{label}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {text(one)}
        </option>
      ))}
    </select>
  );
}
