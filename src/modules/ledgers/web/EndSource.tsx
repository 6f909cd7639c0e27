// A source that speaks no more: what it said is forgotten, its entries stay.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../contract.ts";
import type { Source } from "./source.ts";

export function EndSource({ source, onClose }: { source: Source; onClose: () => void }) {
  const t = useText();
  const end = useCommand(ledgers.endSource, [ledgers.listSources, ledgers.countSources]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${t("sources.end")}: ${source.name}`}
      effect={t("sources.endEffect", { count: source.named })}
      action={t("sources.end")}
      isDanger
      reason={{ label: t("assetRule.endReason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) =>
        end.mutate(
          { id: source.id, reason },
          {
            onSuccess: () => {
              toast(t("sources.ended"));
              onClose();
            },
          },
        )
      }
    />
  );
}
