// How long open findings have been open, unit by unit: a bar in four steps, what is over its day beneath it, and numbers that open their rows.
import { ages } from "#modules/findings/rules.ts";
import { Picture } from "#web/charts/Picture.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { findingColumns } from "../contract/board.ts";
import { agesDrawing } from "./ages-drawing.ts";
import { agesOf, type Line } from "./board.ts";
import { BoardNumber, UnitName } from "./BoardNumber.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";

type Props = { whole: Line; lines: readonly Line[]; companyId: string | undefined };

/** Said and drawn of so many; all of them stand in the table. */
const most = 30;

export function AgesPicture({ whole, lines, companyId }: Props) {
  const t = useText();
  const format = useFormat();
  const shown = lines.filter((line) => line.counts.findings > 0);
  if (shown.length === 0) return null;
  const { findings: count, over180: old } = whole.counts;
  const said = (line: Line) =>
    t("planBoard.said", {
      name: line.name,
      count: line.counts.findings,
      overdue: line.counts.overdue,
      parts: agesOf(line)
        .map((one) => t("planBoard.part", { age: t(`planBoard.${one.age}`), count: one.count }))
        .join(t("list.comma")),
    });
  return (
    <Picture
      className="below"
      title={old > 0 ? t("planBoard.ages", { count, old }) : t("planBoard.agesNone")}
      more={t("planBoard.agesMore")}
      summary={[whole, ...shown.slice(0, most)].map(said).join(" ")}
      drawing={agesDrawing(shown.slice(0, most), {
        age: (age) => t(`planBoard.${age}`),
        numbers: (line) => format.number(line.counts.findings),
        overdue: t("planBoard.overdue"),
      })}
      fileName="yagura-finding-ages"
      table={{
        heads: [t("planBoard.unit"), ...findingColumns.map((column) => t(`planBoard.${column}`))],
        rows: [whole, ...shown].map((line) => [
          line.name,
          ...findingColumns.map((column) => line.counts[column]),
        ]),
      }}
      tools={
        <div className="body plan-age-keys small soft">
          {ages.map((age) => (
            <span key={age}>
              <i className={age} aria-hidden="true" />
              {t(`planBoard.${age}`)}
            </span>
          ))}
          <span>
            <i className="over" aria-hidden="true" />
            {t("planBoard.overdue")}
          </span>
        </div>
      }
      isFlush
    >
      <Bars lines={[...(shown.length > 1 ? [whole] : []), ...shown]} companyId={companyId} />
    </Picture>
  );
}

function Bars({ lines, companyId }: { lines: readonly Line[]; companyId: string | undefined }) {
  const t = useText();
  // The sum of all is not drawn: beside it every unit would be a sliver.
  const longest = Math.max(1, ...lines.map((line) => (line.unit ? line.counts.findings : 0)));
  return (
    <Scroll label={t("findings.ages")}>
      <table className="grid plan-board">
        <thead>
          <tr>
            <th scope="col">{t("planBoard.unit")}</th>
            <th scope="col" className="plan-age-cell">
              <span className="unseen">{t("findings.ages")}</span>
            </th>
            {findingColumns.map((column) => (
              <th key={column} scope="col" className="num">
                {t(`planBoard.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.unit?.unitId ?? ""} className={line.unit ? "" : "whole"}>
              <th scope="row">
                <UnitName line={line} />
              </th>
              <td className="plan-age-cell">{line.unit ? <Bar line={line} longest={longest} /> : null}</td>
              {findingColumns.map((column) => (
                <td key={column} className="num">
                  <BoardNumber line={line} column={column} companyId={companyId} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Bar({ line, longest }: { line: Line; longest: number }) {
  const long = (count: number) => ({ width: `${(100 * count) / longest}%` });
  return (
    <span className="plan-age" aria-hidden="true">
      <span>
        {agesOf(line).map(({ age, count }) =>
          count > 0 ? <i key={age} className={age} style={long(count)} /> : null,
        )}
      </span>
      <i className="over" style={long(line.counts.overdue)} />
    </span>
  );
}
