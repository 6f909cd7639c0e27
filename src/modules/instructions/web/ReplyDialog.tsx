// A report in words with files: how far it is, or that it is done.
import { type FormEvent, useState } from "react";
import { duties } from "#modules/duties/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { uploadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Progress } from "#web/ui/states.tsx";
import { instructions } from "../contract.ts";
import { lackOfReport } from "../rules.ts";
import { type ReceivedRecord, refreshed } from "./rows.ts";

type File = { id: string; name: string };
type Props = { of: ReceivedRecord; isDone: boolean; onClose: () => void };

export function ReplyDialog({ of, isDone, onClose }: Props) {
  const t = useText();
  const [words, setWords] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const reply = useCommand(instructions.replyToInstruction, [
    ...refreshed,
    duties.getMyWork,
    duties.listMyDuties,
  ]);
  const { recipient, instruction } = of;
  const given = recipient.proofs + files.length;
  const lack = isDone
    ? lackOfReport(instruction.proof, {
        words,
        files: given,
        hasChildren: recipient.below > 0,
        areChildrenDone: recipient.below === recipient.belowDone,
      })
    : words.trim() === "" && files.length === 0
      ? "instruction.words_needed"
      : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reply.mutate(
      {
        id: recipient.id,
        words,
        fileIds: files.map((one) => one.id),
        isDone,
        rowVersion: recipient.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(isDone ? "instruction.reportDone" : "instruction.reportProgress")}
    >
      <form className="form" onSubmit={submit}>
        <p className="soft">
          {t(isDone ? `instruction.asks.${instruction.proof}` : "instruction.progressHelp")}
        </p>
        {recipient.below > recipient.belowDone && isDone ? (
          <p className="note warn">
            {t("instruction.earlier", { count: recipient.below - recipient.belowDone })}
          </p>
        ) : null}
        <TextArea label={t("instruction.words")} value={words} maxLength={4000} onChange={setWords} />
        <Files unitId={recipient.unitId} files={files} onChange={setFiles} />
        <FormEnds
          error={reply.error}
          isBusy={reply.isPending}
          offBecause={lack ? t(`errors.${lack}` as "errors.instruction.words_needed") : null}
          onClose={onClose}
        >
          {t(isDone ? "instruction.sayDone" : "instruction.sayProgress")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

type FilesProps = { unitId: string; files: File[]; onChange: (files: File[]) => void };

function Files({ unitId, files, onChange }: FilesProps) {
  const t = useText();
  const [share, setShare] = useState<number | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const take = ([file]: globalThis.File[]) => {
    if (!file) return;
    setFailed(null);
    setShare(0);
    uploadFile({ file, purpose: "instruction_proof", unitId }, { onProgress: setShare })
      .then((sent) => onChange([...files, sent]), setFailed)
      .finally(() => setShare(null));
  };
  return (
    <fieldset className="field" aria-label={t("instruction.files")}>
      <span className="label">{t("instruction.files")}</span>
      {files.map((file) => (
        <span className="row" key={file.id}>
          {file.name}
          <Button size="s" look="quiet" onClick={() => onChange(files.filter((one) => one.id !== file.id))}>
            {t("instruction.dropFile")}
          </Button>
        </span>
      ))}
      {share === null ? (
        <FileDrop accept=".pdf,.docx,.xlsx,.csv,.txt,image/*" isSmall onFiles={take}>
          {t("instruction.dropHere")}
        </FileDrop>
      ) : (
        <Progress done={Math.round(share * 100)} total={100} label={t("instruction.sending")} />
      )}
      <FormError error={failed} />
    </fieldset>
  );
}
