// Choosing: tabs, segments, filter tokens, the answer by keys, chips.
import type { ReactNode } from "react";
import { useText } from "../text/i18n.ts";
import { Sym, symbolOfVerdict, toneOf, type VerdictKind } from "./marks.tsx";
import { intoView } from "./in-view.ts";

export type Choice<V extends string> = { value: V; label: ReactNode; count?: string | undefined };
type ChoiceProps<V extends string> = {
  label: string;
  value: V;
  choices: readonly Choice<V>[];
  onChange: (value: V) => void;
};

/** Views of one page. `after` holds what follows them ("+ Save view"). */
export function Tabs<V extends string>({
  label,
  value,
  choices,
  onChange,
  after,
}: ChoiceProps<V> & { after?: ReactNode }) {
  return (
    <fieldset className="tabs" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          ref={choice.value === value ? intoView : undefined}
          className={choice.value === value ? "on" : ""}
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
          {choice.count === undefined ? null : <small>{choice.count}</small>}
        </button>
      ))}
      {after}
    </fieldset>
  );
}

export function Segmented<V extends string>({ label, value, choices, onChange }: ChoiceProps<V>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

type TokenProps = {
  name: ReactNode;
  value: ReactNode;
  onOpen?: () => void;
  onRemove?: () => void;
  removeLabel?: string;
};

/** One filter, sort or setting of a list: its name in grey, its value, a cross that takes it away. */
export function Token({ name, value, onOpen, onRemove, removeLabel }: TokenProps) {
  const t = useText();
  const text = (
    <>
      <span className="k">{name}</span>
      <span className="v">{value}</span>
    </>
  );
  return (
    <span className="token">
      {onOpen ? (
        <button type="button" onClick={onOpen}>
          {text}
        </button>
      ) : (
        text
      )}
      {onRemove ? (
        <button
          type="button"
          className="x"
          aria-label={removeLabel ?? t("action.removeFilter")}
          onClick={onRemove}
        >
          ×
        </button>
      ) : null}
    </span>
  );
}

type ChipsProps<V extends string> = {
  label: string;
  values: readonly V[];
  choices: readonly Choice<V>[];
  onToggle: (value: V) => void;
};

/** Several of a few, e.g. the reasons of a return. */
export function Chips<V extends string>({ label, values, choices, onToggle }: ChipsProps<V>) {
  return (
    <fieldset className="chips" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className="chip"
          aria-pressed={values.includes(choice.value)}
          onClick={() => onToggle(choice.value)}
        >
          {choice.label}
          {choice.count ? <small>{choice.count}</small> : null}
        </button>
      ))}
    </fieldset>
  );
}

const verdicts = ["met", "partly", "not_met", "unknown", "not_applicable"] as const;
export type AnswerVerdict = (typeof verdicts)[number];

type AnswerKeysProps = {
  value: AnswerVerdict | null;
  offered?: readonly AnswerVerdict[];
  onChoose: (verdict: AnswerVerdict) => void;
};

/** The answer to a control, by mouse or by the keys 1 to 5 (bound by the page, see useKeys). */
export function AnswerKeys({ value, offered = verdicts, onChoose }: AnswerKeysProps) {
  const t = useText();
  return (
    <fieldset className="answer-keys" aria-label={t("verdict.choose")}>
      {offered.map((verdict) => (
        <button
          key={verdict}
          type="button"
          className={verdict === value ? `on ${toneOf[symbolOfVerdict[verdict]]}` : ""}
          aria-pressed={verdict === value}
          onClick={() => onChoose(verdict)}
        >
          <kbd aria-hidden="true">{verdicts.indexOf(verdict) + 1}</kbd>
          <Sym kind={symbolOfVerdict[verdict]} />
          <span className="v">{t(`verdict.${verdict}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** The fields an answer demands, hung on a rule in that answer's colour. */
export function Demand({ verdict, children }: { verdict: VerdictKind; children: ReactNode }) {
  return <div className={`demand ${toneOf[symbolOfVerdict[verdict]]}`}>{children}</div>;
}
