// Proves the trail from what the database holds, in a language of its own: hashes are worked out here and not by the
// database's functions, so that whoever changed rows and functions alike is found out as well.
import { createHash, timingSafeEqual } from "node:crypto";
import type pg from "pg";

export type TrailProblem = { what: string; seal?: number; eventId?: number };
export type TrailReport = {
  eras: number;
  seals: number;
  events: number;
  /** Younger than the last seal: their own hashes hold, their place is not proven yet. */
  unsealed: number;
  /** Values that were erased by a recorded act; the hash of what stood there is sealed. */
  erased: number;
  last: { n: number; day: string; hash: string } | null;
  /** The first hundred. */
  problems: TrailProblem[];
};

type Seal = {
  n: number;
  era: number;
  xidFrom: string;
  xidTo: string;
  eventCount: number;
  lastEventId: number | null;
  previousHash: Buffer;
  hash: Buffer;
  day: string;
};
type Event = {
  id: string;
  parts: string[];
  hash: Buffer;
  valuesHash: Buffer | null;
  hasValues: boolean;
  salt: Buffer | null;
  content: string | null;
  erasedBy: string | null;
};

/** The act that erases values; its data name the events that it is about. */
export const erasure = "trail.values_erased";

const eventColumns = `e.id::text as id, e.hash, e.values_hash as "valuesHash", v.event_id is not null as "hasValues",
  v.salt, v.content::text as content, x.id::text as "erasedBy",
  array[e.id::text, e.era::text, e.xid::text, (extract(epoch from e.at) * 1000000)::bigint::text, e.verb,
    coalesce(e.actor_id::text, '-'), coalesce(e.on_behalf_of::text, '-'), e.subject_kind,
    coalesce(e.subject_id::text, '-'), coalesce(e.company_id::text, '-'), coalesce(e.request_id, '-'), e.data::text,
    coalesce(encode(e.values_hash, 'hex'), '-')] as parts
  from events e left join event_values v on v.event_id = e.id left join events x on x.id = v.erased_by_event
    and x.verb = '${erasure}' and x.id > e.id and x.data -> 'eventIds' @> to_jsonb(e.id)`;

const sha256 = (...pieces: (string | Uint8Array)[]) => {
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
};
const first = sha256("yagura trail");
const same = (one: Buffer, other: Buffer) => one.length === other.length && timingSafeEqual(one, other);

/**
 * Checks order, completeness and every hash. Reads one snapshot; a running system goes on meanwhile.
 *
 * @param client may read the trail (the role yagura_jobs).
 * @param published day seals that were kept outside, day → hash in hex.
 */
export async function verifyTrail(
  client: pg.ClientBase,
  published: Readonly<Record<string, string>> = {},
): Promise<TrailReport> {
  await client.query("begin transaction isolation level repeatable read read only");
  try {
    return await verify(client, published);
  } finally {
    await client.query("rollback");
  }
}

async function verify(client: pg.ClientBase, published: Readonly<Record<string, string>>) {
  const report: TrailReport = {
    eras: 0,
    seals: 0,
    events: 0,
    unsealed: 0,
    erased: 0,
    last: null,
    problems: [],
  };
  const tell = (problem: TrailProblem) => {
    if (report.problems.length < 100) report.problems.push(problem);
  };
  let before: Seal | null = null;
  for (const seal of await sealsOf(client)) {
    checkOrder(seal, before, tell);
    await checkSeal(client, seal, report, tell);
    if (before && before.era < seal.era) await checkRest(client, before, report, tell);
    before = seal;
  }
  await checkRest(client, before, report, tell);
  const eras = await client.query<{ count: string }>("select count(distinct era) from events");
  report.eras = Number(eras.rows[0]?.count ?? 0);
  report.last = before && { n: before.n, day: before.day, hash: before.hash.toString("hex") };
  await checkDays(client, published, tell);
  return report;
}

async function sealsOf(client: pg.ClientBase): Promise<Seal[]> {
  const { rows } = await client.query<Seal>(`
    select n::int, era, xid_from::text as "xidFrom", xid_to::text as "xidTo", event_count as "eventCount",
      last_event_id::float8 as "lastEventId", previous_hash as "previousHash", hash, day::text from seals order by n`);
  return rows;
}

