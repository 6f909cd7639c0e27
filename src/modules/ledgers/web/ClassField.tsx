// The class of an entry, among those the group has.
import { useOperation } from "#web/api.ts";
import { SelectField } from "#web/forms/fields.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ledgers } from "../contract.ts";

type Props = { value: number | null; onChange: (rank: number | null) => void };

export function ClassField({ value, onChange }: Props) {
  const t = useText();
  const format = useFormat();
  const classes = useOperation(ledgers.listClasses, {});
  return (
    <SelectField
      label={t("entry.class")}
      value={value === null ? "" : String(value)}
      choices={[
        { value: "", label: t("list.noClass") },
        ...(classes.data?.rows ?? []).map((one) => ({
          value: String(one.rank),
          label: `${one.rank} ${one.name[format.language]}`,
        })),
      ]}
      onChange={(rank) => onChange(rank === "" ? null : Number(rank))}
    />
  );
}
