// Notes, quotes and photos of a check or of a place. A photo is fetched when somebody asks for it: each look is in the trail.
import { useState } from "react";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { ConfirmDialog } from "#web/ui/Dialog.tsx";
import { FormError } from "#web/errors/ErrorState.tsx";
import { IconButton } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import { isAt, type Spot } from "../on-site/entries.ts";
import { withdraw } from "./AddNote.tsx";
import type { Sheet } from "./counts.ts";

type Note = Sheet["notes"][number];

export function Shown({ sheet, spot }: { sheet: Sheet; spot: Spot }) {
  const t = useText();
  const [out, setOut] = useState<Note | null>(null);
  const notes = sheet.notes.filter((one) => isAt(spot)(one) && !one.isWithdrawn);
  const photos = notes.filter((one) => one.kind === "photo");
  const mayTakeOut = sheet.can.conduct;
  return (
    <>
      {notes
        .filter((one) => one.kind !== "photo")
        .map((one) => (
          <div key={one.id} className="noted">
            <Words note={one} />
            {mayTakeOut ? (
              <IconButton icon="close" label={t("audits.sheet.takeOutNote")} onClick={() => setOut(one)} />
            ) : null}
          </div>
        ))}
      {photos.length > 0 ? (
        <ul className="noted-photos">
          {photos.map((one, nth) => (
            <li key={one.id}>
              <button
                type="button"
                className="linkish"
                title={one.words}
                onClick={() => void (one.fileId && downloadFile(one.fileId))}
              >
                {t("audits.sheet.photo", { number: nth + 1 })}
              </button>
              {mayTakeOut ? (
                <IconButton
                  icon="close"
                  label={t("audits.sheet.takeOutPhoto", { number: nth + 1 })}
                  onClick={() => setOut(one)}
                />
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {out ? <TakeOut sheet={sheet} note={out} onClose={() => setOut(null)} /> : null}
    </>
  );
}

function Words({ note }: { note: Note }) {
  if (note.kind === "quote")
    return (
      <blockquote>
        <LangText text={note.words} />
        {note.saidBy ? <footer>{note.saidBy}</footer> : null}
      </blockquote>
    );
  return (
    <p className="soft">
      <LangText text={note.words} />
    </p>
  );
}

function TakeOut({ sheet, note, onClose }: { sheet: Sheet; note: Note; onClose: () => void }) {
  const t = useText();
  const format = useFormat();
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(note.kind === "photo" ? "audits.sheet.takeOutPhotoTitle" : "audits.sheet.takeOutNote")}
      effect={t("audits.sheet.takeOutEffect", { name: note.byName, when: format.moment(note.takenAt) })}
      action={t("audits.sheet.takeOut")}
      isBusy={isBusy}
      error={error ? <FormError error={error} /> : null}
      onConfirm={() => {
        setBusy(true);
        void withdraw(sheet, note.id)
          .then(onClose, setError)
          .finally(() => setBusy(false));
      }}
    />
  );
}
