// A note, something that was said, or a photo of a place, entered at the desk: from paper, or from a camera without the product.
import { useState } from "react";
import { ApiError, call, queryClient } from "#web/api.ts";
import { TextArea, TextField } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { uploadFile } from "#web/transfer.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { audits } from "../../contract.ts";
import { shrunk } from "../on-site/photos.ts";
import { sha256 } from "../on-site/sealing.ts";
import type { Sheet } from "./counts.ts";

const kinds = ["note", "quote", "photo"] as const;
type Kind = (typeof kinds)[number];
type Place = Sheet["places"][number];
type Entered = { kind: Kind; words: string; saidBy: string; file: File | null };

export function AddNote({ sheet, place, onClose }: { sheet: Sheet; place: Place; onClose: () => void }) {
  const t = useText();
  const [form, setForm] = useState<Entered>({ kind: "note", words: "", saidBy: "", file: null });
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const put = (part: Partial<Entered>) => setForm({ ...form, ...part });
  const isPhoto = form.kind === "photo";
  const save = () => {
    setBusy(true);
    setError(null);
    send(sheet, place.id, form)
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  const offBecause = isPhoto
    ? form.file
      ? null
      : t("audits.sheet.off.photo")
    : form.words.trim()
      ? null
      : t("audits.onSite.off.words");
  return (
    <Dialog isOpen onClose={onClose} title={t("audits.sheet.ofPlace", { place: place.name })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div>
          <Segmented
            label={t("audits.sheet.noteKind")}
            value={form.kind}
            choices={kinds.map((value) => ({
              value,
              label: t(value === "photo" ? "audits.onSite.entry.photo" : `audits.onSite.${value}`),
            }))}
            onChange={(kind) => put({ kind })}
          />
        </div>
        {isPhoto ? (
          <FileDrop accept="image/*" isSmall onFiles={([file]) => put({ file: file ?? null })}>
            {form.file ? form.file.name : t("audits.sheet.photoHelp")}
          </FileDrop>
        ) : null}
        <TextArea
          label={t(
            isPhoto
              ? "audits.sheet.caption"
              : form.kind === "quote"
                ? "audits.onSite.quote"
                : "audits.onSite.note",
          )}
          hint={form.kind === "note" ? t("audits.onSite.ofPlaceHelp") : null}
          isOptional={isPhoto}
          value={form.words}
          maxLength={isPhoto ? 500 : 4000}
          onChange={(words) => put({ words })}
        />
        {form.kind === "quote" ? (
          <TextField
            label={t("audits.onSite.saidBy")}
            hint={t("audits.onSite.saidByHelp")}
            value={form.saidBy}
            maxLength={120}
            onChange={(saidBy) => put({ saidBy })}
          />
        ) : null}
        <FormEnds error={error} isBusy={isBusy} offBecause={offBecause} onClose={onClose}>
          {t("audits.onSite.keepNote")}
        </FormEnds>
      </form>
    </Dialog>
  );
}

async function photoOf(sheet: Sheet, file: File): Promise<{ fileId: string; sha256: string }> {
  const bytes = await shrunk(file);
  if (!bytes) throw new ApiError(400, { code: "audits.no_picture" });
  const sent = await uploadFile({
    purpose: "audit_photo",
    companyId: sheet.companyId,
    file: new File([bytes], "photo.jpg", { type: "image/jpeg" }),
  });
  return { fileId: sent.id, sha256: await sha256(bytes) };
}

async function send(sheet: Sheet, placeId: string, { kind, words, saidBy, file }: Entered): Promise<void> {
  const note = {
    id: crypto.randomUUID(),
    placeId,
    kind,
    words: words.trim(),
    saidBy: kind === "quote" ? saidBy.trim() : "",
    takenAt: new Date().toISOString(),
    ...(kind === "photo" && file ? await photoOf(sheet, file) : {}),
  };
  const { refused } = await call(audits.syncSheet, { ...nothingElse(sheet), notes: [note] });
  const [bad] = refused;
  if (bad) throw new ApiError(400, { code: bad.code });
  await queryClient.invalidateQueries({ queryKey: [audits.getAuditSheet.name] });
}

const nothingElse = (sheet: Sheet) => ({
  id: sheet.visitId,
  waiting: 0,
  checks: [],
  ops: [],
  notes: [],
  withdrawn: [],
});

/** Out of sight, and marked: nothing that was entered is deleted. */
export async function withdraw(sheet: Sheet, noteId: string): Promise<void> {
  await call(audits.syncSheet, { ...nothingElse(sheet), withdrawn: [noteId] });
  await queryClient.invalidateQueries({ queryKey: [audits.getAuditSheet.name] });
}
