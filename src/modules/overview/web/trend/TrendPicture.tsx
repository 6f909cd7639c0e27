// Like-for-like solid, in full dashed, corrections as a second mark, imported years hollow; its table says the same.
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { type ReactNode, useEffect, useRef } from "react";
import { Drawing } from "#web/charts/Drawing.tsx";
import { Picture } from "#web/charts/Picture.tsx";
import { trendDrawing } from "#web/charts/trend.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { isPartial, tenthsDown } from "../../trend/rules.ts";
import { findingSaid } from "./said.ts";
import { numberIn, pointOf, type Trend, type Year } from "./shown.ts";

type PictureProps = {
  trend: Trend /** As wide as the page; else as beside other pictures. */;
  isWide?: boolean;
  footer?: ReactNode;
};

/** So that numbers and names of years stay apart; a narrower screen scrolls. */
const perYear = 80;
const widest = 1600;

export function TrendPicture({ trend, isWide = false, footer }: PictureProps) {
  const t = useText();
  const format = useFormat();
  const { ref, width: box } = useElementSize();
  const least = Math.max(280, trend.years.length * perYear + 50);
  const width = isWide ? Math.max(least, Math.min(widest, Math.floor(box))) : undefined;
  // Where the years do not fit, one begins with the newest.
  const scrolls = useRef<HTMLDivElement>(null);
  const both = useMergedRef(ref, scrolls);
  useEffect(() => {
    if (width && box > 0 && scrolls.current) scrolls.current.scrollLeft = width;
  }, [width, box]);
  const { company } = trend;
  const one = numberIn(trend, format);
  const said = (value: number | null) => (value === null ? "–" : one(value));
  const shown = trend.years.map((year, index) => ({
    year,
    label: format.fiscalYear(year.fiscalYear),
    ...pointOf(trend, year),
    below: company
      ? year.isImported
        ? t("trend.imported")
        : (year.own?.tier ?? t("trend.leftOut"))
      : year.isImported
        ? [...(isWide ? [t("trend.imported")] : []), t("trend.companies", { count: year.companies })].join(
            " · ",
          )
        : index === 0
          ? t("trend.companies", { count: year.companies })
          : t("trend.moved", { companies: year.companies, joined: year.joined, left: year.left }),
    ...(!company && isPartial(year, trend.years)
      ? { partly: t("trend.ofCompanies", { meets: year.meets, companies: year.companies }) }
      : {}),
  }));
  const drawing = trendDrawing(
    shown.map(({ year, ...rest }) => ({ ...rest, ...(year.isNewEdition ? { mark: markOf(year, t) } : {}) })),
    {
      same: t("trend.same"),
      full: t(company ? "trend.reported" : "trend.full"),
      number: one,
      axis: company ? one : format.number,
    },
    width,
  );
  // On a page of its own the page says what the last year did, and the picture what it reached.
  const finding = useTitle(trend, "short");
  const kept = trend.years.filter((year) => !year.isImported).length;
  const reached = useReached(trend);
  const title = isWide ? reached : finding;
  return (
    <Picture
      className="trend-panel"
      title={title}
      more={t(company ? "trend.unitScore" : "trend.unit")}
      drawing={drawing}
      fileName="yagura-trend"
      summary={shown
        .map(({ year, label, full, same }) =>
          t(
            year.isImported
              ? company
                ? "trend.summaryImportedScore"
                : "trend.summaryImported"
              : company
                ? "trend.summaryCompany"
                : "trend.summary",
            {
              year: label,
              edition: year.edition,
              full: said(full),
              same: said(same),
              companies: year.companies,
            },
          ),
        )
        .join(" ")}
      table={{
        heads: [
          t("trend.year"),
          t("trend.edition"),
          t("trend.source"),
          ...(company ? [] : [t("trend.asked"), t("trend.leftOut"), t("trend.meeting")]),
          t(company ? "trend.fullScore" : "trend.fullShare"),
          t(company ? "trend.restatedScore" : "trend.restated"),
          t(company ? "trend.sameScore" : "trend.sameShare"),
          ...(company
            ? [t("trend.tierMedian")]
            : [t("trend.joined"), t("trend.left"), t("trend.provisional")]),
          t("trend.verified"),
          t("trend.dataAt"),
        ],
        rows: shown.map(({ year, label, full, same, restated, median }) => [
          label,
          year.edition,
          t(year.isImported ? "trend.imported" : "trend.keptHere"),
          ...(company ? [] : [year.companies, year.leftOut, year.meets]),
          !company && isPartial(year, trend.years)
            ? t("trend.ofCompanies", { meets: year.meets, companies: year.companies })
            : full === null
              ? null
              : one(full),
          restated === null ? null : one(restated),
          same === null ? null : one(same),
          ...(company ? [median === null ? null : one(median)] : [year.joined, year.left, year.provisional]),
          verifiedOf(trend, year, format.percent),
          year.dataAt === null ? null : format.momentWithZone(year.dataAt),
        ]),
      }}
      footer={footer}
    >
      <div
        id="trend"
        ref={both}
        className={isWide ? "scroll trend-wide" : "scroll"}
        // Ten years scroll on a phone, and a scrolling part has to be reachable by keyboard (WCAG 2.1.1).
        {...(isWide ? { role: "group", "aria-label": title, tabIndex: 0 } : {})}
      >
        {isWide && box === 0 ? null : <Drawing key={drawing.width} drawing={drawing} label={title} />}
      </div>
      <p className="age">
        {trend.years.every((year) => year.isImported)
          ? t("trend.onlyImported")
          : trend.sameControls === null
            ? t("trend.notComparable")
            : shown.some(({ same, year }) => same === null && !year.isImported && !trend.company)
              ? t("trend.beingCompared")
              : kept === 1
                ? t("trend.sameNoteFirst")
                : t(trend.company ? "trend.sameNoteCompany" : "trend.sameNote", {
                    companies: trend.sameCompanies,
                    controls: trend.sameControls,
                    years: kept,
                  })}{" "}
        {shown.some(({ median }) => median !== null) ? `${t("trend.medianNote")} ` : null}
        {t("figures.rounded")}
      </p>
    </Picture>
  );
}

