// A notice that was given before its approval, for whoever was to approve it.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { type Row, refreshed } from "./notice.ts";
import { ProofList } from "./ProofList.tsx";

export function SeeAheadDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const t = useText();
  const notice = useOperation(incidents.getNotice, { id: row.id });
  const [said, setSaid] = useState("");
  const see = useCommand(incidents.seeGivenAhead, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    see.mutate({ id: row.id, said: said.trim(), rowVersion: row.rowVersion }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("notice.ahead.title", { name: row.name })}>
      <form className="form" onSubmit={submit}>
        {notice.data ? <ProofList notice={notice.data} /> : <Loading rows={3} />}
        <TextArea label={t("notice.see.said")} isOptional value={said} maxLength={2000} onChange={setSaid} />
        <FormEnds error={see.error} isBusy={see.isPending} offBecause={null} onClose={onClose}>
          {t("notice.ahead.do")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
