// The same change for many entries: previewed first, then done for exactly as many, in one statement and one event.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { ledgers as contract } from "../contract.ts";
import { markChanged } from "../counting.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { settleGaps } from "../gaps/settling.ts";
import { assertPointsRight } from "./changing.ts";
import { assertReached, conditionsOf, type Filter } from "./filters.ts";
import { numberOf } from "./listing.ts";
import { hasFlaggedUse } from "../personal/reviewing.ts";
import { lookedAtOn, reviewDue } from "./reviewing.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Change = In<"changeEntries">["change"];
type Which = { ids?: string[] | undefined; filter?: Filter | undefined };

/** Beyond this a change takes minutes in one transaction. */
const mostAtOnce = 200_000;

function wanted(ctx: Ctx, ledger: Ledger, which: Which): RawBuilder<boolean> {
  if (which.ids) return sql<boolean>`e.id = any (${which.ids}::uuid[]) and ${within(ctx, "e.company_id")}`;
  if (which.filter?.asOf) throw invalid("ledger.no_such_filter", { values: { field: "asOf" } });
  return sql<boolean>`${sql.join(conditionsOf(ctx, ledger.name, which.filter ?? {}), sql` and `)}`;
}

/** An id that one does not reach is not found, as everywhere; a filter reaches only what one reaches. */
async function assertAll(ctx: Ctx, ledger: Ledger, { ids, filter }: Which): Promise<void> {
  if (filter) await assertReached(ctx, filter);
  if (!ids) return;
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(ledger.name)} e
    where e.id = any (${ids}::uuid[]) and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  if (rows[0]?.count !== new Set(ids).size) throw notFound("entry");
}

type Setting = { column: string; to: RawBuilder<unknown> };

/** What the change writes; a column that says the same already makes no new version. */
function setsOf(ctx: Ctx, change: Change): Setting[] {
  const add = change.addLabels ?? [];
  const remove = change.removeLabels ?? [];
  const sets: Setting[] = [];
  const set = (column: string, to: RawBuilder<unknown>) => sets.push({ column, to });
  if (change.ownerId !== undefined) set("owner_id", sql`${change.ownerId}::uuid`);
  if (change.class !== undefined) set("class", sql`${change.class}::smallint`);
  if (change.state !== undefined && !change.retire) set("state", sql`${change.state}`);
  if (add.length + remove.length > 0)
    set(
      "labels",
      sql`(select coalesce(array_agg(distinct l order by l), '{}') from unnest(e.labels || ${add}::text[]) l where not l = any (${remove}::text[]))`,
    );
  if (change.takeIn) set("registered_at", sql`coalesce(e.registered_at, now())`);
  if (change.review) set("reviewed_on", sql`${ctx.today}::date`);
  if (change.review || change.takeIn || change.class !== undefined)
    set(
      "review_due_on",
      reviewDue(
        change.review ? sql`${ctx.today}` : lookedAtOn(ctx.today),
        change.class === undefined ? sql`e.class` : sql`${change.class}::smallint`,
      ),
    );
  if (change.retire) {
    set("state", sql`'retired'`);
    set("retired_on", sql`${ctx.today}::date`);
  }
  if (sets.length === 0) throw invalid("ledger.nothing_to_change");
  return sets;
}

const differs = (sets: readonly Setting[]) =>
  sql<boolean>`(${sql.join(sets.map(({ column }) => sql.ref(`e.${column}`)))}) is distinct from (${sql.join(sets.map(({ to }) => to))})`;

/** Left alone: what is gone, and in a review what is looked at on its own page. */
const isLeft = (ledger: Ledger, change: Change) =>
  change.review
    ? sql<boolean>`(e.state = 'retired' or ${hasFlaggedUse(ledger.name)})`
    : sql<boolean>`e.state = 'retired'`;

