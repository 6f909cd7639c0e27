// Results and open shortfalls as OSCAL documents: of one company, or of all of a round that one may see.
import { useState } from "react";
import type { Input } from "#core/contract.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { overview } from "../contract.ts";

type Document = Input<typeof overview.exportResultAsOscal>["document"];

type Props = {
  /** An inspection or a round. */
  of: "inspection" | "round";
  id: string;
  /** Why there is no plan of action, where that is known. */
  planOff?: string | null;
};

export function SaveOscal({ of, id, planOff }: Props) {
  const t = useText();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const save = (document: Document) => {
    setBusy(true);
    setFailed(null);
    downloadFrom(of === "round" ? overview.exportRoundAsOscal : overview.exportResultAsOscal, {
      id,
      document,
    })
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  const many = of === "round";
  return (
    <>
      <FormError error={failed} />
      <ActionMenu
        label={many ? "OSCAL" : t("oscal.save")}
        icon="download"
        isBusy={isBusy}
        actions={[
          {
            label: t(many ? "oscal.saveResultsMany" : "oscal.saveResults"),
            onClick: () => save("results"),
          },
          {
            label: t(many ? "oscal.savePlanMany" : "oscal.savePlan"),
            offBecause: planOff ?? null,
            onClick: () => save("plan"),
          },
        ]}
      />
    </>
  );
}
