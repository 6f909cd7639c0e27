// The result table: every company that was asked, with what it answered, narrowed and saved as it is shown.
import { Menu } from "@mantine/core";
import { Go, useGo, useUrl } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { lateralChecks } from "../contract.ts";
import { type Standing, standings } from "../rules.ts";
import { StandingMark } from "./marks.tsx";
import { type Check, type Member, unitOf } from "./rows.ts";

type Url = { standing: Standing; late: string; divisionId: string; tier: string; find: string };

export function MembersTable({ of }: { of: Check }) {
  const t = useText();
  const go = useGo();
  const [url, set] = useUrl<Url>();
  const { divisionId, tier, find } = url;
  const standing = standings.find((one) => one === url.standing);
  const filter = {
    ...(standing ? { standing } : {}),
    ...(url.late ? { isLate: true } : {}),
    ...(divisionId ? { divisionId } : {}),
    ...(tier ? { tier } : {}),
    ...(find ? { search: find } : {}),
  };
  const pages = usePages<Member>(lateralChecks.listLateralMembers, { id: of.id, ...filter });
  const save = (format: "csv" | "xlsx") =>
    void downloadFrom(lateralChecks.exportLateralMembers, { id: of.id, format, ...filter }).catch(() =>
      toast(t("lateral.exportFailed")),
    );
  const division = of.byDivision.find((one) => one.divisionId === divisionId)?.name;
  return (
    <section aria-label={t("lateral.table")}>
      <div className="filters">
        <FindBox
          label={t("lateral.findCompany")}
          value={find ?? ""}
          onFind={(words) => set({ find: words })}
        />
        {standing ? (
          <Token
            name={t("lateral.standing")}
            value={t(`lateral.standing.${standing}`)}
            onRemove={() => set({ standing: undefined })}
          />
        ) : null}
        {url.late ? (
          <Token
            name={t("lateral.late")}
            value={t("lateral.lateOnly")}
            onRemove={() => set({ late: undefined })}
          />
        ) : null}
        {divisionId ? (
          <Token
            name={t("lateral.division")}
            value={division ?? "–"}
            onRemove={() => set({ divisionId: undefined })}
          />
        ) : null}
        {tier ? (
          <Token name={t("lateral.tier")} value={tier} onRemove={() => set({ tier: undefined })} />
        ) : null}
        <AddFilter>
          <Menu.Label>{t("lateral.standing")}</Menu.Label>
          {standings.map((one) => (
            <Menu.Item key={one} onClick={() => set({ standing: one })}>
              {t(`lateral.standing.${one}`)}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => set({ late: "1" })}>{t("lateral.lateOnly")}</Menu.Item>
        </AddFilter>
        <span className="grow" />
        <Button size="s" icon="download" onClick={() => save("csv")}>
          CSV
        </Button>
        <Button size="s" icon="download" onClick={() => save("xlsx")}>
          Excel
        </Button>
      </div>
      <DataTable
        label={t("lateral.table")}
        columns={useColumns(of)}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={Object.keys(filter).length > 0 ? undefined : of.asked}
        onOpen={(row) => go({ to: "/lateral-checks/asked/$id", params: { id: row.id } })}
        empty={<EmptyState title={t("lateral.noneFit")}>{t("lateral.noneFitHelp")}</EmptyState>}
      />
    </section>
  );
}

function useColumns(of: Check): Column<Member>[] {
  const t = useText();
  const format = useFormat();
  const columns: Column<Member>[] = [
    {
      id: "code",
      head: t("lateral.code"),
      width: "100px",
      isWideOnly: true,
      cell: (row) => row.unitCode,
    },
    {
      id: "company",
      head: t("lateral.company"),
      cell: (row) => (
        <>
          <Go to="/lateral-checks/asked/$id" params={{ id: row.id }}>
            <LangText text={unitOf(row)} />
          </Go>
          {row.note ? (
            <div className="small soft">
              <LangText text={row.note} />
            </div>
          ) : null}
        </>
      ),
    },
    {
      id: "division",
      head: t("lateral.division"),
      width: "15%",
      isWideOnly: true,
      cell: (row) => (row.divisionName ? <LangText text={row.divisionName} /> : "–"),
    },
    { id: "tier", head: t("lateral.tier"), width: "64px", isWideOnly: true, cell: (row) => row.tier ?? "–" },
    {
      id: "standing",
      head: t("lateral.standing"),
      width: "220px",
      cell: (row) => (
        <>
          <StandingMark of={row.standing} isLate={row.isLate} on={row.fixedOn} />
          {row.fixedOn ? <span className="small soft"> {format.day(row.fixedOn, "plain")}</span> : null}
          {row.notedAt ? (
            <span className="sub">
              {t("lateral.notedBy", { name: row.notedByName ?? "–", moment: format.moment(row.notedAt) })}
            </span>
          ) : null}
        </>
      ),
    },
    ...(of.matched > 0
      ? [
          {
            id: "matched",
            head: t("lateral.matched"),
            width: "90px",
            isNumber: true,
            isWideOnly: true,
            cell: (row: Member) => format.number(row.matched),
          },
        ]
      : []),
    {
      id: "finding",
      head: t("lateral.finding"),
      width: "130px",
      isWideOnly: true,
      cell: (row) =>
        row.findingId && row.findingReference ? (
          <Go to="/findings/$id" params={{ id: row.findingId }}>
            <span className="mono">{row.findingReference}</span>
          </Go>
        ) : (
          ""
        ),
    },
    {
      id: "answered",
      head: t("lateral.answeredAt"),
      width: "170px",
      isWideOnly: true,
      cell: (row) => (
        <span className={row.isLate ? "lateral-late" : ""}>
          {row.answeredAt
            ? format.momentDay(row.answeredAt)
            : t("lateral.dueBy", { day: format.day(row.dueOn, "plain") })}
        </span>
      ),
    },
  ];
  return columns;
}
