// A notice that no line of the table foresaw, or the correction of one that was sent.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { incidents } from "../../contract.ts";
import { audiences, channels, proofs } from "../rules.ts";
import { type Notice, refreshed } from "./notice.ts";

type Props = {
  incidentId: string;
  /** What it puts right. */
  corrects?: Pick<Notice, "id" | "name" | "audience" | "channel" | "proof" | "approvals">;
  onClose: () => void;
};

export function AddNoticeDialog({ incidentId, corrects, onClose }: Props) {
  const t = useText();
  const go = useGo();
  const [draft, setDraft] = useState({
    name: corrects?.name ?? "",
    audience: corrects?.audience ?? ("partners" as const),
    channel: corrects?.channel ?? ("mail" as const),
    proof: corrects?.proof ?? ("who_when" as const),
    hours: 24 as number | null,
    approvals: corrects?.approvals ?? 1,
    because: "",
  });
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const add = useCommand(incidents.addNotice, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      {
        ...draft,
        id: incidentId,
        name: draft.name.trim(),
        because: draft.because.trim(),
        hours: draft.hours ?? 24,
        correctsId: corrects?.id ?? null,
      },
      { onSuccess: ({ id }) => go({ to: "/incidents/notices/$id", params: { id } }) },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t(corrects ? "notices.addCorrection" : "notices.addTitle")}>
      <form className="form" onSubmit={submit}>
        <TextField
          label={t("notices.addName")}
          value={draft.name}
          maxLength={200}
          onChange={(name) => set({ name })}
        />
        <div className="two">
          <SelectField
            label={t("notice.to")}
            value={draft.audience}
            choices={audiences.map((value) => ({ value, label: t(`notice.audience.${value}`) }))}
            onChange={(audience) => set({ audience })}
          />
          <SelectField
            label={t("notice.prove.channel")}
            value={draft.channel}
            choices={channels.map((value) => ({ value, label: t(`notice.channel.${value}`) }))}
            onChange={(channel) => set({ channel })}
          />
          <NumberField
            label={t("notices.addHours")}
            value={draft.hours}
            onChange={(hours) => set({ hours })}
          />
          <SelectField
            label={t("noticeLine.approvals")}
            value={String(draft.approvals)}
            choices={["0", "1", "2"].map((value) => ({ value, label: value }))}
            onChange={(value) => set({ approvals: Number(value) })}
          />
        </div>
        <SelectField
          label={t("notice.proofs")}
          value={draft.proof}
          choices={proofs.map((value) => ({ value, label: t(`notice.proof.${value}`) }))}
          onChange={(proof) => set({ proof })}
        />
        <TextArea
          label={t("notices.addBecause")}
          value={draft.because}
          maxLength={1000}
          onChange={(because) => set({ because })}
        />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={
            !draft.name.trim()
              ? t("forms.first", { field: t("notices.addName") })
              : !draft.hours || draft.hours > 8784
                ? t("forms.first", { field: t("notices.addHours") })
                : draft.because.trim()
                  ? null
                  : t("dialog.reasonFirst")
          }
          onClose={onClose}
        >
          {t("notices.addDo")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
