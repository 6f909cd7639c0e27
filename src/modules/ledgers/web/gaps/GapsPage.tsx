// What entries of the ledgers fall short of: the open gaps of one's scope, the oldest first.
import { Menu } from "@mantine/core";
import { CompanyFilter } from "#modules/organization/web/parts.tsx";
import { useOperation } from "#web/api.ts";
import { Page } from "#web/layout/Page.tsx";
import { useUrlOfUnit } from "#web/layout/units.ts";
import { Go, useGo } from "#web/navigation.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Tabs, Token } from "#web/ui/choices.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { ledgers } from "../../contract.ts";
import { type GapKind, gapKinds, ledgersOfGaps } from "../../declared/gaps.ts";
import { LedgerTabs } from "../LedgerTabs.tsx";
import { type Gap, useGapSentence } from "./gap-words.ts";
import "../ledgers.css";

type Url = {
  kind: GapKind;
  ledger: (typeof ledgersOfGaps)[number];
  companyId: string;
  divisionId: string;
  isClosed: boolean;
};

export default function GapsPage() {
  const t = useText();
  const go = useGo();
  const [url, set] = useUrlOfUnit<Url>("divisionId");
  const { kind, ledger, companyId, divisionId, isClosed } = url;
  const narrowed = {
    ...(ledger ? { ledger } : {}),
    ...(companyId ? { companyId } : {}),
    ...(divisionId ? { divisionId } : {}),
  };
  const counts = useOperation(ledgers.countGaps, narrowed, { keep: true });
  const pages = usePages<Gap>(ledgers.listGaps, {
    ...narrowed,
    ...(kind ? { kind } : {}),
    ...(isClosed ? { isClosed } : {}),
  });
  const open = kind ? counts.data?.kinds.find((one) => one.kind === kind)?.open : counts.data?.open;
  const isNarrowed = Boolean(kind || ledger || companyId || divisionId || isClosed);
  return (
    <Page
      title={
        isClosed
          ? t("gap.titleClosed")
          : open === undefined
            ? t("ledgers.gaps")
            : open === 0
              ? t("gap.titleNone")
              : t("gap.title", { count: open })
      }
      crumbs={[{ label: t("ledgers.crumb"), to: "/ledgers" }, { label: t("ledgers.gaps") }]}
    >
      <LedgerTabs at="/ledgers/gaps" />
      <p className="soft lead-in">{t("gap.lead")}</p>
      <Kinds kind={kind} counts={counts.data?.kinds} onChange={(to) => set({ kind: to })} />
      <Filters url={url} onChange={set} />
      <DataTable
        label={t("ledgers.gaps")}
        columns={useColumns(isClosed === true, companyId !== undefined)}
        pages={pages}
        keyOfRow={(row) => row.id}
        total={isClosed ? undefined : open}
        onOpen={(row) => go({ to: "/ledgers/$ledger/$id", params: { ledger: row.ledger, id: row.entryId } })}
        empty={
          isNarrowed ? (
            <EmptyState title={t("gap.noneFit")}>{t("gap.noneFitHelp")}</EmptyState>
          ) : (
            <EmptyState title={t("gap.none")} icon="check">
              {t("gap.noneHelp")}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

type KindsProps = {
  kind: GapKind | undefined;
  counts: { kind: GapKind; open: number }[] | undefined;
  onChange: (kind: GapKind | undefined) => void;
};

function Kinds({ kind, counts, onChange }: KindsProps) {
  const t = useText();
  const format = useFormat();
  const countOf = (one: GapKind) => counts?.find((each) => each.kind === one)?.open;
  return (
    <Tabs
      label={t("gap.kind")}
      value={kind ?? "all"}
      choices={[
        { value: "all", label: t("list.all") },
        ...gapKinds.map((one) => ({
          value: one,
          label: t(`gap.kind.${one}`),
          count: countOf(one) === undefined ? undefined : format.number(countOf(one) ?? 0),
        })),
      ]}
      onChange={(to) => onChange(to === "all" ? undefined : (to as GapKind))}
    />
  );
}

type FilterProps = {
  url: Partial<Url>;
  onChange: (part: { [K in keyof Url]?: Url[K] | undefined }) => void;
};

function Filters({ url, onChange }: FilterProps) {
  const t = useText();
  const any = useAnyText();
  return (
    <div className="filters">
      <CompanyFilter companyId={url.companyId} onChange={(companyId) => onChange({ companyId })} />
      {url.ledger ? (
        <Token
          name={t("ledgers.ledger")}
          value={any(`ledger.${url.ledger}`)}
          onRemove={() => onChange({ ledger: undefined })}
        />
      ) : null}
      {url.isClosed ? (
        <Token
          name={t("gap.state")}
          value={t("gap.closed")}
          onRemove={() => onChange({ isClosed: undefined })}
        />
      ) : null}
      <AddFilter>
        <Menu.Label>{t("ledgers.ledger")}</Menu.Label>
        {ledgersOfGaps.map((one) => (
          <Menu.Item key={one} onClick={() => onChange({ ledger: one })}>
            {any(`ledger.${one}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("gap.state")}</Menu.Label>
        <Menu.Item onClick={() => onChange({ isClosed: undefined })}>{t("gap.open")}</Menu.Item>
        <Menu.Item onClick={() => onChange({ isClosed: true })}>{t("gap.closed")}</Menu.Item>
      </AddFilter>
    </div>
  );
}

function useColumns(isClosed: boolean, isOneCompany: boolean): Column<Gap>[] {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const sentence = useGapSentence();
  return [
    {
      id: "entry",
      head: t("entry.name"),
      width: "22%",
      cell: (row) => (
        <>
          <Go to="/ledgers/$ledger/$id" params={{ ledger: row.ledger, id: row.entryId }}>
            <LangText text={row.entryName} />
          </Go>
          <span className="sub small mute"> {any(`ledger.${row.ledger}`)}</span>
        </>
      ),
    },
    { id: "what", head: t("gap.what"), cell: (row) => sentence(row) },
    {
      id: "company",
      head: t("entry.company"),
      width: "18%",
      isWideOnly: true,
      cell: (row) =>
        isOneCompany ? (
          <LangText text={row.companyName} />
        ) : (
          <Go to="/ledgers/gaps" search={{ companyId: row.companyId }} title={t("gap.of")}>
            <LangText text={row.companyName} />
          </Go>
        ),
    },
    {
      id: "owner",
      head: t("entry.owner"),
      width: "12%",
      isWideOnly: true,
      cell: (row) =>
        row.ownerName ? (
          <LangText text={row.ownerName} />
        ) : (
          <span className="mute">{t("entryForm.nobody")}</span>
        ),
    },
    {
      id: "since",
      head: isClosed ? t("gap.closedAt") : t("gap.openedAt"),
      width: "110px",
      cell: (row) => format.momentDay(row.closedAt ?? row.openedAt),
    },
    isClosed
      ? {
          id: "because",
          head: t("gap.state"),
          width: "14%",
          isWideOnly: true,
          cell: (row) => (row.closedBecause ? t(`gap.because.${row.closedBecause}`) : ""),
        }
      : {
          id: "due",
          head: t("gap.dueAt"),
          width: "110px",
          isWideOnly: true,
          cell: (row) => (row.dueAt ? format.momentDay(row.dueAt) : <span className="mute">–</span>),
        },
  ];
}
