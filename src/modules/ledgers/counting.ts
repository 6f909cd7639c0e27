// Counts and measures of a company's ledgers, kept by day. A small ledger is counted anew in the transaction that changes it;
// a large one is marked and counted within the minute, so that no change waits for a scan of a million rows.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { columnOf } from "./declared/fields.ts";
import { type Ledger, ledgerOf, ledgers } from "./declared/ledgers.ts";
import { hasRule, isLacking, isNobodys, isStale } from "./entries/filters.ts";
import { isAsked } from "./declared/unknown.ts";
import { settle } from "./unknown/settling.ts";

/** Up to so many entries are counted at once with the change. */
const countedAtOnce = 5000;

/** A count, or a share: how many of the denominator, of which so many are not known. All as filters over the row `e`. */
type Fact = {
  name: string;
  numerator: RawBuilder<boolean>;
  denominator?: RawBuilder<boolean>;
  unknown?: RawBuilder<boolean>;
  /** In place of a count of rows: a number of its own, of the company `w`. */
  amount?: RawBuilder<unknown>;
};

/** Unknown things that wait, and the day on which the oldest was found, as days since 1970-01-01: its age grows without a row for each day. */
function unknownOf(ledger: Ledger): Fact[] {
  if (!isAsked(ledger.name)) return [];
  const waiting = (what: RawBuilder<unknown>) => sql`(select ${what} from unknown_things t
    where t.company_id = w.company_id and t.ledger = ${ledger.name} and t.ended_at is null)`;
  const zone = sql`coalesce((select time_zone from group_settings), 'UTC')`;
  return [
    { name: "unknown", numerator: sql`true`, amount: waiting(sql`count(*)`) },
    {
      name: "unknownSince",
      numerator: sql`true`,
      amount: waiting(sql`coalesce(min((t.found_at at time zone ${zone})::date) - '1970-01-01'::date, 0)`),
    },
  ];
}

const isHere = sql<boolean>`e.registered_at is not null`;
const isInUse = sql<boolean>`e.state in ('in_use', 'stored', 'lost')`;
/** What a thing said when it was last seen counts only while that is not too long ago. */
const isFresh = sql<boolean>`(e.seen_at is null or e.seen_at >= stale_since())`;

function factsOf(ledger: Ledger, today: string): Fact[] {
  const plain: Fact[] = [
    { name: "entries", numerator: sql`true` },
    { name: "registered", numerator: isHere },
    { name: "onlyHere", numerator: sql`${isHere} and e.seen_at is null` },
    { name: "onlyThere", numerator: sql`e.registered_at is null` },
    { name: "stale", numerator: isStale },
    { name: "conflicting", numerator: sql`e.conflicts <> '{}'` },
    {
      name: "withoutOwner",
      numerator: sql`${isHere} and ${isNobodys(ledger, today, sql`d.company_id = w.company_id`)}`,
    },
    { name: "withoutClass", numerator: sql`${isHere} and e.class is null` },
    { name: "withoutRule", numerator: sql`${isHere} and not ${hasRule(ledger, today)}` },
    { name: "reviewOverdue", numerator: sql`${isHere} and e.review_due_on < ${today}::date` },
    { name: "lacking", numerator: sql`${isHere} and ${isLacking(ledger)}` },
    {
      name: "unsupported",
      numerator: ledger.fields.includes("supportedUntil")
        ? sql`${isHere} and e.supported_until < ${today}::date`
        : sql`false`,
    },
    // What is in the ledger and was seen lately, of all that is in it or was seen.
    {
      name: "matched",
      numerator: sql`${isHere} and e.seen_at >= stale_since()`,
      denominator: sql`true`,
      unknown: sql`false`,
    },
    {
      name: "reviewed",
      numerator: sql`${isHere} and e.reviewed_on > ${today}::date - 365`,
      denominator: isHere,
      unknown: sql`false`,
    },
  ];
  const measures = ledger.measures.map(({ name, field, wanted }): Fact => {
    const column = sql.ref(`e.${columnOf(field)}`);
    return {
      name,
      numerator: sql`${isInUse} and ${isFresh} and ${column} = ${sql.lit(wanted)}`,
      denominator: isInUse,
      unknown: sql`${isInUse} and not (${isFresh} and ${column} is not null)`,
    };
  });
  return [...plain, ...measures, ...unknownOf(ledger), ...narrowerOf(ledger.name, today)];
}

const share = (
  name: string,
  of: RawBuilder<boolean>,
  holds: RawBuilder<boolean>,
  isKnown: RawBuilder<boolean>,
): Fact => ({
  name,
  denominator: of,
  numerator: sql`${of} and ${isKnown} and ${holds}`,
  unknown: sql`${of} and not (${isKnown})`,
});

/** Days without a sign-in after which an account is disabled (group standard, TEC-10). */
const dormantAfterDays = 90;

/** Shares over a part of a ledger, as a control asks for it. */
function narrowerOf(ledger: string, today: string): Fact[] {
  switch (ledger) {
    case "devices":
      return [
        share(
          "portableEncrypted",
          sql`${isInUse} and coalesce(e.form, 'other') in ('laptop', 'tablet', 'phone', 'other')`,
          sql`e.encrypted`,
          sql`${isFresh} and e.encrypted is not null`,
        ),
      ];
    case "servers":
      return [share("shared", isInUse, sql`e.environment = 'shared'`, sql`e.environment is not null`)];
    case "user_ids":
      return [
        share(
          "signedInLately",
          sql`${isInUse} and e.is_enabled is distinct from false`,
          sql`e.last_sign_in >= ${today}::date - ${dormantAfterDays}::int`,
          sql`${isFresh} and e.last_sign_in is not null`,
        ),
      ];
    case "internet_exits":
      return [
        share(
          "remotePatched",
          sql`${isInUse} and e.exit_kind in ('vpn', 'remote_desktop')`,
          sql`e.patched`,
          sql`${isFresh} and e.patched is not null`,
        ),
      ];
    default:
      return [];
  }
}

