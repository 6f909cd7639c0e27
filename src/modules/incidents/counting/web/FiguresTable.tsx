// The figures row by row; every number opens the rows that it counts.
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import type { By } from "../rules.ts";
import { type Figures, Opens, type Place, Share } from "./Opens.tsx";

type Row = Figures["rows"][number];
type TableProps = { data: Figures; divisionId: string | undefined };

/** Drawn by what the rows are of: those of the choice before stay until the next ones are there. */
export function FiguresTable({ data, divisionId }: TableProps) {
  const { by } = data;
  const t = useText();
  const format = useFormat();
  const span = (hours: number | null) => (hours === null ? null : format.span(hours * 3_600_000));
  return (
    <Panel
      title={t(`incidentFigures.by.${by}`)}
      isFlush
      footer={by === "cause" ? t("incidentFigures.causesOverlap") : null}
    >
      <Scroll className="scroll-x" label={t(`incidentFigures.by.${by}`)}>
        <table className="grid stacked inc-figures">
          <thead>
            <tr>
              <th scope="col">{t(`incidentFigures.by.${by}`)}</th>
              <th scope="col" className="num">
                {t("incidentFigures.countHead")}
              </th>
              <th scope="col">{t("incidentFigures.within")}</th>
              <th scope="col" className="num">
                {t("incidentFigures.median")}
              </th>
              <th scope="col" className="num">
                {t("incidentFigures.p90Head")}
              </th>
              <th scope="col" className="num">
                {t("incidentFigures.contain")}
              </th>
              <th scope="col">{t("incidentFigures.notices")}</th>
              <th scope="col">{t("incidentFigures.clocks")}</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => {
              const place: Place = { by, key: row.key, days: data, divisionId };
              const share = { place, fewest: data.fewest };
              return (
                <tr key={row.key}>
                  <th scope="row">
                    <Name by={by} row={row} />
                  </th>
                  <td className="num" data-label={t("incidentFigures.countHead")}>
                    <Opens place={place} counted="counted" number={row.count} />
                  </td>
                  <td {...labelled(t("incidentFigures.within"), row.counted > 0)}>
                    <Share {...share} of="incidents" part={row.withinDay} whole={row.counted} />
                  </td>
                  <Span
                    label={t("incidentFigures.median")}
                    place={place}
                    counted="reported"
                    said={span(row.medianHours)}
                  />
                  <Span
                    label={t("incidentFigures.p90Head")}
                    place={place}
                    counted="reported"
                    said={span(row.p90Hours)}
                  />
                  <Span
                    label={t("incidentFigures.contain")}
                    place={place}
                    counted="contained"
                    said={span(row.containMedianHours)}
                  />
                  <td {...labelled(t("incidentFigures.notices"), row.noticesOwed > 0)}>
                    <Share {...share} of="notices" part={row.noticesInTime} whole={row.noticesOwed} />
                  </td>
                  <td {...labelled(t("incidentFigures.clocks"), row.clocksOwed > 0)}>
                    <Share {...share} of="clocks" part={row.clocksInTime} whole={row.clocksOwed} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

/** On a phone each value stands in a line of its own after what it is; where there is none the line is left out. */
const labelled = (label: string, isSaid: boolean, className = "") => ({
  "data-label": label,
  className: `${className}${isSaid ? "" : " unsaid"}`.trim() || undefined,
});

/** A span opens the rows that it is taken from. */
function Span({
  label,
  place,
  counted,
  said,
}: {
  label: string;
  place: Place;
  counted: "reported" | "contained";
  said: string | null;
}) {
  return (
    <td {...labelled(label, said !== null, "num")}>
      {said === null ? "–" : <Opens place={place} counted={counted} number={said} />}
    </td>
  );
}

function Name({ by, row }: { by: By; row: Row }) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  switch (by) {
    case "kind":
      return any(`incident.kind.${row.key}`);
    case "company":
      return (
        <Go to="/companies/$id" params={{ id: row.key }}>
          <LangText text={row.name ?? "–"} />
        </Go>
      );
    case "country":
      return row.key ? format.country(row.key) : t("incidents.noCountry");
    case "cause":
      return any(`after.cause.${row.key}`);
    case "month":
      return format.day(`${row.key}-01`, "month");
  }
}
