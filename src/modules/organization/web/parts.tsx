// Lent to later modules.
import { Select } from "@mantine/core";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { organization } from "../contract.ts";

type Props = {
  label: string;
  value: string;
  onChange: (companyId: string) => void;
  /** Stands first, for no company: the whole group, say. */
  none?: string;
};

/** One company of those one may see, found by name or code however many there are; the first few are offered at once. */
export function CompanyChoice({ label, value, onChange, none }: Props) {
  const t = useText();
  const { today } = useSession();
  const [search, setSearch] = useState("");
  const first = useOperation(organization.listCompanies, { limit: 30, asOf: today });
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 30 },
    { keep: true, enabled: search.trim() !== "" },
  );
  const own = useOperation(organization.getCompany, { id: value }, { enabled: value !== "" });
  const units = [
    ...(own.data ? [own.data] : []),
    ...(search.trim() ? (found.data?.rows ?? []) : (first.data?.rows ?? [])),
  ];
  const choices = new Map(units.map((unit) => [unit.id, nameFor(unit)]));
  return (
    <Select
      label={label}
      placeholder={t("group.find")}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      data={[
        ...(none === undefined ? [] : [{ value: "", label: none }]),
        ...[...choices].map(([id, name]) => ({ value: id, label: name })),
      ]}
      value={value}
      allowDeselect={false}
      onChange={(companyId) => onChange(companyId ?? "")}
    />
  );
}
