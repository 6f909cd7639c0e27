// The company's reply: what was found, one choice for each control, words and files where it sees it differently. Made for a phone first.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { TextArea } from "#web/forms/fields.tsx";
import { LeaveGuard } from "#web/layout/LeaveGuard.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button, ThumbZone } from "#web/ui/Button.tsx";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { Written } from "#web/ui/small.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../../contract.ts";
import { Photos } from "./Photos.tsx";
import { Facts, Figures, Others, Places } from "./ReadingView.tsx";
import { type Control, isShort, refreshedByReport, type Report, type Whole } from "./report.ts";
import { ControlHead, FileLinks } from "./words.tsx";

type Said = { agrees: boolean | null; words: string; files: SentFile[] };

export function ReplyView({ whole, report }: { whole: Whole; report: Report }) {
  const t = useText();
  const [said, setSaid] = useState<ReadonlyMap<string, Said>>(new Map());
  const [words, setWords] = useState(report.replyWords);
  const [files, setFiles] = useState<SentFile[]>([]);
  const [isAsking, setAsking] = useState(false);
  const reply = useCommand(audits.replyToReport, refreshedByReport);
  const of = (one: Control): Said =>
    said.get(one.id) ?? { agrees: one.agrees, words: one.replyWords, files: [] };
  const set = (one: Control, part: Partial<Said>) =>
    setSaid(new Map(said).set(one.id, { ...of(one), ...part }));
  const bare = report.controls.find((one) => of(one).agrees === false && !of(one).words.trim());
  const unsaid = report.controls.filter((one) => isShort(one) && of(one).agrees === null).length;
  const isDirty = said.size > 0 || words !== report.replyWords || files.length > 0;
  const send = (isDone: boolean) =>
    reply.mutate(
      {
        id: report.id,
        rowVersion: report.rowVersion,
        words,
        fileIds: files.map((file) => file.id),
        isDone,
        controls: [...said].flatMap(([id, one]) =>
          one.agrees === null
            ? []
            : [{ id, agrees: one.agrees, words: one.words, fileIds: one.files.map((file) => file.id) }],
        ),
      },
      {
        onSuccess: () => {
          setSaid(new Map());
          setFiles([]);
          setAsking(false);
          toast(t(isDone ? "audits.report.handedIn" : "audits.report.kept"));
        },
        onError: () => setAsking(false),
      },
    );
  const why = bare ? t("audits.report.whyDiffers", { control: bare.id }) : null;
  return (
    <>
      <LeaveGuard isOn={isDirty} what={t("audits.report.sendUnsaved")} />
      <Figures report={report} />
      <Panel title={t("audits.report.summary")}>
        <p className="audited-words audited-prose">
          <Written text={report.summary} />
        </p>
      </Panel>
      {report.commended ? (
        <Panel title={t("audits.report.commended")}>
          <p className="audited-words">
            <Written text={report.commended} />
          </p>
        </Panel>
      ) : null}
      <Panel title={t("audits.report.short", { count: report.controls.filter(isShort).length })}>
        <p className="soft">{t("audits.report.replyHelp")}</p>
        <ul className="audited">
          {report.controls.filter(isShort).map((one) => (
            <li key={one.id}>
              <ControlHead one={one} />
              <p className="audited-words">
                <Written text={one.words} />
              </p>
              <Photos report={report} one={one} />
              <Facts one={one} />
              <OneReply whole={whole} one={one} said={of(one)} onChange={(part) => set(one, part)} />
            </li>
          ))}
        </ul>
      </Panel>
      <Places report={report} />
      <Others report={report} />
      <Panel>
        <div className="audited-form">
          <TextArea
            label={t("audits.report.replyWords")}
            isOptional
            value={words}
            maxLength={8000}
            onChange={setWords}
          />
          <FileLinks files={report.replyFiles} />
          <FilesField
            purpose="audit_document"
            companyId={whole.companyId}
            label={t("audits.report.files")}
            drop={t("audits.request.drop")}
            files={files}
            onChange={setFiles}
          />
        </div>
      </Panel>
      <FormError error={reply.error} />
      <div className="audited-acts">
        <ThumbZone
          rest={
            <Button isBusy={reply.isPending} offBecause={why} onClick={() => send(false)}>
              {t("audits.report.keep")}
            </Button>
          }
        >
          <Button
            look="main"
            size="l"
            isBusy={reply.isPending}
            offBecause={why}
            onClick={() => setAsking(true)}
          >
            {t("audits.report.handIn")}
          </Button>
        </ThumbZone>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("audits.report.handIn")}
        effect={[
          unsaid > 0 ? t("audits.report.handInUnsaid", { count: unsaid }) : "",
          t("audits.report.handInHelp"),
        ]
          .filter(Boolean)
          .join(" ")}
        action={t("audits.report.handIn")}
        isBusy={reply.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => send(true)}
      />
    </>
  );
}

type OneProps = { whole: Whole; one: Control; said: Said; onChange: (part: Partial<Said>) => void };

function OneReply({ whole, one, said, onChange }: OneProps) {
  const t = useText();
  return (
    <div className="audited-form">
      <fieldset className="audited-choice" aria-label={`${one.id} ${t("audits.report.reply")}`}>
        <button type="button" aria-pressed={said.agrees === true} onClick={() => onChange({ agrees: true })}>
          {t("audits.report.agree")}
        </button>
        <button
          type="button"
          aria-pressed={said.agrees === false}
          onClick={() => onChange({ agrees: false })}
        >
          {t("audits.report.differ")}
        </button>
      </fieldset>
      {said.agrees === null ? null : (
        <>
          <TextArea
            label={t("audits.request.words")}
            isOptional={said.agrees}
            value={said.words}
            maxLength={4000}
            onChange={(words) => onChange({ words })}
          />
          <FileLinks files={one.replyFiles} />
          <FilesField
            purpose="audit_document"
            companyId={whole.companyId}
            label={t("audits.report.files")}
            drop={t("audits.request.drop")}
            files={said.files}
            onChange={(files) => onChange({ files })}
          />
        </>
      )}
    </div>
  );
}
