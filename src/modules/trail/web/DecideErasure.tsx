// The second person: approves or refuses what somebody else proposed. And the end of a rule, which one person may say.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { ConfirmDialog, Dialog } from "#web/ui/Dialog.tsx";
import { KeyValue } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { trail } from "../contract.ts";
import { type Erasure, whatOf } from "./erasure.ts";

const refreshes = [trail.listErasures];
type Props = { row: Erasure; onClose: () => void };

export function Decide({ row, onClose }: Props) {
  const t = useText();
  const format = useFormat();
  const [reason, setReason] = useState("");
  const decide = useCommand(trail.decideErasure, refreshes);
  const send = (decision: "approved" | "refused") =>
    decide.mutate(
      { id: row.id, decision, ...(reason.trim() ? { reason: reason.trim() } : {}) },
      { onSuccess: onClose },
    );
  const isRule = row.kind === "rule";
  return (
    <Dialog isOpen onClose={onClose} title={whatOf(row, t, format)}>
      <div className="form">
        <KeyValue
          look="wide"
          rows={[
            [t("trail.erase.proposedBy"), row.proposedBy ? format.person(row.proposedBy) : ""],
            [t("trail.erase.ground"), t(`trail.ground.${row.ground}`)],
            [t("trail.erase.reason"), <Written key="reason" text={row.reason} />],
          ]}
        />
        <p>
          {isRule ? t("trail.erase.approveRuleEffect", { years: row.years }) : t("trail.erase.approveEffect")}
        </p>
        {row.kind === "person" ? <p className="soft">{t("trail.erase.outside")}</p> : null}
        <TextArea
          label={t("trail.erase.reason")}
          isOptional
          value={reason}
          maxLength={2000}
          onChange={setReason}
        />
        <FormError error={decide.error} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button isBusy={decide.isPending} onClick={() => send("refused")}>
            {t("trail.erase.refuse")}
          </Button>
          <Button look="danger" isBusy={decide.isPending} onClick={() => send("approved")}>
            {t(isRule ? "trail.erase.approveRule" : "trail.erase.approve")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function EndRule({ row, onClose }: Props) {
  const t = useText();
  const end = useCommand(trail.endRetention, refreshes);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t("trail.erase.endRule")}
      effect={t("trail.erase.endEffect")}
      action={t("trail.erase.endRule")}
      isBusy={end.isPending}
      error={<FormError error={end.error} />}
      onConfirm={() => end.mutate({ id: row.id }, { onSuccess: onClose })}
    />
  );
}
