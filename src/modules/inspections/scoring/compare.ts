import { noPoints, type Points, type Settled } from "./settle.ts";

export type LikeForLike = {
  readonly previous: Points;
  readonly current: Points;
  readonly n: number;
  /** Left out: counted only then, only now, or asking something else now. */
  readonly onlyPrevious: readonly string[];
  readonly onlyCurrent: readonly string[];
  readonly changed: readonly string[];
  readonly better: readonly string[];
  readonly worse: readonly string[];
};

/**
 * Two scores over the same controls only, both with today's weights, so that an edition change does not read as progress.
 *
 * @param isSame whether a control asks in the current edition what it asked in the previous one.
 */
export function likeForLike(
  previous: readonly Settled[],
  current: readonly Settled[],
  isSame: (controlId: string) => boolean = () => true,
): LikeForLike {
  const before = new Map(previous.filter((one) => one.isCounted).map((one) => [one.controlId, one]));
  const now = current.filter((one) => one.isCounted);
  const inBoth = now.filter((one) => before.has(one.controlId));
  const pairs = inBoth
    .filter((one) => isSame(one.controlId))
    .map((one) => ({ before: halfPointsOf(before, one), now: one }));
  const present = new Set(now.map((one) => one.controlId));
  return {
    previous: total(
      pairs.map((pair) => ({ halfPoints: pair.before * pair.now.weight, weight: pair.now.weight })),
    ),
    current: total(
      pairs.map((pair) => ({ halfPoints: pair.now.halfPoints * pair.now.weight, weight: pair.now.weight })),
    ),
    n: pairs.length,
    onlyPrevious: [...before.keys()].filter((id) => !present.has(id)),
    onlyCurrent: now.filter((one) => !before.has(one.controlId)).map((one) => one.controlId),
    changed: inBoth.filter((one) => !isSame(one.controlId)).map((one) => one.controlId),
    better: idsOf(pairs.filter((pair) => pair.now.halfPoints > pair.before)),
    worse: idsOf(pairs.filter((pair) => pair.now.halfPoints < pair.before)),
  };
}

const idsOf = (pairs: readonly { now: Settled }[]) => pairs.map((pair) => pair.now.controlId);
const halfPointsOf = (before: ReadonlyMap<string, Settled>, one: Settled) =>
  before.get(one.controlId)?.halfPoints ?? 0;

const total = (points: readonly Points[]): Points =>
  points.reduce(
    (sum, one) => ({ halfPoints: sum.halfPoints + one.halfPoints, weight: sum.weight + one.weight }),
    noPoints,
  );
