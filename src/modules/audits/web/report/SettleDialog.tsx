// Going through what the company sees differently: upheld, another verdict, or withdrawn.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../../contract.ts";
import { type Verdict, verdicts } from "../../visits/rules.ts";
import type { Settlement } from "../../report/rules.ts";
import { type Control, refreshedByReport, type Report } from "./report.ts";
import { useTitle } from "./words.tsx";

const acts = { upheld: "uphold", changed: "change", withdrawn: "withdraw" } as const;
type Props = { report: Report; one: Control };

export function SettleButtons({ report, one }: Props) {
  const t = useText();
  const [open, setOpen] = useState<Settlement | null>(null);
  const shown =
    report.state === "draft"
      ? (["changed", "withdrawn"] as const)
      : (["upheld", "changed", "withdrawn"] as const);
  return (
    <div className="row wrap">
      {shown.map((settlement, nth) => (
        <Button
          key={settlement}
          size="s"
          look={nth === 0 && one.settlement === null ? "accent" : "quiet"}
          onClick={() => setOpen(settlement)}
        >
          {t(`audits.report.${acts[settlement]}`)}
        </Button>
      ))}
      {open ? (
        <SettleDialog report={report} one={one} settlement={open} onClose={() => setOpen(null)} />
      ) : null}
    </div>
  );
}

type DialogProps = Props & { settlement: Settlement; onClose: () => void };

function SettleDialog({ report, one, settlement, onClose }: DialogProps) {
  const t = useText();
  const title = useTitle();
  const [verdict, setVerdict] = useState<Verdict | "">("");
  const [reason, setReason] = useState("");
  const settle = useCommand(audits.settleReply, refreshedByReport);
  const isChange = settlement === "changed";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    settle.mutate(
      {
        id: report.id,
        controlId: one.id,
        settlement,
        reason,
        rowVersion: report.rowVersion,
        ...(isChange && verdict ? { verdict } : {}),
      },
      { onSuccess: onClose },
    );
  };
  const off =
    isChange && !verdict
      ? t("audits.report.chooseVerdict")
      : settlement !== "upheld" && !reason.trim()
        ? t("dialog.reasonFirst")
        : null;
  return (
    <Dialog isOpen onClose={onClose} title={t(`audits.report.${acts[settlement]}`)} size="s">
      <form className="form" onSubmit={submit}>
        <p className="soft">
          {one.id} {title(one.title)}
        </p>
        {isChange ? (
          <SelectField
            label={t("audits.report.verdict")}
            value={verdict}
            emptyLabel="–"
            choices={verdicts
              .filter((value) => value !== one.verdict)
              .map((value) => ({ value, label: t(`verdict.${value}`) }))}
            onChange={setVerdict}
          />
        ) : null}
        <TextArea
          label={t("audits.report.reason")}
          isOptional={settlement === "upheld"}
          value={reason}
          maxLength={1000}
          onChange={setReason}
        />
        <FormEnds error={settle.error} isBusy={settle.isPending} offBecause={off} onClose={onClose}>
          {t(`audits.report.${acts[settlement]}`)}
        </FormEnds>
      </form>
    </Dialog>
  );
}
