// How far one is, area by area, and what the draw was made with: anybody can draw it again.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { KeyValue, Panel } from "#web/ui/Panel.tsx";
import { LangText } from "#web/ui/small.tsx";
import { textIn } from "../on-site/useWords.ts";
import { areasOf, type Sheet } from "./counts.ts";

export function Areas({ sheet }: { sheet: Sheet }) {
  const t = useText();
  const format = useFormat();
  const drawn = (why: "mandatory" | "sample" | "added") =>
    sheet.controls.filter((one) => one.drawn === why).length;
  const takenUp = sheet.controls.filter((one) => one.isTakenUp).length;
  return (
    <Panel title={t("audits.sheet.areas")}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t("audits.sheet.area")}</th>
            <th scope="col" className="num">
              {t("audits.sheet.looked")}
            </th>
            <th scope="col" className="num">
              {t("audits.sheet.overturned")}
            </th>
          </tr>
        </thead>
        <tbody>
          {areasOf(sheet).map((one) => (
            <tr key={one.area}>
              <th scope="row">
                <LangText text={textIn(one.name)} />
              </th>
              <td className="num">
                {format.number(one.looked)}/{format.number(one.controls)}
              </td>
              <td className={`num${one.overturned > 0 ? " late-ink" : ""}`}>
                {format.number(one.overturned)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <KeyValue
        rows={[
          [t("audits.sheet.edition"), sheet.edition],
          [t("company.tier"), sheet.tier],
          [t("audits.drawn.mandatory"), format.number(drawn("mandatory"))],
          [
            t("audits.drawn.sample"),
            t("audits.sheet.sampleOf", {
              count: drawn("sample"),
              share: sheet.sharePercent,
              seed: sheet.seed,
            }),
          ],
          ...(drawn("added") > 0
            ? [
                [
                  t("audits.drawn.added"),
                  t("audits.sheet.addedOf", { count: drawn("added"), taken: takenUp }),
                ] as const,
              ]
            : []),
          [
            t("audits.sheet.preparedBy"),
            `${sheet.preparedByName ?? "–"} · ${format.momentDay(sheet.preparedAt)}`,
          ],
          ...(sheet.finishedAt
            ? [
                [
                  t("audits.sheet.finishedBy"),
                  `${sheet.finishedByName ?? "–"} · ${format.momentDay(sheet.finishedAt)}`,
                ] as const,
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
