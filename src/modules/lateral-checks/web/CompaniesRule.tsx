// Single companies, found by name or code; those chosen stay in sight.
import { useState } from "react";
import { organization } from "#modules/organization/contract.ts";
import { useOperation } from "#web/api.ts";
import { Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { FindBox } from "#web/ui/FindBox.tsx";

type Props = { chosen: readonly string[]; onChange: (ids: string[]) => void };

export function CompaniesRule({ chosen, onChange }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 30 },
    { keep: true, enabled: search.trim() !== "" },
  );
  const rows = search.trim() === "" ? [] : (found.data?.rows ?? []);
  return (
    <div className="stack s">
      <FindBox label={t("lateral.findCompany")} value={search} onFind={setSearch} />
      {rows.map((unit) => (
        <Tick
          key={unit.id}
          label={nameFor(unit)}
          isOn={chosen.includes(unit.id)}
          onChange={(isOn) => onChange(isOn ? [...chosen, unit.id] : chosen.filter((one) => one !== unit.id))}
        />
      ))}
      <p className="small soft">{t("lateral.chosen", { count: chosen.length })}</p>
    </div>
  );
}
