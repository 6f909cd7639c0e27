// The frozen population: who is in, who is out, each with the reason; also who joined or left since.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useUnit } from "#web/layout/units.ts";
import { Go } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Tabs, Token } from "#web/ui/choices.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { rounds } from "../contract.ts";
import { type Lack, LackTags } from "./Missing.tsx";
import { Reason } from "./Reason.tsx";

type Row = Output<typeof rounds.listMembers>["rows"][number];
type View = "in" | "out" | "joined" | "left";
type Shown = { view: View; search: string };
type Props = {
  roundId: string;
  inCount: number;
  outCount: number;
  joined?: number;
  left?: number;
  /** Where the address says which part and whom one looks for; else the table keeps it itself. */
  shown?: Partial<Shown>;
  onShow?: (part: Partial<Shown>) => void;
  /** Only those where somebody is missing for this step, until the reader takes that away. */
  lacks?: Lack;
  onAllLacks?: () => void;
};

export function MemberTable({ roundId, inCount, outCount, joined = 0, left = 0, ...given }: Props) {
  const { shown, onShow, lacks, onAllLacks } = given;
  const t = useText();
  const format = useFormat();
  const [own, setOwn] = useState<Partial<Shown>>({});
  const { view = "in", search = "" } = shown ?? own;
  const show = onShow ?? ((part: Partial<Shown>) => setOwn({ ...own, ...part }));
  const pages = usePages<Row>(rounds.listMembers, {
    id: roundId,
    ...useUnit(),
    ...(view === "in" || view === "out" ? { isIn: view === "in" } : { moved: view }),
    ...(lacks && view === "in" ? { lacks } : {}),
    ...(search.trim() ? { search: search.trim() } : {}),
  });
  return (
    <>
      <Tabs<View>
        label={t("round.population")}
        value={view}
        choices={[
          { value: "in", label: t("round.in"), count: format.number(inCount) },
          { value: "out", label: t("round.out"), count: format.number(outCount) },
          ...(joined > 0
            ? [{ value: "joined" as const, label: t("round.joined"), count: format.number(joined) }]
            : []),
          ...(left > 0
            ? [{ value: "left" as const, label: t("round.left"), count: format.number(left) }]
            : []),
        ]}
        onChange={(next) => show({ view: next })}
        after={
          <input
            type="search"
            className="find"
            aria-label={t("round.findCompany")}
            placeholder={t("round.findCompany")}
            value={search}
            onChange={(event) => show({ search: event.target.value })}
          />
        }
      />
      {lacks && view === "in" ? (
        <div className="filters">
          <Token
            name={t("round.lacksName")}
            value={t(`round.lackTag.${lacks}`)}
            onRemove={() => onAllLacks?.()}
          />
        </div>
      ) : null}
      <DataTable
        label={t("round.population")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.companyId}
        empty={<EmptyState title={t("round.noneHere")}>{t("round.noneHereHelp")}</EmptyState>}
      />
    </>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "code",
      head: t("company.code"),
      width: "90px",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.code}</span>,
    },
    {
      id: "name",
      head: t("rounds.col.company"),
      cell: (row) => (
        <>
          <Go to="/companies/$id" params={{ id: row.companyId }}>
            <LangText text={nameFor(row)} />
          </Go>
          <LackTags lacks={row.lacks} />
        </>
      ),
    },
    { id: "tier", head: t("standard.tier"), width: "56px", cell: (row) => row.tier ?? "–" },
    {
      id: "relation",
      head: t("rounds.col.relation"),
      isWideOnly: true,
      cell: (row) => (row.relation ? t(`relation.${row.relation}`) : "–"),
    },
    {
      id: "binding",
      head: t("rounds.col.binding"),
      isWideOnly: true,
      cell: (row) => (row.binding ? t(`round.binding.${row.binding}`) : "–"),
    },
    {
      id: "reason",
      head: t("round.why"),
      cell: (row) => (
        <>
          <span className="soft">
            <Reason of={row.reason} />
          </span>{" "}
          {row.joinedOn ? <Tag>{t("round.joinedOn", { day: format.day(row.joinedOn, "plain") })}</Tag> : null}
          {row.leftOn ? (
            <Tag>
              {row.leftReason === "population.relation_not_asked" ? (
                t("round.releasedOn", { day: format.day(row.leftOn, "plain") })
              ) : (
                <>
                  {t("round.leftOn", { day: format.day(row.leftOn, "plain") })}
                  {row.leftReason ? " · " : null}
                  {row.leftReason ? <Reason of={row.leftReason} /> : null}
                </>
              )}
            </Tag>
          ) : null}
        </>
      ),
    },
  ];
}
