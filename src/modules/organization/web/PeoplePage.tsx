// The people of one's scope: found by name, mail or number, read page by page however many there are.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { Go, GoButton, useGo, useUrl } from "#web/navigation.tsx";
import { useMay, useSession } from "#web/session.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { SavedViews } from "#web/table/SavedViews.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { BulkBar } from "#web/ui/BulkBar.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { EndEmployments } from "./EndEmployments.tsx";

type Row = Output<typeof organization.listPeople>["rows"][number];

const viewNames = ["search", "companyId"];

export default function PeoplePage() {
  const t = useText();
  const go = useGo();
  const session = useSession();
  const format = useFormat();
  const mayImport = useMay("person.import");
  const mayManage = useMay("person.manage");
  const mayOrganize = useMay("organization.manage");
  const [leaving, setLeaving] = useState<{ personIds: string[]; clear: () => void } | null>(null);
  const [url, setUrl] = useUrl<{ search: string; companyId: string }>();
  const { search, companyId } = url;
  const pages = usePages<Row>(organization.listPeople, {
    ...(search ? { search } : {}),
    ...(companyId ? { companyId } : {}),
  });
  const company = companyId ? pages.data?.pages[0]?.rows[0]?.companyName : undefined;
  const bring = mayImport ? (
    <GoButton look="main" to="/imports" search={{ kind: "people" }}>
      {t("group.import")}
    </GoButton>
  ) : null;
  return (
    <Page
      title={t("rail.people")}
      crumbs={[
        { label: session.group.names[format.language] ?? session.group.name, to: "/group" },
        { label: t("rail.people") },
      ]}
      actions={
        <>
          <Exports {...(search ? { search } : {})} {...(companyId ? { companyId } : {})} />
          {mayOrganize && session.isGroupWide ? (
            <GoButton to="/imports" search={{ kind: "seats" }}>
              {t("people.seatsByList")}
            </GoButton>
          ) : null}
          {bring}
        </>
      }
    >
      <SavedViews list="people" names={viewNames} />
      <div className="filters">
        <FindBox
          isOnKey
          label={t("people.find")}
          value={search ?? ""}
          onFind={(words) => setUrl({ search: words })}
        />
        {companyId ? (
          <Token name={t("unit.company")} value={company ?? "…"} onRemove={() => setUrl({ companyId: "" })} />
        ) : null}
      </div>
      <DataTable
        label={t("rail.people")}
        columns={useColumns()}
        pages={pages}
        keyOfRow={(row) => row.id}
        onOpen={(row) => go({ to: "/people/$id", params: { id: row.id } })}
        bulk={
          mayManage
            ? (rows, clear) => (
                <BulkBar title={t("people.selected", { count: rows.length })} onClear={clear}>
                  <Button
                    onClick={() => setLeaving({ personIds: rows.slice(0, 500).map((row) => row.id), clear })}
                  >
                    {t("people.endAction")}
                  </Button>
                </BulkBar>
              )
            : undefined
        }
        empty={
          <EmptyState icon="people" title={t("people.none")} action={search ? null : bring}>
            {t("people.noneHelp")}
          </EmptyState>
        }
      />
      {leaving ? (
        <EndEmployments
          personIds={leaving.personIds}
          onClose={() => setLeaving(null)}
          onEnded={() => {
            leaving.clear();
            setLeaving(null);
          }}
        />
      ) : null}
    </Page>
  );
}

function Exports(filter: { search?: string; companyId?: string }) {
  const t = useText();
  const [problem, setProblem] = useState<Error | null>(null);
  const save = (format: "csv" | "xlsx") =>
    void download(`/people/export?${new URLSearchParams({ format, ...filter })}`).catch(setProblem);
  return (
    <>
      <FormError error={problem} />
      <Button icon="download" onClick={() => save("csv")}>
        CSV
      </Button>
      <Button icon="download" onClick={() => save("xlsx")}>
        {t("companies.excel")}
      </Button>
    </>
  );
}

function useColumns(): Column<Row>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "code",
      head: t("people.code"),
      width: "120px",
      isWideOnly: true,
      cell: (row) => <span className="mono mute">{row.code ?? ""}</span>,
    },
    {
      id: "name",
      head: t("people.name"),
      cell: (row) => (
        <Go to="/people/$id" params={{ id: row.id }}>
          <LangText text={format.person(row)} />
        </Go>
      ),
    },
    { id: "company", head: t("unit.company"), cell: (row) => <LangText text={row.companyName} /> },
    {
      id: "title",
      head: t("people.titleColumn"),
      isWideOnly: true,
      cell: (row) => (row.title ? <LangText text={row.title} /> : "–"),
    },
    {
      id: "employment",
      head: t("people.employment"),
      cell: (row) => (row.employment ? t(`employment.${row.employment}`) : "–"),
    },
    { id: "email", head: t("people.email"), isWideOnly: true, cell: (row) => row.email ?? "–" },
  ];
}
