// Results, verdicts, assurance and severity. Shapes are drawn, always beside a word or a number, and mean one thing.
import type { ReactNode } from "react";
import { useText } from "../text/i18n.ts";

export type ResultKind = "meets" | "improve" | "serious" | "not_known";
export type VerdictKind = "met" | "partly" | "not_met" | "unknown" | "not_applicable" | "accepted";
export type AssuranceLevel = "declared" | "documented" | "measured" | "verified";
export type SeverityLevel = "critical" | "high" | "medium" | "low";
export type WorkState = "open" | "planned" | "in_work" | "to_verify" | "closed" | "accepted";
export type SymbolKind = ResultKind | "na" | "accepted";

/** The class that carries the colour of a symbol. */
export const toneOf: Record<SymbolKind, string> = {
  meets: "meets",
  improve: "improve",
  serious: "serious",
  not_known: "unknown",
  na: "na",
  accepted: "accepted",
};

/** Verdicts on one control wear the symbols of the results. */
export const symbolOfVerdict: Record<VerdictKind, SymbolKind> = {
  met: "meets",
  partly: "improve",
  not_met: "serious",
  unknown: "not_known",
  not_applicable: "na",
  accepted: "accepted",
};

const shapes: Record<SymbolKind, ReactNode> = {
  meets: <circle cx="6" cy="6" r="4.6" fill="currentColor" />,
  improve: <path d="M6 1 11.4 10.8H.6z" fill="currentColor" />,
  serious: <path d="M1.6 1.6h8.8v8.8H1.6z" fill="currentColor" />,
  not_known: <path d="M6 1.2 10.8 6 6 10.8 1.2 6z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  na: <path d="M2 5.2h8v1.6H2z" fill="currentColor" />,
  accepted: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M6 1.8a4.2 4.2 0 0 0 0 8.4z" fill="currentColor" />
    </>
  ),
};

/** The drawn shape of a result or verdict. Always beside its word or number, never alone. */
export function Sym({ kind }: { kind: SymbolKind }) {
  return (
    <svg className={`sym ${toneOf[kind]}`} viewBox="0 0 12 12" aria-hidden="true">
      {shapes[kind]}
    </svg>
  );
}

/** Not answered yet: a dashed circle, never the diamond of "not known". */
export function OpenMark() {
  return (
    <svg className="open-mark" viewBox="0 0 12 12" aria-hidden="true">
      <circle
        cx="6"
        cy="6"
        r="4.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeDasharray="2.4 1.9"
      />
    </svg>
  );
}

/** A company's result as a pill; provisional until the executive has confirmed. */
export function ResultBadge({
  result,
  isProvisional = false,
  isPlain = false,
}: {
  result: ResultKind;
  isProvisional?: boolean;
  isPlain?: boolean;
}) {
  const t = useText();
  return (
    <span className={`badge ${toneOf[result]}${isPlain ? " plain" : ""}`}>
      <Sym kind={result} />
      {isProvisional ? t("result.withProvisional", { result: t(`result.${result}`) }) : t(`result.${result}`)}
    </span>
  );
}

/** A verdict on one control: symbol and word. `isPast` for last year's, which stands back. */
export function Verdict({ verdict, isPast = false }: { verdict: VerdictKind | null; isPast?: boolean }) {
  const t = useText();
  return (
    <span className={`verdict${isPast ? " past" : ""}`}>
      {verdict ? <Sym kind={symbolOfVerdict[verdict]} /> : <OpenMark />}
      {t(`verdict.${verdict ?? "none"}`)}
    </span>
  );
}

/** How sure one is: dotted, outline, half, filled. With its word unless the row says it. */
export function Assurance({ level, isBare = false }: { level: AssuranceLevel; isBare?: boolean }) {
  const t = useText();
  if (isBare)
    return (
      <i
        className={`asr ${level}`}
        role="img"
        aria-label={t(`assurance.${level}`)}
        title={t(`assurance.${level}`)}
      />
    );
  return (
    <span className="assurance">
      <i className={`asr ${level}`} aria-hidden="true" />
      {t(`assurance.${level}`)}
    </span>
  );
}

/** Four steps. Never the result symbols; urgency is the clock's, not the severity's. */
export function Severity({ level, isBare = false }: { level: SeverityLevel; isBare?: boolean }) {
  const t = useText();
  const word = t(`severity.${level}`);
  return (
    <span className={`sev ${level}`} {...(isBare ? { role: "img", "aria-label": word, title: word } : {})}>
      <span className="lv" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </span>
      {isBare ? null : word}
    </span>
  );
}

const pies: Record<WorkState, string> = {
  open: "",
  planned: "M6 6V1.5A4.5 4.5 0 0 1 10.5 6z",
  in_work: "M6 1.5a4.5 4.5 0 0 1 0 9z",
  to_verify: "M6 6H1.5A4.5 4.5 0 1 0 6 1.5z",
  closed: "M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9z",
  accepted: "M6 1.5a4.5 4.5 0 0 0 0 9z",
};

/** How far a finding's work has come: a filling circle and a word. */
export function WorkStateMark({ state }: { state: WorkState }) {
  const t = useText();
  return (
    <span className={`work-state ${state}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <path d={pies[state]} fill="currentColor" />
      </svg>
      {t(`workState.${state}`)}
    </span>
  );
}
