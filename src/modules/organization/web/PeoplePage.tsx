import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Output } from "#core/contract.ts";
import { Page } from "#web/layout/Page.tsx";
import { useSession } from "#web/session.ts";
import { Register, usePages } from "#web/table/Register.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { langOf } from "#web/text/names.ts";
import { EmptyState, Lang } from "#web/ui/parts.tsx";
import { organization } from "../contract.ts";

type Row = Output<typeof organization.listPeople>["rows"][number];

export default function PeoplePage() {
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const navigate = useNavigate();
  const filter = useSearch({ strict: false }) as { search?: string; companyId?: string };
  const pages = usePages<Row>(organization.listPeople, filter);
  const columns = [
    {
      id: "name",
      head: t("people.name"),
      cell: (row: Row) => <Lang lang={langOf(row.familyName)}>{format.person(row)}</Lang>,
    },
    {
      id: "company",
      head: t("unit.company"),
      cell: (row: Row) => <Lang lang={langOf(row.companyName)}>{row.companyName}</Lang>,
    },
    { id: "title", head: t("people.titleColumn"), cell: (row: Row) => row.title ?? "–" },
    {
      id: "employment",
      head: t("people.employment"),
      cell: (row: Row) => (row.employment ? t(`employment.${row.employment}`) : "–"),
    },
    { id: "email", head: t("people.email"), cell: (row: Row) => row.email ?? "–" },
    {
      id: "code",
      head: t("people.code"),
      cell: (row: Row) => <span className="mono mute">{row.code ?? ""}</span>,
    },
  ];
  return (
    <Page title={t("rail.people")} crumbs={[{ label: session.group.name, to: "/group" }]}>
      <div className="tools">
        <input
          className="find"
          type="search"
          aria-label={t("people.find")}
          placeholder={t("people.find")}
          defaultValue={filter.search ?? ""}
          onChange={(event) =>
            void navigate({
              to: ".",
              replace: true,
              search: event.target.value ? { search: event.target.value } : {},
            } as never)
          }
        />
      </div>
      <section className="panel">
        <div className="body">
          <Register
            label={t("rail.people")}
            columns={columns}
            pages={pages}
            keyOfRow={(row) => row.id}
            empty={<EmptyState title={t("people.none")}>{t("people.noneHelp")}</EmptyState>}
          />
        </div>
      </section>
    </Page>
  );
}
