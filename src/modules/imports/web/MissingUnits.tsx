// Divisions that a company list names and the group does not have: made together, as the list writes them.
import { type FormEvent, useState } from "react";
import type { Output } from "#core/contract.ts";
import { useCommand } from "#web/api.ts";
import { FormEnds } from "#web/forms/FormEnds.tsx";
import { DateField, Tick } from "#web/forms/fields.tsx";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { Dialog } from "#web/ui/Dialog.tsx";
import { organization } from "#modules/organization/contract.ts";
import { imports } from "../contract.ts";
import { type Import, refreshed } from "./one-import.ts";

type Problem = Output<typeof imports.listImportProblems>["rows"][number];

export const isMissingUnit = ({ field, code, given }: Problem) =>
  field === "parent" && code === "import.unknown_parent" && given.trim() !== "" && given.length <= 200;

type Props = { load: Import; missing: readonly Problem[]; onClose: () => void };

export function MissingUnits({ load, missing, onClose }: Props) {
  const t = useText();
  const { today } = useSession();
  const [from, setFrom] = useState(today);
  // A name near one that is held is more likely misspelt than new.
  const [wanted, setWanted] = useState(() =>
    missing.map(({ given, rows, candidates }) => ({
      name: given.normalize("NFKC").trim(),
      code: "",
      rows,
      isNew: (candidates ?? []).length === 0,
    })),
  );
  const add = useCommand(imports.addMissingUnits, [
    ...refreshed,
    organization.listChildren,
    organization.countCompanies,
  ]);
  const chosen = wanted.filter((one) => one.isNew);
  const change = (index: number, part: Partial<(typeof wanted)[number]>) =>
    setWanted(wanted.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      {
        id: load.id,
        rowVersion: load.rowVersion,
        units: chosen.map(({ name, code }) => ({ name, ...(code.trim() ? { code: code.trim() } : {}) })),
        from,
      },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog isOpen onClose={onClose} title={t("import.addUnitsTitle", { count: missing.length })} size="l">
      <form className="form" onSubmit={submit}>
        <p className="soft">{t("import.addUnitsHelp")}</p>
        <ul className="stack s">
          {wanted.map((one, index) => (
            <li key={`${missing[index]?.given}`} className="row wrap">
              <span className="grow">
                <Tick
                  label={t("import.addUnit", { name: one.name, count: one.rows })}
                  isOn={one.isNew}
                  onChange={(isNew) => change(index, { isNew })}
                />
              </span>
              <input
                className="input mono"
                style={{ width: 200 }}
                aria-label={t("import.addUnitCode", { name: one.name })}
                placeholder={t("import.addUnitCodeHint")}
                value={one.code}
                maxLength={40}
                onChange={(event) => change(index, { code: event.target.value.normalize("NFKC") })}
              />
            </li>
          ))}
        </ul>
        <DateField label={t("import.addUnitsFrom")} value={from} onChange={setFrom} />
        <FormEnds
          error={add.error}
          isBusy={add.isPending}
          offBecause={
            chosen.length === 0 ? t("import.addUnitsNone") : from === "" ? t("import.addUnitsFrom") : null
          }
          onClose={onClose}
        >
          {t("import.addUnits", { count: chosen.length })}
        </FormEnds>
      </form>
    </Dialog>
  );
}
