import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import type { Column } from "#web/table/columns.ts";
import { DataTable } from "#web/table/DataTable.tsx";
import { usePages } from "#web/table/usePages.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { LangText } from "#web/ui/small.tsx";
import { EmptyState } from "#web/ui/states.tsx";
import { engagements } from "../contract.ts";
import type { Engagement, OutsidePerson } from "./rows.ts";

/** Who is in an engagement. */
export function InvolvedTable({ of, mayChange }: { of: Engagement; mayChange: boolean }) {
  const t = useText();
  const format = useFormat();
  const [leaving, setLeaving] = useState<OutsidePerson | null>(null);
  const pages = usePages<OutsidePerson>(engagements.listOutsidePeople, { engagementId: of.id });
  const columns: Column<OutsidePerson>[] = [
    {
      id: "name",
      head: t("outside.person"),
      cell: (row) => (
        <>
          <LangText text={format.person(row)} /> <span className="mute">{row.email}</span>
        </>
      ),
    },
    {
      id: "account",
      head: t("outside.account"),
      width: "120px",
      cell: (row) => t(`outside.account.${row.state}`),
    },
    {
      id: "seen",
      head: t("outside.lastSignIn"),
      isWideOnly: true,
      width: "180px",
      cell: (row) => (row.lastSignInAt ? format.moment(row.lastSignInAt) : t("outside.never")),
    },
    ...(mayChange
      ? [
          {
            id: "out",
            head: t("outside.takeOut"),
            width: "120px",
            cell: (row: OutsidePerson) => (
              <Button size="s" onClick={() => setLeaving(row)}>
                {t("outside.takeOut")}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <DataTable
        label={t("outside.people")}
        columns={columns}
        pages={pages}
        keyOfRow={(row) => row.id}
        empty={
          <EmptyState icon="people" title={t("outside.nobody")}>
            {t("outside.nobodyHelp")}
          </EmptyState>
        }
      />
      {leaving ? <TakeOut of={of} person={leaving} onClose={() => setLeaving(null)} /> : null}
    </>
  );
}

function TakeOut({ of, person, onClose }: { of: Engagement; person: OutsidePerson; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const change = useCommand(engagements.changeEngagement, [
    engagements.getEngagement,
    engagements.listOutsidePeople,
  ]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("outside.takeOutTitle", { name: format.person(person) })}
      effect={t("outside.takeOutEffect")}
      action={t("outside.takeOut")}
      isDanger
      reason={{ label: t("outside.reason") }}
      isBusy={change.isPending}
      error={<FormError error={change.error} />}
      onConfirm={(reason) =>
        change.mutate(
          {
            id: of.id,
            removePersonIds: [person.id],
            reason: reason.slice(0, 500),
            rowVersion: of.rowVersion,
          },
          { onSuccess: onClose },
        )
      }
    />
  );
}
