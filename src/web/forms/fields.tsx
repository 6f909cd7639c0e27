// Fields of a form: label, hint, what is wrong and why. Full-width forms are accepted and folded where a machine reads them.
import { type ReactNode, type Ref, useId, useState } from "react";
import { parseDay, typedDay } from "#core/text/format.ts";
import { useFormat } from "../text/format.ts";
import { useText } from "../text/i18n.ts";

export type FieldBase = {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong, in words; null while nothing is. */
  error?: string | null | undefined;
  isOptional?: boolean;
  isDisabled?: boolean;
};

type Described = {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
  disabled: boolean;
};

/** The frame of a field; `children` gets what links the control with its words. */
export function Field({
  label,
  hint,
  error,
  isOptional = false,
  isDisabled = false,
  children,
}: FieldBase & { children: (link: Described) => ReactNode }) {
  const t = useText();
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-wrong` : ""].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {isOptional ? <small>{t("form.optional")}</small> : null}
      </label>
      {children({
        id,
        "aria-invalid": Boolean(error),
        "aria-describedby": described || undefined,
        disabled: isDisabled,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="hint">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-wrong`} className="wrong" role="alert">
          {error}
        </p>
      ) : null}
    </div>
  );
}

type TextFieldProps = FieldBase & {
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  type?: "text" | "email" | "password" | "search" | "tel" | "url";
  autoComplete?: string;
  placeholder?: string;
  maxLength?: number;
  /** Codes and addresses: full-width letters and digits are folded when the field is left. */
  isCode?: boolean;
  ref?: Ref<HTMLInputElement>;
};

export function TextField({
  value,
  onChange,
  onLeave,
  type = "text",
  autoComplete = "off",
  placeholder,
  maxLength,
  isCode = false,
  ref,
  ...base
}: TextFieldProps) {
  const leave = () => {
    if (isCode && value !== value.normalize("NFKC").trim()) onChange(value.normalize("NFKC").trim());
    onLeave?.();
  };
  return (
    <Field {...base}>
      {(link) => (
        <input
          {...link}
          ref={ref}
          className="input"
          type={type}
          value={value}
          autoComplete={autoComplete}
          placeholder={placeholder}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
          onBlur={leave}
        />
      )}
    </Field>
  );
}

type TextAreaProps = FieldBase & {
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  placeholder?: string;
  maxLength?: number;
  lang?: string;
};

export function TextArea({ value, onChange, onLeave, placeholder, maxLength, lang, ...base }: TextAreaProps) {
  return (
    <Field {...base}>
      {(link) => (
        <textarea
          {...link}
          className="input"
          lang={lang}
          value={value}
          placeholder={placeholder}
          maxLength={maxLength}
          onChange={(event) => onChange(event.target.value)}
          onBlur={onLeave}
        />
      )}
    </Field>
  );
}

type SelectFieldProps<V extends string> = FieldBase & {
  value: V | "";
  onChange: (value: V) => void;
  choices: readonly { value: V; label: string }[];
  emptyLabel?: string;
};

/** One of a few. For more than about fifteen use a Mantine Select, which searches. */
export function SelectField<V extends string>({
  value,
  onChange,
  choices,
  emptyLabel,
  ...base
}: SelectFieldProps<V>) {
  return (
    <Field {...base}>
      {(link) => (
        <select
          {...link}
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value as V)}
        >
          {emptyLabel === undefined ? null : <option value="">{emptyLabel}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type DateFieldProps = FieldBase & {
  /** YYYY-MM-DD or empty. */
  value: string;
  onChange: (day: string) => void;
  /** Beside the day, e.g. how many days from today. */
  end?: (day: string) => ReactNode;
};

/** A day, typed as yyyy/mm/dd; also with other separators, without any, in full-width digits, or as 2027年1月31日. */
export function DateField({ value, onChange, end, error, ...base }: DateFieldProps) {
  const t = useText();
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const leave = () => {
    if (typed === null) return;
    const day = parseDay(typed);
    if (typed.trim() === "") onChange("");
    else if (day) onChange(day);
    else return;
    setTyped(null);
  };
  const isWrong = typed !== null && typed.trim() !== "" && parseDay(typed) === null;
  const wrong = isWrong ? t("form.notADay") : error;
  const note = value && typed === null ? (end?.(value) ?? format.day(value, "week")) : null;
  return (
    <Field {...base} error={wrong}>
      {(link) => (
        <div className="with-end">
          <input
            {...link}
            // What is typed and is no day keeps the form it stands in from being sent: the form itself knows of the last day alone.
            ref={(input) => input?.setCustomValidity(isWrong ? t("form.notADay") : "")}
            className="input tn"
            inputMode="numeric"
            autoComplete="off"
            placeholder="yyyy/mm/dd"
            value={typed ?? typedDay(value)}
            onChange={(event) => {
              setTyped(event.target.value);
              const day = parseDay(event.target.value);
              if (day) onChange(day);
            }}
            onBlur={leave}
          />
          {note ? <span className="end">{note}</span> : null}
        </div>
      )}
    </Field>
  );
}

type TickProps = { label: ReactNode; isOn: boolean; onChange: (isOn: boolean) => void; isDisabled?: boolean };

export function Tick({ label, isOn, onChange, isDisabled = false }: TickProps) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
