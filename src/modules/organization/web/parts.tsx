// Lent to later modules.
import { Popover, Select } from "@mantine/core";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { useMay, useSession } from "#web/session.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Token } from "#web/ui/choices.tsx";
import { Icon } from "#web/ui/icons.tsx";
import { organization } from "../contract.ts";

export { FactFields } from "./FactFields.tsx";
export { OwnerChoice } from "./OwnerChoice.tsx";
export { personToChoose } from "./person.ts";

type Props = {
  label: string;
  value: string;
  onChange: (companyId: string) => void;
  /** Stands first, for no company: the whole group, say. */
  none?: string;
  /** Within a popover of its own: open at once, and closed with it. */
  isInPopover?: boolean;
  /** What it is chosen for looks back: companies that left are found as well. */
  withEnded?: boolean;
};

/** One company of those one may see, found by name or code however many there are; the first few are offered at once. */
export function CompanyChoice({
  label,
  value,
  onChange,
  none,
  isInPopover = false,
  withEnded = false,
}: Props) {
  const t = useText();
  const { today } = useSession();
  const [search, setSearch] = useState("");
  const first = useOperation(organization.listCompanies, { limit: 30, asOf: today });
  const found = useOperation(
    organization.listCompanies,
    { search: search.trim(), limit: 30, asOf: today, ...(withEnded ? { withEnded } : {}) },
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
      {...(isInPopover
        ? { autoFocus: true, defaultDropdownOpened: true, comboboxProps: { withinPortal: false } }
        : {})}
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

/** A company's name in the reader's language; undefined until it is known. */
export function useCompanyName(companyId: string | undefined): string | undefined {
  const company = useOperation(
    organization.getCompany,
    { id: companyId ?? "" },
    { enabled: companyId !== undefined },
  );
  return company.data ? nameFor(company.data) : undefined;
}

/** Whether the reader sees one company alone, whose name need not stand in every line. The frame has asked already. */
export function useSeesOneCompany(): boolean {
  const mayRead = useMay("organization.read");
  const counts = useOperation(organization.countCompanies, {}, { enabled: mayRead });
  return counts.data?.companies === 1;
}

/** The one company that the reader sees, to be chosen beforehand; undefined where there are several, or until it is known. */
export function useOnlyCompany(): string | undefined {
  const { today } = useSession();
  const mayRead = useMay("organization.read");
  const first = useOperation(organization.listCompanies, { limit: 30, asOf: today }, { enabled: mayRead });
  return first.data?.rows.length === 1 ? first.data.rows[0]?.id : undefined;
}

type FilterProps = { companyId: string | undefined; onChange: (companyId: string | undefined) => void };

/** A list narrowed to one company, beside its other filters; whoever sees a single company has nothing to choose. */
export function CompanyFilter({ companyId, onChange }: FilterProps) {
  const t = useText();
  const mayRead = useMay("organization.read");
  const [isOpen, open] = useState(false);
  const counts = useOperation(organization.countCompanies, {}, { enabled: mayRead });
  const chosen = useOperation(
    organization.getCompany,
    { id: companyId ?? "" },
    { enabled: mayRead && companyId !== undefined },
  );
  const label = t("unit.company");
  if ((counts.data?.companies ?? 0) < 2) return null;
  if (companyId)
    return (
      <Token
        name={label}
        value={chosen.data ? nameFor(chosen.data) : "…"}
        removeLabel={`${t("action.removeFilter")}: ${label}`}
        onRemove={() => onChange(undefined)}
      />
    );
  return (
    <Popover opened={isOpen} onChange={open} position="bottom-start" width={320} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className="token add" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          <Icon name="plus" />
          {label}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <CompanyChoice
          isInPopover
          withEnded
          label={label}
          value=""
          onChange={(id) => {
            open(false);
            onChange(id || undefined);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
