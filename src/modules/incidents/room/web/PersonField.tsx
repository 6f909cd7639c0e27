// One of those who may take a part in this incident, found by name.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useText } from "#web/text/i18n.ts";
import { incidents } from "../../contract.ts";

type Person = { id: string; name: string; timeZone: string | null };
type Props = {
  incidentId: string;
  label: string;
  chosen: string;
  /** Also who is on no list of a confidential one. */
  anybody?: boolean;
  /** Words of the choice of nobody, where that is one. */
  nobody?: string;
  onChoose: (person: Person) => void;
};

export function PersonField({ incidentId, label, chosen, anybody = false, nobody, onChoose }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    incidents.findIncidentPeople,
    { id: incidentId, ...(search ? { search } : {}), ...(anybody ? { anybody } : {}) },
    { keep: true },
  );
  const rows = found.data?.rows ?? [];
  const people = nobody && !search ? [{ id: "", name: nobody, note: null }, ...rows] : rows;
  return (
    <PersonChoice
      label={label}
      findLabel={t("room.findPerson")}
      search={search}
      onSearch={setSearch}
      people={people}
      isThere={found.data !== undefined}
      chosen={chosen}
      onChoose={({ id, name }) =>
        onChoose({ id, name, timeZone: rows.find((one) => one.id === id)?.timeZone ?? null })
      }
      nobody={t("room.nobodyFound")}
      most={8}
    />
  );
}
