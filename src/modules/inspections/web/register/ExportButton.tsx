import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { download } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { filterOf, type Url } from "./filter.ts";

/** Saves exactly the rows that are shown, in their order. */
export function ExportButton({
  roundId,
  url,
  count,
}: {
  roundId: string;
  url: Partial<Url>;
  count: number | undefined;
}) {
  const t = useText();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const save = () => {
    const query = new URLSearchParams({ sort: url.sort ?? "due" });
    for (const [name, value] of Object.entries(filterOf(url))) query.set(name, String(value));
    setBusy(true);
    setFailed(null);
    download(`/rounds/${roundId}/inspections/export?${query}`)
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  return (
    <>
      <FormError error={failed} />
      <Button
        icon="download"
        isBusy={isBusy}
        offBecause={count === 0 ? t("inspections.nothingShown") : null}
        onClick={save}
      >
        {count === undefined ? t("action.export") : t("action.exportCount", { count })}
      </Button>
    </>
  );
}
