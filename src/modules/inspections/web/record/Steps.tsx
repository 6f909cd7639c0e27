// The way of an inspection from hand to hand, with the days on which each step was taken.
import { useFormat } from "#web/text/format.ts";
import { useText } from "#web/text/i18n.ts";
import type { Inspection } from "../inspection.ts";

const way = ["not_begun", "answering", "submitted", "reviewed", "confirmed", "locked"] as const;

export function Steps({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const format = useFormat();
  const isBack = inspection.state === "returned";
  const now = way.indexOf(isBack ? "answering" : (inspection.state as (typeof way)[number]));
  const at: Partial<Record<(typeof way)[number], string | null>> = {
    submitted: inspection.submittedAt,
    reviewed: inspection.reviewedAt,
    confirmed: inspection.confirmedAt,
    locked: inspection.lockedAt,
  };
  return (
    <ol className="steps" aria-label={t("inspections.way")}>
      {way.map((state, index) => {
        const moment = index <= now ? at[state] : null;
        return (
          <li
            key={state}
            className={index < now ? "past" : index > now ? "" : isBack ? "back" : "now"}
            aria-current={index === now ? "step" : undefined}
          >
            {t(`inspection.${isBack && index === now ? "returned" : state}`)}
            <small>{moment ? format.momentDay(moment, "short") : " "}</small>
          </li>
        );
      })}
    </ol>
  );
}
