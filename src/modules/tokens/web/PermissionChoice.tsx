// Permissions in words, each to be ticked; a search for whoever holds a hundred of them.
import { useState } from "react";
import { Tick } from "#web/forms/fields.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";

type Props = { offered: readonly string[]; chosen: readonly string[]; onChange: (chosen: string[]) => void };

const fewEnough = 12;

export function PermissionChoice({ offered, chosen, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const [search, setSearch] = useState("");
  const wanted = search.normalize("NFKC").toLowerCase();
  const named = offered.map((id) => ({ id, words: any(`permission.${id}`) }));
  const shown = named.filter((one) => one.words.toLowerCase().includes(wanted) || one.id.includes(wanted));
  return (
    <fieldset className="field">
      <legend>
        {t("token.permissions")} <small>{t("token.permissionCount", { count: chosen.length })}</small>
      </legend>
      <p className="hint">{t("token.permissionsHelp")}</p>
      {offered.length > fewEnough ? (
        <input
          className="input"
          type="search"
          aria-label={t("token.findPermission")}
          placeholder={t("token.findPermission")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      <div className="ticks">
        {shown.map(({ id, words }) => (
          <Tick
            key={id}
            label={words}
            isOn={chosen.includes(id)}
            onChange={(isOn) => onChange(isOn ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />
        ))}
      </div>
    </fieldset>
  );
}
