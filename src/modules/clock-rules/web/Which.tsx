// Which submission or determination it is; other moments are but one.
import { SelectField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { type Anchor, determinations } from "../mechanism/rules.ts";
import { RuleChoice } from "./RuleChoice.tsx";

/** The key of a rule with its name, or a determination. */
export type Chosen = { of: string | null; ofName: string | null };

export const firstOf = (anchor: Anchor): Chosen => ({
  of: anchor === "determined" ? determinations[0] : null,
  ofName: null,
});

type Props = {
  anchor: Anchor;
  chosen: Chosen;
  companyIds: readonly string[];
  onChange: (chosen: Chosen) => void;
};

export function Which({ anchor, chosen, companyIds, onChange }: Props) {
  const t = useText();
  if (anchor === "submitted")
    return (
      <RuleChoice
        name={chosen.of === null ? null : (chosen.ofName ?? chosen.of)}
        companyIds={companyIds}
        onChoose={({ key, name }) => onChange({ of: key, ofName: name })}
      />
    );
  if (anchor !== "determined") return null;
  return (
    <SelectField
      label={t("clockForm.anchorOf")}
      value={chosen.of ?? determinations[0]}
      choices={determinations.map((value) => ({
        value: value as string,
        label: t(`clockAnchorOf.${value}`),
      }))}
      onChange={(of) => onChange({ of, ofName: null })}
    />
  );
}
