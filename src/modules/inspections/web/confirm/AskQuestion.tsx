import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { inspections } from "../../contract.ts";
import { reviewing } from "../../review/contract.ts";

/** A question before one signs; it stands in the story, where the officer and the division read it. */
export function AskQuestion({ id }: { id: string }) {
  const t = useText();
  const [isOpen, open] = useState(false);
  const say = useCommand(inspections.say, [reviewing.listStory]);
  return (
    <>
      <Button onClick={() => open(true)}>{t("confirm.ask")}</Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => open(false)}
        title={t("confirm.ask")}
        effect={t("confirm.askEffect")}
        action={t("confirm.askSend")}
        reason={{ label: t("confirm.askWords") }}
        isBusy={say.isPending}
        error={<FormError error={say.error} />}
        onConfirm={(words) =>
          say.mutate(
            { id, body: words.slice(0, 4000), asksDivision: true },
            {
              onSuccess: () => {
                toast(t("confirm.asked"));
                open(false);
              },
            },
          )
        }
      />
    </>
  );
}
