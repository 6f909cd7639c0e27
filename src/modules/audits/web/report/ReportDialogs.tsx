// Sending a draft, and making a report final: both say what follows before it does.
import { type FormEvent, useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { findings } from "#modules/findings/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../../contract.ts";
import { daysToReply, isReplyAwaited, isUnsettled } from "../../report/rules.ts";
import { isShort, refreshedByReport, type Report, type Whole } from "./report.ts";

export function SendDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const [replyBy, setReplyBy] = useState(addDays(today, daysToReply));
  const send = useCommand(audits.sendReport, refreshedByReport);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(
      { id: report.id, replyBy, rowVersion: report.rowVersion },
      { onSuccess: () => toast(t("audits.report.sent")) },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.report.send")} size="s">
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("audits.report.sendHelp")}</p>
        <DateField label={t("audits.report.replyBy")} value={replyBy} onChange={setReplyBy} />
        <FormEnds
          error={send.error}
          isBusy={send.isPending}
          offBecause={replyBy ? null : t("form.notADay")}
          onClose={onClose}
        >
          {t("audits.report.send")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

export function FinishBar({ whole, report }: { whole: Whole; report: Report }) {
  const t = useText();
  const format = useFormat();
  const { today } = useSession();
  const [isOpen, setOpen] = useState(false);
  const finish = useCommand(audits.finishReport, [...refreshedByReport, findings.listFindings]);
  const open = report.controls.filter(isUnsettled).length;
  const off = !whole.can.lead
    ? t("audits.report.leadOnly")
    : isReplyAwaited(report, today)
      ? t("audits.report.awaited", { day: format.day(report.replyBy ?? today, "plain") })
      : open > 0
        ? t("audits.report.unsettled", { count: open })
        : null;
  return (
    <div className="row">
      <Button look="main" offBecause={off} onClick={() => setOpen(true)}>
        {t("audits.report.finish")}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        title={t("audits.report.finish")}
        effect={t("audits.report.finishHelp", {
          count: report.controls.filter(isShort).length,
          result: t(`result.${report.result ?? "not_known"}`),
        })}
        action={t("audits.report.finish")}
        isBusy={finish.isPending}
        error={<FormError error={finish.error} />}
        onClose={() => setOpen(false)}
        onConfirm={() =>
          finish.mutate(
            { id: report.id, rowVersion: report.rowVersion },
            { onSuccess: () => toast(t("audits.report.finished")) },
          )
        }
      />
    </div>
  );
}
