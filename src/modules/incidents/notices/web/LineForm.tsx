// The form of a line: when it applies, what is to be done by whom until when, and the text it begins with; beside it the cases it touches.
import { type FormEvent, useState } from "react";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { ReasonField } from "#web/forms/ReasonField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { ConditionFields } from "./ConditionFields.tsx";
import { DoingFields } from "./DoingFields.tsx";
import { Matrix } from "./Matrix.tsx";
import type { Draft } from "./line-draft.ts";
import { TemplateFields } from "./TemplateFields.tsx";

type Props = {
  start: Draft;
  action: string;
  error: unknown;
  isBusy: boolean;
  onSave: (line: Draft, reason: string) => void;
  onClose: () => void;
};

export function LineForm({ start, action, error, isBusy, onSave, onClose }: Props) {
  const t = useText();
  const [line, setLine] = useState(start);
  const [reason, setReason] = useState("");
  const change = (part: Partial<Draft>) => setLine((before) => ({ ...before, ...part }));
  const isSaid = (words: Draft["names"]) => Object.values(words).some((one) => one.trim() !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...line, approver: line.approvals > 0 ? line.approver : null }, reason.trim());
  };
  return (
    <form className="cols below" onSubmit={submit}>
      <div className="c6 stack">
        <ConditionFields line={line} onChange={change} />
        <DoingFields line={line} onChange={change} />
        <Panel>
          <div className="form">
            <ReasonField isRequired value={reason} onChange={setReason} />
            <FormEnds
              error={error}
              isBusy={isBusy}
              offBecause={
                !isSaid(line.names)
                  ? t("noticeLine.nameFirst")
                  : !isSaid(line.subjects)
                    ? t("notice.form.subjectFirst")
                    : !isSaid(line.bodies)
                      ? t("notice.form.bodyFirst")
                      : reason.trim()
                        ? null
                        : t("dialog.reasonFirst")
              }
              onClose={onClose}
            >
              {action}
            </FormEnds>
          </div>
        </Panel>
      </div>
      <div className="c6 stack">
        <TemplateFields line={line} onChange={change} />
        {line.on === "incident" ? (
          <Panel title={t("noticeLine.touches")}>
            <Matrix lines={[line]} />
          </Panel>
        ) : null}
      </div>
    </form>
  );
}
