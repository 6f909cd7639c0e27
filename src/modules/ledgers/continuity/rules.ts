// What a restore test says beside its target. Pure; minutes throughout. ISO 22301 names the two objectives.

export const outcomes = ["restored", "partly", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * `within`: it ran again in time with no more lost than may be. `slower`: too late or too much lost. `failed`: it did not come
 * back, or in part. `never`: nobody has tried.
 */
export const verdicts = ["within", "slower", "failed", "never"] as const;
export type Verdict = (typeof verdicts)[number];

type Target = { rtoMinutes: number; rpoMinutes: number };
type Measured = { outcome: Outcome | null; tookMinutes: number | null; lostMinutes: number | null };

export function verdictOf(target: Target, { outcome, tookMinutes, lostMinutes }: Measured): Verdict {
  if (outcome === null) return "never";
  if (outcome !== "restored" || tookMinutes === null || lostMinutes === null) return "failed";
  return tookMinutes <= target.rtoMinutes && lostMinutes <= target.rpoMinutes ? "within" : "slower";
}
