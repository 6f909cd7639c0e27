// A number of the board that opens its rows, and a division that opens its companies.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { LangText } from "#web/ui/small.tsx";
import type { BoardColumn } from "../contract/board.ts";
import { type Line, listOf, pressing } from "./board.ts";

type Props = { line: Line; column: BoardColumn; companyId: string | undefined };

export function BoardNumber({ line, column, companyId }: Props) {
  const t = useText();
  const format = useFormat();
  const count = line.counts[column];
  if (count === 0) return <span className="mute">0</span>;
  return (
    <Go
      {...listOf(column, line.unit, companyId)}
      className={pressing.includes(column) ? "tn plan-over" : "tn"}
      aria-label={t("planBoard.of", { name: line.name, column: t(`planBoard.${column}`), count })}
    >
      {format.number(count)}
    </Go>
  );
}

export function UnitName({ line: { unit, name } }: { line: Line }) {
  if (unit?.unitKind !== "division") return <LangText text={name} />;
  return (
    <Go to="/plans/board" search={{ unit: unit.unitId }}>
      <LangText text={name} />
    </Go>
  );
}
