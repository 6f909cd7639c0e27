// Letting somebody from outside begin anew, and closing their account.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { engagements } from "../contract.ts";
import { LinkToHandOver } from "./LinkToHandOver.tsx";
import type { OutsidePerson } from "./rows.ts";

type Props = { person: OutsidePerson; onClose: () => void };

export function RenewDialog({ person, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const [token, setToken] = useState<string | null>(null);
  const renew = useCommand(engagements.renewOutsideAccess, [engagements.listOutsidePeople]);
  const title = t("outside.renewTitle", { name: format.person(person) });
  if (token !== null)
    return (
      <Dialog isOpen onClose={onClose} title={title}>
        <LinkToHandOver token={token} onClose={onClose} />
      </Dialog>
    );
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={title}
      effect={t("outside.renewEffect")}
      action={t("outside.renew")}
      reason={{ label: t("outside.reason") }}
      isBusy={renew.isPending}
      error={<FormError error={renew.error} />}
      onConfirm={(reason) =>
        renew.mutate(
          { id: person.id, reason: reason.slice(0, 500) },
          { onSuccess: (made) => setToken(made.invitationToken) },
        )
      }
    />
  );
}

export function CloseDialog({ person, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const close = useCommand(engagements.closeOutsideAccount, [engagements.listOutsidePeople]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("outside.closeTitle", { name: format.person(person) })}
      effect={t("outside.closeEffect")}
      action={t("outside.close")}
      isDanger
      reason={{ label: t("outside.reason") }}
      isBusy={close.isPending}
      error={<FormError error={close.error} />}
      onConfirm={(reason) =>
        close.mutate({ id: person.id, reason: reason.slice(0, 500) }, { onSuccess: onClose })
      }
    />
  );
}
