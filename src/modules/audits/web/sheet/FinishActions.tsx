import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../../contract.ts";
import { countsOf, type Sheet } from "./counts.ts";

const refreshed = [audits.getAuditSheet, audits.getVisit];

export function FinishActions({ sheet }: { sheet: Sheet }) {
  const t = useText();
  // Which of the two was asked for: while one is on its way the sheet already shows the other.
  const [asked, ask] = useState<"finish" | "reopen" | null>(null);
  const close = () => ask(null);
  if (sheet.finishedAt)
    return sheet.can.reopen ? (
      <>
        <Button onClick={() => ask("reopen")}>{t("audits.sheet.reopen")}</Button>
        {asked === "reopen" ? <ReopenDialog sheet={sheet} onClose={close} /> : null}
      </>
    ) : null;
  const offBecause = sheet.can.conduct
    ? sheet.conflicts.length > 0
      ? t("audits.sheet.toDecide", { count: sheet.conflicts.length })
      : null
    : t("errors.audit.not_on_team");
  return (
    <>
      <Button look="main" offBecause={offBecause} onClick={() => ask("finish")}>
        {t("audits.sheet.finish")}
      </Button>
      {asked === "finish" ? <FinishDialog sheet={sheet} onClose={close} /> : null}
    </>
  );
}

type Props = { sheet: Sheet; onClose: () => void };

function FinishDialog({ sheet, onClose }: Props) {
  const t = useText();
  const [reason, setReason] = useState("");
  const finish = useCommand(audits.finishSheet, refreshed);
  const { checks, done } = countsOf(sheet);
  const open = checks - done;
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.sheet.finish")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          finish.mutate(
            {
              id: sheet.visitId,
              rowVersion: sheet.rowVersion,
              ...(reason.trim() ? { reason: reason.trim() } : {}),
            },
            { onSuccess: onClose },
          );
        }}
      >
        <p>{open === 0 ? t("audits.sheet.finishHelp") : t("audits.sheet.finishOpen", { count: open })}</p>
        {open > 0 ? <ReasonField isRequired value={reason} onChange={setReason} /> : null}
        <FormEnds
          error={finish.error}
          isBusy={finish.isPending}
          offBecause={open > 0 && !reason.trim() ? t("dialog.reasonFirst") : null}
          onClose={onClose}
        >
          {t("audits.sheet.finish")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

function ReopenDialog({ sheet, onClose }: Props) {
  const t = useText();
  const [reason, setReason] = useState("");
  const reopen = useCommand(audits.reopenSheet, refreshed);
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.sheet.reopen")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          reopen.mutate(
            { id: sheet.visitId, reason: reason.trim(), rowVersion: sheet.rowVersion },
            { onSuccess: onClose },
          );
        }}
      >
        <ReasonField isRequired value={reason} onChange={setReason} />
        <FormEnds
          error={reopen.error}
          isBusy={reopen.isPending}
          offBecause={reason.trim() ? null : t("dialog.reasonFirst")}
          onClose={onClose}
        >
          {t("audits.sheet.reopen")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
