import { useState } from "react";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import { CloseDialog, RenewDialog } from "./AccountDialogs.tsx";
import type { OutsidePerson } from "./rows.ts";

export function PeopleTable({ search, firmId }: { search: string; firmId?: string }) {
  const t = useText();
  const [doing, setDoing] = useState<{ what: "renew" | "close"; person: OutsidePerson } | null>(null);
  const pages = usePages<OutsidePerson>(engagements.listOutsidePeople, {
    ...(search ? { search } : {}),
    ...(firmId ? { firmId } : {}),
  });
  const close = () => setDoing(null);
  return (
    <>
      <DataTable
        label={t("outside.peopleList")}
        columns={useColumns((what, person) => setDoing({ what, person }))}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState icon="people" title={t("outside.peopleNone")}>
            {t("outside.peopleNoneHelp")}
          </EmptyState>
        }
      />
      {doing?.what === "renew" ? <RenewDialog person={doing.person} onClose={close} /> : null}
      {doing?.what === "close" ? <CloseDialog person={doing.person} onClose={close} /> : null}
    </>
  );
}

function useColumns(act: (what: "renew" | "close", person: OutsidePerson) => void): Column<OutsidePerson>[] {
  const t = useText();
  const format = useFormat();
  return [
    {
      id: "name",
      head: t("outside.person"),
      cell: (row) => (
        <>
          <LangText text={format.person(row)} /> <span className="mute">{row.email}</span>
          <span className="sub narrow-only">
            <LangText text={row.firmName} />
          </span>
        </>
      ),
    },
    {
      id: "firm",
      head: t("outside.firm"),
      isWideOnly: true,
      cell: (row) => <LangText text={row.firmName} />,
    },
    {
      id: "account",
      head: t("outside.account"),
      width: "110px",
      cell: (row) =>
        row.state === "active" ? t("outside.account.active") : <Tag>{t(`outside.account.${row.state}`)}</Tag>,
    },
    {
      id: "factor",
      head: t("outside.secondFactor"),
      isWideOnly: true,
      width: "140px",
      cell: (row) => t(row.hasSecondFactor ? "outside.secondFactorYes" : "outside.secondFactorNo"),
    },
    {
      id: "engagements",
      head: t("outside.engagements"),
      isNumber: true,
      isWideOnly: true,
      width: "120px",
      cell: (row) => format.number(row.engagements),
    },
    {
      id: "seen",
      head: t("outside.lastSignIn"),
      isWideOnly: true,
      width: "170px",
      cell: (row) => (row.lastSignInAt ? format.moment(row.lastSignInAt) : t("outside.never")),
    },
    {
      id: "act",
      head: t("outside.actions"),
      width: "80px",
      cell: (row) =>
        row.isMine && (row.state === "active" || row.state === "invited") ? (
          <ActionMenu
            label={`${t("outside.actions")}: ${format.person(row)}`}
            actions={[
              { label: t("outside.renew"), onClick: () => act("renew", row) },
              { label: t("outside.close"), isDanger: true, onClick: () => act("close", row) },
            ]}
          />
        ) : null,
    },
  ];
}
