// A year at a glance: regions by months, each cell with its visits and auditor days; pressing one shows its visits below.
import type { CSSProperties } from "react";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Panel } from "#web/ui/Panel.tsx";
import { Scroll } from "#web/ui/Scroll.tsx";
import type { audits } from "../contract.ts";
import { addMonths, regions } from "../programme/rules.ts";
import type { VisitsUrl } from "./VisitsTable.tsx";

type Programme = Output<typeof audits.getProgramme>;
type Region = (typeof regions)[number];
type Props = {
  programme: Programme;
  startMonth: number;
  chosen: VisitsUrl;
  onChoose: (part: VisitsUrl) => void;
};

export function ProgrammeMonths({ programme, startMonth, chosen, onChoose }: Props) {
  const t = useText();
  const any = useAnyText();
  const format = useFormat();
  const first = `${programme.fiscalYear}-${String(startMonth).padStart(2, "0")}-01`;
  const months = Array.from({ length: 12 }, (_, at) => addMonths(first, at));
  const shown = regions.filter((region) => programme.cells.some((cell) => cell.region === region));
  if (shown.length === 0) return null;
  const most = Math.max(1, ...programme.cells.map((cell) => cell.auditorDays));
  const cellOf = (region: Region, month: string) =>
    programme.cells.find((one) => one.region === region && one.month === month);
  const sum = (month: string) =>
    programme.cells.filter((one) => one.month === month).reduce((days, one) => days + one.auditorDays, 0);
  const name = (month: string) => format.day(month, "month");
  // The year stands above; in the head the month alone.
  const short = (month: string) =>
    new Intl.DateTimeFormat(format.language, { month: "short", timeZone: "UTC" }).format(
      new Date(`${month}T00:00:00Z`),
    );
  return (
    <Panel className="below" title={t("audits.months.title")} more={t("audits.months.more")} isFlush>
      <Scroll label={t("audits.months.title")}>
        <table className="programme-months">
          <thead>
            <tr>
              <th scope="col">{t("group.by.region")}</th>
              {months.map((month) => (
                <th key={month} scope="col" title={name(month)}>
                  {short(month)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((region) => (
              <tr key={region}>
                <th scope="row">{any(`region.${region}`)}</th>
                {months.map((month) => {
                  const cell = cellOf(region, month);
                  const isOn = chosen.month === month && chosen.region === region;
                  return (
                    <td key={month}>
                      {cell ? (
                        <button
                          type="button"
                          aria-pressed={isOn}
                          aria-label={t("audits.months.cell", {
                            region: any(`region.${region}`),
                            month: name(month),
                            count: cell.visits,
                            days: cell.auditorDays,
                          })}
                          style={{ "--share": `${6 + (24 * cell.auditorDays) / most}%` } as CSSProperties}
                          onClick={() =>
                            onChoose(isOn ? { month: undefined, region: undefined } : { month, region })
                          }
                        >
                          {format.number(cell.visits)}
                          <small>{t("audits.daysShort", { count: cell.auditorDays })}</small>
                        </button>
                      ) : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("audits.months.sum")}</th>
              {months.map((month) => (
                <td key={month}>{sum(month) > 0 ? format.number(sum(month)) : ""}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </Scroll>
    </Panel>
  );
}
