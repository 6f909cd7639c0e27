import { type ReactNode, useId } from "react";

type PanelProps = {
  /** States the finding, generated from the data: "Small companies are behind: 69 % of T4 meet". */
  title?: ReactNode;
  /** At the right end: age, share known, or the way to all rows. */
  more?: ReactNode;
  footer?: ReactNode;
  /** The body goes to the edges, for tables. */
  isFlush?: boolean;
  className?: string;
  /** Where an address leads to. */
  id?: string;
  children: ReactNode;
};

export function Panel({
  title,
  more,
  footer,
  isFlush = false,
  className = "",
  id: place,
  children,
}: PanelProps) {
  const id = useId();
  return (
    <section id={place} className={`panel ${className}`} aria-labelledby={title ? id : undefined}>
      {title ? <PanelHead id={id} title={title} more={more} /> : null}
      <div className={isFlush ? "body flush" : "body"}>{children}</div>
      {footer ? <footer>{footer}</footer> : null}
    </section>
  );
}

/** The head alone, where a panel has several parts. */
export function PanelHead({ id, title, more }: { id?: string; title: ReactNode; more?: ReactNode }) {
  return (
    <header>
      <h2 id={id}>{title}</h2>
      {more ? <span className="more">{more}</span> : null}
    </header>
  );
}

export type Fact = {
  label: ReactNode;
  value: ReactNode;
  end?: ReactNode;
  notes?: ReactNode[];
  isLive?: boolean;
  /** A value of several words. */
  isWide?: boolean;
};

/** Facts side by side under one line: who a company is, three results of three days. Stacks on a phone. */
export function FactStrip({ facts, isFigures = false }: { facts: readonly Fact[]; isFigures?: boolean }) {
  return (
    <dl className="strip">
      {facts.map((fact, index) => (
        // The facts of a page are fixed in number and order.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={fact.isLive ? "live" : fact.isWide ? "wide" : undefined}>
          <dt>
            <span>{fact.label}</span>
            {fact.end ? <span>{fact.end}</span> : null}
          </dt>
          <dd className={isFigures ? "value" : "big"}>{fact.value}</dd>
          {fact.notes?.map((note, at) => (
            // oxlint-disable-next-line react/no-array-index-key
            <dd key={at} className="small soft">
              {note}
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

/** Names and values in two columns. */
export function KeyValue({
  rows,
  look = "",
}: {
  rows: readonly (readonly [ReactNode, ReactNode])[];
  look?: "" | "right" | "wide";
}) {
  return (
    <dl className={`kv ${look}`}>
      {rows.map(([name, value], index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Pair key={index} name={name} value={value} />
      ))}
    </dl>
  );
}

const Pair = ({ name, value }: { name: ReactNode; value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
);
