// The way back when a device can be reached no more but its file can: opened here with its PIN, and sent.
import { useState } from "react";
import { ApiError, call, queryClient } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { uploadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { toast } from "#web/ui/Toasts.tsx";
import { audits } from "../../contract.ts";
import type { Entry } from "../on-site/entries.ts";
import { type Opened, openExported } from "../on-site/exported.ts";
import { bodyOf } from "../on-site/sending.ts";
import type { Sheet } from "./counts.ts";

export function BringIn({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const [file, setFile] = useState<File | null>(null);
  const [pin, setPin] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const bring = async () => {
    if (!file) return;
    const opened = await openExported(file, pin);
    if (typeof opened === "string") throw new ApiError(400, { code: `audits.file_${opened}` });
    if (opened.visitId !== sheet.visitId) throw new ApiError(400, { code: "audits.file_elsewhere" });
    const refused = await sendOpened(opened);
    toast(t("audits.bringIn.done", { count: opened.entries.length - refused }));
    await queryClient.invalidateQueries({ queryKey: [audits.getAuditSheet.name] });
    setFile(null);
    setPin("");
  };
  return (
    <Panel title={t("audits.bringIn")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          setError(null);
          void bring()
            .catch(setError)
            .finally(() => setBusy(false));
        }}
      >
        <FileDrop accept=".yagura,application/json" isSmall onFiles={([one]) => setFile(one ?? null)}>
          {file ? file.name : t("audits.bringIn.help")}
        </FileDrop>
        {file ? (
          <>
            <TextField label={t("audits.onSite.pin")} type="password" value={pin} onChange={setPin} />
            <FormError error={error} />
            <Button type="submit" isBusy={isBusy} offBecause={pin ? null : t("audits.onSite.off.typePin")}>
              {t("audits.bringIn.act")}
            </Button>
          </>
        ) : null}
      </form>
    </Panel>
  );
}

/** @returns how many were not taken. */
async function sendOpened({ visitId, checkoutId, companyId, entries }: Opened): Promise<number> {
  const ready: Entry[] = [];
  for (const { entry, bytes } of entries) {
    if (entry.kind !== "photo" || entry.fileId || !bytes) ready.push(entry);
    else {
      const file = new File([bytes], "photo.jpg", { type: "image/jpeg" });
      const { id } = await uploadFile({ purpose: "audit_photo", companyId, file });
      ready.push({ ...entry, fileId: id });
    }
  }
  const body = bodyOf({ visitId, checkoutId }, ready, 0);
  // Whoever's device it was: it stays entered by them.
  const { refused } = await call(audits.syncSheet, { ...body, isBroughtIn: true });
  return refused.length;
}
