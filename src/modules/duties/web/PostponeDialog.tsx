// A later day with a reason: granted at once twice, from the third on the division decides.
import { useState } from "react";
import type { Operation, Output } from "#core/contract.ts";
import { addDays, daysBetween } from "#core/time/fiscal-year.ts";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { useForm } from "#web/forms/useForm.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { duties } from "../contract.ts";
import { dayIn, daysGrantedAtOnce, needsDivision } from "../rules.ts";

type Duty = Pick<
  Output<typeof duties.listMyDuties>["rows"][number],
  "id" | "dueAt" | "timeZone" | "postponedCount"
>;

type Props = {
  duty: Duty;
  /** What shows the duty's day or how often it moved, where the dialog stands: read anew, or the next act begins from a day that is over. */
  refreshes: readonly Operation[];
  onClose: () => void;
};

export function PostponeDialog({ duty, refreshes, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const day = dayIn(new Date(duty.dueAt), duty.timeZone);
  const form = useForm(duties.askPostponement, { toDay: addDays(day, 7), reason: "" });
  const [granted, setGranted] = useState<string | null>(null);
  const ask = useCommand(duties.askPostponement, [
    duties.listMyDuties,
    duties.getMyWork,
    duties.listPostponements,
    ...refreshes,
  ]);
  const nth = duty.postponedCount + 1;
  const isLong = needsDivision(1, daysBetween(day, form.values.toDay));
  const isForDivision = isLong || needsDivision(nth, 0);
  if (granted !== null)
    return (
      <Dialog isOpen onClose={onClose} title={t("duty.postpone")} size="s">
        <p className="note good">{granted}</p>
        <div className="ends">
          <Button onClick={onClose}>{t("action.close")}</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog isOpen onClose={onClose} title={t("duty.postpone")} size="s">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!form.isReady()) return;
          ask.mutate(
            { id: duty.id, ...form.values },
            {
              onError: form.refuse,
              onSuccess: (answer) =>
                setGranted(
                  answer.isAllowed
                    ? t("duty.postponed", { day: format.day(form.values.toDay) })
                    : t("duty.postponementSent"),
                ),
            },
          );
        }}
      >
        <p className={isForDivision ? "note warn" : "soft"}>
          {isLong
            ? t("duty.postponeLong", { days: daysGrantedAtOnce, day: format.day(day) })
            : t(isForDivision ? "duty.postponeThird" : "duty.postponeHelp", { nth, day: format.day(day) })}
        </p>
        <DateField
          label={t("duty.toDay")}
          value={form.values.toDay}
          error={form.errorOf("toDay")}
          onChange={(toDay) => form.set({ toDay })}
        />
        <TextArea
          label={t("duty.postponeReason")}
          value={form.values.reason}
          maxLength={1000}
          error={form.errorOf("reason")}
          onChange={(reason) => form.set({ reason })}
          onLeave={() => form.leave("reason")}
        />
        <FormEnds
          error={ask.error}
          isBusy={ask.isPending}
          offBecause={form.values.reason.trim() === "" ? t("dialog.reasonFirst") : null}
          onClose={onClose}
        >
          {isForDivision
            ? t("duty.askDivision")
            : t("duty.postponeTo", {
                day: form.values.toDay ? format.day(form.values.toDay, "short") : "",
              })}
        </FormEnds>
      </form>
    </Dialog>
  );
}
