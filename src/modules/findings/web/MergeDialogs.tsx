// Two that are the same become one; what is not gone is opened again.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { findings } from "../contract.ts";
import { type Finding, refreshed } from "./finding.ts";

type Props = { finding: Finding; onClose: () => void };

export function ReopenDialog({ finding, onClose }: Props) {
  const t = useText();
  const reopen = useCommand(findings.reopenFinding, refreshed);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${finding.reference}: ${t("finding.do.reopen")}`}
      effect={t("finding.reopen.effect")}
      action={t("finding.do.reopen")}
      reason={{ label: t("finding.decide.reason") }}
      isBusy={reopen.isPending}
      error={<FormError error={reopen.error} />}
      onConfirm={(reason) =>
        reopen.mutate({ id: finding.id, reason, rowVersion: finding.rowVersion }, { onSuccess: onClose })
      }
    />
  );
}

export function MergeDialog({ finding, onClose }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [into, setInto] = useState("");
  const [reason, setReason] = useState("");
  const others = useOperation(
    findings.listFindings,
    { companyId: finding.companyId, limit: 20, ...(search.trim() ? { search: search.trim() } : {}) },
    { keep: true },
  );
  const merge = useCommand(findings.mergeFinding, refreshed);
  const rows = (others.data?.rows ?? []).filter((one) => one.id !== finding.id).slice(0, 8);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    merge.mutate(
      { id: finding.id, into, reason: reason.trim(), rowVersion: finding.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("finding.merge.title", { reference: finding.reference })}>
      <form className="form" onSubmit={submit}>
        <TextField
          label={t("finding.merge.find")}
          type="search"
          isOptional
          value={search}
          maxLength={100}
          onChange={setSearch}
        />
        <fieldset className="people" aria-label={t("finding.merge.into")}>
          <span className="label">{t("finding.merge.into")}</span>
          {rows.map((one) => (
            <label key={one.id} className="tick">
              <input type="radio" name="into" checked={into === one.id} onChange={() => setInto(one.id)} />
              <span>
                <span className="mono mute">{one.reference}</span> {one.title}
              </span>
            </label>
          ))}
          {others.data && rows.length === 0 ? <p className="soft">{t("finding.merge.none")}</p> : null}
        </fieldset>
        <TextArea label={t("change.reason")} value={reason} maxLength={1000} onChange={setReason} />
        <FormEnds
          error={merge.error}
          isBusy={merge.isPending}
          offBecause={
            into === ""
              ? t("forms.first", { field: t("finding.merge.into") })
              : reason.trim()
                ? null
                : t("dialog.reasonFirst")
          }
          onClose={onClose}
        >
          {t("finding.merge.do")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
