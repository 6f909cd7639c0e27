// Which company is visited when, over several years: within its cycle, the risky ones first, spread over regions and over the days
// that auditors have. Pure and deterministic: the same companies in another order give the same visits.
import { fiscalYearBounds, fiscalYearOf } from "#core/time/fiscal-year.ts";
import { addMonths, type Cycle, highRisk, lastOfMonth, monthOf, type Tier, type Why } from "./rules.ts";

export type ToVisit = {
  id: string;
  code: string;
  tier: Tier;
  region: string;
  risk: number;
  isAcquired: boolean;
  lastOn: string | null;
  dueOn: string;
};
export type Fixed = { companyId: string; month: string; region: string; auditorDays: number };
export type Years = {
  /** The first fiscal year and how many. */
  first: number;
  count: number;
  startMonth: number;
  today: string;
  /** Auditor days that there are in each. */
  available: Readonly<Record<number, number>>;
  cycle: Cycle;
};
export type ProposedVisit = {
  companyId: string;
  month: string;
  auditorDays: number;
  why: Why;
  dueOn: string;
  isLate: boolean;
};
export type Short = { companyId: string; dueOn: string; auditorDays: number; fiscalYear: number };
export type Proposal = {
  visits: ProposedVisit[];
  /** Companies that no year has days for. */
  uncovered: Short[];
  years: { fiscalYear: number; available: number; used: number; missing: number }[];
};

type Wanted = { one: ToVisit; dueOn: string; lastOn: string | null; nth: number };

