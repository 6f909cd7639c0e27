// What was recognised of the file, and the meaning of its columns beside its first rows. Everything can be corrected.
import { useState } from "react";
import { useCommand } from "#web/api.ts";
import { FormError } from "#web/errors/ErrorState.tsx";
import { SelectField, TextField } from "#web/forms/fields.tsx";
import { useText } from "#web/text/i18n.ts";
import { Button } from "#web/ui/Button.tsx";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText, Tag } from "#web/ui/small.tsx";
import { Note } from "#web/ui/states.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import { imports } from "../contract.ts";
import type { Import } from "./one-import.ts";

type Sure = NonNullable<Import["recognised"]>;
type Choice = Omit<Parameters<ReturnType<typeof useAgain>["mutate"]>[0], "id" | "rowVersion">;
const useAgain = () => useCommand(imports.checkAgain, [imports.getImport]);

export function Recognised({ load }: { load: Import }) {
  const t = useText();
  const again = useAgain();
  const missing = load.fields.filter((one) => one.isRequired && !isThere(one.field, load.mapping));
  const [isOpen, setOpen] = useState(missing.length > 0);
  const read = load.recognised;
  if (!read) return null;
  const check = (choice: Choice) => again.mutate({ id: load.id, rowVersion: load.rowVersion, ...choice });
  const names = missing
    .map((one) => t(`import.field.${one.field}` as "import.field.name"))
    .join(t("list.comma"));
  return (
    <Panel
      title={
        missing.length > 0
          ? t("import.mappingMissing", { fields: names })
          : t(read.isRemembered ? "import.mappingRemembered" : "import.mappingFound")
      }
      more={
        <button type="button" className="linkish" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t("action.close") : t("import.mappingChange")}
        </button>
      }
    >
      <div className="stack s">
        <p className="small soft">
          {read.format === "xlsx"
            ? t("import.format.xlsx")
            : t("import.format.csv", { encoding: (read.encoding ?? "").toUpperCase() })}
          {read.sheets[read.sheet]?.name ? ` · ${t("import.sheet")} ${read.sheets[read.sheet]?.name}` : ""}
          {` · ${t("import.headingRow")} ${read.headingRow}`}
        </p>
        {read.isSure ? null : <Note kind="warn">{t("import.notSure")}</Note>}
        {read.hiddenRows > 0 ? <Hidden read={read} onChange={check} /> : null}
        {isOpen ? <Places read={read} onChange={check} /> : null}
        {isOpen ? <Columns load={load} read={read} isBusy={again.isPending} onDone={check} /> : null}
        <FormError error={again.error} />
      </div>
    </Panel>
  );
}

/** A family and a given name in columns of their own are a name as well. */
const isThere = (field: string, mapping: Import["mapping"]) =>
  mapping[field] !== undefined ||
  (field === "name" && mapping["familyName"] !== undefined) ||
  (field === "code" && mapping["email"] !== undefined);

function Hidden({ read, onChange }: { read: Sure; onChange: (choice: Choice) => void }) {
  const t = useText();
  return (
    <div className="row wrap small">
      <span>
        {t("import.hidden", { count: read.hiddenRows })}{" "}
        {t(read.withHidden ? "import.hiddenIn" : "import.hiddenOut")}
      </span>
      <Button size="s" onClick={() => onChange({ withHidden: !read.withHidden })}>
        {t(read.withHidden ? "import.hiddenLeave" : "import.hiddenTake")}
      </Button>
    </div>
  );
}

function Places({ read, onChange }: { read: Sure; onChange: (choice: Choice) => void }) {
  const t = useText();
  const [row, setRow] = useState(String(read.headingRow));
  const change = (headingRow: string, rows = String(read.headingRows) as "1" | "2") => {
    const number = Number(headingRow.normalize("NFKC"));
    if (Number.isInteger(number) && number > 0) onChange({ headingRow: number, headingRows: rows });
  };
  return (
    <div className="row wrap" style={{ alignItems: "end" }}>
      {read.sheets.length > 1 ? (
        <SelectField
          label={t("import.sheet")}
          value={String(read.sheet)}
          onChange={(sheet) => onChange({ sheet: Number(sheet) })}
          choices={read.sheets.map((sheet, index) => ({
            value: String(index),
            label: sheet.isHidden
              ? t("import.sheetHidden", { name: sheet.name })
              : t("import.sheetOption", { name: sheet.name, rows: sheet.rows }),
          }))}
        />
      ) : null}
      <TextField
        label={t("import.headingRow")}
        value={row}
        isCode
        onChange={setRow}
        onLeave={() => row !== String(read.headingRow) && change(row)}
      />
      <SelectField
        label={t("import.headingRows")}
        value={String(read.headingRows) as "1" | "2"}
        onChange={(rows) => change(row, rows)}
        choices={[
          { value: "1", label: t("import.oneRow") },
          { value: "2", label: t("import.twoRows") },
        ]}
      />
    </div>
  );
}

type ColumnsProps = { load: Import; read: Sure; isBusy: boolean; onDone: (choice: Choice) => void };

function Columns({ load, read, isBusy, onDone }: ColumnsProps) {
  const t = useText();
  const [fieldOf, setFieldOf] = useState<Record<number, string>>(() =>
    Object.fromEntries(Object.entries(load.mapping).map(([field, column]) => [column, field])),
  );
  const set = (column: number, field: string) =>
    setFieldOf((before) => ({
      ...Object.fromEntries(Object.entries(before).filter(([, held]) => held !== field)),
      [column]: field,
    }));
  const mapping = Object.fromEntries(
    Object.entries(fieldOf).flatMap(([column, field]) => (field ? [[field, Number(column)]] : [])),
  );
  return (
    <>
      <p className="small soft">{t("import.mappingHelp")}</p>
      <Scroll label={t("import.mapping")}>
        <table className="grid roomy">
          <thead>
            <tr>
              <th scope="col">{t("import.column")}</th>
              <th scope="col">{t("import.meaning")}</th>
              <th scope="col">{t("import.samples")}</th>
            </tr>
          </thead>
          <tbody>
            {read.labels.map((label, column) => (
              // Columns of a file have no other identity than their place.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={column}>
                <th scope="row">
                  {label ? <LangText text={label} /> : t("import.columnNo", { number: column + 1 })}
                </th>
                <td>
                  <select
                    className="input"
                    aria-label={label || t("import.columnNo", { number: column + 1 })}
                    value={fieldOf[column] ?? ""}
                    onChange={(event) => set(column, event.target.value)}
                  >
                    <option value="">{t("import.notUsed")}</option>
                    {load.fields.map(({ field, isRequired }) => (
                      <option key={field} value={field}>
                        {t(`import.field.${field}` as "import.field.name")}
                        {isRequired ? ` (${t("import.required")})` : ""}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="soft">
                  {read.samples.slice(0, 3).map((row, at) => (
                    // oxlint-disable-next-line react/no-array-index-key
                    <Tag key={at}>{row[column] || "–"}</Tag>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div>
        <Button look="accent" isBusy={isBusy} onClick={() => onDone({ mapping })}>
          {t("import.mappingDone")}
        </Button>
      </div>
    </>
  );
}
