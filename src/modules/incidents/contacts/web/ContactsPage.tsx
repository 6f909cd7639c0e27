// Whom to ring outside of the house: what was not looked at for half a year is said first.
import { useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { Page } from "#web/layout/Page.tsx";
import { useUrl } from "#web/navigation.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { ContactDialog } from "./ContactDialog.tsx";
import type { Contact } from "./contact.ts";
import "../../web/incidents.css";

const refreshed = [incidents.listIncidentContacts];

export default function ContactsPage() {
  const t = useText();
  const [url, set] = useUrl<{ search: string }>();
  const search = url.search ? { search: String(url.search) } : {};
  const read = useOperation(incidents.listIncidentContacts, { ...search, limit: 1 }, { keep: true });
  const pages = usePages<Contact>(incidents.listIncidentContacts, search);
  const [shown, show] = useState<Contact | "new" | null>(null);
  const [ending, setEnding] = useState<Contact | null>(null);
  const end = useCommand(incidents.endIncidentContact, refreshed);
  const check = useCommand(incidents.checkIncidentContact, refreshed);
  const columns = useColumns({
    onCheck: (row) => check.mutate({ id: row.id, rowVersion: row.rowVersion }),
    onChange: show,
    onEnd: setEnding,
  });
  const old = read.data?.old ?? 0;
  return (
    <Page
      title={old > 0 ? t("contacts.titleOld", { count: old }) : t("contacts.title")}
      crumbs={[{ label: t("incidents.crumb"), to: "/incidents" }, { label: t("contacts.title") }]}
      actions={
        read.data ? (
          <Button look="main" onClick={() => show("new")}>
            {t("contacts.add")}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t("contacts.lead")}</p>
      <div className="filters">
        <FindBox
          isOnKey
          label={t("list.find")}
          value={url.search ?? ""}
          onFind={(words) => set({ search: words || undefined } as never)}
        />
      </div>
      <FormError error={check.error} />
      <DataTable
        label={t("contacts.title")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState title={t(url.search ? "contacts.noneFit" : "contacts.none")}>
            {t("contacts.noneHelp")}
          </EmptyState>
        }
      />
      {shown && read.data ? (
        <ContactDialog
          contact={shown === "new" ? null : shown}
          units={read.data.units}
          recipients={read.data.recipients}
          onClose={() => show(null)}
        />
      ) : null}
      {ending ? (
        <ConfirmDialog
          isOpen
          isDanger
          onClose={() => setEnding(null)}
          title={ending.name}
          effect={t("contacts.endEffect")}
          action={t("contacts.end")}
          isBusy={end.isPending}
          error={<FormError error={end.error} />}
          onConfirm={() => end.mutate({ id: ending.id }, { onSuccess: () => setEnding(null) })}
        />
      ) : null}
    </Page>
  );
}

type Acts = {
  onCheck: (row: Contact) => void;
  onChange: (row: Contact) => void;
  onEnd: (row: Contact) => void;
};

function useColumns({ onCheck, onChange, onEnd }: Acts): Column<Contact>[] {
  const t = useText();
  const format = useFormat();
  const acts = (row: Contact) => (
    <span className="row wrap">
      <Button size="s" onClick={() => onCheck(row)}>
        {t("contacts.check")}
      </Button>
      <Button size="s" onClick={() => onChange(row)}>
        {t("contacts.change")}
      </Button>
      <Button size="s" look="quiet" onClick={() => onEnd(row)}>
        {t("contacts.end")}
      </Button>
    </span>
  );
  const reached = (row: Contact) => (
    <>
      {row.telephone ? (
        <a className="inc-tel" href={`tel:${row.telephone.replaceAll(/[^0-9+]/g, "")}`}>
          {row.telephone}
        </a>
      ) : null}
      {row.mail ? <span className="sub inc-sub">{row.mail}</span> : null}
      {row.portal ? <span className="sub inc-sub">{row.portal}</span> : null}
      {row.note ? (
        <span className="sub inc-sub">
          <LangText text={row.note} />
        </span>
      ) : null}
    </>
  );
  return [
    {
      id: "name",
      head: t("contacts.name"),
      cell: (row) => (
        <>
          <LangText text={row.name} />
          <span className="sub inc-sub">
            {t(`contacts.kind.${row.kind}`)} · <LangText text={row.unitName} />
          </span>
          {row.recipient ? <span className="sub inc-sub">{row.recipient}</span> : null}
          <span className="narrow-only">
            {reached(row)}
            {acts(row)}
          </span>
        </>
      ),
    },
    { id: "reached", head: t("contacts.reached"), width: "28%", isWideOnly: true, cell: reached },
    {
      id: "checked",
      head: t("contacts.checked"),
      width: "150px",
      cell: (row) => (
        <>
          <span className={row.isOld ? "inc-state open" : "inc-state"}>
            {format.day(row.checkedOn, "plain")}
          </span>
          {row.isOld ? <span className="sub inc-sub">{t("contacts.old")}</span> : null}
          <span className="sub inc-sub">{t("contacts.ownedBy", { name: row.ownerName })}</span>
        </>
      ),
    },
    { id: "do", head: "", width: "230px", isWideOnly: true, cell: acts },
  ];
}
