// On a phone the figures of a row stand below its name, each with its word: six columns do not fit.
import { useFormat } from "#web/text/format.ts";

export function NarrowFigures({ of }: { of: readonly (readonly [label: string, count: number])[] }) {
  const format = useFormat();
  return (
    <div className="narrow-only small soft">
      {of.map(([label, count]) => (
        <span key={label} className="narrow-figure">
          {label} <b>{format.number(count)}</b>{" "}
        </span>
      ))}
    </div>
  );
}
