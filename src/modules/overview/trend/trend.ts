// The trend of the group, a part of it or one company: years kept here, and earlier ones as lists said them.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { latestName, type Narrow, nameFor, narrowed } from "#modules/figures/company-rows.ts";
import { shownYears } from "#modules/figures/like-for-like.ts";
import { chosenRound, type RoundHead, rounds, yearsBeside } from "#modules/figures/rounds.ts";
import { type EarlierYear, earlierOf, earlierYears } from "#modules/history/reading.ts";
import type { overview } from "../contract.ts";
import type { Caution } from "../contract/words.ts";
import { fewestPeers, medianOf } from "../rules.ts";
import { comparedRounds } from "../years.ts";
import { type Changes, cautionsOf, trendOf, type YearRow } from "./rules.ts";

type Trend = Output<typeof overview.getTrend>;
type Year = Trend["years"][number];

export async function getTrend(ctx: Ctx, input: Input<typeof overview.getTrend>): Promise<Trend> {
  const { companyId, tier, region, division } = input;
  const narrow = { tier, region, division };
  const span = Number(input.span ?? shownYears);
  const company = companyId ? await companyNamed(ctx, companyId) : null;
  const begun = await rounds(ctx);
  const asked = chosenRound(begun, input.roundId);
  const all = asked ? yearsBeside(begun, asked) : [];
  const compared = await comparedRounds(ctx, all, { ...narrow, span, of: all.slice(0, span).reverse() });
  const facts = await factsOf(ctx, compared.of, narrow, companyId);
  // Of one company every figure is its own; only the median of its tier looks at others.
  const trend = trendOf(
    compared.of.map((year) => ({ ...year, changes: null, leftOut: 0, ...facts.get(year.id) })),
    companyId ? compared.rows.filter((row) => row.companyId === companyId) : compared.rows,
  );
  const kept = companyId
    ? trend.years.map((year) => ({ ...year, own: ownIn(compared.rows, year.roundId, companyId) }))
    : trend.years.map((year) => ({ ...year, own: null }));
  // Lists of earlier years say no standard: they are of the one that the group has asked for longest.
  const earlier =
    asked !== undefined && !asked.isMain
      ? []
      : companyId
        ? (await earlierOf(ctx, companyId)).map((year) => ({
            ...importedYear({ ...year, edition: year.edition || null, counts: [0, 0, 0, 0], scoreOnly: 0 }),
            own: {
              result: year.result,
              percent: downTo(year.score),
              restatedPercent: null,
              samePercent: null,
              tier: null,
              tierMedian: null,
              verified: 0,
              required: 0,
            },
          }))
        : (await earlierYears(ctx, amongToday(all[0], narrow))).map(importedYear);
  const years = [...earlier, ...kept].toSorted((a, b) => a.fiscalYear - b.fiscalYear).slice(-span);
  return {
    company,
    sameControls: compared.sameControls,
    sameCompanies: trend.sameCompanies,
    years,
    cautions: cautionsOf(years).filter((one) => !companyId || !ofMany.includes(one)),
  };
}

/** Cautions about counting companies: one alone has none of them. */
const ofMany: readonly Caution[] = ["few", "shrunk", "partial"];

const downTo = (score: number | null) => (score === null ? null : Math.floor(score));

async function companyNamed(ctx: Ctx, id: string): Promise<Trend["company"]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, ${nameFor(ctx)} as name from units u ${latestName("u.id")}
    where u.id = ${id}::uuid and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(ctx.db);
  return found(rows[0], "company");
}

function ownIn(rows: readonly YearRow[], roundId: string | null, companyId: string): Year["own"] {
  const row = rows.find((one) => one.roundId === roundId && one.companyId === companyId);
  if (!row) return null;
  const { result, percent, restatedPercent, samePercent, verified, required, tier } = row;
  const peers = rows.filter(
    (one) => one.roundId === roundId && one.tier === tier && one.result !== "not_known",
  );
  // A company that has not handed in has no score that could be read.
  const isRead = result !== "not_known";
  return {
    result,
    percent: isRead ? percent : null,
    restatedPercent,
    samePercent: isRead ? samePercent : null,
    tier,
    tierMedian: peers.length < fewestPeers ? null : medianOf(peers.map((peer) => peer.percent)),
    verified,
    required,
  };
}

const importedYear = ({ fiscalYear, edition, counts, scoreOnly, addedAt }: EarlierYear): Year => ({
  roundId: null,
  fiscalYear,
  edition: edition ?? "",
  isImported: true,
  isNewEdition: false,
  changes: null,
  companies: counts.reduce((sum, count) => sum + count, 0),
  scoreOnly,
  leftOut: 0,
  meets: counts[0] ?? 0,
  sameMeets: null,
  restated: 0,
  restatedMeets: null,
  joined: 0,
  left: 0,
  provisional: 0,
  required: 0,
  na: 0,
  verified: 0,
  dataAt: addedAt,
  own: null,
});

/** A list says no tier, region or division: of a part of the group it counts whoever is in that part by the newest round. */
const amongToday = (newest: RoundHead | undefined, narrow: Narrow) =>
  !newest || Object.values(narrow).every((one) => !one)
    ? sql`true`
    : sql`exists (select from round_members m where m.round_id = ${newest.id}::uuid and m.company_id = e.company_id
        and m.is_in and ${narrowed(narrow)})`;

type Facts = { changes: Changes | null; leftOut: number };

/** What each round's edition changed in the one before it, and how many companies the round left out. */
async function factsOf(
  ctx: Ctx,
  years: readonly RoundHead[],
  narrow: Narrow,
  companyId: string | undefined,
): Promise<Map<string, Facts>> {
  const { rows } = await sql<Facts & { id: string }>`
    select r.id, (select jsonb_build_object('added', count(*) filter (where c.change = 'new'),
        'withdrawn', count(*) filter (where c.change = 'withdrawn'),
        'changed', count(*) filter (where c.change not in ('new', 'withdrawn', 'unchanged', 'reworded')))
        from edition_changes c where c.edition_id = r.edition_id) as changes,
      (select count(*) from round_members m where m.round_id = r.id and not m.is_in and ${narrowed(narrow)}
        and (${companyId ?? null}::uuid is null or m.company_id = ${companyId ?? null}::uuid)
        and ${within(ctx, "m.company_id")})::int as left_out
    from rounds r where r.id = any (${years.map((year) => year.id)}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}
