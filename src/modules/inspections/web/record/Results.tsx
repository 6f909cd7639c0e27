// Last year's locked result, this year's, and the current standing side by side: three days, never one number.
import { percentDown } from "#core/text/shares.ts";
import type { Output } from "#core/contract.ts";
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import { ResultBadge } from "#web/ui/marks.tsx";
import { type Fact, FactStrip, Panel } from "#web/ui/Panel.tsx";
import type { inspections } from "../../contract.ts";
import { scoreOf } from "../review/whys.tsx";
import type { Inspection } from "../inspection.ts";

type Kept = Output<typeof inspections.getInspection>["results"][number];

export function Results({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const format = useFormat();
  const of = (results: readonly Kept[] | undefined, basis: Kept["basis"]) =>
    results?.find((one) => one.basis === basis);
  const fact = (label: string, kept: Kept | undefined, isLive = false, extra: string[] = []): Fact | null =>
    kept
      ? {
          label,
          end: format.momentDay(kept.computedAt, "short"),
          value: (
            <>
              {format.score(scoreOf(kept))}{" "}
              <ResultBadge result={kept.result} isProvisional={kept.isProvisional} />
            </>
          ),
          notes: [
            t("inspections.answeredOf", { answered: kept.answeredCount, all: kept.requiredCount }),
            t("inspections.shares", {
              verified: format.percent((percentDown(kept.verifiedCount, kept.requiredCount) ?? 0) / 100),
              unknown: format.number(kept.unknownCount),
              na: format.number(kept.naCount),
            }),
            ...extra,
          ],
          isLive,
        }
      : null;
  const { results, lastYear } = inspection;
  const last = of(lastYear?.results, "restated") ?? of(lastYear?.results, "locked");
  const locked = of(results, "locked");
  const restated = of(results, "restated");
  const due = of(results, "due");
  const live = of(results, "live");
  const standing = of(results, "standing");
  const facts = [
    fact(t("inspections.lastLocked", { year: lastYear ? format.fiscalYear(lastYear.fiscalYear) : "" }), last),
    locked
      ? fact(t("inspections.lockedThisYear"), locked)
      : due && due.result !== live?.result
        ? fact(t("inspections.onDueDay"), due)
        : null,
    restated ? fact(t("inspections.restated"), restated) : null,
    inspection.state === "locked" ? null : fact(t("inspections.live"), live, !standing),
    inspection.state === "locked" || standing
      ? fact(
          t("standing.current"),
          standing,
          true,
          standing && standing.expiredCount > 0
            ? [t("inspections.expired", { count: standing.expiredCount })]
            : [],
        )
      : null,
  ].filter((one): one is Fact => one !== null);
  return (
    <Panel title={useHeadline(inspection)} isFlush>
      {facts.length > 0 ? (
        <FactStrip facts={facts} isFigures />
      ) : (
        <p className="soft" style={{ padding: "0 16px 14px" }}>
          {t("inspections.noResult")}
        </p>
      )}
    </Panel>
  );
}

/** What the figures say, in one sentence. */
function useHeadline({ results, state }: Inspection): string {
  const t = useText();
  const standing = results.find((one) => one.basis === "standing");
  if (state === "locked" && standing && standing.expiredCount > 0)
    return t("inspections.headExpired", {
      count: standing.expiredCount,
      result: t(`result.${standing.result}`),
    });
  const kept =
    (state === "locked"
      ? (results.find((one) => one.basis === "restated") ?? results.find((one) => one.basis === "locked"))
      : undefined) ?? results.find((one) => one.basis === "live");
  if (!kept) return t("inspections.headNone");
  // Before it is handed in, what is missing is what nobody has answered yet.
  if (state === "not_begun" || state === "answering")
    return t("inspections.headAnswering", { answered: kept.answeredCount, count: kept.requiredCount });
  if (kept.mandatoryGaps.length > 0)
    return t("inspections.headGaps", {
      count: kept.mandatoryGaps.length,
      controls: kept.mandatoryGaps.slice(0, 4).join(", "),
    });
  if (kept.mandatoryPartly.length > 0)
    return t("inspections.headPartly", {
      count: kept.mandatoryPartly.length,
      controls: kept.mandatoryPartly.slice(0, 4).join(", "),
    });
  return t("inspections.headGood");
}
