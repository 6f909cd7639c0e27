// A list of this module as a file, as it is narrowed.
import { useState } from "react";
import type { Input } from "#core/contract.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import type { board } from "../contract.ts";

type Exporting = typeof board.exportPlanBoard | typeof board.exportFollowUp;
type Props<O extends Exporting> = { of: O; input: Omit<Input<O>, "format">; isNone: boolean };

export function Exports<O extends Exporting>({ of, input, isNone }: Props<O>) {
  const t = useText();
  const [problem, setProblem] = useState<unknown>(null);
  const save = (as: "csv" | "xlsx") => {
    setProblem(null);
    void downloadFrom(of, { ...input, format: as } as Input<O>).catch(setProblem);
  };
  const offBecause = isNone ? t("findings.nothingShown") : null;
  return (
    <>
      <FormError error={problem} />
      <Button icon="download" offBecause={offBecause} onClick={() => save("csv")}>
        {t("findings.saveAs", { form: "CSV" })}
      </Button>
      <Button icon="download" offBecause={offBecause} onClick={() => save("xlsx")}>
        {t("findings.saveAs", { form: "Excel" })}
      </Button>
    </>
  );
}
