// Not to notify: one person decides with a reason, another looks at it.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { LangText } from "#web/ui/small.tsx";
import { incidents } from "../../contract.ts";
import { type Row, refreshed } from "./notice.ts";

type Props = { row: Row; onClose: () => void };

export function OmitDialog({ row, onClose }: Props) {
  const t = useText();
  const [reason, setReason] = useState("");
  const [criteria, setCriteria] = useState("");
  const omit = useCommand(incidents.omitNotice, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    omit.mutate(
      { id: row.id, reason: reason.trim(), criteria: criteria.trim(), rowVersion: row.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("notice.omit.title", { name: row.name })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("notice.omit.effect")}</p>
        <TextArea label={t("notice.reason")} value={reason} maxLength={4000} onChange={setReason} />
        <TextArea
          label={t("notice.criteria")}
          hint={t("notice.criteriaHint")}
          value={criteria}
          maxLength={4000}
          onChange={setCriteria}
        />
        <FormEnds
          error={omit.error}
          isBusy={omit.isPending}
          offBecause={
            !reason.trim()
              ? t("dialog.reasonFirst")
              : criteria.trim()
                ? null
                : t("forms.first", { field: t("notice.criteria") })
          }
          onClose={onClose}
        >
          {t("notice.omit.do")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function SeeOmissionDialog({ row, onClose }: Props) {
  const t = useText();
  const [said, setSaid] = useState("");
  const see = useCommand(incidents.seeOmission, refreshed);
  const answer = (agrees: boolean) =>
    see.mutate({ id: row.id, agrees, said: said.trim(), rowVersion: row.rowVersion }, { onSuccess: onClose });
  return (
    <Dialog isOpen onClose={onClose} title={t("notice.see.title", { name: row.name })}>
      <div className="form">
        <p className="inc-words">
          <LangText text={row.omittedReason ?? ""} />
        </p>
        <TextArea label={t("notice.see.said")} isOptional value={said} maxLength={2000} onChange={setSaid} />
        <FormError error={see.error} />
        <div className="ends">
          <Button
            isBusy={see.isPending}
            offBecause={said.trim() ? null : t("forms.first", { field: t("notice.see.said") })}
            onClick={() => answer(false)}
          >
            {t("notice.see.refuse")}
          </Button>
          <Button look="main" isBusy={see.isPending} onClick={() => answer(true)}>
            {t("notice.see.agree")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
