// Answers that read like those of rows above or below: no cell shows it, so each is read beside the control it is known of.
import { Go } from "#web/navigation.tsx";
import { useAnyText, useText } from "#web/text/i18n.ts";
import { Note, Panel } from "#web/ui/parts.tsx";
import { toldOf } from "../rules.ts";
import type { Returned } from "./returned.ts";

export const shiftedRows = (of: Returned): number => of.shifts.reduce((sum, one) => sum + one.rows.length, 0);

export function Shifts({ of }: { of: Returned }) {
  const t = useText();
  const any = useAnyText();
  if (of.shifts.length === 0) return null;
  const titles = new Map(of.rows.map((row) => [row.controlId, row.title]));
  const control = (id: string) => (
    <>
      <span className="mono">{id}</span> {titles.get(id)}
    </>
  );
  return (
    <Panel className="c12" title={t("workbook.shifts.title", { count: shiftedRows(of) })} isFlush>
      <div className="pad stack s">
        {of.shifts.map((shift) => {
          const { code, values } = toldOf(shift);
          return (
            <Note key={`${shift.by} ${shift.rows[0]?.controlId}`} kind="warn">
              {any(code, values)}
            </Note>
          );
        })}
        <p className="small soft">{t("workbook.shifts.about")}</p>
      </div>
      <div className="scroll-x">
        <table className="grid roomy">
          <thead>
            <tr>
              <th scope="col">{t("workbook.shifts.at")}</th>
              <th scope="col">{t("workbook.shifts.words")}</th>
              <th scope="col">{t("workbook.shifts.known")}</th>
            </tr>
          </thead>
          <tbody>
            {of.shifts
              .flatMap((shift) => shift.rows)
              .map((row) => (
                <tr key={row.controlId}>
                  <th scope="row">
                    <Go
                      to="/inspections/$id/answer"
                      params={{ id: of.inspectionId }}
                      search={{ control: row.controlId }}
                    >
                      {control(row.controlId)}
                    </Go>
                  </th>
                  <td>{row.words}</td>
                  <td>{control(row.fromId)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
