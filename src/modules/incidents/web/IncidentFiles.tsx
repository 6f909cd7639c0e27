// The files of an incident on its page: those that came with the report, and those that were added since.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Incident } from "./incident.ts";

export function Files({ files }: { files: Incident["files"] }) {
  const [failed, setFailed] = useState<unknown>(null);
  return (
    <>
      {files.map((file) => (
        <p key={file.id}>
          <Button size="s" icon="download" onClick={() => void downloadFile(file.id).catch(setFailed)}>
            {file.name}
          </Button>
        </p>
      ))}
      <FormError error={failed} />
    </>
  );
}

/** Evidence and proofs: nobody who reported it has sent them. */
export function AddedSince({ files }: { files: Incident["files"] }) {
  const t = useText();
  const format = useFormat();
  const [failed, setFailed] = useState<unknown>(null);
  if (files.length === 0) return null;
  return (
    <section>
      <h3>{t("incident.filesSince")}</h3>
      {files.map((file) => (
        <p key={file.id}>
          <Button size="s" icon="download" onClick={() => void downloadFile(file.id).catch(setFailed)}>
            {file.name}
          </Button>{" "}
          <span className="mute small">
            <LangText text={file.addedByName ?? t("incident.withoutName")} /> {format.moment(file.addedAt)}
          </span>
        </p>
      ))}
      <FormError error={failed} />
    </section>
  );
}
