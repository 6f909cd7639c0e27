// What the columns of a sheet mean, beside its first rows.
import { NumberField } from "#web/forms/NumberField.tsx";
import { SelectField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import type { Preview } from "./preview.ts";

type Sheet = NonNullable<Preview["recognised"]>;
type Chosen = { sheet: number; headingRow?: number; headingRows?: 1 | 2; mapping?: Record<string, number> };
type Props<F extends string> = {
  of: Sheet;
  fields: readonly F[];
  /** Fields without which nothing can be read. */
  needed: readonly F[];
  labelOf: (field: F) => string;
  onChoose: (chosen: Chosen) => void;
};

export function ColumnsPanel<F extends string>({ of, fields, needed, labelOf, onChoose }: Props<F>) {
  const t = useText();
  const columns = of.labels.map((label, at) => ({ value: String(at), label: label || `${at + 1}` }));
  const choose = (field: F, value: string) => {
    const { [field]: _, ...rest } = of.mapping;
    const mapping = value === "" ? rest : { ...rest, [field]: Number(value) };
    onChoose({ sheet: of.sheet, headingRow: of.headingRow, headingRows: of.headingRows, mapping });
  };
  return (
    <Panel title={t("mapping.columns")}>
      <p className="soft small">
        {t(of.isRemembered ? "mapping.columnsKept" : "mapping.columnsHelp", { row: of.headingRow })}
      </p>
      <div className="mapping-columns">
        {of.sheets.length > 1 ? (
          <SelectField
            label={t("mapping.sheet")}
            value={String(of.sheet)}
            choices={of.sheets.map((sheet, at) => ({ value: String(at), label: sheet.name }))}
            onChange={(value) => onChoose({ sheet: Number(value) })}
          />
        ) : null}
        <NumberField
          label={t("mapping.headingRow")}
          value={of.headingRow}
          onChange={(row) => row && row > 0 && row <= 1000 && onChoose({ sheet: of.sheet, headingRow: row })}
        />
        <SelectField
          label={t("mapping.headingRows")}
          value={String(of.headingRows)}
          choices={[
            { value: "1", label: t("mapping.headingRows.one") },
            { value: "2", label: t("mapping.headingRows.two") },
          ]}
          onChange={(value) =>
            onChoose({ sheet: of.sheet, headingRow: of.headingRow, headingRows: value === "2" ? 2 : 1 })
          }
        />
        {fields.map((field) => (
          <SelectField
            key={field}
            label={labelOf(field)}
            isOptional={!needed.includes(field)}
            value={of.mapping[field] === undefined ? "" : String(of.mapping[field])}
            emptyLabel={t("mapping.notThere")}
            choices={columns}
            onChange={(value) => choose(field, value)}
          />
        ))}
      </div>
      <Samples of={of} />
    </Panel>
  );
}

function Samples({ of }: { of: Sheet }) {
  const used = of.labels.flatMap((label, at) =>
    Object.values(of.mapping).includes(at) ? [{ label, at }] : [],
  );
  if (used.length === 0) return null;
  return (
    <div className="scroll">
      <table className="grid mapping-samples">
        <thead>
          <tr>
            {used.map(({ label, at }) => (
              <th key={at} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.samples.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {used.map(({ at }) => (
                <td key={at}>{row[at]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
