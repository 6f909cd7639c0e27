// What proves that a notice was given by portal, telephone, letter or in a meeting.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextArea, TextField } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { useNow } from "#web/ui/now.ts";
import { Loading } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { type Channel, channels, isProof } from "../rules.ts";
import { type Notice, type Row, refreshed } from "./notice.ts";

type Props = { row: Row; onClose: () => void };

/** The company's zone and files stand with the notice itself. */
export function ProofDialog({ row, onClose }: Props) {
  const t = useText();
  const notice = useOperation(incidents.getNotice, { id: row.id });
  return (
    <Dialog isOpen onClose={onClose} title={t("notice.prove.title", { name: row.name })}>
      {notice.data ? <Form notice={notice.data} onClose={onClose} /> : <Loading rows={5} />}
    </Dialog>
  );
}

function Form({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useText();
  const now = useNow();
  const first = notice.draft.recipients[0]?.name ?? "";
  const [channel, setChannel] = useState<Channel>(notice.channel === "mail" ? "telephone" : notice.channel);
  const [givenTo, setGivenTo] = useState(first);
  const [givenAt, setGivenAt] = useState(now.toISOString());
  const [reference, setReference] = useState("");
  const [said, setSaid] = useState("");
  const [files, setFiles] = useState<SentFile[]>([]);
  const prove = useCommand(incidents.proveNotice, [...refreshed, incidents.getIncident]);
  const isWhole = isProof(notice.proof, { reference, fileId: files[0]?.id ?? null });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate(
      {
        id: notice.id,
        channel,
        givenTo: givenTo.trim(),
        givenAt,
        reference: reference.trim(),
        said: said.trim(),
        fileId: files[0]?.id ?? null,
        rowVersion: notice.rowVersion,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="soft">{t("notice.proofNeeded", { proof: t(`notice.proof.${notice.proof}`) })}</p>
      <SelectField
        label={t("notice.prove.channel")}
        value={channel}
        choices={channels.map((value) => ({ value, label: t(`notice.channel.${value}`) }))}
        onChange={setChannel}
      />
      <TextField label={t("notice.prove.givenTo")} value={givenTo} maxLength={300} onChange={setGivenTo} />
      <MomentField
        label={t("notice.prove.givenAt")}
        value={givenAt}
        zone={notice.companyZone}
        onChange={setGivenAt}
      />
      <TextField
        label={t("notice.prove.reference")}
        isOptional={notice.proof !== "reference"}
        isCode
        value={reference}
        maxLength={200}
        onChange={setReference}
      />
      <TextArea label={t("notice.prove.said")} isOptional value={said} maxLength={2000} onChange={setSaid} />
      <FilesField
        purpose="incident_file"
        companyId={notice.companyId}
        label={t("notice.prove.file")}
        drop={t("notice.prove.drop")}
        files={files}
        most={1}
        onChange={setFiles}
      />
      <FormEnds
        error={prove.error}
        isBusy={prove.isPending}
        offBecause={
          !givenTo.trim()
            ? t("forms.first", { field: t("notice.prove.givenTo") })
            : !givenAt
              ? t("forms.first", { field: t("notice.prove.givenAt") })
              : isWhole
                ? null
                : t("notice.proofNeeded", { proof: t(`notice.proof.${notice.proof}`) })
        }
        onClose={onClose}
      >
        {t("notice.prove.do")}
      </FormEnds>
    </form>
  );
}
