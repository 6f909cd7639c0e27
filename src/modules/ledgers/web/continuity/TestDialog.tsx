// A restore was tested: when, what came of it, how long it took and how much was lost, beside the target while one types.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { DateField, SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { type Outcome, outcomes } from "../../continuity/rules.ts";
import { type Proof, ProofField } from "../ProofField.tsx";
import { Measured } from "./Measured.tsx";
import { MinutesField } from "./MinutesField.tsx";
import { type Continuity, continuityReads, type Important } from "./TargetDialog.tsx";

type Props = { of: Important; target: NonNullable<Continuity["target"]>; onClose: () => void };

export function TestDialog({ of, target, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [form, setForm] = useState({
    testedOn: today,
    outcome: "restored" as Outcome,
    tookMinutes: null as number | null,
    lostMinutes: null as number | null,
    testedBy: "",
    remark: "",
  });
  const [proof, setProof] = useState<Proof | null>(null);
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const save = useCommand(ledgers.recordRestoreTest, continuityReads);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(
      { ledger: of.ledger, id: of.id, ...form, fileId: proof?.id ?? null },
      {
        onSuccess: ({ verdict }) => {
          toast(t("continuity.saved", { verdict: t(`continuity.verdict.${verdict}`) }));
          onClose();
        },
      },
    );
  };
  const first = (field: string) => t("forms.first", { field });
  const missing = !form.testedOn
    ? first(t("continuity.testedOn"))
    : form.outcome !== "restored"
      ? null
      : form.tookMinutes === null
        ? first(t("continuity.toRun"))
        : form.lostMinutes === null
          ? first(t("continuity.lost"))
          : null;
  return (
    <Dialog isOpen onClose={onClose} title={t("continuity.test")}>
      <form className="form" onSubmit={submit}>
        <div className="pair">
          <DateField
            label={t("continuity.testedOn")}
            value={form.testedOn}
            onChange={(testedOn) => set({ testedOn })}
          />
          <SelectField
            label={t("continuity.outcome")}
            value={form.outcome}
            choices={outcomes.map((one) => ({ value: one, label: t(`continuity.outcome.${one}`) }))}
            onChange={(outcome) => set({ outcome: outcome as Outcome })}
          />
        </div>
        <MinutesField
          label={t("continuity.toRun")}
          value={form.tookMinutes}
          onChange={(tookMinutes) => set({ tookMinutes })}
        />
        <MinutesField
          label={t("continuity.lost")}
          value={form.lostMinutes}
          onChange={(lostMinutes) => set({ lostMinutes })}
        />
        <div className="measures">
          <Measured label={t("continuity.toRun")} measured={form.tookMinutes} target={target.rtoMinutes} />
          <Measured label={t("continuity.lost")} measured={form.lostMinutes} target={target.rpoMinutes} />
        </div>
        <TextField
          label={t("continuity.testedBy")}
          isOptional
          value={form.testedBy}
          maxLength={200}
          onChange={(testedBy) => set({ testedBy })}
        />
        <TextArea
          label={t("continuity.remark")}
          isOptional
          value={form.remark}
          maxLength={1000}
          onChange={(remark) => set({ remark })}
        />
        <ProofField companyId={of.companyId} proof={proof} onChange={setProof} />
        <FormEnds error={save.error} isBusy={save.isPending} offBecause={missing} onClose={onClose}>
          {t("continuity.save")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
