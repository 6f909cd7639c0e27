// How every company is to stand in every year: the margins of results and states first, then who it is. Only aims:
// the answers are chosen to reach them and the results are computed from the answers by the product's rules.
import type { Calendar } from "./calendar.ts";
import { cast, soldMember } from "./cast.ts";
import type { Aim, Company, ResultKind, RoundState } from "./company.ts";
import { type Random, randomOf } from "./random.ts";
import { type Size, shared, type Tier, tierNames } from "./size.ts";

type Results = Readonly<Record<ResultKind, number>>;

/** Of the full size; stress keeps the shares. */
const resultsByTier: Readonly<Record<Tier, Results>> = {
  T1: { meets: 10, improve: 2, serious: 0, not_known: 0 },
  T2: { meets: 69, improve: 14, serious: 3, not_known: 2 },
  T3: { meets: 93, improve: 18, serious: 4, not_known: 5 },
  T4: { meets: 69, improve: 18, serious: 5, not_known: 8 },
};
const openStates = { not_begun: 6, answering: 9 };
const givenStates = { submitted: 21, returned: 8, reviewed: 38, confirmed: 198, locked: 40 };

/** Shares of years ago, the running year first: who meets, who gave nothing, who was late. */
const meetShares = [0.753, 0.715, 0.658, 0.6, 0.55];
const silentShares = [0.047, 0.029, 0.045, 0.06, 0.08];
const lateShares = [0.02, 0.06, 0.13, 0.18, 0.2];

export function aimsOf(
  companies: readonly Company[],
  size: Size,
  calendar: Calendar,
  seed: string,
): Map<string, ReadonlyMap<number, Aim>> {
  const random = randomOf(seed, "aims", size.name);
  const years = calendar.rounds.length;
  const members = [...cast, soldMember];
  const aims = new Map<string, Map<number, Aim>>(companies.map((company) => [company.code, new Map()]));
  const put = (company: Company, index: number, aim: Aim) =>
    aims.get(company.code)?.set(calendar.rounds[index]?.fiscalYear ?? 0, aim);
  for (const [index, member] of members.entries()) {
    const company = companies[index];
    if (company) castAims(member, years).forEach((aim, year) => aim && put(company, year, aim));
  }
  const others = companies.slice(members.length);
  if (others.length === 0) return aims;
  const now = currentAims(
    others.filter((company) => company.leftOn === null),
    size,
    random,
  );
  for (const [company, aim] of now) put(company, years - 1, aim);
  let later = now;
  for (let ago = 1; ago < years; ago += 1) {
    const index = years - 1 - ago;
    const round = calendar.rounds[index];
    const asked = others.filter(
      (company) =>
        round &&
        company.joinedOn < round.opensOn &&
        (company.leftOn === null || company.leftOn > round.opensOn),
    );
    later = aimsBefore(asked, later, ago, random);
    for (const [company, aim] of later) put(company, index, aim);
  }
  return aims;
}

/** The three years of a member of the cast; years before them were each a little weaker. */
function castAims(member: (typeof cast)[number], years: number): (Aim | null)[] {
  const scores: (number | null)[] = [...member.scores];
  while (scores.length < years) {
    const first = scores[0] ?? null;
    scores.unshift(first === null || member.story === "flawless" ? first : Math.max(0.5, first - 0.05));
  }
  return scores.slice(-years).map((score, index) => {
    if (score === null) return null;
    const isNow = index === years - 1;
    if (isNow) return { score, result: member.result, state: member.state, isLate: false };
    if (member.story === "sold" && index === years - 2)
      return { score, result: "not_known", state: "answering", isLate: false };
    const isLate = member.story === "late_office" && index === years - 2;
    return { score, result: score >= 0.9 ? "meets" : "improve", state: "locked", isLate };
  });
}

const castCount = (of: (member: (typeof cast)[number]) => boolean) => cast.filter(of).length;

function currentAims(companies: readonly Company[], size: Size, random: Random): Map<Company, Aim> {
  const scale = size.tiers.T1 + size.tiers.T2 + size.tiers.T3 + size.tiers.T4;
  const states = remaining(shared({ ...openStates, ...givenStates }, scale), (state) =>
    castCount((one) => one.state === state),
  );
  const open = random.shuffle(states.filter((state) => state === "not_begun" || state === "answering"));
  const given = random.shuffle(states.filter((state) => state !== "not_begun" && state !== "answering"));
  const aims = new Map<Company, Aim>();
  for (const tier of tierNames) {
    const wanted = shared(resultsByTier[tier], size.tiers[tier]);
    const results = random.shuffle(
      remaining(wanted, (result) => castCount((one) => one.tier === tier && one.result === result)),
    );
    for (const company of companies.filter((one) => one.tier === tier)) {
      const result = results.pop() ?? "meets";
      const state = (result === "not_known" ? open.pop() : given.pop()) ?? "confirmed";
      aims.set(company, {
        result,
        score: scoreFor(result, random),
        state,
        isLate: result !== "not_known" && random.chance(0.02),
      });
    }
  }
  return aims;
}

function remaining<K extends string>(wanted: Readonly<Record<K, number>>, taken: (key: K) => number): K[] {
  return (Object.keys(wanted) as K[]).flatMap((key) =>
    Array<K>(Math.max(0, wanted[key] - taken(key))).fill(key),
  );
}

function scoreFor(result: ResultKind, random: Random): number {
  if (result === "meets") return 0.915 + 0.075 * random.next();
  if (result === "serious") return 0.56 + 0.27 * random.next();
  if (result === "improve") return 0.72 + 0.16 * random.next();
  return 0.7 + 0.22 * random.next();
}

/** A year back: most who meet now and met then, few who fell back, and every score a little lower. */
function aimsBefore(
  asked: readonly Company[],
  later: ReadonlyMap<Company, Aim>,
  ago: number,
  random: Random,
): Map<Company, Aim> {
  const count = (shares: readonly number[]) =>
    Math.round((shares[Math.min(ago, shares.length - 1)] ?? 0) * asked.length);
  const order = random.shuffle(asked).sort((a, b) => strength(later.get(b)) - strength(later.get(a)));
  const fellBack = Math.round(order.length * 0.03);
  const meeting = new Set([...order.slice(0, count(meetShares) - fellBack), ...order.slice(-fellBack)]);
  const rest = random.shuffle(order.filter((company) => !meeting.has(company)));
  const silent = new Set(rest.slice(0, count(silentShares)));
  const serious = new Set(
    rest.slice(silent.size, silent.size + Math.round(asked.length * (0.03 + 0.015 * ago))),
  );
  return new Map(
    asked.map((company) => {
      const result: ResultKind = meeting.has(company)
        ? "meets"
        : silent.has(company)
          ? "not_known"
          : serious.has(company)
            ? "serious"
            : "improve";
      const before = later.get(company)?.score ?? 0.85;
      const state: RoundState =
        result === "not_known" ? (random.chance(0.3) ? "not_begun" : "answering") : "locked";
      const isLate =
        result !== "not_known" && random.chance(lateShares[Math.min(ago, lateShares.length - 1)] ?? 0);
      return [company, { result, score: scoreBefore(result, before, random), state, isLate }];
    }),
  );
}

const strength = (aim: Aim | undefined) => (aim?.result === "meets" ? 1 : 0) + (aim?.score ?? 0);

function scoreBefore(result: ResultKind, later: number, random: Random): number {
  const score = later - 0.01 - 0.04 * random.next();
  if (result === "meets") return Math.min(0.985, Math.max(0.91, score));
  return Math.max(0.5, Math.min(0.885, score));
}
