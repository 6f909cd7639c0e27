// A rule of retention: values of some kinds of events go after so many years. It begins when a second person approves it.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Chips } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { trail } from "../contract.ts";
import { type Group, groups } from "../kinds/rules.ts";

export function ProposeRule({ onClose }: { onClose: () => void }) {
  const t = useText();
  const [chosen, choose] = useState<readonly Group[]>([]);
  const [years, setYears] = useState<number | null>(10);
  const [reason, setReason] = useState("");
  const propose = useCommand(trail.proposeRetention, [trail.listErasures]);
  const isLong = years !== null && years >= 1 && years <= 50;
  const send = (event: FormEvent) => {
    event.preventDefault();
    propose.mutate(
      { groups: [...chosen], years: years ?? 0, reason: reason.trim() },
      {
        onSuccess: () => {
          toast(t("trail.erase.sent"));
          onClose();
        },
      },
    );
  };
  const toggle = (group: Group) =>
    choose(chosen.includes(group) ? chosen.filter((one) => one !== group) : [...chosen, group]);
  return (
    <Dialog isOpen onClose={onClose} title={t("trail.erase.proposeRule")}>
      <form className="form" onSubmit={send}>
        <Chips<Group>
          label={t("trail.erase.kinds")}
          values={chosen}
          choices={groups.map((group) => ({ value: group, label: t(`trail.group.${group}`) }))}
          onToggle={toggle}
        />
        <NumberField
          label={t("trail.erase.years")}
          hint={t("trail.erase.yearsHint")}
          value={years}
          onChange={setYears}
        />
        <TextArea label={t("trail.erase.reason")} value={reason} maxLength={2000} onChange={setReason} />
        <FormEnds
          error={propose.error}
          isBusy={propose.isPending}
          offBecause={
            chosen.length === 0
              ? t("trail.erase.kindsFirst")
              : isLong
                ? reason.trim()
                  ? null
                  : t("dialog.reasonFirst")
                : t("trail.erase.yearsHint")
          }
          onClose={onClose}
        >
          {t("trail.erase.send")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
