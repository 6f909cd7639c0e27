// Lent to later modules.
// The rounds that results are read from, and which kept result counts in each.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";

export type Basis = "standing" | "due" | "locked" | "verified";

export type RoundHead = {
  id: string;
  name: string;
  fiscalYear: number;
  editionId: string;
  edition: string;
  standard: string;
  state: string;
  dueOn: string;
  confirmDueOn: string;
  isDueTaken: boolean;
  /**
   * What companies stand at today is said in the newest round of a standard that counts: its answers have been due, or all
   * in view have handed in; the first one counts from its beginning. Of older ones counts what was locked.
   */
  isNewest: boolean;
  /** Of the standard that the group has asked for longest and still asks: what is read where nobody chose. */
  isMain: boolean;
};

/** Of one standard, and of all together: what is asked beside the main standard must not shorten its years. */
const mostOfOne = 24;
const mostRounds = 100;

const counts = sql`case when r.state = 'closed' or r.due_on < group_today() then true
  else not exists (select from inspections i where i.round_id = r.id and i.left_on is null and i.submitted_at is null) end`;

/**
 * Rounds that have begun, the newest first. The group's main standard is the one that it has asked for longest, as long as a round of it
 * is of this year or the last: a round on another catalogue beside it does not take its place, however early in the year it
 * opens. One launched ahead of its opening day waits until then, lest it hide
 * the results of the round before; without any other it is shown.
 */
export async function rounds(ctx: Ctx): Promise<RoundHead[]> {
  const { rows } = await sql<RoundHead>`
    select x.*, x.standard = first_value(x.standard) over (order by x.last_year < x.newest_year - 1, x.first_asked, x.standard) as is_main
    from (select r.id, r.opens_on, r.name, r.fiscal_year, r.edition_id, e.edition, e.standard, r.state, r.due_on, r.confirm_due_on,
      r.due_day_taken_at is not null as is_due_taken,
      row_number() over (partition by e.standard order by ${counts} desc, r.fiscal_year desc, r.opens_on desc) = 1 as is_newest,
      row_number() over (partition by e.standard order by r.fiscal_year desc, r.opens_on desc) as place,
      min(r.opens_on) over (partition by e.standard) as first_asked, max(r.fiscal_year) over (partition by e.standard) as last_year,
      max(r.fiscal_year) over () as newest_year
    from rounds r join editions e on e.id = r.edition_id
    where r.kind = 'inspection' and r.state in ('open', 'closed') and (r.opens_on <= group_today()
      or not exists (select from rounds b where b.kind = 'inspection' and b.state in ('open', 'closed') and b.opens_on <= group_today()))) x
    where x.place <= ${mostOfOne} order by x.fiscal_year desc, x.first_asked, x.standard, x.opens_on desc limit ${mostRounds}`.execute(
    ctx.db,
  );
  return rows;
}

/**
 * The round that is asked for, else the newest of the main standard that counts: one that has just begun says of nobody
 * that the standard is met, and must not read as a fall of the group.
 */
export const chosenRound = (all: readonly RoundHead[], roundId: string | undefined): RoundHead | undefined =>
  roundId === undefined
    ? (all.find((round) => round.isMain && round.isNewest) ?? all[0])
    : all.find((round) => round.id === roundId);

/** Only years of one standard stand beside each other: the answers to another one answer other questions. */
export const ofStandard = (
  all: readonly RoundHead[],
  { standard }: Pick<RoundHead, "standard">,
): RoundHead[] => all.filter((round) => round.standard === standard);

/** The years that stand beside each other when a round is looked at: newer ones that are still being answered are no year yet. */
export function yearsBeside(all: readonly RoundHead[], round: RoundHead): RoundHead[] {
  const line = ofStandard(all, round);
  const newest = line.findIndex((one) => one.isNewest);
  return line.slice(Math.max(0, Math.min(newest, line.indexOf(round))));
}

/** The round before on the same standard. */
export function roundBefore(all: readonly RoundHead[], round: RoundHead): RoundHead | undefined {
  const line = ofStandard(all, round);
  return line[line.indexOf(round) + 1];
}

/** Which kept result counts, the first there is. Before the lock the daily standing may be older than the answers. */
export function pickedBasis(basis: Basis, isNewest = true): RawBuilder<string[]> {
  if (!isNewest && basis !== "due") return sql`array['restated', 'locked', 'live']`;
  if (basis === "due") return sql`array['due']`;
  if (basis === "locked") return sql`array['locked']`;
  return sql`case when i.state = 'locked' then array['standing', 'restated', 'locked', 'live'] else array['live', 'standing'] end`;
}
