// A paper in each language, the reader's own first.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useSession } from "#web/session.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFrom } from "#web/transfer.ts";
import { ActionMenu } from "#web/ui/ActionMenu.tsx";
import { paperContract } from "../contract.ts";

type Language = "ja" | "en" | "zh";
type Props = {
  of: "brief" | "authority" | "notice";
  id: string;
  /** Those in which there is something to print. */
  languages?: readonly Language[];
  size?: "s";
};
const all: readonly Language[] = ["ja", "en", "zh"];
const operations = {
  brief: paperContract.downloadBrief,
  authority: paperContract.downloadAuthorityReport,
  notice: paperContract.downloadNotice,
} as const;

export function PaperMenu({ of, id, languages = all, size }: Props) {
  const t = useText();
  const format = useFormat();
  const { language: own } = useSession();
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const offered = [own, ...all.filter((one) => one !== own)].filter((one) => languages.includes(one));
  const take = (language: Language) => {
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
        {...(size ? { size } : {})}
        isBusy={isBusy}
        actions={offered.map((language) => ({
          label: t("incident.paper.downloadIn", { language: format.tongue(language) }),
          onClick: () => take(language),
        }))}
      />
    </>
  );
}
