// What the register is narrowed to, as tokens; a new one is chosen from a menu of the few that there are.
import { Menu } from "@mantine/core";
import { useOperation } from "#web/api.ts";
import { useAsOf } from "#web/layout/asOf.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { nameFor } from "#web/text/names.ts";
import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import type { Column } from "#web/table/columns.ts";
import { AddFilter } from "#web/ui/AddFilter.tsx";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { organization } from "../contract.ts";
import { regions } from "../contract/words.ts";
import type { CompanyFilter } from "./company-filter.ts";

const values = {
  tier: ["T1", "T2", "T3", "T4"],
  relation: ["parent", "consolidated", "equity_method", "joint_venture", "dealer"],
  region: regions,
} as const;
const names = ["tier", "relation", "region"] as const;

type Props<Row> = {
  filter: Partial<CompanyFilter>;
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
  onChange: (part: Partial<CompanyFilter>) => void;
};

export function CompanyFilters<Row>({ filter, columns, shown, onChange }: Props<Row>) {
  const t = useText();
  const any = useAnyText();
  const text = (name: (typeof names)[number], value: string) =>
    name === "tier" ? `${value} ${any(`tier.${value}`)}` : any(`${name}.${value}`);
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("group.find")}
        value={filter.search ?? ""}
        onFind={(search) => onChange({ search })}
      />
      {names.map((name) => {
        const value = filter[name];
        return value ? (
          <Token
            key={name}
            name={t(`group.by.${name}`)}
            value={text(name, value)}
            onRemove={() => onChange({ [name]: undefined })}
          />
        ) : null;
      })}
      {filter.divisionId ? (
        <DivisionToken id={filter.divisionId} onRemove={() => onChange({ divisionId: "" })} />
      ) : null}
      {filter.withEnded ? (
        <Token
          name={t("companies.left")}
          value={t("companies.withLeft")}
          onRemove={() => onChange({ withEnded: undefined as never })}
        />
      ) : null}
      <AddFilter>
        {names.map((name) => [
          <Menu.Label key={name}>{t(`group.by.${name}`)}</Menu.Label>,
          ...values[name].map((value) => (
            <Menu.Item key={value} onClick={() => onChange({ [name]: value })}>
              {text(name, value)}
            </Menu.Item>
          )),
        ])}
        <Menu.Label>{t("companies.left")}</Menu.Label>
        <Menu.Item onClick={() => onChange({ withEnded: true })}>{t("companies.withLeft")}</Menu.Item>
      </AddFilter>
      <span className="end">
        <ColumnChooser columns={columns} shown={shown} onChange={(chosen) => onChange({ columns: chosen })} />
      </span>
    </div>
  );
}

function DivisionToken({ id, onRemove }: { id: string; onRemove: () => void }) {
  const t = useText();
  const asOf = useAsOf();
  const root = useOperation(organization.listChildren, asOf);
  const group = root.data?.rows[0];
  const below = useOperation(
    organization.listChildren,
    { ...(group ? { parentId: group.id } : {}), ...asOf },
    { enabled: group !== undefined },
  );
  const division = below.data?.rows.find((unit) => unit.id === id);
  return <Token name={t("unit.division")} value={division ? nameFor(division) : "…"} onRemove={onRemove} />;
}
