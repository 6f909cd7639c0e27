// Something ends on a day, for a reason: what that does is said above the button.
import { type FormEvent, type ReactNode, useState } from "react";
import { FormError } from "../errors/ErrorState.tsx";
import { DateField, TextArea } from "./fields.tsx";
import { useSession } from "../session.ts";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";

type EndDialogProps = {
  title: string;
  /** What happens on that day, before it happens. */
  effect: (day: string) => ReactNode;
  dayLabel: string;
  dayHint?: string;
  /** The button names what it does and from when. */
  action: (day: string) => string;
  isBusy: boolean;
  error: Error | null;
  offBecause?: string | null;
  onEnd: (day: string, reason: string) => void;
  onClose: () => void;
};

export function EndDialog(props: EndDialogProps) {
  const { title, effect, dayLabel, dayHint, action, isBusy, error, offBecause, onEnd, onClose } = props;
  const t = useText();
  const format = useFormat();
  const session = useSession();
  const [day, setDay] = useState(session.today);
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onEnd(day, reason.trim());
  };
  const missing = day
    ? reason.trim()
      ? null
      : t("dialog.reasonFirst")
    : t("forms.first", { field: dayLabel });
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <form className="form" onSubmit={submit}>
        <DateField label={dayLabel} hint={dayHint} value={day} onChange={setDay} />
        <TextArea label={t("change.reason")} value={reason} maxLength={500} onChange={setReason} />
        <div className="soft">{effect(day)}</div>
        <FormError error={error} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button type="submit" look="danger" isBusy={isBusy} offBecause={offBecause ?? missing}>
            {action(day ? format.day(day, "plain") : "–")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
