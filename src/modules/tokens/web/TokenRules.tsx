// What the group allows access tokens at most; it holds for those that exist, too.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { TextArea, Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Loading } from "#web/ui/states.tsx";
import { tokens } from "../contract.ts";

type Rules = Output<typeof tokens.getTokenRules>;

export function TokenRules({ onClose }: { onClose: () => void }) {
  const t = useText();
  const rules = useOperation(tokens.getTokenRules, {});
  return (
    <Dialog isOpen onClose={onClose} title={t("token.rules")}>
      {rules.data ? <RulesForm rules={rules.data} onClose={onClose} /> : <Loading rows={4} />}
    </Dialog>
  );
}

function RulesForm({ rules, onClose }: { rules: Rules; onClose: () => void }) {
  const t = useText();
  const change = useCommand(tokens.changeTokenRules, [tokens.getTokenRules, tokens.getTokenOffer]);
  const [form, setForm] = useState({ ...rules, reason: "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(form, { onSuccess: onClose });
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t("token.rulesHelp")}</p>
      <Tick
        label={t("token.areAllowed")}
        isOn={form.areAllowed}
        onChange={(areAllowed) => setForm({ ...form, areAllowed })}
      />
      <Tick
        label={t("token.mayWrite")}
        isOn={form.mayWrite}
        isDisabled={!form.areAllowed}
        onChange={(mayWrite) => setForm({ ...form, mayWrite })}
      />
      <NumberField
        label={t("token.longestDays")}
        value={form.longestDays}
        onChange={(longestDays) => setForm({ ...form, longestDays: longestDays ?? 365 })}
      />
      <TextArea
        label={t("token.reason")}
        value={form.reason}
        maxLength={500}
        onChange={(reason) => setForm({ ...form, reason })}
      />
      <FormEnds
        error={change.error}
        isBusy={change.isPending}
        offBecause={form.reason.trim() ? null : t("dialog.reasonFirst")}
        onClose={onClose}
      >
        {t("token.saveRules")}
      </FormEnds>
    </form>
  );
}
