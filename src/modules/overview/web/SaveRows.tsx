// The rows that are shown, as CSV or Excel.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { overview } from "../contract.ts";
import type { useResultsInput } from "./ResultFilters.tsx";

type Props = { input: ReturnType<typeof useResultsInput>[0]; total: number };
const formats = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;

export function SaveRows({ input, total }: Props) {
  const t = useText();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (format: "csv" | "xlsx") => {
    setBusy(format);
    setFailed(null);
    downloadFrom(overview.exportCompanyResults, { ...input, format })
      .catch(setFailed)
      .finally(() => setBusy(null));
  };
  return (
    <>
      <FormError error={failed} />
      {formats.map(([format, form]) => (
        <Button
          key={format}
          icon="download"
          isBusy={busy === format}
          offBecause={total === 0 ? t("results.none") : null}
          onClick={() => save(format)}
        >
          {t("results.saveAs", { form, count: total })}
        </Button>
      ))}
    </>
  );
}
