// The fields an answer demands, on a rule in its colour: only those the server's rules ask for.
import { daysBetween } from "#core/time/fiscal-year.ts";
import { useId } from "react";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { DateField, Field, SelectField, TextArea } from "#web/forms/fields.tsx";
import { Demand } from "#web/ui/choices.tsx";
import type { Fields, WholeControl } from "./kept.ts";
import type { Row } from "./rules.ts";
import { useAnswering } from "./work.ts";

type Props = {
  row: Row;
  whole: WholeControl;
  fields: Fields;
  isOff: boolean;
  onChange: (part: Partial<Fields>) => void;
};

/** Faults that more typing mends stand quietly below; these stand at their field at once. */
const loud: Record<string, string> = {
  "answer.due_passed": "dueOn",
  "answer.coverage_out_of_range": "coveragePercent",
  "answer.covers_nothing": "coveragePercent",
  "answer.needs_exceptions": "exceptions",
};

export function AnswerFields({ row, whole, fields, onChange, isOff }: Props) {
  const t = useText();
  const any = useAnyText();
  const { verdict } = fields;
  const demanded = new Set(whole.demanded[verdict] ?? []);
  const isPartial = typeof fields.coveragePercent === "number" && fields.coveragePercent < 100;
  const wrong = (field: string) => {
    const code = row.problems.find((one) => loud[one] === field);
    return code ? any(`errors.${code}`) : null;
  };
  const text = (name: "missing" | "reason" | "exceptions" | "how", isOptional = false) => (
    <TextArea
      key={name}
      label={t(
        name === "missing" && verdict === "partly" ? "answering.field.missing" : `answering.field.${name}`,
      )}
      isOptional={isOptional}
      isDisabled={isOff}
      error={wrong(name)}
      maxLength={4000}
      value={fields[name] ?? ""}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
  const inOneLine = [
    demanded.has("coveragePercent") ? (
      <Percent
        key="coverage"
        value={fields.coveragePercent}
        error={wrong("coveragePercent")}
        isOff={isOff}
        onChange={(coveragePercent) => onChange({ coveragePercent })}
      />
    ) : null,
    demanded.has("owner") ? (
      <Owner key="owner" value={fields.owner ?? ""} isOff={isOff} onChange={(owner) => onChange({ owner })} />
    ) : null,
    demanded.has("dueOn") ? (
      <Due
        key="due"
        value={fields.dueOn ?? ""}
        isOff={isOff}
        error={wrong("dueOn")}
        onChange={(dueOn) => onChange({ dueOn: dueOn || null })}
      />
    ) : null,
  ].filter((one) => one !== null);
  const quiet = row.problems.filter((code) => !(code in loud));
  return (
    <Demand verdict={verdict}>
      {verdict === "not_applicable" && row.isMandatory ? (
        <p className="note bad">{any("errors.answer.mandatory_not_applicable")}</p>
      ) : null}
      {demanded.has("missing") ? text("missing") : null}
      {inOneLine.length > 0 ? <div className="fr">{inOneLine}</div> : null}
      {(verdict === "met" && isPartial) || fields.exceptions ? text("exceptions") : null}
      {demanded.has("reason") ? text("reason") : null}
      {demanded.has("maturity") ? (
        <SelectField
          label={t("answering.field.maturity")}
          value={fields.maturity === null ? "" : (String(fields.maturity) as "0")}
          emptyLabel={t("answering.field.choose")}
          isDisabled={isOff}
          choices={(["0", "1", "2", "3", "4", "5"] as const).map((level) => ({
            value: level,
            label: t(`answering.maturity.${level}`),
          }))}
          onChange={(level) => onChange({ maturity: Number(level) })}
        />
      ) : null}
      {verdict === "met" || fields.how ? text("how", true) : null}
      {quiet.length > 0 ? (
        <p className="lacks" role="status">
          {t("answering.stillLacks", {
            what: quiet.map((code) => any(`answering.lacks.${code}`)).join(t("list.comma")),
          })}
        </p>
      ) : null}
    </Demand>
  );
}

function Owner({ value, isOff, onChange }: { value: string; isOff: boolean; onChange: (v: string) => void }) {
  const t = useText();
  const id = useId();
  const { inspection } = useAnswering();
  return (
    <Field label={t("answering.field.owner")} isDisabled={isOff}>
      {(link) => (
        <>
          <input
            {...link}
            className="input"
            list={id}
            maxLength={200}
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <datalist id={id}>
            {inspection.owners.map((owner) => (
              <option key={owner} value={owner} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}

type DueProps = { value: string; isOff: boolean; error: string | null; onChange: (day: string) => void };

function Due({ value, isOff, error, onChange }: DueProps) {
  const t = useText();
  const format = useFormat();
  const { inspection } = useAnswering();
  return (
    <DateField
      label={t("answering.field.due")}
      value={value}
      error={error}
      isDisabled={isOff}
      onChange={onChange}
      end={(day) =>
        t("answering.inDays", { count: format.number(Math.max(0, daysBetween(inspection.today, day))) })
      }
    />
  );
}

type PercentProps = {
  value: number | null;
  error: string | null;
  isOff: boolean;
  onChange: (value: number | null) => void;
};

/** How far it reaches. Full-width digits and a comma as decimal point are taken too. */
function Percent({ value, error, isOff, onChange }: PercentProps) {
  const t = useText();
  const read = (typed: string) => {
    const plain = typed.normalize("NFKC").replace(",", ".").replace(/[%\s]/g, "");
    const number = Number(plain);
    if (plain === "") onChange(null);
    else if (Number.isFinite(number) && number >= 0 && number <= 100) onChange(number);
  };
  return (
    <Field label={t("answering.field.coverage")} error={error} isDisabled={isOff}>
      {(link) => (
        <div className="with-end percent">
          <input
            {...link}
            className="input tn"
            inputMode="decimal"
            autoComplete="off"
            defaultValue={value ?? ""}
            onChange={(event) => read(event.target.value)}
          />
          <span className="end">%</span>
        </div>
      )}
    </Field>
  );
}