/** Nothing of an imported year is verified; it is not said to be none of it either. */
export function verifiedOf(trend: Trend, year: Year, percent: (share: number) => string): string | null {
  const { verified, required } = trend.company ? (year.own ?? { verified: 0, required: 0 }) : year;
  const share = year.isImported ? null : tenthsDown(verified, required);
  return share === null ? null : percent(Math.floor(share) / 100);
}

function markOf(year: Year, t: ReturnType<typeof useText>): string[] {
  const head = t("trend.editionMark", { edition: year.edition });
  return year.changes ? [head, t("trend.changes", year.changes)] : [head];
}

/** How many meet in the last year, or what the company scores. */
function useReached(trend: Trend): string {
  const t = useText();
  const format = useFormat();
  const last = trend.years.at(-1);
  const { same, full } = last ? pointOf(trend, last) : { same: null, full: null };
  // Of an imported list of some companies a share says nothing about the group.
  const isShare = last && !(last.isImported && isPartial(last, trend.years));
  if (!last || full === null || !isShare) return t("trend.title");
  const one = numberIn(trend, format);
  const score = trend.company ? "Score" : "";
  const year = format.fiscalYear(last.fiscalYear);
  return same === null
    ? t(`trend.reachedFull${score}`, { year, full: one(full) })
    : t(`trend.reached${score}`, { year, same: one(same), full: one(full) });
}

/** What the last year did; an edition change alone is never called progress. */
export function useTitle(trend: Trend, length: "long" | "short" = "long"): string {
  const t = useText();
  const { key, values } = findingSaid(trend, useFormat(), length);
  return t(key, values);
}
