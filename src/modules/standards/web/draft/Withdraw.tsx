// Taking a control out: what the edition before has goes with a reason and comes back by one click; what is only here is asked about.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards } from "../../contract.ts";
import { draftReads, draftReadsAround } from "./reads.ts";

type Props = {
  id: string;
  controlId: string;
  rowVersion: number;
  isOfBefore: boolean;
  isStill: boolean;
  onRemoved: () => void;
};

export function Withdraw({ id, controlId, rowVersion, isOfBefore, isStill, onRemoved }: Props) {
  const t = useText();
  const [isAsked, ask] = useState(false);
  const [reason, setReason] = useState("");
  const remove = useCommand(standards.removeControl, draftReadsAround);
  const bringBack = useCommand(standards.bringBackControl, draftReads);
  const back = () =>
    bringBack.mutate(
      { id, controlId },
      { onSuccess: () => toast(t("draft.broughtBack", { control: controlId })) },
    );
  const take = (why: string | null) =>
    remove.mutate(
      { id, controlId, rowVersion, ...(why === null ? {} : { reason: why }) },
      {
        onSuccess: () => {
          ask(false);
          if (isOfBefore)
            toast(t("draft.removed", { control: controlId }), undefined, {
              undo: { label: t("draft.bringBack"), run: back },
            });
          else toast(t("draft.removedNew", { control: controlId }));
          onRemoved();
        },
      },
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    take(reason.trim());
  };
  return (
    <>
      <Button size="s" offBecause={isStill ? t("draft.still") : null} onClick={() => ask(true)}>
        {t(isOfBefore ? "draft.remove" : "draft.removeNewDo")}
      </Button>
      {isOfBefore ? (
        <Dialog
          isOpen={isAsked}
          onClose={() => ask(false)}
          title={t("draft.withdraw", { control: controlId })}
        >
          <form className="form" onSubmit={submit}>
            <p className="soft">{t("draft.becomes.withdrawn")}</p>
            <TextArea
              label={t("draft.goneReason")}
              hint={t("draft.goneHint")}
              value={reason}
              maxLength={1000}
              onChange={setReason}
            />
            <FormEnds
              error={remove.error}
              isBusy={remove.isPending}
              offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
              onClose={() => ask(false)}
            >
              {t("draft.remove")}
            </FormEnds>
          </form>
        </Dialog>
      ) : (
        <ConfirmDialog
          isOpen={isAsked}
          onClose={() => ask(false)}
          title={t("draft.removeNew", { control: controlId })}
          effect={t("draft.removeNewEffect")}
          action={t("draft.removeNewDo")}
          isDanger
          isBusy={remove.isPending}
          error={<FormError error={remove.error} />}
          onConfirm={() => take(null)}
        />
      )}
    </>
  );
}
