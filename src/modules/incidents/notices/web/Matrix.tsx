// Kinds by severities: how many notices each case calls for, or which cases one line touches.
import { useText } from "#web/text/i18n.ts";
import { Severity } from "#web/ui/marks.tsx";
import { type Kind, kinds, type Severity as Level, severities } from "../../rules.ts";
import type { Conditions } from "../rules.ts";
import { touchesCell } from "./notice.ts";

export type Cell = { kind: Kind; severity: Level };
type Props = {
  lines: readonly Conditions[];
  chosen?: Cell | null;
  /** Without it the picture only shows. */
  onChoose?: (cell: Cell) => void;
};

export function Matrix({ lines, chosen, onChoose }: Props) {
  const t = useText();
  const countOf = (cell: Cell) => lines.filter((line) => touchesCell(line, cell.kind, cell.severity)).length;
  const most = Math.max(1, ...kinds.map((kind) => countOf({ kind, severity: "critical" })));
  return (
    <div className="notice-scroll">
      <table className="notice-matrix">
        <thead>
          <tr>
            <th scope="col">{t("incidents.kind")}</th>
            {severities.map((level) => (
              <th key={level} scope="col">
                <Severity level={level} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`incident.kind.${kind}`)}</th>
              {severities.map((severity) => (
                <td key={severity}>
                  <CellOf
                    cell={{ kind, severity }}
                    count={countOf({ kind, severity })}
                    most={most}
                    isOn={chosen?.kind === kind && chosen.severity === severity}
                    onChoose={onChoose}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CellProps = { cell: Cell; count: number; most: number; isOn: boolean; onChoose: Props["onChoose"] };

function CellOf({ cell, count, most, isOn, onChoose }: CellProps) {
  const t = useText();
  const share = Math.round((100 * count) / most);
  const look = `notice-cell${count === 0 ? " none" : ""}${isOn ? " on" : ""}`;
  const style = { "--share": `${Math.round(share * 0.35)}%` } as React.CSSProperties;
  if (!onChoose)
    return (
      <span className={look} style={style}>
        {count === 0 ? "–" : "✓"}
      </span>
    );
  return (
    <button
      type="button"
      className={look}
      style={style}
      aria-pressed={isOn}
      aria-label={t("noticeTable.cell", {
        kind: t(`incident.kind.${cell.kind}`),
        severity: t(`severity.${cell.severity}`),
        count,
      })}
      onClick={() => onChoose(cell)}
    >
      {count}
    </button>
  );
}