const counted = (which: RawBuilder<unknown>) => sql`count(*) filter (where ${which})`;

/** Information is two ledgers in one for whoever counts: confidential information, and personal data. */
const parts = (ledger: Ledger) =>
  ledger.fields.includes("nature") ? ["", "confidential", "personal"] : [""];

/**
 * Counts a ledger of some companies and keeps what has changed since the day's last row.
 *
 * @param companyIds of the companies; none of them may be beyond the transaction's reach.
 */
export async function recount(ctx: Ctx, name: string, companyIds: readonly string[]): Promise<void> {
  const ledger = ledgerOf(name);
  if (companyIds.length === 0) return;
  for (const part of parts(ledger)) await countPart(ctx, ledger, part, companyIds);
}

async function countPart(
  ctx: Ctx,
  ledger: Ledger,
  part: string,
  companyIds: readonly string[],
): Promise<void> {
  const facts = factsOf(ledger, ctx.today);
  const prefix = part === "" ? ledger.name : `${ledger.name}.${part}`;
  const counts = facts.map(
    (fact, at) => sql`${fact.amount ?? counted(fact.numerator)} as ${sql.ref(`n${at}`)},
      ${fact.denominator ? counted(fact.denominator) : sql`null::bigint`} as ${sql.ref(`d${at}`)},
      ${fact.unknown ? counted(fact.unknown) : sql`null::bigint`} as ${sql.ref(`u${at}`)}`,
  );
  const told = facts.map(
    (fact, at) =>
      sql`(${`${prefix}.${fact.name}`}, ${sql.ref(`c.n${at}`)}, ${sql.ref(`c.d${at}`)}, ${sql.ref(`c.u${at}`)})`,
  );
  await sql`with now_counted as (
      select w.company_id, f.measure, f.numerator, f.denominator, f.unknown
      from unnest(${[...companyIds]}::uuid[]) as w (company_id)
      cross join lateral (select ${sql.join(counts)} from ${sql.table(ledger.name)} e
        where e.company_id = w.company_id and e.state <> 'retired' ${part === "" ? sql`` : sql`and e.nature = ${part}`}) c
      cross join lateral (values ${sql.join(told)}) as f (measure, numerator, denominator, unknown)
    ), marked as (
      insert into ledger_counts (company_id, ledger, counted_at, entries)
      select n.company_id, ${ledger.name}, app_now(), n.numerator from now_counted n where n.measure = ${`${ledger.name}.entries`}
      on conflict (company_id, ledger) do update set counted_at = excluded.counted_at, entries = excluded.entries, is_due = false
    )
    insert into ledger_facts (company_id, measure, from_day, numerator, denominator, unknown)
    select n.company_id, n.measure, ${ctx.today}::date, n.numerator, n.denominator, n.unknown from now_counted n
    left join lateral (select f.* from ledger_facts f where f.company_id = n.company_id and f.measure = n.measure
      and f.from_day <= ${ctx.today}::date order by f.from_day desc limit 1) held on true
    where (held.numerator, held.denominator, held.unknown) is distinct from (n.numerator, n.denominator, n.unknown)
      and (held.company_id is not null or n.numerator > 0 or n.denominator > 0 or n.measure like '%.registered')
    on conflict (company_id, measure, from_day) do update
      set numerator = excluded.numerator, denominator = excluded.denominator, unknown = excluded.unknown`.execute(
    ctx.db,
  );
}

/** Entries of these companies have changed: counted now where they are few, else soon. */
export async function markChanged(ctx: Ctx, ledger: string, companyIds: readonly string[]): Promise<void> {
  await settle(ctx, ledger, companyIds);
  const { rows } = await sql<{ companyId: string; entries: number }>`
    select w.company_id, coalesce(c.entries, 0)::int as entries from unnest(${[...new Set(companyIds)]}::uuid[]) as w (company_id)
    left join ledger_counts c on c.company_id = w.company_id and c.ledger = ${ledger}`.execute(ctx.db);
  let left = countedAtOnce;
  const now = rows.filter((one) => (left -= one.entries + 1) >= 0).map((one) => one.companyId);
  const later = rows.map((one) => one.companyId).filter((one) => !now.includes(one));
  await recount(ctx, ledger, now);
  if (later.length > 0)
    await sql`insert into ledger_counts (company_id, ledger, counted_at, is_due)
      select unnest(${later}::uuid[]), ${ledger}, 'epoch', true
      on conflict (company_id, ledger) do update set is_due = true`.execute(ctx.db);
}

/** Ledgers of companies counted in one go by the clock. */
const perSweep = 50;

/** What was marked, and once a day everything: what is stale or overdue becomes so without anybody's doing. */
export const countMarked: TimedWork = {
  name: "ledgers.count",
  everySeconds: 30,
  run: async (ctx) => {
    const { rows } = await sql<{
      companyId: string;
      ledger: string;
    }>`select c.company_id, c.ledger from ledger_counts c
      where c.is_due or c.counted_at < (${ctx.today}::date)::timestamp at time zone coalesce((select time_zone from group_settings), 'UTC')
      order by c.is_due desc, c.ledger, c.company_id limit ${perSweep} for update skip locked`.execute(
      ctx.db,
    );
    for (const { name } of ledgers)
      await recount(
        ctx,
        name,
        rows.filter((one) => one.ledger === name).map((one) => one.companyId),
      );
    return rows.length === perSweep;
  },
};
