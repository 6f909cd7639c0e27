// Who signed for one company of many: from the likely ones, or found by name among all of its people.
import { useState } from "react";
import type { Output } from "#core/contract.ts";
import { Signer as FindSigner } from "#modules/inspections/web/parts.tsx";
import type { PersonToChoose } from "#web/forms/PersonChoice.tsx";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Button } from "#web/ui/parts.tsx";
import type { papers } from "../contract.ts";
import { labelOf, type Signer } from "./Confirming.tsx";

type Row = Output<typeof papers.listWaiting>["rows"][number];
type Props = { row: Row; chosen: Signer | undefined; onChoose: (signer: Signer | undefined) => void };

const somebodyElse = "?";

export function SignerCell({ row, chosen, onChoose }: Props) {
  const t = useText();
  const [isFinding, find] = useState(false);
  const isListed = row.signers.some((one) => one.id === chosen?.id);
  const options = chosen && !isListed ? [chosen, ...row.signers] : row.signers;
  return (
    <>
      <select
        className="input"
        aria-label={t("paper.pages.signerOf", { name: row.name })}
        value={chosen?.id ?? ""}
        onChange={({ target: { value } }) =>
          value === somebodyElse ? find(true) : onChoose(options.find((one) => one.id === value))
        }
      >
        <option value="">{t("paper.pages.choose")}</option>
        {options.map((one) => (
          <option key={one.id} value={one.id}>
            {labelOf(one)}
          </option>
        ))}
        <option value={somebodyElse}>{t("paper.pages.somebodyElse")}</option>
      </select>
      {isFinding ? <Finding row={row} onClose={() => find(false)} onChoose={onChoose} /> : null}
    </>
  );
}

function Finding({ row, onClose, onChoose }: Omit<Props, "chosen"> & { onClose: () => void }) {
  const t = useText();
  const [found, choose] = useState<PersonToChoose | null>(null);
  const take = () => {
    if (!found) return;
    onChoose(row.signers.find((one) => one.id === found.id) ?? asSigner(found));
    onClose();
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("paper.pages.signerOf", { name: row.name })} size="s">
      <div className="form">
        <FindSigner companyId={row.companyId} chosen={found?.id ?? ""} onChoose={choose} />
        <div className="ends">
          <Button onClick={onClose}>{t("action.cancel")}</Button>
          <Button look="main" offBecause={found ? null : t("paper.screen.signerChoose")} onClick={take}>
            {t("paper.pages.takeSigner")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** All who may have signed by their seats are listed: whoever is found beyond them signs with a reason. */
const asSigner = ({ id, name, note }: PersonToChoose): Signer => ({
  id,
  name,
  position: note || null,
  code: null,
  unit: null,
  mayHaveSigned: false,
});
