// A paper in each language, the reader's own first.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { paperContract } from "../contract.ts";

type Props = { of: "brief" | "authority"; id: string };
const operations = {
  brief: paperContract.downloadBrief,
  authority: paperContract.downloadAuthorityReport,
} as const;

export function PaperMenu({ of, id }: Props) {
  const t = useText();
  const format = useFormat();
  const { language: own } = useSession();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const languages = [own, ...(["ja", "en", "zh"] as const).filter((one) => one !== own)];
  const take = (language: "ja" | "en" | "zh") => {
    setBusy(true);
    setFailed(null);
    downloadFrom(operations[of], { id, language })
      .catch(setFailed)
      .finally(() => setBusy(false));
  };
  return (
    <>
      <FormError error={failed} />
      <ActionMenu
        label={t(`incident.paper.${of}Do`)}
        icon="download"
        isBusy={isBusy}
        actions={languages.map((language) => ({
          label: t("incident.paper.downloadIn", { language: format.tongue(language) }),
          onClick: () => take(language),
        }))}
      />
    </>
  );
}
