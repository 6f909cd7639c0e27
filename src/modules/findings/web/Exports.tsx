// The register as a file: exactly what is shown.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { findings } from "../contract.ts";
import { narrowingOf, type Url } from "./filter.ts";

type Props = { url: Partial<Url>; columns: readonly string[]; count: number | undefined };
const formats = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;

export function Exports({ url, columns, count }: Props) {
  const t = useText();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (format: "csv" | "xlsx") => {
    setBusy(format);
    setFailed(null);
    downloadFrom(findings.exportFindings, {
      ...narrowingOf(url),
      view: url.view ?? "running",
      sort: url.sort ?? "due",
      columns: columns.join(","),
      format,
    })
      .catch(setFailed)
      .finally(() => setBusy(null));
  };
  return (
    <>
      <FormError error={failed} />
      {formats.map(([format, name]) => (
        <Button
          key={format}
          icon="download"
          isBusy={busy === format}
          offBecause={count === 0 ? t("findings.nothingShown") : null}
          onClick={() => save(format)}
        >
          {count === undefined
            ? t("findings.saveAs", { form: name })
            : t("findings.saveAsCount", { form: name, count })}
        </Button>
      ))}
    </>
  );
}
