// Files that were dropped or taken, before they count: a document shows the state of its own day, not of the day on which
// somebody found it. The day begins as the file's last change and is looked at by whoever gives it.
import { useState } from "react";
import { DateField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

/** The day of the file's last change where the reader is; never later than today. */
const dayOf = (file: File, today: string) => {
  const at = new Date(file.lastModified);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return day < today ? day : today;
};

type Props = { row: Row; files: readonly File[]; onClose: () => void };

export function DroppedFiles({ row, files, onClose }: Props) {
  const t = useText();
  const { inspection, drafts } = useAnswering();
  const { personId } = useSession();
  const [days, setDays] = useState(() => files.map((file) => dayOf(file, inspection.today)));
  const problem = days.includes("")
    ? t("answering.evidenceDayMissing")
    : days.some((day) => day > inspection.today)
      ? t("answering.evidenceDayAhead")
      : null;
  const add = () => {
    for (const [at, file] of files.entries())
      void drafts.addProof({
        id: crypto.randomUUID(),
        personId,
        inspectionId: inspection.id,
        companyId: inspection.companyId,
        controlIds: [row.controlId],
        title: file.name.slice(0, 200),
        kind: "documented",
        place: null,
        validFrom: days[at] ?? inspection.today,
        file,
        fileName: file.name,
        since: Date.now(),
        code: null,
      });
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("answering.evidenceDays", { count: files.length })}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem) add();
        }}
      >
        <p className="soft">{t("answering.evidenceDaysWhy")}</p>
        {files.map((file, at) => (
          <DateField
            key={`${at} ${file.name}`}
            label={file.name}
            value={days[at] ?? ""}
            onChange={(day) => setDays(days.with(at, day))}
          />
        ))}
        <div className="ends">
          <Button type="submit" look="main" offBecause={problem}>
            {t("answering.evidenceAddFiles", { count: files.length })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
