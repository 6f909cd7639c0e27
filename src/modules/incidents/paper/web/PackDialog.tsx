// For which unit a pack is kept, in which language, and the passphrase that opens it.
import { type FormEvent, useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { incidents } from "../../contract.ts";
import type { Pack } from "./pack-shown.ts";

type Props = { pack?: Pack; units: readonly { id: string; name: string }[]; onClose: () => void };
/** Without those that are taken for one another on paper. */
const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const isGood = (passphrase: string) => /^[!-~][ -~]{14,98}[!-~]$/.test(passphrase);

/** Six groups of four: 118 bits, and written down without a mistake. */
function proposed(): string {
  // 248 is the largest multiple of 31 in a byte: what lies above would favour some letters.
  const drawn: string[] = [];
  while (drawn.length < 24)
    for (const byte of crypto.getRandomValues(new Uint8Array(48)))
      if (byte < 248 && drawn.length < 24) drawn.push(letters[byte % letters.length] ?? "");
  return drawn.join("").replaceAll(/.{4}(?=.)/g, "$&-");
}

export function PackDialog({ pack, units, onClose }: Props) {
  const t = useText();
  const { language: own } = useSession();
  const [unitId, setUnitId] = useState(pack?.unitId ?? units[0]?.id ?? "");
  const [language, setLanguage] = useState(pack?.language ?? own);
  const [passphrase, setPassphrase] = useState("");
  const set = useCommand(incidents.setOfflinePack, [incidents.listOfflinePacks]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate({ unitId, language, ...(passphrase ? { passphrase } : {}) }, { onSuccess: onClose });
  };
  const isReady = passphrase ? isGood(passphrase) : pack !== undefined;
  return (
    <Dialog isOpen onClose={onClose} title={pack ? pack.unitName : t("incident.packs.add")}>
      <form className="form" onSubmit={submit}>
        {pack ? null : (
          <SelectField
            label={t("incident.packs.unit")}
            value={unitId}
            choices={units.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setUnitId}
          />
        )}
        <SelectField
          label={t("incident.packs.language")}
          value={language}
          choices={(["ja", "en", "zh"] as const).map((one) => ({ value: one, label: languageNames[one] }))}
          onChange={setLanguage}
        />
        <TextField
          label={t("incident.packs.passphrase")}
          hint={t("incident.packs.passphraseHint")}
          isOptional={pack !== undefined}
          value={passphrase}
          maxLength={100}
          onChange={setPassphrase}
        />
        <div>
          <Button size="s" onClick={() => setPassphrase(proposed())}>
            {t("incident.packs.propose")}
          </Button>
        </div>
        <p className="note">{t("incident.packs.passphraseKept")}</p>
        <FormEnds
          error={set.error}
          isBusy={set.isPending}
          offBecause={isReady ? null : t("incident.packs.passphraseFirst")}
          onClose={onClose}
        >
          {t("incident.packs.set")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
