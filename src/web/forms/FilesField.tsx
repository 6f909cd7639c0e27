// Files that go with what a form says: sent at once, named in a row, taken away again before the form is sent.
import { useState } from "react";
import { FormError } from "../errors/ErrorState.tsx";
import { useText } from "../text/i18n.ts";
import { uploadFile } from "../transfer.ts";
import { Button } from "../ui/Button.tsx";
import { FileDrop } from "../ui/FileDrop.tsx";
import { Progress } from "../ui/states.tsx";

export type SentFile = { id: string; name: string };
type Purpose = Parameters<typeof uploadFile>[0]["purpose"];
type Props = {
  purpose: Purpose;
  companyId: string;
  label: string;
  drop: string;
  files: readonly SentFile[];
  most?: number;
  /** Said of it unless something else already stands in for it. */
  isOptional?: boolean;
  onChange: (files: SentFile[]) => void;
};

export function FilesField({
  purpose,
  companyId,
  label,
  drop,
  files,
  most = 20,
  isOptional = true,
  onChange,
}: Props) {
  const t = useText();
  const [share, setShare] = useState<number | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  /** One after the other: what went through stays, whatever becomes of the next. */
  const take = async (chosen: File[]) => {
    setFailed(null);
    const sent = [...files];
    try {
      for (const file of chosen.slice(0, most - sent.length)) {
        setShare(0);
        const { id } = await uploadFile({ file, purpose, companyId }, { onProgress: setShare });
        sent.push({ id, name: file.name });
        onChange([...sent]);
      }
    } catch (error) {
      setFailed(error);
    } finally {
      setShare(null);
    }
  };
  return (
    <fieldset className="field" aria-label={label}>
      <span className="label">
        {label}
        {isOptional ? <small>{t("form.optional")}</small> : null}
      </span>
      {files.map((file) => (
        <span key={file.id} className="row">
          {file.name}
          <Button size="s" look="quiet" onClick={() => onChange(files.filter((one) => one.id !== file.id))}>
            {t("filesField.remove")}
          </Button>
        </span>
      ))}
      {share !== null ? (
        <Progress done={Math.round(share * 100)} total={100} label={t("filesField.sending")} />
      ) : files.length < most ? (
        <FileDrop
          accept=".pdf,.docx,.xlsx,.csv,.txt,image/*"
          isSmall
          isMultiple
          onFiles={(chosen) => void take(chosen)}
        >
          {drop}
        </FileDrop>
      ) : null}
      <FormError error={failed} />
    </fieldset>
  );
}
