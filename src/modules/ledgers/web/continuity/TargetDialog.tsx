// An important system: why it must run, how soon again, how much may be lost, how it is backed up and tested.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import type { importantLedgers } from "../../declared/gaps.ts";
import { useMinutes } from "./Measured.tsx";
import { MinutesField } from "./MinutesField.tsx";

export type Continuity = Output<typeof ledgers.getContinuity>;
export type Important = { ledger: (typeof importantLedgers)[number]; id: string; companyId: string };
export const continuityReads = [
  ledgers.getContinuity,
  ledgers.listContinuity,
  ledgers.countContinuity,
  ledgers.listGaps,
  ledgers.countGaps,
];

type Props = { of: Important; target: Continuity["target"]; onClose: () => void };

export function TargetDialog({ of, target, onClose }: Props) {
  const t = useText();
  const minutes = useMinutes();
  const [form, setForm] = useState({
    why: target?.why ?? "",
    rtoMinutes: target?.rtoMinutes ?? (null as number | null),
    rpoMinutes: target?.rpoMinutes ?? (null as number | null),
    backupMinutes: target?.backupMinutes ?? (null as number | null),
    backup: target?.backup ?? "",
    testMonths: target?.testMonths ?? (12 as number | null),
  });
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const save = useCommand(ledgers.setContinuity, continuityReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { rtoMinutes, rpoMinutes, testMonths, ...rest } = form;
    if (rtoMinutes === null || rpoMinutes === null || testMonths === null) return;
    save.mutate(
      {
        ledger: of.ledger,
        id: of.id,
        ...rest,
        rtoMinutes,
        rpoMinutes,
        testMonths,
        ...(target ? { rowVersion: target.rowVersion } : {}),
      },
      {
        onSuccess: () => {
          toast(t("continuity.set"));
          onClose();
        },
      },
    );
  };
  const isSparse =
    form.backupMinutes !== null && form.rpoMinutes !== null && form.backupMinutes > form.rpoMinutes;
  return (
    <Dialog isOpen onClose={onClose} title={t(target ? "continuity.change" : "continuity.name")}>
      <form className="form" onSubmit={submit}>
        <TextArea
          label={t("continuity.why")}
          value={form.why}
          maxLength={500}
          onChange={(why) => set({ why })}
        />
        <MinutesField
          label={t("continuity.rto")}
          value={form.rtoMinutes}
          onChange={(rtoMinutes) => set({ rtoMinutes })}
        />
        <MinutesField
          label={t("continuity.rpo")}
          value={form.rpoMinutes}
          onChange={(rpoMinutes) => set({ rpoMinutes })}
        />
        <MinutesField
          label={t("continuity.backupEvery")}
          value={form.backupMinutes}
          onChange={(backupMinutes) => set({ backupMinutes })}
        />
        {isSparse ? (
          <p className="note">
            {t("continuity.backupSparse", {
              every: minutes(form.backupMinutes ?? 0),
              rpo: minutes(form.rpoMinutes ?? 0),
            })}
          </p>
        ) : null}
        <TextField
          label={t("continuity.backup")}
          isOptional
          value={form.backup}
          maxLength={500}
          onChange={(backup) => set({ backup })}
        />
        <NumberField
          label={t("continuity.testEvery")}
          value={form.testMonths}
          onChange={(testMonths) => set({ testMonths })}
        />
        <FormEnds error={save.error} isBusy={save.isPending} offBecause={useMissing(form)} onClose={onClose}>
          {t("entryForm.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type Form = { why: string; rtoMinutes: number | null; rpoMinutes: number | null; testMonths: number | null };

function useMissing(form: Form): string | null {
  const t = useText();
  const first = (field: string) => t("forms.first", { field });
  if (!form.why.trim()) return first(t("continuity.why"));
  if (!form.rtoMinutes) return first(t("continuity.rto"));
  if (form.rpoMinutes === null) return first(t("continuity.rpo"));
  return form.testMonths ? null : first(t("continuity.testEvery"));
}
