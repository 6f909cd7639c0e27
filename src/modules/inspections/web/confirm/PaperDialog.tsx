// A company that does not sign in confirms on paper: the division uploads the signed page and says whose it is.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { useText } from "#web/text/i18n.ts";
import { type StoredFile, uploadFile } from "#web/transfer.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Progress } from "#web/ui/states.tsx";
import { inspections } from "../../contract.ts";
import type { Inspection } from "../inspection.ts";
import { Signer } from "./Signer.tsx";

export function PaperDialog({ inspection, onClose }: { inspection: Inspection; onClose: () => void }) {
  const t = useText();
  const [personId, setPerson] = useState("");
  const [why, setWhy] = useState("");
  const [file, setFile] = useState<StoredFile | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const confirm = useCommand(inspections.confirmOnPaper, [
    inspections.getInspection,
    inspections.listInspections,
  ]);
  const take = (files: File[]) => {
    const [one] = files;
    if (!one) return;
    setFailed(null);
    setShare(0);
    uploadFile(
      { file: one, purpose: "confirmation", companyId: inspection.companyId },
      { onProgress: setShare },
    )
      .then(setFile, setFailed)
      .finally(() => setShare(null));
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("confirm.onPaper")} size="s">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (file && personId)
            confirm.mutate(
              {
                id: inspection.id,
                rowVersion: inspection.rowVersion,
                personId,
                fileId: file.id,
                ...(why.trim() ? { why: why.trim() } : {}),
              },
              { onSuccess: onClose },
            );
        }}
      >
        <p className="soft">{t("confirm.paperHelp")}</p>
        <Signer companyId={inspection.companyId} chosen={personId} onChoose={({ id }) => setPerson(id)} />
        {file ? (
          <p className="note good">{t("confirm.pageThere", { name: file.name })}</p>
        ) : share === null ? (
          <FileDrop accept=".pdf,image/*" onFiles={take}>
            {t("confirm.dropPage")}
          </FileDrop>
        ) : (
          <Progress done={Math.round(share * 100)} total={100} label={t("confirm.uploading")} />
        )}
        {confirm.error?.code === "inspection.signer_needs_reason" || why !== "" ? (
          <TextArea label={t("confirm.whyOther")} value={why} maxLength={1000} onChange={setWhy} />
        ) : null}
        <FormEnds
          error={failed ?? confirm.error}
          isBusy={confirm.isPending}
          offBecause={file ? (personId ? null : t("confirm.signerFirst")) : t("confirm.pageFirst")}
          onClose={onClose}
        >
          {t("confirm.onBehalf")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
