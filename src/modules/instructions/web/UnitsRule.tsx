// Single units below the issuer, found by name or code.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { Tick } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { FindBox } from "#web/ui/FindBox.tsx";
import { instructions } from "../contract.ts";
import { unitOf } from "./rows.ts";

type Props = { issuerUnitId: string; chosen: readonly string[]; onChange: (ids: string[]) => void };

export function UnitsRule({ issuerUnitId, chosen, onChange }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    instructions.findRecipients,
    { id: issuerUnitId, ...(search ? { search } : {}) },
    { keep: true },
  );
  const rows = found.data?.rows ?? [];
  return (
    <div className="stack s">
      <FindBox label={t("instruction.findUnit")} value={search} onFind={setSearch} />
      <div className="told-picks">
        {rows.map((unit) => (
          <Tick
            key={unit.unitId}
            label={`${unitOf(unit)} · ${unit.code}`}
            isOn={chosen.includes(unit.unitId)}
            onChange={(isOn) =>
              onChange(isOn ? [...chosen, unit.unitId] : chosen.filter((one) => one !== unit.unitId))
            }
          />
        ))}
        {found.data && rows.length === 0 ? <p className="soft small">{t("instruction.noUnit")}</p> : null}
      </div>
      <p className="small soft">{t("instruction.chosenUnits", { count: chosen.length })}</p>
    </div>
  );
}
