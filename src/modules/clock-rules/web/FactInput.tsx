// The answer to one question about a case, in the form that fits it; taking it away makes the question open again.
import { MultiSelect } from "@mantine/core";
import { SelectField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Segmented } from "#web/ui/choices.tsx";
import { type CaseFact, caseFacts, type FactKind, type FactValue } from "../mechanism/facts.ts";

type Props = {
  fact: CaseFact;
  value: FactValue | undefined;
  onChange: (value: FactValue | undefined) => void;
};

export function FactInput({ fact, value, onChange }: Props) {
  const t = useText();
  const any = useAnyText();
  const label = t(`clockFact.is.${fact}`);
  const of: FactKind = caseFacts[fact];
  if (of.kind === "yes_no")
    return (
      <YesNo
        label={label}
        value={typeof value === "boolean" ? value : null}
        onChange={(to) => onChange(to ?? undefined)}
      />
    );
  if (of.kind === "number")
    return (
      <NumberField
        label={label}
        value={typeof value === "number" ? value : null}
        onChange={(to) => onChange(to ?? undefined)}
      />
    );
  const choices = of.options.map((one) => ({ value: one, label: any(`clockFact.option.${one}`) }));
  if (of.kind === "one_of")
    return (
      <SelectField
        label={label}
        emptyLabel={t("clockTry.unanswered")}
        value={typeof value === "string" ? value : ""}
        choices={choices}
        onChange={(to) => onChange(to || undefined)}
      />
    );
  return (
    <MultiSelect
      label={label}
      data={choices}
      value={Array.isArray(value) ? [...(value as readonly string[])] : []}
      onChange={(to) => onChange(to.length > 0 ? to : undefined)}
      searchable
    />
  );
}

type YesNoProps = { label: string; value: boolean | null; onChange: (value: boolean | null) => void };

export function YesNo({ label, value, onChange }: YesNoProps) {
  const t = useText();
  return (
    <Segmented<"yes" | "no" | "open">
      label={label}
      value={value === null ? "open" : value ? "yes" : "no"}
      choices={[
        { value: "yes", label: t("clockFact.yes") },
        { value: "no", label: t("clockFact.no") },
        { value: "open", label: t("clockTry.unanswered") },
      ]}
      onChange={(to) => onChange(to === "open" ? null : to === "yes")}
    />
  );
}
