// The states of an inspection as one bar, in the order of the work; the words and numbers stand beside it.
import { useText } from "#web/text/i18n.ts";

export const stages = [
  "not_begun",
  "answering",
  "returned",
  "submitted",
  "reviewed",
  "confirmed",
  "locked",
] as const;
export type StageName = (typeof stages)[number];

export const isFinished = (stage: StageName) => stage === "confirmed" || stage === "locked";

/** From least to most done, so that the filled end is what is finished. */
export function StageBar({ states }: { states: Readonly<Record<string, number>> }) {
  return (
    <div className="bar thick" aria-hidden="true">
      {stages
        .toReversed()
        .map((stage) =>
          (states[stage] ?? 0) > 0 ? (
            <i key={stage} className={`stage ${stage}`} style={{ flexGrow: states[stage] }} />
          ) : null,
        )}
    </div>
  );
}

/** "12 confirmed, 3 submitted, 9 answering" in words, without what is nought. */
export function useStagesSaid() {
  const t = useText();
  return (states: Readonly<Record<string, number>>) =>
    stages
      .toReversed()
      .filter((stage) => (states[stage] ?? 0) > 0)
      .map((stage) => `${t(`inspection.${stage}`)} ${states[stage]}`)
      .join(t("list.comma"));
}
