// A rule was looked at: what came of it, and when it is looked at again.
import { type FormEvent, useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand } from "#web/api.ts";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import type { Rule } from "./rule.ts";

export function ReviewRuleDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const review = useCommand(ledgers.reviewRule, [ledgers.listRules, ledgers.countRules, ledgers.getEntry]);
  const [outcome, setOutcome] = useState<"kept" | "changed">("kept");
  const [remark, setRemark] = useState("");
  const [nextOn, setNextOn] = useState(addDays(today, 365));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    review.mutate(
      { id: rule.id, outcome, remark: remark.trim(), nextOn },
      {
        onSuccess: () => {
          toast(t("assetRule.reviewed"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={`${t("assetRule.review")}: ${rule.name}`}>
      <form className="form" onSubmit={submit}>
        <Segmented
          label={t("assetRule.outcome")}
          value={outcome}
          choices={(["kept", "changed"] as const).map((value) => ({ value, label: t(`assetRule.${value}`) }))}
          onChange={setOutcome}
        />
        <TextArea label={t("assetRule.remark")} value={remark} maxLength={1000} onChange={setRemark} />
        <DateField label={t("assetRule.nextOn")} value={nextOn} onChange={setNextOn} />
        <FormEnds error={review.error} isBusy={review.isPending} offBecause={null} onClose={onClose}>
          {t("assetRule.review")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
