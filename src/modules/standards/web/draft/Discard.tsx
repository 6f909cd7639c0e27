// Throwing a draft away, with a reason; opinions given on it stay on record.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards } from "../../contract.ts";

export function Discard({ row, onClose }: { row: { id: string; edition: string }; onClose: () => void }) {
  const t = useText();
  const discard = useCommand(standards.discardDraft, [standards.listEditions]);
  return (
    <ConfirmDialog
      isOpen
      isDanger
      title={t("draft.discardTitle", { edition: row.edition })}
      effect={t("draft.discardEffect")}
      action={t("draft.discard")}
      reason={{ label: t("draft.discardReason") }}
      isBusy={discard.isPending}
      error={<FormError error={discard.error} />}
      onClose={onClose}
      onConfirm={(reason) =>
        discard.mutate(
          { id: row.id, reason },
          {
            onSuccess: () => {
              onClose();
              toast(t("draft.discarded", { edition: row.edition }));
            },
          },
        )
      }
    />
  );
}
