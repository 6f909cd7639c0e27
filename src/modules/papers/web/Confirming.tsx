// The second look before many are confirmed: what is confirmed for whom, and why where the signer is not the executive.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { TextArea } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Button } from "#web/ui/parts.tsx";
import { LangText } from "#web/ui/small.tsx";
import type { papers } from "../contract.ts";
import type { Brought } from "./bringing.ts";

type Row = Output<typeof papers.listWaiting>["rows"][number];
export type Signer = Row["signers"][number];
export type ToConfirm = Brought & Pick<Row, "name"> & { signer: Signer };

/** By seat, company and number: names repeat. */
export const labelOf = ({ name, position, unit, code }: Signer): string => {
  const notes = [position, unit, code].filter(Boolean).join(" · ");
  return notes ? `${name} (${notes})` : name;
};

type Props = { pages: readonly ToConfirm[]; onClose: () => void; onConfirm: (pages: Brought[]) => void };

export function Confirming({ pages, onClose, onConfirm }: Props) {
  const t = useText();
  const [reasons, setReasons] = useState<Readonly<Record<string, string>>>({});
  const whyOf = ({ inspectionId, signer }: ToConfirm) =>
    signer.mayHaveSigned ? undefined : reasons[inspectionId]?.trim();
  const lacks = pages.some((one) => !one.signer.mayHaveSigned && !whyOf(one));
  return (
    <Dialog isOpen onClose={onClose} title={t("paper.pages.confirmTitle", { count: pages.length })}>
      <div className="form">
        <p className="soft">{t("paper.pages.confirmAbout")}</p>
        <ul>
          {pages.map((one) => (
            <li key={one.inspectionId}>
              <b className="strong">
                <LangText text={one.name} />
              </b>{" "}
              – {t("confirm.signedBy")}: {labelOf(one.signer)} ·{" "}
              <span className="wrap-any">{one.file.name}</span>
              {one.signer.mayHaveSigned ? null : (
                <TextArea
                  label={t("confirm.whyOther")}
                  value={reasons[one.inspectionId] ?? ""}
                  maxLength={1000}
                  onChange={(why) => setReasons((before) => ({ ...before, [one.inspectionId]: why }))}
                />
              )}
            </li>
          ))}
        </ul>
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button
            look="main"
            offBecause={lacks ? t("errors.inspection.signer_needs_reason") : null}
            onClick={() => onConfirm(pages.map((one) => ({ ...one, why: whyOf(one) })))}
          >
            {t("paper.pages.confirm", { count: pages.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