type Tell = (problem: TrailProblem) => void;

function checkOrder(seal: Seal, before: Seal | null, tell: Tell) {
  const n = seal.n;
  if (n !== (before?.n ?? 0) + 1) tell({ what: "a seal is missing before this one", seal: n });
  if (!same(seal.previousHash, before?.hash ?? first))
    tell({ what: "the seal does not follow the one before it", seal: n });
  const from = before?.era === seal.era ? before.xidTo : "0";
  if (seal.xidFrom !== from) tell({ what: "the seal leaves a gap after the one before it", seal: n });
  if (before && seal.era < before.era) tell({ what: "the seal belongs to an earlier era", seal: n });
}

async function checkSeal(client: pg.ClientBase, seal: Seal, report: TrailReport, tell: Tell) {
  const { rows } = await client.query<Event>(
    `select ${eventColumns} where e.era = $1 and e.xid >= $2::xid8 and e.xid < $3::xid8 order by e.id`,
    [seal.era, seal.xidFrom, seal.xidTo],
  );
  report.seals += 1;
  report.events += rows.length;
  if (rows.length !== seal.eventCount)
    tell({ what: `the seal counted ${seal.eventCount} events, there are ${rows.length}`, seal: seal.n });
  if (Number(rows.at(-1)?.id ?? 0) !== Number(seal.lastEventId ?? 0))
    tell({ what: "the seal ends with another event", seal: seal.n });
  for (const event of rows) checkEvent(event, seal.n, report, tell);
  const hash = sha256(seal.previousHash, ...rows.map((event) => event.hash));
  if (!same(hash, seal.hash)) tell({ what: "the seal's hash is another one", seal: seal.n });
}

function checkEvent(event: Event, seal: number | undefined, report: TrailReport, tell: Tell) {
  const at = { eventId: Number(event.id), ...(seal === undefined ? {} : { seal }) };
  if (!same(sha256(event.parts.join("\u001f")), event.hash)) tell({ what: "the event was changed", ...at });
  if (!event.valuesHash) {
    if (event.hasValues) tell({ what: "values were put beside an event that has none", ...at });
  } else if (!event.hasValues || !event.salt) tell({ what: "the event's values are gone", ...at });
  else if (event.content === null) {
    report.erased += 1;
    if (event.erasedBy === null)
      tell({ what: "the event's values were erased without a recorded act", ...at });
  } else if (!same(sha256(event.salt, event.content), event.valuesHash))
    tell({ what: "the event's values were changed", ...at });
}

/** What lies behind the last seal of an era: nothing in an era that is over, the youngest events in today's. */
async function checkRest(client: pg.ClientBase, last: Seal | null, report: TrailReport, tell: Tell) {
  const { rows } = await client.query<Event & { isPast: boolean }>(
    `select coalesce(e.era < (select trail_era from group_settings), false) as "isPast", ${eventColumns}
     where e.era = $1 and e.xid >= $2::xid8 order by e.id`,
    [last?.era ?? 1, last?.xidTo ?? "0"],
  );
  for (const event of rows) {
    report.events += 1;
    checkEvent(event, undefined, report, tell);
    if (event.isPast)
      tell({ what: "the event of a past era stands outside every seal", eventId: Number(event.id) });
    else report.unsealed += 1;
  }
}

async function checkDays(client: pg.ClientBase, published: Readonly<Record<string, string>>, tell: Tell) {
  const { rows } = await client.query<{ day: string; n: number; hash: string; sealed: string | null }>(`
    select d.day::text, d.n::int, encode(d.hash, 'hex') as hash, encode(s.hash, 'hex') as sealed
    from day_seals d left join seals s on s.n = d.n order by d.day`);
  for (const row of rows)
    if (row.hash !== row.sealed)
      tell({ what: `the seal of ${row.day} is not the one published`, seal: row.n });
  for (const [day, hash] of Object.entries(published)) {
    const kept = rows.find((row) => row.day === day);
    if (kept?.hash !== hash.toLowerCase())
      tell({ what: kept ? `the seal of ${day} is not the one kept outside` : `the seal of ${day} is gone` });
  }
}
