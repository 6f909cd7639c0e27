// What proves that a notice was given by portal, telephone, letter or in a meeting, with or without a text beforehand.
import { type FormEvent, useState } from "react";
import { personName } from "#core/text/format.ts";
import { useCommand, useOperation } from "#web/api.ts";
import { SelectField, TextArea, TextField, Tick } from "#web/forms/fields.tsx";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { useNow } from "#web/ui/now.ts";
import { LangText } from "#web/ui/small.tsx";
import { Loading, Note } from "#web/ui/states.tsx";
import { incidents } from "../../contract.ts";
import { type Channel, channels, isProof, needsTextFirst } from "../rules.ts";
import { isToRecord, type Notice, type Row, refreshed } from "./notice.ts";

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
  const open = notice.reach.filter((one) => one.standing !== "reached");
  const [reached, setReached] = useState<readonly string[]>(
    open.length === 1 ? open.map((one) => one.key) : [],
  );
  const own = notice.clocks.filter((one) => one.isItsOwn && open.length < 2);
  const [ended, setEnded] = useState<readonly string[]>(own.map((one) => one.id));
  const first = (open[0] ?? notice.draft.recipients[0])?.name ?? "";
  const [channel, setChannel] = useState<Channel>(notice.channel === "mail" ? "telephone" : notice.channel);
  const { familyName, givenName, timeZone } = useSession();
  const format = useFormat();
  const zone = timeZone ?? notice.companyZone;
  const [givenBy, setGivenBy] = useState(personName({ familyName, givenName }, format.language));
  // Its clock was notified already: at that time, to them, by that number.
  const notified = isToRecord(notice) ? notice.notified : null;
  const [givenTo, setGivenTo] = useState(notified?.recipient || first);
  const [givenAt, setGivenAt] = useState(notified?.at ?? now.toISOString());
  const [reference, setReference] = useState(notified?.reference ?? "");
  const [said, setSaid] = useState("");
  const [aheadBecause, setAheadBecause] = useState("");
  const [files, setFiles] = useState<SentFile[]>(notified?.file ? [notified.file] : []);
  const prove = useCommand(incidents.proveNotice, [
    ...refreshed,
    incidents.getIncident,
    incidents.getIncidentClocks,
  ]);
  const isWhole = isProof(notice.proof, { reference, fileId: files[0]?.id ?? null });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate(
      {
        id: notice.id,
        channel,
        givenBy: givenBy.trim(),
        givenTo: givenTo.trim(),
        givenAt,
        zone,
        reference: reference.trim(),
        said: said.trim(),
        fileId: files[0]?.id ?? null,
        ...(open.length > 0 ? { reached: [...reached] } : {}),
        clocks: notice.clocks
          .filter((one) => ended.includes(one.id))
          .map(({ id, rowVersion }) => ({ id, rowVersion })),
        rowVersion: notice.rowVersion,
        ...(notice.lackingNow > 0 ? { aheadBecause: aheadBecause.trim() } : {}),
      },
      { onSuccess: onClose },
    );
  };
  const asked = [
    [givenBy, t("notice.prove.givenBy")],
    [givenTo, t("notice.prove.givenTo")],
    [givenAt, t("notice.prove.givenAt")],
  ] as const;
  const empty = asked.find(([value]) => !value.trim());
  return (
    <form className="form" onSubmit={submit}>
      {notice.lackingNow > 0 ? (
        <Note kind="warn">{t("notice.prove.ahead", { count: notice.lackingNow })}</Note>
      ) : null}
      <p className="soft">{t("notice.proofNeeded", { proof: t(`notice.proof.${notice.proof}`) })}</p>
      <SelectField
        label={t("notice.prove.channel")}
        value={channel}
        choices={channels
          .filter((value) => !needsTextFirst(value, notice.state))
          .map((value) => ({ value, label: t(`notice.channel.${value}`) }))}
        onChange={setChannel}
      />
      {open.length > 1 ? (
        <fieldset className="notice-whoms">
          <legend>{t("notice.prove.reached")}</legend>
          {open.map((one) => (
            <Tick
              key={one.key}
              label={<LangText text={one.name} />}
              isOn={reached.includes(one.key)}
              onChange={(isOn) =>
                setReached(isOn ? [...reached, one.key] : reached.filter((key) => key !== one.key))
              }
            />
          ))}
        </fieldset>
      ) : null}
      <TextField label={t("notice.prove.givenBy")} value={givenBy} maxLength={201} onChange={setGivenBy} />
      <TextField label={t("notice.prove.givenTo")} value={givenTo} maxLength={300} onChange={setGivenTo} />
      <MomentField label={t("notice.prove.givenAt")} value={givenAt} zone={zone} onChange={setGivenAt} />
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
        isOptional={notice.proof !== "file"}
        onChange={setFiles}
      />
      {notice.clocks.length > 0 ? (
        <fieldset className="notice-whoms">
          <legend>{t("notice.prove.clocks")}</legend>
          <span className="small soft">{t("notice.prove.clocksHelp")}</span>
          {notice.clocks.map((one) => (
            <Tick
              key={one.id}
              label={
                <>
                  <LangText text={one.name} />
                  {one.entityName ? (
                    <>
                      {" · "}
                      <LangText text={one.entityName} />
                    </>
                  ) : null}
                </>
              }
              isOn={ended.includes(one.id)}
              onChange={(isOn) => setEnded(isOn ? [...ended, one.id] : ended.filter((id) => id !== one.id))}
            />
          ))}
        </fieldset>
      ) : null}
      {notice.lackingNow > 0 ? (
        <TextArea
          label={t("notice.prove.aheadBecause")}
          hint={t("notice.prove.aheadHint")}
          value={aheadBecause}
          maxLength={2000}
          onChange={setAheadBecause}
        />
      ) : null}
      <FormEnds
        error={prove.error}
        isBusy={prove.isPending}
        offBecause={
          empty
            ? t("forms.first", { field: empty[1] })
            : !isWhole
              ? t("notice.proofNeeded", { proof: t(`notice.proof.${notice.proof}`) })
              : open.length > 0 && reached.length === 0
                ? t("forms.first", { field: t("notice.prove.reached") })
                : notice.lackingNow > 0 && !aheadBecause.trim()
                  ? t("forms.first", { field: t("notice.prove.aheadBecause") })
                  : null
        }
        onClose={onClose}
      >
        {t("notice.prove.do")}
      </FormEnds>
    </form>
  );
}
