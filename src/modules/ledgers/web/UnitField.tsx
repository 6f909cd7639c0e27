// The department or site of a company in which a thing stands.
import { organization } from "#modules/organization/contract.ts";
import { useOperation } from "#web/api.ts";
import { SelectField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";

type Props = { companyId: string; value: string; onChange: (unitId: string) => void };

/** Nothing where the company has none: then there is nothing to choose. */
export function UnitField({ companyId, value, onChange }: Props) {
  const t = useText();
  const units = useOperation(
    organization.listChildren,
    { parentId: companyId },
    { enabled: companyId !== "" },
  );
  const below = (units.data?.rows ?? []).filter((one) => one.kind === "department" || one.kind === "site");
  if (below.length === 0) return null;
  return (
    <SelectField
      label={t("entry.unit")}
      value={value}
      choices={[
        { value: "", label: t("entryForm.noUnit") },
        ...below.map((one) => ({ value: one.id, label: nameFor(one) })),
      ]}
      onChange={onChange}
    />
  );
}
