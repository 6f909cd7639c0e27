// An entry is looked at whose uses are flagged: each is answered for, and the answer is kept.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Written } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { ledgers } from "../../contract.ts";
import { answersOfUse } from "../../declared/purposes.ts";
import type { Use } from "./UseDialog.tsx";

type Answer = { answer: (typeof answersOfUse)[number] | ""; remark: string };
type Props = { entryId: string; flagged: readonly Use[]; onClose: () => void };

const none: Answer = { answer: "", remark: "" };
export const reviewReads = [ledgers.getEntry, ledgers.listEntries, ledgers.listUses, ledgers.listLedgers];

export function ReviewDialog({ entryId, flagged, onClose }: Props) {
  const t = useText();
  const [said, setSaid] = useState<Record<string, Answer>>({});
  const review = useCommand(ledgers.reviewEntry, reviewReads);
  const of = (id: string) => said[id] ?? none;
  const set = (id: string, part: Partial<Answer>) =>
    setSaid((before) => ({ ...before, [id]: { ...(before[id] ?? none), ...part } }));
  const answers = flagged.flatMap(({ id }) => {
    const { answer, remark } = of(id);
    return answer === "" ? [] : [{ useId: id, answer, remark: remark.trim() }];
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    review.mutate(
      { ledger: "information", id: entryId, answers },
      {
        onSuccess: () => {
          toast(t("entryPage.reviewed"));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} size="l" title={t("reviewEntry.title", { count: flagged.length })}>
      <form className="form roomy" onSubmit={submit}>
        <p className="soft">{t("reviewEntry.help")}</p>
        {flagged.map((use) => (
          <fieldset key={use.id} className="flagged" aria-label={use.usedFor}>
            <p>
              <b>{use.userName}</b> <Written text={use.usedFor} />{" "}
              {use.lacks ? <span className="badge serious">{t(`use.lacks.${use.lacks}`)}</span> : null}
            </p>
            <div className="pair">
              <SelectField
                label={t("reviewEntry.answer")}
                value={of(use.id).answer}
                choices={[
                  { value: "", label: "–" },
                  ...answersOfUse.map((one) => ({ value: one, label: t(`use.answer.${one}`) })),
                ]}
                onChange={(answer) => set(use.id, { answer: answer as Answer["answer"] })}
              />
              <TextField
                label={t("reviewEntry.remark")}
                isOptional
                value={of(use.id).remark}
                maxLength={500}
                onChange={(remark) => set(use.id, { remark })}
              />
            </div>
          </fieldset>
        ))}
        <FormEnds
          error={review.error}
          isBusy={review.isPending}
          offBecause={
            answers.length < flagged.length ? t("forms.first", { field: t("reviewEntry.answer") }) : null
          }
          onClose={onClose}
        >
          {t("reviewEntry.do")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
