import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import { type Notice, refreshed } from "./notice.ts";
import { leaves } from "./ReachPanel.tsx";

/** Says how many get it before it leaves: it cannot be taken back. */
export function SendDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useText();
  const send = useCommand(incidents.sendNotice, refreshed);
  const n = notice.handedN ?? 1;
  const count = notice.reach.filter(leaves).length;
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("notice.send.title", { name: notice.name })}
      effect={t(notice.isExercise ? "notice.send.effectExercise" : "notice.send.effect", { n, count })}
      action={t("notice.send.do", { count })}
      isBusy={send.isPending}
      error={<FormError error={send.error} />}
      onConfirm={() =>
        send.mutate(
          { id: notice.id, rowVersion: notice.rowVersion },
          {
            onSuccess: () => {
              toast(t("notice.send.done"));
              onClose();
            },
          },
        )
      }
    />
  );
}
