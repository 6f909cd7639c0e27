// Taking a file or a thing into evidence, and handing it over.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FilesField, type SentFile } from "#web/forms/FilesField.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { MomentField } from "#web/forms/MomentField.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { incidents } from "../../contract.ts";
import { IncidentDialog } from "../../web/IncidentDialog.tsx";
import type { Incident } from "../../web/incident.ts";
import { readSha256 } from "../rules.ts";
import type { Piece } from "./reads.ts";
import { PersonField } from "./PersonField.tsx";
import { refreshedRoom } from "./within.tsx";

type Props = { incident: Incident; onClose: () => void };

export function TakeDialog({ incident, onClose }: Props) {
  const t = useText();
  const { timeZone } = useSession();
  const zone = timeZone ?? incident.companyZone;
  const [kind, setKind] = useState<"file" | "thing">("file");
  const [files, setFiles] = useState<SentFile[]>([]);
  const [form, setForm] = useState(() => ({
    what: "",
    mark: "",
    takenAt: new Date().toISOString(),
    takenWhere: "",
    takenBySaid: "",
    sha256: "",
    hashedBy: "",
    hashedWith: "",
  }));
  const take = useCommand(incidents.takeEvidence, refreshedRoom);
  const file = kind === "file" ? files[0] : undefined;
  const missing = !form.what.trim()
    ? t("room.whatIsIt")
    : kind === "file" && !file
      ? t("room.file")
      : form.takenBySaid.trim()
        ? null
        : t("room.takenByWhom");
  const isHashed = kind === "thing" && form.sha256.trim() !== "";
  const isNoHash = isHashed && readSha256(form.sha256) === null;
  const unsaid =
    isHashed && !form.hashedBy.trim()
      ? t("room.hashedByField")
      : isHashed && !form.hashedWith.trim()
        ? t("room.hashedWith")
        : null;
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.takeEvidence")}
      action={t("room.takeEvidence")}
      error={take.error}
      isBusy={take.isPending}
      offBecause={
        isNoHash
          ? t("errors.incident.no_sha256")
          : (missing ?? unsaid)
            ? t("forms.first", { field: missing ?? unsaid ?? "" })
            : null
      }
      onSubmit={() =>
        take.mutate(
          {
            id: incident.id,
            zone,
            what: form.what.trim(),
            mark: form.mark.trim(),
            takenAt: form.takenAt,
            takenWhere: form.takenWhere.trim(),
            takenBySaid: form.takenBySaid.trim(),
            ...(file ? { fileId: file.id } : {}),
            ...(isHashed
              ? {
                  saidHash: {
                    sha256: form.sha256.trim(),
                    by: form.hashedBy.trim(),
                    with: form.hashedWith.trim(),
                  },
                }
              : {}),
          },
          { onSuccess: onClose },
        )
      }
    >
      <Segmented
        label={t("room.evidenceKind")}
        value={kind}
        choices={[
          { value: "file", label: t("room.file") },
          { value: "thing", label: t("room.thing") },
        ]}
        onChange={setKind}
      />
      <TextField
        label={t("room.whatIsIt")}
        value={form.what}
        maxLength={500}
        onChange={(what) => setForm({ ...form, what })}
      />
      {kind === "file" ? (
        <FilesField
          purpose="incident_file"
          companyId={incident.companyId}
          label={t("room.file")}
          drop={t("room.dropFile")}
          files={files}
          most={1}
          onChange={setFiles}
        />
      ) : (
        <TextField
          label={t("room.mark")}
          hint={t("room.markHint")}
          isOptional
          value={form.mark}
          maxLength={200}
          onChange={(mark) => setForm({ ...form, mark })}
        />
      )}
      {kind === "thing" ? (
        <TextField
          label={t("room.saidHash")}
          hint={t("room.saidHashHint")}
          error={isNoHash ? t("errors.incident.no_sha256") : null}
          isOptional
          isCode
          value={form.sha256}
          maxLength={100}
          onChange={(sha256) => setForm({ ...form, sha256 })}
        />
      ) : null}
      {isHashed ? (
        <>
          <TextField
            label={t("room.hashedByField")}
            value={form.hashedBy}
            maxLength={300}
            onChange={(hashedBy) => setForm({ ...form, hashedBy })}
          />
          <TextField
            label={t("room.hashedWith")}
            hint={t("room.hashedWithHint")}
            value={form.hashedWith}
            maxLength={300}
            onChange={(hashedWith) => setForm({ ...form, hashedWith })}
          />
        </>
      ) : null}
      <MomentField
        label={t("room.takenAt")}
        value={form.takenAt}
        zone={zone}
        onChange={(takenAt) => setForm({ ...form, takenAt })}
      />
      <TextField
        label={t("room.takenWhere")}
        isOptional
        value={form.takenWhere}
        maxLength={300}
        onChange={(takenWhere) => setForm({ ...form, takenWhere })}
      />
      <TextField
        label={t("room.takenByWhom")}
        value={form.takenBySaid}
        maxLength={300}
        onChange={(takenBySaid) => setForm({ ...form, takenBySaid })}
      />
    </IncidentDialog>
  );
}

export function HandOverDialog({ incident, piece, onClose }: Props & { piece: Piece }) {
  const t = useText();
  const { timeZone } = useSession();
  const zone = timeZone ?? incident.companyZone;
  const [to, setTo] = useState<"within" | "outside">("within");
  const [toId, setToId] = useState("");
  const [toSaid, setToSaid] = useState("");
  const [at, setAt] = useState(() => new Date().toISOString());
  const [why, setWhy] = useState("");
  const hand = useCommand(incidents.handOverEvidence, refreshedRoom);
  const missing = (to === "within" ? !toId : !toSaid.trim())
    ? t("room.to")
    : why.trim()
      ? null
      : t("room.why");
  return (
    <IncidentDialog
      incident={incident}
      onClose={onClose}
      title={t("room.handOverEvidence", { number: piece.number })}
      action={t("room.handOverPiece")}
      error={hand.error}
      isBusy={hand.isPending}
      offBecause={missing ? t("forms.first", { field: missing }) : null}
      onSubmit={() =>
        hand.mutate(
          {
            id: piece.id,
            at,
            zone,
            why: why.trim(),
            ...(to === "within" ? { toId } : { toSaid: toSaid.trim() }),
          },
          {
            onSuccess: ({ isWhole }) => {
              if (isWhole === false) toast(t("room.changed"), t("room.notWhole"), { stays: true });
              onClose();
            },
          },
        )
      }
    >
      <p className="soft">
        {t(piece.fileId ? "room.handOverFileHelp" : "room.handOverThingHelp", { name: piece.heldBy })}
      </p>
      <Segmented
        label={t("room.to")}
        value={to}
        choices={[
          { value: "within", label: t("room.within") },
          { value: "outside", label: t("room.outside") },
        ]}
        onChange={setTo}
      />
      {to === "within" ? (
        <PersonField
          incidentId={incident.id}
          label={t("room.to")}
          chosen={toId}
          onChoose={({ id }) => setToId(id)}
        />
      ) : (
        <TextField label={t("room.outsider")} value={toSaid} maxLength={300} onChange={setToSaid} />
      )}
      <MomentField label={t("room.handedAt")} value={at} zone={zone} onChange={setAt} />
      <TextField label={t("room.why")} value={why} maxLength={1000} onChange={setWhy} />
    </IncidentDialog>
  );
}
