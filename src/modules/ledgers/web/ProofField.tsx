// Proof of what is recorded: one file, sent at once, named by the record that it stands for.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { uploadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { FileDrop } from "#web/ui/FileDrop.tsx";
import { Progress } from "#web/ui/states.tsx";

export type Proof = { id: string; name: string };
type Props = { companyId: string; proof: Proof | null; onChange: (proof: Proof | null) => void };

export function ProofField({ companyId, proof, onChange }: Props) {
  const t = useText();
  const [share, setShare] = useState<number | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const take = ([file]: File[]) => {
    if (!file) return;
    setFailed(null);
    setShare(0);
    uploadFile({ file, purpose: "asset_proof", companyId }, { onProgress: setShare })
      .then(onChange, setFailed)
      .finally(() => setShare(null));
  };
  return (
    <fieldset className="field" aria-label={t("proof.file")}>
      <span className="label">{t("proof.file")}</span>
      {proof ? (
        <span className="row">
          {proof.name}
          <Button size="s" look="quiet" onClick={() => onChange(null)}>
            {t("proof.remove")}
          </Button>
        </span>
      ) : share === null ? (
        <FileDrop accept=".pdf,.docx,.xlsx,.csv,.txt,image/*" isSmall onFiles={take}>
          {t("proof.drop")}
        </FileDrop>
      ) : (
        <Progress done={Math.round(share * 100)} total={100} label={t("proof.sending")} />
      )}
      <FormError error={failed} />
    </fieldset>
  );
}
