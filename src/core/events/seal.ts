// Seal n = SHA-256(seal n-1 ‖ hashes of its events in id order). Events are sealed once every transaction that could
// still write before them has ended, so nothing can be slipped in between (docs/decisions/0007).
import { type Kysely, sql } from "kysely";
import type { Tables } from "../db/tables.generated.ts";
import type { Log } from "../log.ts";
import { keeping } from "../system.ts";

/** About so many events per seal: what one statement hashes and what a broken seal leaves in doubt. */
const eventsPerSeal = 50_000;

export type Seal = { n: number; era: number; eventCount: number; hash: string };

/** Seals what can be sealed. One sealer at a time: another one's turn gives an empty list here. */
export async function sealEvents(db: Kysely<Tables>, most = eventsPerSeal): Promise<Seal[]> {
  const seals: Seal[] = [];
  for (;;) {
    const seal = await sealOnce(db, most);
    if (!seal) return seals;
    seals.push(seal);
    if (seal.eventCount < most) return seals;
  }
}

async function sealOnce(db: Kysely<Tables>, most: number): Promise<Seal | undefined> {
  return keeping(db, async (trx) => {
    const lock = await sql<{ isMine: boolean }>`
      select pg_try_advisory_xact_lock(hashtext('yagura.trail')) as is_mine`.execute(trx);
    if (!lock.rows[0]?.isMine) return undefined;
    // The horizon belongs to the snapshot of the very statement that reads the events.
    const { rows } = await sql<Seal>`
      select s.n, s.era, s.event_count, encode(s.hash, 'hex') as hash
      from seal_events(coalesce((select trail_era from group_settings), 1), pg_snapshot_xmin(pg_current_snapshot()), ${most}) s
      where s.n is not null`.execute(trx);
    return rows[0];
  });
}

/** Enters a new era when this database is a copy restored into another cluster. Before anything is written. */
export async function enterEra(db: Kysely<Tables>): Promise<number> {
  return keeping(db, async (trx) => {
    const { rows } = await sql<{ era: number }>`select enter_trail_era() as era`.execute(trx);
    return rows[0]?.era ?? 1;
  });
}

/** Publishes the last seal of every day that is over in the group's zone: as a row, and as a line for the log's keeper. */
export async function publishDaySeals(db: Kysely<Tables>, log: Log): Promise<void> {
  await keeping(db, async (trx) => {
    // Told to subscribers as well, so that it leaves by mail; the event itself is sealed with a later seal.
    const { rows } = await sql<{ day: string; n: number; hash: string }>`
      with settled as materialized (
        select d.day, d.n, encode(d.hash, 'hex') as hash from settle_days() d
      ), told as materialized (
        select s.*, public.record_event('trail.day_sealed', null, null, 'trail', null, null, null, to_jsonb(s), null) as event_id
        from settled s
      ) select day, n, hash from told order by day`.execute(trx);
    // Before the commit: a line written twice does no harm, one never written would.
    for (const { day, n, hash } of rows) log.info({ day, seal: n, hash }, "trail: day sealed");
  });
}
