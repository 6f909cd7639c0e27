// Where a company may stand in the supervision tree: below the group, a division or the parent.
import { Select } from "@mantine/core";
import { useOperation } from "#web/api.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { organization } from "../contract.ts";

export function ParentChoice({
  company,
  label,
  value,
  onChange,
}: {
  /** The company that moves; it does not stand below itself. */
  company?: { id: string };
  label?: string;
  value: string;
  onChange: (id: string | null) => void;
}) {
  const t = useText();
  const root = useOperation(organization.listChildren, {});
  const group = root.data?.rows[0];
  const below = useOperation(organization.listChildren, group ? { parentId: group.id } : {}, {
    enabled: group !== undefined,
  });
  const choices = [...(group ? [group] : []), ...(below.data?.rows ?? [])].filter(
    (unit) => unit.kind !== "company" || unit.relation === "parent",
  );
  return (
    <Select
      label={label ?? t("change.newParent")}
      data={choices
        .filter((unit) => unit.id !== company?.id)
        .map((unit) => ({ value: unit.id, label: nameFor(unit) }))}
      value={value || null}
      onChange={onChange}
      searchable
      required
    />
  );
}
