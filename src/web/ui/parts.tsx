// Small pieces every screen is made of. They know no router and no queries.
import { type ReactNode, useId } from "react";
import { useText } from "../text/i18n.ts";

export type ResultKind = "meets" | "improve" | "serious" | "not_known";
const symbolOf = { meets: "meets", improve: "improve", serious: "serious", not_known: "unknown", na: "na", accepted: "accepted" } as const;
export type SymbolKind = keyof typeof symbolOf;

/** The drawn shape of a result or verdict. Always beside its word or number, never alone. */
export function Sym({ kind }: { kind: SymbolKind }) {
  return <i className={`sym ${symbolOf[kind]}`} aria-hidden="true" />;
}

export function ResultBadge({ result, isProvisional = false }: { result: ResultKind; isProvisional?: boolean }) {
  const t = useText();
  return (
    <span className={`badge ${symbolOf[result]}`}>
      <Sym kind={result} />
      {t(`result.${result}`)}
      {isProvisional ? ` · ${t("result.provisional")}` : ""}
    </span>
  );
}

type ButtonProps = {
  children: ReactNode;
  onClick?: () => void;
  /** main: the one filled button of a page; quiet: without a border. */
  look?: "main" | "outlined" | "quiet" | "danger";
  size?: "s";
  type?: "button" | "submit";
  /** Why the button cannot be used now; shown in its own label. */
  offBecause?: string | null;
  isBusy?: boolean;
};

export function Button({ children, onClick, look = "outlined", size, type = "button", offBecause, isBusy }: ButtonProps) {
  const isOff = Boolean(offBecause) || isBusy === true;
  const looks = { main: " main", outlined: "", quiet: " quiet", danger: " danger" };
  return (
    <button type={type} className={`btn${looks[look]}${size ? " s" : ""}`} disabled={isOff} aria-busy={isBusy} onClick={onClick}>
      {children}
      {offBecause ? <small>({offBecause})</small> : null}
    </button>
  );
}

type PanelProps = { title?: ReactNode; more?: ReactNode; children: ReactNode; className?: string };

/** A panel whose title states the finding; its right end carries age, share known or the way to all rows. */
export function Panel({ title, more, children, className = "" }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={title ? id : undefined}>
      {title ? (
        <header>
          <h2 id={id}>{title}</h2>
          {more ? <span className="more">{more}</span> : null}
        </header>
      ) : null}
      <div className="body">{children}</div>
    </section>
  );
}

/** Text in a language that may differ from the page's. */
export function Lang({ lang, children, className }: { lang: string; children: ReactNode; className?: string }) {
  return (
    <span lang={lang} className={className}>
      {children}
    </span>
  );
}

/** What belongs here, and the one step to begin. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="state">
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}

export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useText();
  return (
    <div role="status" aria-label={t("state.loading")}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="skeleton" style={{ width: `${92 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

export function Note({ kind, children }: { kind?: "good" | "warn" | "bad"; children: ReactNode }) {
  return (
    <p className={`note ${kind ?? ""}`} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </p>
  );
}

type SegmentedProps<V extends string> = { label: string; value: V; choices: { value: V; label: string }[]; onChange: (value: V) => void };

export function Segmented<V extends string>({ label, value, choices, onChange }: SegmentedProps<V>) {
  return (
    <fieldset className="seg" aria-label={label} style={{ margin: 0, padding: 0 }}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChange(choice.value)}>
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

export function Progress({ done, total, label }: { done: number; total: number | null; label: string }) {
  const share = total ? Math.min(100, Math.round((100 * done) / total)) : 0;
  return (
    <div role="progressbar" aria-label={label} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100} className="progress">
      <i style={{ width: `${share}%` }} />
    </div>
  );
}
