// Which companies: by division, tier, relation and region; nothing chosen means all.
import type { Input } from "#core/contract.ts";
import { organization, regions } from "#modules/organization/contract.ts";
import { useOperation } from "#web/api.ts";
import { SelectField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import type { services } from "../contract.ts";

export type Filter = NonNullable<Input<typeof services.previewServiceChange>["pick"]["filter"]>;

const tiers = ["T1", "T2", "T3", "T4"] as const;
const relations = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
export function FilterFields({ value, onChange }: { value: Filter; onChange: (filter: Filter) => void }) {
  const t = useText();
  const root = useOperation(organization.listChildren, {});
  const group = root.data?.rows[0];
  const below = useOperation(organization.listChildren, group ? { parentId: group.id } : {}, {
    enabled: group !== undefined,
  });
  const divisions = (below.data?.rows ?? []).filter((unit) => unit.kind === "division");
  const set = (part: { [K in keyof Filter]: Filter[K] | "" }) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...value, ...part }).filter(([, one]) => one !== "" && one !== undefined),
      ) as Filter,
    );
  const all = t("services.all");
  return (
    <div className="two">
      <SelectField
        label={t("unit.division")}
        value={value.divisionId ?? ""}
        emptyLabel={all}
        choices={divisions.map((unit) => ({ value: unit.id, label: nameFor(unit) }))}
        onChange={(divisionId) => set({ divisionId })}
      />
      <SelectField
        label={t("group.by.tier")}
        value={value.tier ?? ""}
        emptyLabel={all}
        choices={tiers.map((tier) => ({ value: tier, label: `${tier} ${t(`tier.${tier}`)}` }))}
        onChange={(tier) => set({ tier })}
      />
      <SelectField
        label={t("group.by.relation")}
        value={value.relation ?? ""}
        emptyLabel={all}
        choices={relations.map((one) => ({ value: one, label: t(`relation.${one}`) }))}
        onChange={(relation) => set({ relation })}
      />
      <SelectField
        label={t("group.by.region")}
        value={value.region ?? ""}
        emptyLabel={all}
        choices={regions.map((one) => ({ value: one, label: t(`region.${one}`) }))}
        onChange={(region) => set({ region })}
      />
    </div>
  );
}
