import { useState } from "react";
import { useFormat } from "../text/format.ts";
import { Field, type FieldBase } from "./fields.tsx";

type NumberFieldProps = FieldBase & {
  value: number | null;
  onChange: (value: number | null) => void;
  /** Stands behind the number: "%". */
  unit?: string;
  hasFraction?: boolean;
};

/** Digits as people type them: grouped, full-width, with a comma; what is no number is not taken. */
export function parseNumber(typed: string, hasFraction: boolean): number | null | undefined {
  const plain = typed.normalize("NFKC").replace(/[,\s\u00a0\u202f%]/g, "");
  if (plain === "") return null;
  return (hasFraction ? /^\d+(\.\d+)?$/ : /^\d+$/).test(plain) ? Number(plain) : undefined;
}

/** A number of things or a share, shown grouped as the reader's language groups it. */
export function NumberField({ value, onChange, unit, hasFraction = false, ...base }: NumberFieldProps) {
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = value === null ? "" : hasFraction ? String(value) : format.number(value);
  return (
    <Field {...base}>
      {(link) => (
        <div className="with-end">
          <input
            {...link}
            className="input tn"
            inputMode={hasFraction ? "decimal" : "numeric"}
            autoComplete="off"
            value={typed ?? shown}
            onChange={(event) => {
              setTyped(event.target.value);
              const number = parseNumber(event.target.value, hasFraction);
              if (number !== undefined) onChange(number);
            }}
            onBlur={() => setTyped(null)}
          />
          {unit ? <span className="end">{unit}</span> : null}
        </div>
      )}
    </Field>
  );
}
