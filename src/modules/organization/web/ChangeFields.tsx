// The fields of a company's dated changes, one group per kind of change.
import { Select } from "@mantine/core";
import { useState } from "react";
import { useOperation } from "#web/api.ts";
import { DateField, SelectField, TextField } from "#web/forms/fields.tsx";
import { NumberField } from "#web/forms/NumberField.tsx";
import { useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { Note } from "#web/ui/states.tsx";
import { organization } from "../contract.ts";
import { ParentChoice } from "./ParentChoice.tsx";
import type { Company } from "./company.ts";

export const relations = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
const bases = ["raised", "lowered", "criteria"] as const;
const tiers = ["T1", "T2", "T3", "T4"] as const;

export type Draft = {
  relation: (typeof relations)[number];
  percent: number | null;
  ownerId: string | null;
  names: { name: string; nameEn: string; nameJa: string; nameZh: string };
  parentId: string | null;
  basis: (typeof bases)[number];
  tier: (typeof tiers)[number];
  until: string;
};

export const draftOf = (company: Company): Draft => ({
  relation: company.relation?.kind ?? "consolidated",
  percent: company.relation?.ownershipPercent ?? null,
  ownerId: company.relation?.owner?.id ?? null,
  names: {
    name: company.name,
    nameEn: company.nameEn ?? "",
    nameJa: company.nameJa ?? "",
    nameZh: company.nameZh ?? "",
  },
  parentId: null,
  basis: "raised",
  tier: company.tier?.tier ?? "T3",
  until: "",
});

type FieldsProps = { company: Company; draft: Draft; set: (part: Partial<Draft>) => void };

export function RelationFields({ company, draft, set }: FieldsProps) {
  const t = useText();
  return (
    <>
      <div className="two">
        <SelectField
          label={t("company.relation")}
          value={draft.relation}
          choices={relations.map((value) => ({ value, label: t(`relation.${value}`) }))}
          onChange={(relation) => set({ relation })}
        />
        <NumberField
          label={t("company.ownership")}
          unit="%"
          hasFraction
          value={draft.percent}
          onChange={(percent) => set({ percent })}
        />
      </div>
      {draft.relation === "parent" ? null : <OwnerChoice company={company} draft={draft} set={set} />}
    </>
  );
}

/** Who holds the shares: the parent, or a company of the group that stands between. */
function OwnerChoice({ company, draft, set }: FieldsProps) {
  const t = useText();
  const [search, setSearch] = useState("");
  const known = company.relation?.owner;
  const found = useOperation(
    organization.searchUnits,
    { search: search.trim() || "-", kind: "company", limit: 30 },
    { keep: true, enabled: search.trim().length > 0 },
  );
  const choices = [
    { value: "", label: t("change.parentHolds") },
    ...(known ? [{ value: known.id, label: nameFor(known) }] : []),
    ...(found.data?.rows ?? [])
      .filter((unit) => unit.id !== company.id && unit.id !== known?.id)
      .map((unit) => ({ value: unit.id, label: `${nameFor(unit)} · ${unit.code}` })),
  ];
  return (
    <Select
      label={t("change.owner")}
      description={t("change.ownerHelp")}
      data={choices}
      value={draft.ownerId ?? ""}
      onChange={(ownerId) => set({ ownerId: ownerId || null })}
      searchable
      onSearchChange={setSearch}
      filter={({ options }) => options}
      allowDeselect={false}
    />
  );
}

export function NameFields({
  draft,
  set,
}: {
  draft: Pick<Draft, "names">;
  set: (part: Pick<Draft, "names">) => void;
}) {
  const t = useText();
  return (["name", "nameJa", "nameEn", "nameZh"] as const).map((name) => (
    <TextField
      key={name}
      label={t(`company.${name}`)}
      isOptional={name !== "name"}
      value={draft.names[name]}
      maxLength={200}
      onChange={(value) => set({ names: { ...draft.names, [name]: value } })}
    />
  ));
}

export const ParentFields = ({ company, draft, set }: FieldsProps) => (
  <ParentChoice company={company} value={draft.parentId ?? ""} onChange={(parentId) => set({ parentId })} />
);

export function TierFields({ company, draft, set }: FieldsProps) {
  const t = useText();
  return (
    <>
      <Note>{t("change.tierByCriteria", { tier: company.tierByCriteria?.tier ?? "–" })}</Note>
      <div className="two">
        <SelectField
          label={t("change.basis")}
          value={draft.basis}
          choices={bases.map((value) => ({ value, label: t(`tierBasis.${value}`) }))}
          onChange={(basis) => set({ basis })}
        />
        <SelectField
          label={t("company.tier")}
          value={draft.basis === "criteria" ? (company.tierByCriteria?.tier ?? draft.tier) : draft.tier}
          isDisabled={draft.basis === "criteria"}
          choices={tiers.map((value) => ({ value, label: `${value} ${t(`tier.${value}`)}` }))}
          onChange={(tier) => set({ tier })}
        />
      </div>
      {draft.basis === "criteria" ? null : (
        <div className="two">
          <DateField
            label={t("change.until")}
            isOptional={draft.basis === "raised"}
            value={draft.until}
            onChange={(until) => set({ until })}
          />
        </div>
      )}
    </>
  );
}
