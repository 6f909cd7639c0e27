// The last look before the list is applied: how much, from which day, and why when it reaches into the past.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea, Tick } from "#web/forms/fields.tsx";
import { useMay, useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Note } from "#web/ui/states.tsx";
import { imports } from "../contract.ts";
import type { Import } from "./one-import.ts";

type Choice = { rowNumber: number; verdict: string; isBackdated: boolean };

/** @param only the rows that were chosen; without them everything that can be applied is. */
export function ApplyDialog({ load, only, onClose }: { load: Import; only?: Choice[]; onClose: () => void }) {
  const t = useText();
  const session = useSession();
  const { counts } = load;
  const isOfYears = ["history", "audits", "findings", "plans"].includes(load.kind);
  const chosen = only?.filter((row) => row.verdict === "new" || row.verdict === "change");
  const added = chosen?.filter((row) => row.verdict === "new").length ?? counts.new;
  const changed = chosen ? chosen.length - added : counts.change;
  const count = chosen?.length ?? counts.open;
  const [from, setFrom] = useState(session.today);
  const [reason, setReason] = useState("");
  const [isSure, setSure] = useState(false);
  const [approves, setApproves] = useState(false);
  const mayApproveAny = useMay("plan.approve_any");
  const mayApproveHere = useMay("plan.approve");
  const mayApprove = load.kind === "plans" && (mayApproveAny || mayApproveHere);
  const apply = useCommand(imports.applyImport, [imports.getImport, imports.listImports]);
  const backdated = chosen ? chosen.filter((row) => row.isBackdated).length : counts.backdated;
  const isBackdated = load.kind !== "people" && (backdated > 0 || from < session.today);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.mutate(
      {
        id: load.id,
        from,
        rowVersion: load.rowVersion,
        ...(chosen ? { rowNumbers: chosen.map((row) => row.rowNumber) } : {}),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
        ...(isSure ? { confirmsLeaving: true } : {}),
        ...(approves && mayApprove ? { approves: true } : {}),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("import.applyTitle", { count })}>
      <form className="form" onSubmit={submit}>
        <p className="soft">
          {chosen
            ? t("import.applyEffectChosen", { added, changed })
            : t("import.applyEffect", {
                added,
                changed,
                wrong: counts.error + counts.conflict,
                count: counts.error + counts.conflict,
              })}
        </p>
        {isOfYears ? null : (
          <DateField
            label={t("import.applyFrom")}
            hint={t("import.applyFromHelp")}
            value={from}
            onChange={setFrom}
          />
        )}
        {counts.leaving > 0 ? (
          <>
            <Note kind="warn">
              {t("import.applyLeaving", { count: counts.leaving })}
              {counts.vacating > 0 ? ` ${t("import.applyVacating", { count: counts.vacating })}` : ""}
            </Note>
            <Tick label={t("import.applyLeavingSure")} isOn={isSure} onChange={setSure} />
          </>
        ) : null}
        {mayApprove ? (
          <Tick label={t("import.applyApproves")} isOn={approves} onChange={setApproves} />
        ) : null}
        {load.kind !== "people" ? (
          <TextArea
            label={t("import.applyReason")}
            {...(backdated > 0
              ? {
                  hint: t(isOfYears ? "import.historyCorrects" : "import.applyReasonBackdated", {
                    count: backdated,
                  }),
                }
              : {})}
            isOptional={!isBackdated}
            value={reason}
            onChange={setReason}
            maxLength={500}
          />
        ) : null}
        <FormEnds
          error={apply.error}
          isBusy={apply.isPending}
          offBecause={isBackdated && !reason.trim() ? t("dialog.reasonFirst") : null}
          onClose={onClose}
        >
          {t("import.apply", { count })}
        </FormEnds>
      </form>
    </Dialog>
  );
}
