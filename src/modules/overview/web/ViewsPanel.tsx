// How good are we against leaks, attacks, errors, insiders; and at preventing, detecting, responding. The tags overlap,
// so each line stands for itself with its n and nothing is added up (T-08, R-29).
import { Picture } from "#web/charts/Picture.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { type Board, shareDown } from "./board.ts";
import { useKnown } from "./known.ts";
import { useView } from "./view.ts";

export function ViewsPanel({ board, of }: { board: Board; of: "harms" | "functions" }) {
  const t = useText();
  const format = useFormat();
  const known = useKnown();
  const [, , setUrl] = useView();
  const rows = board[of].filter((one) => one.controls > 0);
  const lowest = rows
    .filter((one) => one.companies > 0)
    .toSorted((a, b) => shareDown(a.reaching, a.companies) - shareDown(b.reaching, b.companies))[0];
  return (
    <Picture
      title={
        lowest
          ? t(`views.lowest.${of}`, {
              name: lowest.name,
              share: format.percent(shareDown(lowest.reaching, lowest.companies)),
            })
          : t(`views.${of}`)
      }
      summary={rows
        .map((one) =>
          t("views.summary", {
            name: one.name,
            reaching: one.reaching,
            companies: one.companies,
            controls: one.controls,
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t(`views.${of}`),
          t("views.controls"),
          t("views.reaching"),
          t("views.companies"),
          t("views.median"),
          t("known.title"),
        ],
        rows: rows.map((one) => [
          one.name,
          one.controls,
          one.reaching,
          one.companies,
          one.median === null ? null : format.score(one.median / 100, true),
          known(one.known),
        ]),
      }}
      more={t(`views.${of}`)}
      fileName={`yagura-${of}`}
    >
      <table className="views">
        <tbody>
          {rows.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                {one.name}
                <small>
                  {t("views.n", { count: one.controls })} · {known(one.known)}
                </small>
              </th>
              <td className="b" aria-hidden="true">
                <span className="meter">
                  <i style={{ width: `${100 * shareDown(one.reaching, one.companies)}%` }} />
                </span>
              </td>
              <td className="num">
                {one.companies === 0 ? "–" : format.percent(shareDown(one.reaching, one.companies))}
              </td>
              <td className="num mute">
                {t("overview.viewReach", { reaching: one.reaching, companies: one.companies })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="age ruled">
        {t("views.overlap", { percent: board.round.meetsFromPercent })}{" "}
        <button
          type="button"
          className="linkish"
          onClick={() => {
            setUrl({ columns: of });
            document.getElementById("heat-map")?.scrollIntoView({ block: "start" });
          }}
        >
          {t("views.inHeatMap")}
        </button>
      </p>
    </Picture>
  );
}
