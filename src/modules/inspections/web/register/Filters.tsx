import { ColumnChooser } from "#web/table/ColumnChooser.tsx";
import type { Column } from "#web/table/columns.ts";
import { useText } from "#web/text/i18n.ts";
import { nameFor, type Names } from "#web/text/names.ts";
import { Token } from "#web/ui/choices.tsx";
import { FindBox } from "#web/ui/FindBox.tsx";
import { type Row, results, tiers, type Url } from "./filter.ts";

type Set = (part: never, options?: { push?: boolean }) => void;
type Division = Names & { id: string };
type FiltersProps = {
  url: Partial<Url>;
  set: Set;
  divisions: readonly Division[];
  columns: readonly Column<Row>[];
  shown: readonly Column<Row>[];
};

/** Search and filters as tokens; each one that narrows can be taken away by itself. */
export function Filters({ url, set, divisions, columns, shown }: FiltersProps) {
  const t = useText();
  const change = (name: string) => (value: string | undefined) =>
    set({ [name]: value } as never, { push: true });
  const division = divisions.find((one) => one.id === url.division);
  return (
    <div className="filters">
      <FindBox
        isOnKey
        label={t("table.find")}
        value={url.search ?? ""}
        onFind={(search) => set({ search } as never)}
      />
      <Filter
        name={t("inspections.result")}
        value={url.result}
        choices={results.map((value) => ({ value, label: t(`result.${value}`) }))}
        onChange={change("result")}
      />
      <Filter
        name={t("inspections.tier")}
        value={url.tier}
        choices={tiers.map((value) => ({ value, label: `${value} ${t(`tier.${value}`)}` }))}
        onChange={change("tier")}
      />
      {divisions.length > 1 || division ? (
        <Filter
          name={t("unit.division")}
          value={url.division}
          choices={divisions.map((one) => ({ value: one.id, label: nameFor(one) }))}
          onChange={change("division")}
        />
      ) : null}
      <span className="end">
        <ColumnChooser
          columns={columns}
          shown={shown}
          onChange={(chosen) => set({ columns: chosen } as never)}
        />
      </span>
    </div>
  );
}

type FilterProps = {
  name: string;
  value: string | undefined;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
};

function Filter({ name, value, choices, onChange }: FilterProps) {
  const t = useText();
  const chosen = choices.find((one) => one.value === value);
  if (chosen)
    return (
      <Token
        name={name}
        value={chosen.label}
        removeLabel={`${t("action.removeFilter")}: ${name}`}
        onRemove={() => onChange(undefined)}
      />
    );
  return (
    <select
      className="token add"
      aria-label={name}
      value=""
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">+ {name}</option>
      {choices.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
