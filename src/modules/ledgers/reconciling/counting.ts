// What a load would do, before it does anything: how many of its rows are new, say something else, say the same, or are refused, and
// how many things of its source it no longer names.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";

export type LoadCounts = {
  rows: number;
  refused: number;
  /** Nobody has said whose they are. */
  ownerless: number;
  isNew: number;
  changed: number;
  same: number;
  gone: number;
  /** Named by this source so far, and by this load no more. */
  absent: number;
  /** Named by this source so far. */
  held: number;
};

export async function countLoad(
  ctx: Ctx,
  load: { id: string; sourceId: string; extent: "whole" | "changes" },
): Promise<LoadCounts> {
  const { rows } = await sql<Omit<LoadCounts, "absent" | "held">>`
    select count(*)::int as rows, count(*) filter (where a.is_refused)::int as refused,
      count(*) filter (where not a.is_refused and a.company_id is null)::int as ownerless,
      count(*) filter (where not a.is_refused and a.company_id is not null and s.source_key is null and not a.is_gone)::int as is_new,
      count(*) filter (where not a.is_refused and a.company_id is not null and not a.is_gone and s.source_key is not null
        and (s.digest <> a.digest or s.company_id <> a.company_id or s.absent_since is not null))::int as changed,
      count(*) filter (where not a.is_refused and a.company_id is not null and not a.is_gone and s.source_key is not null
        and s.digest = a.digest and s.company_id = a.company_id and s.absent_since is null)::int as same,
      count(*) filter (where not a.is_refused and a.is_gone)::int as gone
    from arrived a left join sightings s on s.source_id = ${load.sourceId}::uuid and s.ledger = a.ledger and s.source_key = a.source_key
    where a.load_id = ${load.id}::uuid`.execute(ctx.db);
  // What is named again, subtracted: asking of each thing whether it is not named would take a look for each.
  const { rows: before } = await sql<{ held: number; named: number }>`select
    (select count(*)::int from sightings s where s.source_id = ${load.sourceId}::uuid and s.absent_since is null
      and s.ledger in (select distinct a.ledger from arrived a where a.load_id = ${load.id}::uuid)) as held,
    (select count(distinct (a.ledger, a.source_key))::int from arrived a join sightings s on s.source_id = ${load.sourceId}::uuid
      and s.ledger = a.ledger and s.source_key = a.source_key and s.absent_since is null where a.load_id = ${load.id}::uuid) as named`.execute(
    ctx.db,
  );
  const counts = rows[0] ?? { rows: 0, refused: 0, ownerless: 0, isNew: 0, changed: 0, same: 0, gone: 0 };
  const { held, named } = before[0] ?? { held: 0, named: 0 };
  return { ...counts, held, absent: load.extent === "whole" ? held - named : 0 };
}

/** From which share of what a source has named so far a load is held for a person: more go at once than go in ordinary life. */
const unusualShare = 0.2;
/** Fewer than so many are looked at by nobody, whatever their share. */
const unusualNumber = 10;

/** Whether a load would lose so much at once that a person has to say that it is meant. */
export const isUnusual = ({ absent, gone, held }: LoadCounts): boolean =>
  absent + gone >= unusualNumber && absent + gone > held * unusualShare;
