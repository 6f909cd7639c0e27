// For which unit a pack shall be kept: of those that keep none, found by name or code however many there are.
import { Select } from "@mantine/core";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import { incidents } from "../../contract.ts";

type Unit = { id: string; name: string };
type Props = { only: Unit | null; value: string; onChange: (unitId: string) => void };

export function PackUnitChoice({ only, value, onChange }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const [chosen, choose] = useState<Unit | null>(null);
  const found = useOperation(
    incidents.listPackUnits,
    search.trim() && search !== chosen?.name ? { search: search.trim() } : {},
    { keep: true },
  );
  const units = new Map(
    [...(only ? [only] : []), ...(chosen ? [chosen] : []), ...(found.data?.units ?? [])].map((one) => [
      one.id,
      one,
    ]),
  );
  return (
    <Select
      label={t("incident.packs.unit")}
      placeholder={t("group.find")}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      nothingFoundMessage={t("incident.packs.noUnit")}
      data={[...units.values()].map(({ id, name }) => ({ value: id, label: name }))}
      value={value || null}
      allowDeselect={false}
      onChange={(id) => {
        choose(units.get(id ?? "") ?? null);
        onChange(id ?? "");
      }}
    />
  );
}
