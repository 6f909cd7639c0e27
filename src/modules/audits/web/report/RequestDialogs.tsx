// Asking for documents, bringing one, asking again or withdrawing.
import { type FormEvent, useState } from "react";
import { addDays } from "#core/time/fiscal-year.ts";
import { useCommand } from "#web/api.ts";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, TextArea, TextField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { audits } from "../../contract.ts";
import { type Preparation, refreshedByWork, type Request } from "./report.ts";

type Line = { key: number; what: string; controlId: string; dueOn: string };
const daysToBring = 14;

/** Two weeks, and the day before one goes where that is earlier. */
function dayToBring({ beginsOn }: Preparation, today: string): string {
  const days = [addDays(today, daysToBring), ...(beginsOn ? [addDays(beginsOn, -1)] : [])];
  const first = days.toSorted()[0] ?? today;
  return first < today ? today : first;
}

export function AskDialog({ of, onClose }: { of: Preparation; onClose: () => void }) {
  const t = useText();
  const { today } = useSession();
  const blank = (key: number): Line => ({ key, what: "", controlId: "", dueOn: dayToBring(of, today) });
  const [lines, setLines] = useState<Line[]>([blank(0)]);
  const ask = useCommand(audits.askForDocuments, refreshedByWork);
  const set = (key: number, part: Partial<Line>) =>
    setLines(lines.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const said = lines.filter((one) => one.what.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(
      {
        id: of.visitId,
        requests: said.map(({ what, controlId, dueOn }) => ({
          what: what.trim(),
          dueOn,
          ...(controlId.trim() ? { controlId: controlId.trim() } : {}),
        })),
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.request.ask")} size="l">
      <form className="form wide" onSubmit={submit}>
        <p className="soft">{t("audits.request.askHelp")}</p>
        {lines.map((one) => (
          <div key={one.key} className="asked-line">
            <TextField
              label={t("audits.request.what")}
              value={one.what}
              maxLength={1000}
              onChange={(what) => set(one.key, { what })}
            />
            <DateField
              label={t("audits.request.dueOn")}
              value={one.dueOn}
              onChange={(dueOn) => set(one.key, { dueOn })}
            />
            <TextField
              label={t("audits.request.control")}
              isOptional
              isCode
              value={one.controlId}
              maxLength={40}
              onChange={(controlId) => set(one.key, { controlId })}
            />
          </div>
        ))}
        <div>
          <Button
            look="quiet"
            onClick={() => setLines([...lines, blank((lines.at(-1)?.key ?? 0) + 1)])}
            offBecause={lines.length >= 50 ? "50" : null}
          >
            {t("audits.agenda.add")}
          </Button>
        </div>
        <FormEnds
          error={ask.error}
          isBusy={ask.isPending}
          offBecause={
            said.length === 0 || said.some((one) => !one.dueOn) ? t("audits.request.whatFirst") : null
          }
          onClose={onClose}
        >
          {t("audits.request.ask")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type AnswerProps = { one: Request; companyId: string; onClose: () => void };

export function AnswerDialog({ one, companyId, onClose }: AnswerProps) {
  const t = useText();
  const [words, setWords] = useState("");
  const [files, setFiles] = useState<SentFile[]>([]);
  const answer = useCommand(audits.answerAuditRequest, refreshedByWork);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate(
      { id: one.id, words, fileIds: files.map((file) => file.id), rowVersion: one.rowVersion },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={one.what}>
      <form className="form" onSubmit={submit}>
        <FilesField
          purpose="audit_document"
          companyId={companyId}
          label={t("audits.request.files")}
          drop={t("audits.request.drop")}
          files={files}
          onChange={setFiles}
        />
        <TextArea
          label={t("audits.request.words")}
          isOptional
          value={words}
          maxLength={4000}
          onChange={setWords}
        />
        <FormEnds
          error={answer.error}
          isBusy={answer.isPending}
          offBecause={!words.trim() && files.length === 0 ? t("audits.request.wordsOrFiles") : null}
          onClose={onClose}
        >
          {t("audits.request.answer")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type JudgeProps = { one: Request; judgement: "asked_again" | "withdrawn"; onClose: () => void };

export function JudgeDialog({ one, judgement, onClose }: JudgeProps) {
  const t = useText();
  const { today } = useSession();
  const [words, setWords] = useState("");
  const [dueOn, setDueOn] = useState(one.dueOn > today ? one.dueOn : addDays(today, 7));
  const judge = useCommand(audits.judgeAuditRequest, refreshedByWork);
  const again = judgement === "asked_again";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    judge.mutate(
      { id: one.id, judgement, words, rowVersion: one.rowVersion, ...(again ? { dueOn } : {}) },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(again ? "audits.request.again" : "audits.request.withdraw")}
      size="s"
    >
      <form className="form" onSubmit={submit}>
        <p className="soft">{one.what}</p>
        <TextArea
          label={t("audits.report.reason")}
          isOptional={!again}
          value={words}
          maxLength={4000}
          onChange={setWords}
        />
        {again ? <DateField label={t("audits.request.dueOn")} value={dueOn} onChange={setDueOn} /> : null}
        <FormEnds
          error={judge.error}
          isBusy={judge.isPending}
          offBecause={again && (!words.trim() || !dueOn) ? t("dialog.reasonFirst") : null}
          onClose={onClose}
        >
          {t(again ? "audits.request.again" : "audits.request.withdraw")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
