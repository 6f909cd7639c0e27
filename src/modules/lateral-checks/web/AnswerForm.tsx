// The answer: one tap for whoever is not affected; for the others what is asked beside it, the entries in question, a day, a note, files.
import { useState } from "react";
import { duties } from "#modules/duties/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { DateField, TextArea } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button, ThumbZone } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { lateralChecks } from "../contract.ts";
import { type Answer, answers, lackOf } from "../rules.ts";
import { AnswerConflict, conflictOf } from "./AnswerConflict.tsx";
import { Entries, Questions, type Says } from "./AnswerParts.tsx";
import { type Asked, refreshed } from "./rows.ts";

type Props = { of: Asked; onDone: () => void };

export function AnswerForm({ of, onDone }: Props) {
  const t = useText();
  const { today } = useSession();
  const { member, check } = of;
  // What was read when one began: whoever answers meanwhile is not written over unseen.
  const [read] = useState(member.rowVersion);
  const [answer, setAnswer] = useState<Answer | null>(of.answer);
  const [fixedOn, setFixedOn] = useState(member.fixedOn ?? "");
  const [note, setNote] = useState(member.note);
  const [replies, setReplies] = useState<Record<string, string>>(
    Object.fromEntries(member.replies.map(({ id, value }) => [id, value])),
  );
  const [says, setSays] = useState<Says>(
    Object.fromEntries(of.entries.flatMap(({ entryId, says: said }) => (said ? [[entryId, said]] : []))),
  );
  const [files, setFiles] = useState<SentFile[]>([]);
  const [reason, setReason] = useState("");
  const send = useCommand(lateralChecks.answerLateralCheck, [
    ...refreshed,
    duties.getMyWork,
    duties.listMyDuties,
  ]);
  const said = (chosen: Answer) => ({
    answer: chosen,
    fixedOn: chosen === "fixed" ? fixedOn || null : null,
    replies: chosen === "not_affected" ? {} : replies,
    reason,
  });
  const submit = (chosen: Answer, rowVersion = read) => {
    const given = said(chosen);
    const isPlain = chosen === "not_affected";
    send.mutate(
      {
        id: member.id,
        answer: chosen,
        fixedOn: given.fixedOn,
        note,
        replies: Object.entries(given.replies).map(([id, value]) => ({ id, value })),
        entries: isPlain ? [] : Object.entries(says).map(([entryId, one]) => ({ entryId, says: one })),
        fileIds: files.map((file) => file.id),
        reason: reason.trim(),
        rowVersion,
      },
      {
        onSuccess: () => {
          toast(t("lateral.thanks"));
          onDone();
        },
      },
    );
  };
  const choose = (chosen: Answer) => {
    setAnswer(chosen);
    // One tap is the whole answer, unless a late correction has to say why.
    if (chosen === "not_affected" && !of.isReasonNeeded) submit(chosen);
  };
  const lack = answer
    ? lackOf(check.questions, said(answer), { today, isLateCorrection: of.isReasonNeeded })
    : "lateral_check.choose";
  const isConcerned = answer === "affected" || answer === "fixed";
  return (
    <>
      <Choice value={answer} isBusy={send.isPending} onChoose={choose} />
      {answer && (answer !== "not_affected" || of.isReasonNeeded) ? (
        <Panel title={t(`lateral.more.${answer}`)}>
          <div className="form">
            {answer === "fixed" ? (
              <DateField
                label={t("lateral.fixedOn")}
                hint={t("lateral.fixedOnHelp")}
                value={fixedOn}
                onChange={setFixedOn}
              />
            ) : null}
            {isConcerned ? <Questions of={check} replies={replies} onChange={setReplies} /> : null}
            {isConcerned ? (
              <Entries entries={of.entries} matched={member.matched} says={says} onChange={setSays} />
            ) : null}
            <TextArea label={t("lateral.note")} isOptional value={note} maxLength={2000} onChange={setNote} />
            {of.isReasonNeeded ? (
              <TextArea label={t("lateral.reason")} value={reason} maxLength={1000} onChange={setReason} />
            ) : null}
            {isConcerned ? (
              <FilesField
                purpose="lateral_proof"
                companyId={member.companyId}
                label={t("lateral.files")}
                drop={t("lateral.drop")}
                files={files}
                most={10}
                onChange={setFiles}
              />
            ) : null}
          </div>
        </Panel>
      ) : null}
      <FormError error={conflictOf(send.error) ? null : send.error} />
      {answer && (answer !== "not_affected" || of.isReasonNeeded) ? (
        <ThumbZone>
          <Button
            look="main"
            size="l"
            isBusy={send.isPending}
            offBecause={lack ? t(`errors.${lack}` as "errors.lateral_check.fixed_day") : null}
            onClick={() => submit(answer)}
          >
            {t("lateral.send", { answer: t(`lateral.standing.${answer}`) })}
          </Button>
        </ThumbZone>
      ) : null}
      <AnswerConflict
        error={send.error}
        onKeepMine={(rowVersion) => (answer ? submit(answer, rowVersion) : undefined)}
        onTakeTheirs={() => {
          send.reset();
          onDone();
        }}
      />
    </>
  );
}

type ChoiceProps = { value: Answer | null; isBusy: boolean; onChoose: (answer: Answer) => void };

/** The first question of every check: where the company stands. */
function Choice({ value, isBusy, onChoose }: ChoiceProps) {
  const t = useText();
  return (
    <section className="stack s">
      <h2>{t("lateral.stateQuestion")}</h2>
      <fieldset className="lateral-answers" aria-label={t("lateral.stateQuestion")} disabled={isBusy}>
        {[...answers].map((one) => (
          <button
            key={one}
            type="button"
            className={one}
            aria-pressed={one === value}
            onClick={() => onChoose(one)}
          >
            {t(`lateral.standing.${one}`)}
            <small>{t(`lateral.answerHelp.${one}`)}</small>
          </button>
        ))}
      </fieldset>
    </section>
  );
}
