// Throwing a draft away that was never opened, with a reason for the trail.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useGo } from "#web/navigation.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { rounds } from "../contract.ts";
import type { Round } from "./opening.ts";

export function DiscardRound({ round }: { round: Round }) {
  const t = useText();
  const go = useGo();
  const [isAsking, ask] = useState(false);
  const discard = useCommand(rounds.discardRound, [rounds.listRounds, rounds.proposeRound]);
  return (
    <>
      <Button onClick={() => ask(true)}>{t("round.discard")}</Button>
      <ConfirmDialog
        isOpen={isAsking}
        isDanger
        onClose={() => ask(false)}
        title={t("round.discardTitle", { name: round.name })}
        effect={t("round.discardEffect")}
        action={t("round.discard")}
        reason={{ label: t("round.discardReason") }}
        isBusy={discard.isPending}
        error={<FormError error={discard.error} />}
        onConfirm={(reason) =>
          discard.mutate(
            { id: round.id, rowVersion: round.rowVersion, reason },
            {
              onSuccess: () => {
                toast(t("round.discarded", { name: round.name }));
                go({ to: "/rounds" }, { replace: true });
              },
            },
          )
        }
      />
    </>
  );
}
