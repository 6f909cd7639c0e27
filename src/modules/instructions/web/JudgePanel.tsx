// The issuer looks at a report: accepted, or sent back with a reason and a new day.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { instructions } from "../contract.ts";
import { backBy } from "./InstructionDialogs.tsx";
import { type ReceivedRecord, refreshed } from "./rows.ts";

export function JudgePanel({ of }: { of: ReceivedRecord }) {
  const t = useText();
  const any = useAnyText();
  const [isReturning, setReturning] = useState(false);
  const accept = useCommand(instructions.acceptReport, refreshed);
  const { can, recipient } = of;
  if (can.sendBack !== null) return null;
  return (
    <Panel title={t("instruction.judge")}>
      <p className="soft">{t("instruction.judgeHelp")}</p>
      <FormError error={accept.error} />
      <div className="row">
        <Button
          look="main"
          isBusy={accept.isPending}
          offBecause={can.accept ? any(`errors.${can.accept}`) : null}
          onClick={() => accept.mutate({ id: recipient.id, words: "", rowVersion: recipient.rowVersion })}
        >
          {t("instruction.accept")}
        </Button>
        <Button onClick={() => setReturning(true)}>{t("instruction.sendBack")}</Button>
      </div>
      {isReturning ? <ReturnDialog of={of} onClose={() => setReturning(false)} /> : null}
    </Panel>
  );
}

function ReturnDialog({ of, onClose }: { of: ReceivedRecord; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [words, setWords] = useState("");
  const [dueOn, setDueOn] = useState(backBy(today));
  const back = useCommand(instructions.returnReport, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    back.mutate(
      { id: of.recipient.id, words: words.trim(), dueOn, rowVersion: of.recipient.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("instruction.sendBack")}>
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("instruction.sendBackHelp")}</p>
        <TextArea label={t("instruction.lacks")} value={words} maxLength={4000} onChange={setWords} />
        <DateField label={t("instruction.dueOn")} value={dueOn} onChange={setDueOn} />
        <FormEnds
          error={back.error}
          isBusy={back.isPending}
          offBecause={
            words.trim() === "" ? t("dialog.reasonFirst") : dueOn ? null : t("instruction.daysFirst")
          }
          onClose={onClose}
        >
          {t("instruction.sendBack")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
