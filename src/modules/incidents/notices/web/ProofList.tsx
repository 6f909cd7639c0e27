// What proves a notice: by whom to whom, by which way, when, what was said; and where an approval was not waited for, why.
import { useState } from "react";
import { FormError } from "#web/errors/ErrorState.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { downloadFile } from "#web/transfer.ts";
import { Button } from "#web/ui/Button.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { Notice } from "./notice.ts";

export function ProofList({ notice }: { notice: Notice }) {
  const t = useText();
  const format = useFormat();
  const [failed, setFailed] = useState<unknown>(null);
  return (
    <>
      <ul className="notice-list">
        {notice.proofs.map((one) => (
          <li key={one.id}>
            <b>
              {one.givenBy ? (
                <>
                  <LangText text={one.givenBy} /> →{" "}
                </>
              ) : null}
              <LangText text={one.givenTo} />
            </b>
            <span className="soft">{t(`notice.channel.${one.channel}`)}</span>
            <span className="tn">{format.momentWithZone(one.givenAt, one.zone || notice.companyZone)}</span>
            {one.reference ? <code>{one.reference}</code> : null}
            {one.said ? <LangText text={one.said} className="inc-words" /> : null}
            {one.fileId ? (
              <Button
                size="s"
                icon="download"
                onClick={() => void downloadFile(one.fileId ?? "").catch(setFailed)}
              >
                {one.fileName ?? t("notice.proof.file")}
              </Button>
            ) : null}
            {one.aheadBecause ? (
              <span className="notice-ahead">
                {t("notice.ahead.lacking", { count: one.lacking })}{" "}
                <LangText text={one.aheadBecause} className="inc-words" />
              </span>
            ) : null}
            <span className="small mute">
              {t("notice.proof.enteredBy", { name: one.addedName, at: format.moment(one.addedAt) })}
            </span>
          </li>
        ))}
      </ul>
      <FormError error={failed} />
    </>
  );
}
