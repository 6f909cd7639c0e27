// The second person's word on an emergency: given once, by somebody who did not take it.
import { useState } from "react";
import { duties } from "#modules/duties/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { emergencies } from "../contract.ts";
import type { Emergency } from "./parts.tsx";

export function JudgePanel({ of }: { of: Emergency }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  return (
    <Panel className="c6" title={t("emergency.judge")}>
      {of.verdict ? (
        <>
          <p>
            {t("emergency.judged", {
              verdict: t(`emergency.verdict.${of.verdict}`),
              name: of.reviewedByName ?? "",
              at: of.reviewedAt ? format.moment(of.reviewedAt) : "",
            })}
          </p>
          {of.reviewNote ? (
            <p>
              <Written text={of.reviewNote} />
            </p>
          ) : null}
        </>
      ) : of.can.review ? (
        <p className="soft">{any(`errors.${of.can.review}`)}</p>
      ) : (
        <Judging id={of.id} />
      )}
    </Panel>
  );
}

function Judging({ id }: { id: string }) {
  const t = useText();
  const review = useCommand(emergencies.reviewEmergency, [
    emergencies.getEmergency,
    emergencies.listEmergencies,
    duties.getMyWork,
    duties.listMyDuties,
  ]);
  const [note, setNote] = useState("");
  const say = (verdict: "justified" | "not_justified") =>
    review.mutate({ id, verdict, note: note.trim() || null });
  return (
    <div className="form">
      <p className="soft">{t("emergency.judgeHelp")}</p>
      <TextArea
        label={t("emergency.note")}
        hint={t("emergency.noteHelp")}
        isOptional
        value={note}
        maxLength={2000}
        onChange={setNote}
      />
      <FormError error={review.error} />
      <p className="row wrap">
        <Button look="main" isBusy={review.isPending} onClick={() => say("justified")}>
          {t("emergency.verdict.justified")}
        </Button>
        <Button
          isBusy={review.isPending}
          offBecause={note.trim() === "" ? t("errors.emergency.note_needed") : null}
          onClick={() => say("not_justified")}
        >
          {t("emergency.verdict.not_justified")}
        </Button>
      </p>
    </div>
  );
}
