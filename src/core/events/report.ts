// What a look at the trail found.

/** The act that erases values; its data name the events that it is about. */
export const erasure = "trail.values_erased";
export const erasureProposed = "trail.erasure_proposed";
export const erasureDecided = "trail.erasure_decided";

export type TrailProblem = { what: string; seal?: number; eventId?: number };
export type TrailReport = {
  eras: number;
  seals: number;
  events: number;
  /** Younger than the last seal: their own hashes hold, their place is not proven yet. */
  unsealed: number;
  /** Values that were erased by a recorded act; the hash of what stood there is sealed. */
  erased: number;
  last: { n: number; day: string; hash: string } | null;
  /** The first hundred. */
  problems: TrailProblem[];
};
export type Tell = (problem: TrailProblem) => void;

const most = 100;

export function emptyReport(): { report: TrailReport; tell: Tell } {
  const report: TrailReport = {
    eras: 0,
    seals: 0,
    events: 0,
    unsealed: 0,
    erased: 0,
    last: null,
    problems: [],
  };
  return {
    report,
    tell: (problem) => {
      if (report.problems.length < most) report.problems.push(problem);
    },
  };
}
