// Photos and files that came with a report: fetched as files, never shown in the page, until somebody has looked and keeps them.
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { intake } from "../contract.ts";
import { type Intake, refreshed } from "./intake.ts";
import { useState } from "react";

export function IntakeFiles({ one }: { one: Intake }) {
  const t = useText();
  const any = useAnyText();
  const [failed, setFailed] = useState<unknown>(null);
  const judge = useCommand(intake.judgeIntakeFiles, refreshed);
  const say = (fileId: string, isKept: boolean) => judge.mutate({ id: one.id, fileIds: [fileId], isKept });
  return (
    <Panel title={t("intake.one.files")}>
      {one.files.length === 0 ? <p className="soft">{t("intake.one.filesNone")}</p> : null}
      {one.unlooked > 0 ? <p className="small soft">{t("intake.one.filesHelp")}</p> : null}
      <ul className="intake-files">
        {one.files.map((file) => (
          <File
            key={file.id}
            file={file}
            isEntered={one.incidentId !== null}
            isBusy={judge.isPending}
            onFetch={() => void downloadFile(file.id).catch(setFailed)}
            onSay={(isKept) => say(file.id, isKept)}
          />
        ))}
      </ul>
      {one.leftOut.map((left) => (
        <p key={left.name} className="small mute">
          {t("intake.one.leftOut", {
            name: left.name,
            why: any(`errors.${left.because}`, { kinds: "", megabytes: 20 }),
          })}
        </p>
      ))}
      <FormError error={failed ?? judge.error} />
    </Panel>
  );
}

type FileProps = {
  file: Intake["files"][number];
  isEntered: boolean;
  isBusy: boolean;
  onFetch: () => void;
  onSay: (isKept: boolean) => void;
};

function File({ file, isEntered, isBusy, onFetch, onSay }: FileProps) {
  const t = useText();
  const format = useFormat();
  const name = file.lookedByName ?? "–";
  return (
    <li>
      <span className="name">
        {file.name}{" "}
        <span className="small mute">{`${format.number(Math.ceil(file.sizeBytes / 1024))} kB`}</span>
      </span>
      <Button size="s" icon="download" onClick={onFetch}>
        {t("intake.one.download")}
      </Button>
      {file.isKept === null ? (
        <>
          <Button
            size="s"
            isBusy={isBusy}
            offBecause={isEntered ? null : t("intake.one.filesFirst")}
            onClick={() => onSay(true)}
          >
            {t("intake.one.keep")}
          </Button>
          <Button size="s" look="quiet" isBusy={isBusy} onClick={() => onSay(false)}>
            {t("intake.one.leave")}
          </Button>
        </>
      ) : (
        <span className="small mute">
          {t(file.isKept ? "intake.one.keptBy" : "intake.one.leftBy", { name })}
        </span>
      )}
    </li>
  );
}
