// For which unit a pack is kept, in which language, the passphrase that opens it, and who is told when it is made.
import { type FormEvent, useState } from "react";
import { useCommand, useOperation } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { SelectField, TextField, Tick } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { languageNames, useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { incidents } from "../../contract.ts";
import { type Pack, refreshed } from "./pack-shown.ts";
import { PackUnitChoice } from "./PackUnitChoice.tsx";

type Props = { pack?: Pack; onClose: () => void };
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

export function PackDialog({ pack, onClose }: Props) {
  const t = useText();
  const { language: own } = useSession();
  const [chosen, setUnitId] = useState(pack?.unitId ?? "");
  const units = useOperation(incidents.listPackUnits, {}, { enabled: pack === undefined });
  // Whoever answers for a single unit has nothing to choose.
  const only = units.data?.units.length === 1 ? (units.data.units[0] ?? null) : null;
  const unitId = chosen || (only?.id ?? "");
  const [language, setLanguage] = useState(pack?.language ?? own);
  const [passphrase, setPassphrase] = useState("");
  const [toldIds, setToldIds] = useState<readonly string[]>(pack?.told.map((one) => one.id) ?? []);
  const people = useOperation(incidents.listPackPeople, { unitId }, { enabled: unitId !== "" });
  const set = useCommand(incidents.setOfflinePack, refreshed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Of another unit others may take it.
    const told = toldIds.filter((id) => people.data?.people.some((one) => one.id === id));
    set.mutate(
      {
        unitId,
        language,
        ...(passphrase ? { passphrase } : {}),
        ...(people.data ? { toldIds: told } : {}),
      },
      { onSuccess: onClose },
    );
  };
  const missing = !unitId
    ? t("forms.first", { field: t("incident.packs.unit") })
    : (passphrase ? isGood(passphrase) : pack !== undefined)
      ? null
      : t("incident.packs.passphraseFirst");
  return (
    <Dialog isOpen onClose={onClose} title={pack ? pack.unitName : t("incident.packs.add")}>
      <form className="form" onSubmit={submit}>
        {pack ? null : <PackUnitChoice only={only} value={unitId} onChange={setUnitId} />}
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
        {people.data && people.data.people.length > 0 ? (
          <fieldset className="field">
            <span className="label">{t("incident.packs.told")}</span>
            <p className="hint">{t("incident.packs.toldHint")}</p>
            {people.data.people.map((one) => (
              <Tick
                key={one.id}
                label={one.name}
                isOn={toldIds.includes(one.id)}
                onChange={(isOn) =>
                  setToldIds(isOn ? [...toldIds, one.id] : toldIds.filter((id) => id !== one.id))
                }
              />
            ))}
          </fieldset>
        ) : null}
        <FormEnds error={set.error} isBusy={set.isPending} offBecause={missing} onClose={onClose}>
          {t("incident.packs.set")}
        </FormEnds>
      </form>
    </Dialog>
  );
}