export function propose(companies: readonly ToVisit[], fixed: readonly Fixed[], years: Years): Proposal {
  const book = bookOf(years, fixed);
  const visits: ProposedVisit[] = [];
  const uncovered: Short[] = [];
  let wave: Wanted[] = companies.map((one) => ({ one, dueOn: one.dueOn, lastOn: one.lastOn, nth: 0 }));
  const order = inOrder(years);
  // Year by year: what a visit makes due again within the horizon comes with the next wave.
  while (wave.length > 0) {
    const next: Wanted[] = [];
    for (const wanted of wave.toSorted(order)) {
      const visit = place(wanted, book, years);
      if (visit === "beyond") continue;
      if (visit === null) uncovered.push(shortOf(wanted, years));
      else {
        visits.push(visit);
        const lastOn = lastOfMonth(visit.month);
        next.push({
          one: wanted.one,
          lastOn,
          dueOn: addMonths(lastOn, years.cycle.months[wanted.one.tier]),
          nth: wanted.nth + 1,
        });
      }
    }
    wave = next;
  }
  return {
    visits: visits.toSorted((a, b) => byText(a.month, b.month) || byText(a.companyId, b.companyId)),
    uncovered: uncovered.toSorted((a, b) => byText(a.dueOn, b.dueOn) || byText(a.companyId, b.companyId)),
    years: book.years.map((fiscalYear) => ({
      fiscalYear,
      available: years.available[fiscalYear] ?? 0,
      used: book.used(fiscalYear),
      missing: uncovered
        .filter((one) => one.fiscalYear === fiscalYear)
        .reduce((sum, one) => sum + one.auditorDays, 0),
    })),
  };
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The year in which it is due, then the risk, then the day. */
function inOrder({ startMonth, first }: Years) {
  const year = (one: Wanted) => Math.max(first, fiscalYearOf(one.dueOn, startMonth));
  return (a: Wanted, b: Wanted) =>
    year(a) - year(b) ||
    b.one.risk - a.one.risk ||
    byText(a.dueOn, b.dueOn) ||
    byText(a.one.code, b.one.code) ||
    byText(a.one.id, b.one.id);
}

/** Months of the horizon with what is in them already. */
function bookOf({ first, count, startMonth, today, available }: Years, fixed: readonly Fixed[]) {
  const begin = fiscalYearBounds(first, startMonth).from;
  const end = fiscalYearBounds(first + count, startMonth).from;
  const soonest = monthOf(today) > begin ? monthOf(today) : begin;
  const months: Month[] = [];
  for (let month = soonest; month < end; month = addMonths(month, 1))
    months.push({ month, last: lastOfMonth(month), year: fiscalYearOf(month, startMonth) });
  const byYear = new Map<number, number>();
  const byMonth = new Map<string, number>();
  const byRegion = new Map<string, number>();
  const add = (month: string, year: number, region: string, days: number) => {
    byYear.set(year, (byYear.get(year) ?? 0) + days);
    byMonth.set(month, (byMonth.get(month) ?? 0) + days);
    byRegion.set(month + region, (byRegion.get(month + region) ?? 0) + days);
  };
  for (const one of fixed)
    add(monthOf(one.month), fiscalYearOf(one.month, startMonth), one.region, one.auditorDays);
  return {
    months,
    years: Array.from({ length: count }, (_, at) => first + at),
    add,
    used: (year: number) => byYear.get(year) ?? 0,
    hasRoom: ({ year }: Month, days: number) => (byYear.get(year) ?? 0) + days <= (available[year] ?? 0),
    /** Days in the month, those of the same region twice: a region is not visited all at once. */
    load: ({ month }: Month, region: string) =>
      (byMonth.get(month) ?? 0) + (byRegion.get(month + region) ?? 0),
  };
}
type Book = ReturnType<typeof bookOf>;
type Month = { month: string; last: string; year: number };

/** What is overdue is caught up with within so many months, not all in the first. */
const monthsToCatchUp = 6;

function place(wanted: Wanted, book: Book, years: Years): ProposedVisit | "beyond" | null {
  const { one, dueOn: due } = wanted;
  const last = book.months.at(-1);
  // What falls due after the horizon is the business of a later programme.
  if (last === undefined || due > last.last) return "beyond";
  const days = years.cycle.days[one.tier];
  const from = earliest(wanted, years);
  const inTime = book.months.filter((one) => one.month >= from && one.last <= due);
  const best = choose(inTime.toReversed(), one.region, days, book);
  const found = best ?? late(wanted, days, book);
  if (found === null) return null;
  book.add(found.month, found.year, one.region, days);
  return {
    companyId: one.id,
    month: found.month,
    auditorDays: days,
    why: whyOf(wanted),
    dueOn: due,
    isLate: best === null,
  };
}

/** What cannot be in time comes soon: in the months after its day where there is least, else as soon as there is room. */
function late({ one, dueOn: due }: Wanted, days: number, book: Book): Month | null {
  const after = book.months.filter((month) => month.last > due);
  return (
    choose(after.slice(0, monthsToCatchUp), one.region, days, book) ??
    after.find((month) => book.hasRoom(month, days)) ??
    null
  );
}

/** Not so soon that the cycle loses its sense: the second half of it, and at most a year before the day. */
function earliest({ one, dueOn: due, lastOn }: Wanted, { cycle }: Years): string {
  const yearBefore = addMonths(monthOf(due), -11);
  if (lastOn === null) return yearBefore;
  const half = monthOf(addMonths(lastOn, Math.ceil(cycle.months[one.tier] / 2)));
  // A month counts with its last day.
  const latest = lastOfMonth(due) <= due ? monthOf(due) : addMonths(monthOf(due), -1);
  const wished = half > yearBefore ? half : yearBefore;
  return wished > latest ? latest : wished;
}

/** The month with the least in it, of equals the first: in time the latest, so that no year of a cycle is given away; late the soonest. */
function choose(months: readonly Month[], region: string, days: number, book: Book): Month | null {
  let best: { month: Month; load: number } | null = null;
  for (const month of months) {
    if (!book.hasRoom(month, days)) continue;
    const load = book.load(month, region);
    if (best === null || load < best.load) best = { month, load };
  }
  return best?.month ?? null;
}

function whyOf({ one, nth }: Wanted): Why {
  if (nth === 0 && one.lastOn === null && one.isAcquired) return "acquired";
  return nth === 0 && one.risk >= highRisk ? "risk" : "cycle";
}

function shortOf({ one, dueOn: due }: Wanted, { cycle, first, startMonth }: Years): Short {
  return {
    companyId: one.id,
    dueOn: due,
    auditorDays: cycle.days[one.tier],
    fiscalYear: Math.max(first, fiscalYearOf(due, startMonth)),
  };
}
