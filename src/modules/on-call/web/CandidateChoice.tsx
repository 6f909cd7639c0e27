// Somebody who may be put on a roster of a unit.
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { PersonChoice } from "#web/forms/PersonChoice.tsx";
import { useText } from "#web/text/i18n.ts";
import { onCall } from "../contract.ts";

type Props = {
  unitId: string;
  label: string;
  chosen: string;
  onChoose: (person: { id: string; name: string }) => void;
};

export function CandidateChoice({ unitId, label, chosen, onChoose }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useOperation(
    onCall.listOnCallCandidates,
    { id: unitId, ...(search.trim() ? { search: search.trim() } : {}) },
    { keep: true },
  );
  return (
    <PersonChoice
      label={label}
      findLabel={t("onCall.findPerson")}
      search={search}
      onSearch={setSearch}
      isThere={found.data !== undefined && !found.isPlaceholderData}
      people={(found.data?.rows ?? []).map((row) => ({
        id: row.id,
        name: row.name,
        note: row.company,
        warning: row.hasNumber ? null : t("onCall.noNumber"),
      }))}
      chosen={chosen}
      onChoose={onChoose}
      nobody={t("onCall.noCandidate")}
      most={8}
    />
  );
}