export async function previewChange(ctx: Ctx, input: In<"previewChange">): Out<"previewChange"> {
  const ledger = ledgerOf(input.ledger);
  await assertPointsRight(ctx, null, { ownerId: input.change.ownerId, class: input.change.class });
  const sets = setsOf(ctx, input.change);
  await assertAll(ctx, ledger, input);
  const { rows } = await sql<{ entries: number; companies: number; changed: number; leftAlone: number }>`
    with w as materialized (select e.company_id, ${isLeft(ledger, input.change)} as is_over, not ${isLeft(ledger, input.change)} and ${differs(sets)} as is_changed
      from ${sql.table(ledger.name)} e where ${wanted(ctx, ledger, input)} limit ${mostAtOnce + 1})
    select count(*)::int as entries, count(distinct company_id) filter (where is_changed)::int as companies,
      count(*) filter (where is_changed)::int as changed, count(*) filter (where is_over)::int as left_alone from w`.execute(
    ctx.db,
  );
  const [counts] = rows;
  if (!counts || counts.entries > mostAtOnce)
    throw invalid("ledger.too_many", { values: { limit: mostAtOnce } });
  const samples = await sql<{ id: string; number: string; name: string; companyName: string }>`
    select e.id, e.number::text as number, e.name, ${nameOfUnit(ctx.language, "n")} as company_name
    from ${sql.table(ledger.name)} e
    left join unit_names n on n.unit_id = e.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${wanted(ctx, ledger, input)} and not ${isLeft(ledger, input.change)} and ${differs(sets)} order by e.name, e.id limit 5`.execute(
    ctx.db,
  );
  return {
    ...counts,
    leftAlone: counts.leftAlone,
    samples: samples.rows.map((row) => ({ ...row, number: numberOf(ledger, row.number) })),
  };
}

export async function changeEntries(ctx: Ctx, input: In<"changeEntries">): Out<"changeEntries"> {
  const ledger = ledgerOf(input.ledger);
  const { change, expected } = input;
  await assertPointsRight(ctx, null, { ownerId: change.ownerId, class: change.class });
  const sets = setsOf(ctx, change);
  await assertAll(ctx, ledger, input);
  const { rows } = await sql<{ id: string; companyId: string }>`update ${sql.table(ledger.name)} e set
      ${sql.join(sets.map(({ column, to }) => sql`${sql.ref(column)} = ${to}`))}, changed_at = now(),
      changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    from (select e.id from ${sql.table(ledger.name)} e where ${wanted(ctx, ledger, input)} and not ${isLeft(ledger, change)} and ${differs(sets)}
      order by e.id limit ${mostAtOnce + 1} for update) w
    where e.id = w.id returning e.id, e.company_id`.execute(ctx.db);
  if (rows.length > mostAtOnce) throw invalid("ledger.too_many", { values: { limit: mostAtOnce } });
  if (rows.length !== expected)
    throw conflict("ledger.not_as_previewed", { values: { expected, now: rows.length } });
  if (rows.length === 0) return { changed: 0 };
  if (change.review)
    await keepReviews(
      ctx,
      ledger,
      rows.map((row) => row.id),
    );
  const companies = [...new Set(rows.map((row) => row.companyId))];
  await record(ctx, "entries.changed", {
    subject: {
      kind: ledger.name,
      id: rows.length === 1 ? (rows[0]?.id ?? null) : null,
      companyId: companies.length === 1 ? (companies[0] ?? null) : null,
    },
    data: {
      ledger: ledger.name,
      changed: rows.length,
      fields: [...new Set(sets.map(({ column }) => column))],
      class: change.class ?? null,
      ownerId: change.ownerId ?? null,
      takeIn: change.takeIn ?? false,
      review: change.review ?? false,
      retire: change.retire ?? false,
      entryIds: rows.length <= 1000 ? rows.map((row) => row.id) : [],
    },
    personal: { addLabels: change.addLabels ?? [], removeLabels: change.removeLabels ?? [] },
  });
  if (change.retire || change.ownerId !== undefined)
    await settleGaps(
      ctx,
      ledger.name,
      rows.map((row) => row.id),
    );
  await markChanged(ctx, ledger.name, companies);
  return { changed: rows.length };
}

async function keepReviews(ctx: Ctx, ledger: Ledger, ids: readonly string[]): Promise<void> {
  await sql`insert into entry_reviews (ledger, entry_id, company_id, reviewed_on, reviewed_by)
    select ${ledger.name}, e.id, e.company_id, ${ctx.today}::date, ${ctx.actor.personId}::uuid from ${sql.table(ledger.name)} e
    where e.id = any (${[...ids]}::uuid[]) on conflict (entry_id, reviewed_on) do nothing`.execute(ctx.db);
}
