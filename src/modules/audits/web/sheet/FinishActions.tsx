import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../../contract.ts";
import { Note } from "#web/ui/parts.tsx";
import { countsOf, isAllChecked, type Sheet } from "./counts.ts";
import { DeviceList } from "./Devices.tsx";

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
  return <Finish sheet={sheet} isAsked={asked === "finish"} onAsk={() => ask("finish")} onClose={close} />;
}

type FinishProps = { sheet: Sheet; isAsked: boolean; onAsk: () => void; onClose: () => void };

function Finish({ sheet, isAsked, onAsk, onClose }: FinishProps) {
  const t = useText();
  const holding = outOf(sheet).filter((one) => one.waiting > 0).length;
  const problem = () => {
    if (!sheet.can.conduct) return t("errors.audit.not_on_team");
    if (sheet.conflicts.length > 0) return t("audits.sheet.toDecide", { count: sheet.conflicts.length });
    return holding > 0 ? t("errors.audit.devices_out", { count: holding }) : null;
  };
  return (
    <>
      <Button look={isAllChecked(sheet) ? "main" : "outlined"} offBecause={problem()} onClick={onAsk}>
        {t("audits.sheet.finish")}
      </Button>
      {isAsked ? <FinishDialog sheet={sheet} onClose={onClose} /> : null}
    </>
  );
}

/** Of the devices that neither handed it back nor were revoked, those that may hold what nobody has heard of (finishing.ts). */
const outOf = ({ checkouts }: Sheet) =>
  checkouts.filter(
    (one) => one.state === "out" || (one.state === "over" && (one.waiting > 0 || one.lastSyncedAt === null)),
  );

type Props = { sheet: Sheet; onClose: () => void };

function FinishDialog({ sheet, onClose }: Props) {
  const t = useText();
  const [reason, setReason] = useState("");
  const finish = useCommand(audits.finishSheet, refreshed);
  const { checks, done } = countsOf(sheet);
  const open = checks - done;
  const along = outOf(sheet);
  const needsReason = open > 0 || along.length > 0;
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
              without: along.map((one) => one.id),
            },
            { onSuccess: onClose },
          );
        }}
      >
        <p>{open === 0 ? t("audits.sheet.finishHelp") : t("audits.sheet.finishOpen", { count: open })}</p>
        {along.length > 0 ? (
          <>
            <Note kind="warn">{t("audits.sheet.along", { count: along.length })}</Note>
            <DeviceList sheet={sheet} devices={along} />
          </>
        ) : null}
        {needsReason ? <ReasonField isRequired value={reason} onChange={setReason} /> : null}
        <FormEnds
          error={finish.error}
          isBusy={finish.isPending}
          offBecause={needsReason && !reason.trim() ? t("dialog.reasonFirst") : null}
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
