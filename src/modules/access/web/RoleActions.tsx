// Ending a role made here, and whether giving a role takes two people.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { access } from "../contract.ts";
import type { Role } from "./role-acts.ts";
import { useNameOfRole } from "./words.ts";

type Props = { role: Role; onClose: () => void };

export function EndRole({ role, onClose }: Props) {
  const t = useText();
  const nameOf = useNameOfRole();
  const end = useCommand(access.endRole, [access.listRoles]);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("role.endTitle", { role: nameOf(role) })}
      effect={t("role.endEffect")}
      action={t("role.end")}
      isDanger
      reason={{ label: t("grant.reason") }}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={(reason) =>
        end.mutate(
          { id: role.id, reason: reason.slice(0, 500), rowVersion: role.rowVersion },
          { onSuccess: onClose },
        )
      }
    />
  );
}

export function MarkRole({ role, onClose }: Props) {
  const t = useText();
  const nameOf = useNameOfRole();
  const mark = useCommand(access.markRole, [access.listRoles]);
  const action = t(role.needsTwo ? "role.unmark" : "role.mark");
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("role.markTitle", { role: nameOf(role) })}
      effect={t(role.needsTwo ? "role.unmarkEffect" : "role.markEffect")}
      action={action}
      reason={{ label: t("grant.reason") }}
      isBusy={mark.isPending}
      error={<FormError error={mark.error} />}
      onConfirm={(reason) =>
        mark.mutate(
          { id: role.id, needsTwo: !role.needsTwo, reason: reason.slice(0, 500) },
          { onSuccess: onClose },
        )
      }
    />
  );
}
