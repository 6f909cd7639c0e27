// Who listens to the trail. Events are handed out behind the same horizon as they are sealed, in the order of their
// ids, each subscriber from its own cursor; the cursor moves in the transaction that handled them.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "../context.ts";
import { translateConstraint } from "../db/constraints.ts";
import type { Tables } from "../db/tables.generated.ts";
import { codeOf, type Log } from "../log.ts";
import { asKeeper, asSystem, keeping } from "../system.ts";

export type TrailEvent = {
  id: number;
  verb: string;
  at: string;
  actorId: string | null;
  subjectKind: string;
  subjectId: string | null;
  companyId: string | null;
  data: Record<string, unknown>;
};

/**
 * Called with a batch of its events, once each, in one transaction with the moved cursor. The actor is the product
 * itself (src/core/system.ts) with the role that sees the whole group.
 */
export type Subscriber = {
  /** Names the cursor: a new name starts over. */
  name: string;
  verbs: readonly string[];
  /** Where a new subscriber begins: at the first event (default) or at those written from now on. */
  from?: "first" | "now";
  handle(ctx: Ctx, events: readonly TrailEvent[]): Promise<void>;
};

const batchSize = 500;
/** Longest wait between two tries of a failing subscriber. */
const patienceSeconds = 300;

/** One turn of every subscriber that has something to read. @returns whether some of them have more to do at once. */
export async function dispatch(
  db: Kysely<Tables>,
  subscribers: readonly Subscriber[],
  log: Log,
): Promise<boolean> {
  const due = await dueCursors(db, subscribers);
  let hasMore = false;
  for (const { name, failures } of due) {
    const subscriber = subscribers.find((one) => one.name === name);
    if (!subscriber) continue;
    try {
      // After a failure one event at a time, so that the log names the one that fails.
      const more = await turn(db, subscriber, failures > 0 ? 1 : batchSize);
      hasMore ||= more;
    } catch (error) {
      // A failure that cannot be noted is this subscriber's alone as well.
      await noteFailure(db, subscriber, error, log).catch((fault: unknown) =>
        log.error({ err: fault, subscriber: name, code: codeOf(fault) }, "failure not noted"),
      );
    }
  }
  return hasMore;
}

/**
 * The subscribers that have something to read. Of the events that nobody among them waits for, most by far, the cursors
 * are moved past in one statement; its snapshot gives both the events and the horizon.
 */
async function dueCursors(db: Kysely<Tables>, subscribers: readonly Subscriber[]) {
  const wanted = JSON.stringify(subscribers.map(({ name, verbs }) => ({ name, verbs })));
  const waiting = sql`jsonb_to_recordset(${wanted}::jsonb) as w (name text, verbs text[])`;
  return keeping(db, async (trx) => {
    const { rows } = await sql<{ name: string; failures: number }>`
      with here as (
        select pg_snapshot_xmin(pg_current_snapshot()) as horizon, coalesce((select trail_era from group_settings), 1) as era
      ), looked as (
        select c.name, c.failures, here.horizon,
          c.era < here.era or c.window_to is not null or exists (
            -- By what came since the cursor, never by all events of a verb.
            select from (select e.verb from events e where e.era = c.era and e.xid >= c.xid and e.xid < here.horizon offset 0) e
            where e.verb = any (w.verbs)) as is_wanted
        from here, ${waiting} join event_cursors c on c.name = w.name
        where coalesce(c.retry_at <= now(), true) and (c.era < here.era or c.window_to is not null
          or exists (select from events e where e.era = c.era and e.xid >= c.xid and e.xid < here.horizon))
        for update of c skip locked
      ), passed as (
        update event_cursors c set xid = l.horizon, moved_at = now() from looked l where c.name = l.name and not l.is_wanted
      )
      select name, failures from looked where is_wanted order by name`.execute(trx);
    return rows;
  });
}

/** Gives every subscriber its cursor. */
export async function enrol(db: Kysely<Tables>, subscribers: readonly Subscriber[]): Promise<void> {
  await keeping(db, async (trx) => {
    for (const { name, from } of subscribers) {
      await sql`insert into event_cursors (name, era, xid)
        select ${name}, case when ${from === "now"} then coalesce((select trail_era from group_settings), 1) else 1 end,
          case when ${from === "now"} then pg_snapshot_xmin(pg_current_snapshot()) else '0'::xid8 end
        on conflict do nothing`.execute(trx);
    }
  });
}

