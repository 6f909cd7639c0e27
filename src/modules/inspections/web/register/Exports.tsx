import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { reviewing } from "../../review/contract.ts";
import { filterOf, type Url } from "./filter.ts";

type Props = { roundId: string; url: Partial<Url>; columns: readonly string[]; count: number | undefined };
const formats = [
  ["csv", "CSV"],
  ["xlsx", "Excel"],
] as const;

/** Saves exactly the rows and columns that are shown, in their order. */
export function Exports({ roundId, url, columns, count }: Props) {
  const t = useText();
  const [busy, setBusy] = useState<string | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (format: "csv" | "xlsx") => {
    setBusy(format);
    setFailed(null);
    downloadFrom(reviewing.exportInspections, {
      roundId,
      ...filterOf(url),
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
          offBecause={count === 0 ? t("inspections.nothingShown") : null}
          onClick={() => save(format)}
        >
          {count === undefined
            ? t("inspections.saveAs", { form: name })
            : t("inspections.saveAsCount", { form: name, count })}
        </Button>
      ))}
    </>
  );
}
