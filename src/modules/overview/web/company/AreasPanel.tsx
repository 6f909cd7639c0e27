// Where the company stands against last year and its tier: radar and table of the areas.
import { Drawing } from "#web/charts/Drawing.tsx";
import { Picture } from "#web/charts/Picture.tsx";
import { radarDrawing } from "#web/charts/radar.ts";
import { Go } from "#web/navigation.tsx";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { Sym } from "#web/ui/marks.tsx";
import { useKnown, usePoints, useRemarkable } from "../known.ts";
import { toneOfPart } from "./shown.ts";
import { type CompanyResult, threeOf } from "./years.ts";
import { ResultStrip } from "./ResultStrip.tsx";

export function AreasPanel({ result }: { result: CompanyResult }) {
  const t = useText();
  const format = useFormat();
  const known = useKnown();
  const points = usePoints();
  const { areas, round, tier, tierCompanies, isSameEdition } = result;
  const shown = (percent: number | null) => (percent === null ? "–" : format.score(percent / 100, true));
  const drawing = radarDrawing(
    areas.map((area) => ({
      label: area.id,
      now: area.percent,
      last: isSameEdition ? area.lastPercent : null,
      median: area.tierMedian,
    })),
    shown,
  );
  const now = t(isStanding(result) ? "standing.current" : "companyResult.thisYear");
  const hasMedian = areas.some((area) => area.tierMedian !== null);
  const hasLast = isSameEdition && areas.some((area) => area.lastPercent !== null);
  return (
    <Picture
      title={useAreasTitle(result)}
      drawing={drawing}
      fileName="yagura-areas"
      className="areas-panel"
      summary={areas
        .map((area) =>
          t("companyResult.areaSummary", {
            area: area.name,
            now: shown(area.percent),
            last: shown(area.lastPercent),
            median: shown(area.tierMedian),
          }),
        )
        .join(" ")}
      table={{
        heads: [
          t("companyResult.area"),
          t("companyResult.controls"),
          now,
          t("results.points"),
          t("known.title"),
          t("companyResult.lastYear"),
          t("companyResult.tierMedian", { tier: tier ?? "" }),
        ],
        rows: areas.map((area) => [
          `${area.id} ${area.name}`,
          area.controls,
          shown(area.percent),
          points(area),
          known(area.known),
          shown(area.lastPercent),
          shown(area.tierMedian),
        ]),
      }}
      tools={
        <div className="strip-in">
          <ResultStrip result={result} />
        </div>
      }
    >
      <div className="radar">
        <Drawing drawing={drawing} label={t("companyResult.radar")} />
        <div>
          <AreaTable result={result} />
          <p className="legend">
            <span>
              <i className="line now" />
              {now}
            </span>
            {hasLast ? (
              <span>
                <i className="line last" />
                {t("companyResult.lastYear")}
              </span>
            ) : null}
            {hasMedian ? (
              <span>
                <i className="line median" />
                {t("companyResult.medianOf", { count: tierCompanies, tier: tier ?? "" })}
              </span>
            ) : null}
          </p>
          {isSameEdition ? null : (
            <p className="age">
              {result.sameControls === null
                ? t("companyResult.otherEdition")
                : t("companyResult.sameControls", { count: result.sameControls })}
            </p>
          )}
          {hasMedian || !round ? null : (
            <p className="age">{t("companyResult.tooFew", { tier: tier ?? "" })}</p>
          )}
        </div>
      </div>
    </Picture>
  );
}

/** Whether the areas are those of today, with proof that ran out since it was handed in. */
const isStanding = (result: CompanyResult) => threeOf(result).standing?.basis === "standing";

/** Area by area, with the difference to last year and to the tier. */
export function AreaTable({ result, isShort = false }: { result: CompanyResult; isShort?: boolean }) {
  const t = useText();
  const format = useFormat();
  const remarkable = useRemarkable();
  const points = usePoints();
  const { areas, round, tier } = result;
  const difference = (a: number | null, b: number | null) =>
    a === null || b === null ? "–" : format.delta((a - b) / 100);
  return (
    <table className="area-table">
      <thead>
        <tr>
          <th scope="col">{t("companyResult.area")}</th>
          <th scope="col">
            {isStanding(result) ? t("standing.current") : round ? format.fiscalYear(round.fiscalYear) : ""}
          </th>
          <th scope="col">{t("companyResult.vLastYear")}</th>
          <th scope="col">{t("companyResult.vMedian", { tier: tier ?? "" })}</th>
        </tr>
      </thead>
      <tbody>
        {areas.map((area) => (
          <tr key={area.id}>
            <th scope="row">
              {round ? <Sym kind={toneOfPart(area, round)} /> : null}
              <span className="unseen">{round ? t(`result.${toneOfPart(area, round)}`) : ""}</span>
              <Go
                to="/companies/$id/result"
                params={{ id: result.companyId }}
                search={{ roundId: round?.id, part: area.id }}
                hash="answers"
              >
                <b>{area.id}</b> <small>{area.name}</small>
              </Go>
              {isShort ? null : (
                <small className="beside">
                  {points(area)} · {remarkable(area.known)}
                </small>
              )}
            </th>
            <td className="strong">{area.percent === null ? "–" : format.score(area.percent / 100, true)}</td>
            <td className="soft">{area.change === null ? "–" : format.delta(area.change / 100)}</td>
            <td className="soft">{difference(area.percent, area.tierMedian)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What holds the company back, in a sentence. */
export function useAreasTitle({ areas, round }: CompanyResult): string {
  const t = useText();
  const format = useFormat();
  if (!round || areas.every((area) => area.percent === null)) return t("companyResult.nothingYet");
  const weak = areas
    .filter((area) => toneOfPart(area, round) !== "meets")
    .toSorted((a, b) => (a.percent ?? 0) - (b.percent ?? 0));
  if (weak.length === 0) return t("companyResult.allReach", { count: areas.length });
  if (weak.length === areas.length) return t("companyResult.allBelow", { count: areas.length });
  return t("companyResult.holdBack", { areas: format.list(weak.slice(0, 2).map((area) => area.name)) });
}