async function turn(db: Kysely<Tables>, subscriber: Subscriber, most: number): Promise<boolean> {
  return asSystem(db, "trail.dispatch", async (ctx) => {
    const taken = await asKeeper(ctx.db, () => take(ctx.db, subscriber, most));
    if (!taken) return false;
    if (taken.events.length > 0) await subscriber.handle(ctx, taken.events);
    await asKeeper(ctx.db, () => move(ctx.db, subscriber.name, taken, most));
    return taken.events.length === most;
  });
}

type Window = { era: number; currentEra: number; xid: string; windowTo: string | null; eventId: number };
type Taken = { era: number; nextEra: number; windowTo: string; events: TrailEvent[] };

/** The next events of the cursor's window; undefined while another process holds the cursor. */
async function take(trx: Kysely<Tables>, subscriber: Subscriber, most: number): Promise<Taken | undefined> {
  const cursor = await sql<Window>`
    select c.era, coalesce((select trail_era from group_settings), 1) as current_era, c.xid::text as xid,
      c.window_to::text as window_to, c.event_id
    from event_cursors c where c.name = ${subscriber.name} for update skip locked`.execute(trx);
  const window = cursor.rows[0];
  if (!window) return undefined;
  const isPast = window.era < window.currentEra;
  const windowTo = window.windowTo ?? (isPast ? await endOfEra(trx, window.era) : await horizon(trx));
  const { rows } = await sql<TrailEvent>`
    select e.id, e.verb, e.at, e.actor_id, e.subject_kind, e.subject_id, e.company_id, e.data
    from events e
    where e.era = ${window.era} and e.xid >= ${window.xid}::xid8 and e.xid < ${windowTo}::xid8 and e.id > ${window.eventId}
      and e.verb = any (${subscriber.verbs}::text[])
    order by e.id limit ${most}`.execute(trx);
  return { era: window.era, nextEra: isPast ? window.era + 1 : window.era, windowTo, events: rows };
}

/** Below it every transaction has ended, and what it wrote is seen by the statements that follow. */
async function horizon(trx: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{
    xid: string;
  }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(trx);
  return rows[0]?.xid ?? "0";
}

/** In a restored copy every transaction of an earlier era has ended. */
async function endOfEra(trx: Kysely<Tables>, era: number): Promise<string> {
  const { rows } = await sql<{ xid: string }>`
    select coalesce(max(e.xid::text::bigint), 0) + 1 as xid from events e where e.era = ${era}`.execute(trx);
  return String(rows[0]?.xid ?? 1);
}

async function move(trx: Kysely<Tables>, name: string, taken: Taken, most: number): Promise<void> {
  const isWindowDone = taken.events.length < most;
  const last = taken.events.at(-1)?.id ?? 0;
  const isEraDone = isWindowDone && taken.nextEra > taken.era;
  await sql`update event_cursors set moved_at = now(), failures = 0, failed_at = null, retry_at = null, problem = null,
      era = ${isEraDone ? taken.nextEra : taken.era},
      xid = ${isEraDone ? sql`'0'::xid8` : isWindowDone ? sql`${taken.windowTo}::xid8` : sql`xid`},
      window_to = ${isWindowDone ? null : taken.windowTo}::xid8, event_id = ${isWindowDone ? 0 : last}
    where name = ${name}`.execute(trx);
}

async function noteFailure(
  db: Kysely<Tables>,
  subscriber: Subscriber,
  thrown: unknown,
  log: Log,
): Promise<void> {
  const error = translateConstraint(thrown);
  const code = codeOf(error);
  const { rows } = await keeping(db, (trx) =>
    sql<{ failures: number; eventId: number; retryAt: string }>`
      update event_cursors set failures = failures + 1, failed_at = now(), problem = ${code},
        retry_at = now() + make_interval(secs => least(${patienceSeconds}, power(2, least(failures, 12))))
      where name = ${subscriber.name} returning failures, event_id, retry_at`.execute(trx),
  );
  log.error({ err: error, subscriber: subscriber.name, code, ...rows[0] }, "subscriber failed");
}
