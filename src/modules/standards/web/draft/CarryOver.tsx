// What becomes of the answers that companies gave to this control, or to those it came from, under the edition before.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Segmented } from "#web/ui/choices.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { standards } from "../../contract.ts";
import { type Draft, draftReads } from "./reads.ts";

type Read = Output<typeof standards.getDraftControl>;
type Props = { id: string; draft: Draft; read: Read; isStill: boolean };

export function CarryOver({ id, draft, read, isStill }: Props) {
  const t = useText();
  const controlId = read.control.id;
  const others = read.fromIds.filter((one) => one !== controlId || read.fromIds.length > 1);
  const [from, setFrom] = useState(others.join(", "));
  const [carry, setCarry] = useState(read.carry);
  const [reason, setReason] = useState(read.reason ?? "");
  const save = useCommand(standards.saveCarryOver, draftReads);
  const fromIds = from
    .normalize("NFKC")
    .split(/[,;、\s]+/)
    .filter(Boolean);
  const isSettled = read.change === "unchanged" || (read.change === "new" && fromIds.length === 0);
  const may = fromIds.length > 1 ? read.choices.filter((one) => one !== "propose") : read.choices;
  const isReasoned = carry !== "propose" || reason.trim() !== "";
  return (
    <div className="draft-part">
      <h3>{t("draft.answersOf", { edition: draft.previous?.edition ?? "" })}</h3>
      <p className="soft">{t(`draft.becomes.${read.change}`)}</p>
      <div className="draft-facts">
        <TextField
          label={t("draft.from")}
          hint={t("draft.fromHint")}
          isOptional
          isCode
          isDisabled={isStill}
          value={from}
          onChange={setFrom}
        />
      </div>
      {isSettled ? null : (
        <>
          <Segmented
            label={t("draft.carry")}
            value={carry ?? ("" as "show")}
            choices={(read.change === "new" ? (["show", "none"] as const) : may).map((value) => ({
              value,
              label: t(`carry.${value}`),
            }))}
            onChange={setCarry}
          />
          {carry === "propose" ? (
            <TextArea label={t("draft.sameReason")} value={reason} maxLength={1000} onChange={setReason} />
          ) : null}
        </>
      )}
      <FormError error={save.error} />
      <div className="row">
        <Button
          size="s"
          isBusy={save.isPending}
          offBecause={
            isStill
              ? t("draft.still")
              : !isSettled && !carry
                ? t("draft.chooseFirst")
                : isReasoned
                  ? null
                  : t("draft.whyFirst")
          }
          onClick={() =>
            save.mutate(
              {
                id,
                rules: [
                  { controlId, fromIds, carry: isSettled ? null : carry, reason: reason.trim() || null },
                ],
              },
              { onSuccess: () => toast(t("draft.decided", { control: controlId })) },
            )
          }
        >
          {t("draft.decideIt")}
        </Button>
      </div>
    </div>
  );
}
