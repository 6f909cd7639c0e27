// What became of an entry, change by change. Nothing is written for it: a version says who or which load made it, what it said
// before stands in the version before, and what was changed with it ended at the same moment.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { ledgers as contract } from "../contract.ts";
import type { Value } from "../contract/words.ts";
import { columnOf, fieldOf } from "../declared/fields.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { isReadable } from "../sources/load-row.ts";
import { readEntry } from "./listing.ts";

type Change = Output<(typeof contract)["listEntryChanges"]>["rows"][number];

type Version = {
  at: string;
  day: string;
  end: string;
  said: Record<string, unknown>;
  unitName: string | null;
  ownerName: string | null;
  byName: string | null;
  sourceName: string | null;
  saidAt: string | null;
  loadId: string | null;
  others: number;
};

/** Beyond so many it is only said that there were more. */
const mostCounted = 1001;

/** A version and the one before it tell a change, so one more is read than is shown, and one to see whether there are more. */
export async function listEntryChanges(
  ctx: Ctx,
  { ledger: name, id, after, limit = 20 }: Input<(typeof contract)["listEntryChanges"]>,
): Promise<Output<(typeof contract)["listEntryChanges"]>> {
  const ledger = ledgerOf(name);
  found(await readEntry(ctx, name, id), "entry");
  const past = sql.table(`past_${name}`);
  // A version ends where the next one begins: by the end an index finds those before the page.
  const { rows } = await sql<Version>`with v as materialized (
      select to_jsonb(e) as said, e.changed_at, e.changed_by, e.changed_load, e.company_id from ${sql.table(name)} e
      where e.id = ${id}::uuid and ${within(ctx, "e.company_id")} and ${after ? sql`false` : sql`true`}
      union all
      (select to_jsonb(p), p.changed_at, p.changed_by, p.changed_load, p.company_id from ${past} p
      where p.id = ${id}::uuid and ${within(ctx, "p.company_id")} and ${after ? sql`p.ended_at <= ${after}::timestamptz` : sql`true`}
      order by p.ended_at desc limit ${limit + 1}))
    select v.said, v.changed_at as at, v.changed_at::text as "end",
      (v.changed_at at time zone coalesce((select time_zone from group_settings), 'UTC'))::date as day,
      (select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = (v.said->>'unit_id')::uuid
        and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)) as unit_name,
      (select ${nameOfPerson(ctx.language, "op")} from people op where op.id = (v.said->>'owner_id')::uuid) as owner_name,
      case when v.changed_by is not null then ${nameOfActor(ctx.language, sql`v.changed_by`)} end as by_name,
      s.name as source_name, w.said_at,
      (select l.id from source_loads l where l.id = v.changed_load and ${isReadable(ctx)}) as load_id,
      case when v.changed_by is null then 0 else (select count(*)::int from (select from ${past} o where o.company_id = v.company_id
        and o.ended_at = v.changed_at and o.id <> ${id}::uuid limit ${mostCounted}) together) end as others
    from v left join lateral what_load(v.changed_load) w on v.changed_by is null
    left join asset_sources s on s.id = w.source_id
    order by v.changed_at desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map((version, nth) => changeOf(ledger, version, rows[nth + 1])),
    next: rows.length > limit ? (shown.at(-1)?.end ?? null) : null,
  };
}

function changeOf(ledger: Ledger, version: Version, before: Version | undefined): Change {
  return {
    at: version.at,
    day: version.day,
    isFirst: before === undefined,
    byName: version.byName,
    load:
      version.sourceName !== null && version.saidAt !== null
        ? { sourceName: version.sourceName, saidAt: version.saidAt, id: version.loadId }
        : null,
    others: version.others,
    changes: before ? differences(told(ledger, before), told(ledger, version)) : [],
  };
}

/** What a version says, by the names that its reader sees. What moves with every look at a thing is no change of it. */
function told(ledger: Ledger, { said, unitName, ownerName }: Version): Map<string, Value> {
  const word = (column: string) => (said[column] ?? null) as Value;
  return new Map<string, Value>([
    ["name", word("name")],
    ["unit", unitName],
    ["owner", ownerName],
    ["class", word("class")],
    ["state", word("state")],
    ["labels", word("labels")],
    ["takenIn", word("registered_at") !== null],
    ["reviewedOn", word("reviewed_on")],
    ["retiredOn", word("retired_on")],
    ["conflicts", word("conflicts")],
    ...ledger.fields
      .filter((field) => fieldOf(field).type !== "moment")
      .map((field) => [field, word(columnOf(field))] as const),
  ]);
}

function differences(before: Map<string, Value>, now: Map<string, Value>): Change["changes"] {
  return [...now].flatMap(([field, to]) => {
    const from = before.get(field) ?? null;
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ field, from, to }];
  });
}
