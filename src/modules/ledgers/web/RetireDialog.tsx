// A thing is no longer there: since when, and what became of it.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { ledgers } from "../contract.ts";
import type { LedgerName } from "../declared/ledgers.ts";
import type { Entry } from "./entry.ts";

const refreshed = [
  ledgers.listEntries,
  ledgers.countEntries,
  ledgers.listLedgers,
  ledgers.getEntry,
  ledgers.listGaps,
  ledgers.listTransfers,
];

export function RetireDialog({
  ledger,
  entry,
  onClose,
}: {
  ledger: LedgerName;
  entry: Entry;
  onClose: () => void;
}) {
  const t = useText();
  const { today } = useSession();
  const [on, setOn] = useState(today);
  const [reason, setReason] = useState("");
  const retire = useCommand(ledgers.retireEntry, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    retire.mutate({ ledger, id: entry.id, on, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("retire.title", { number: entry.number })} size="s">
      <form className="form" onSubmit={submit}>
        <DateField label={t("retire.on")} value={on} onChange={setOn} />
        <TextArea label={t("retire.reason")} value={reason} maxLength={500} onChange={setReason} />
        <FormEnds
          error={retire.error}
          isBusy={retire.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("retire.do")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
