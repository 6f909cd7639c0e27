// Proves a trail: that every event and value is what was written (hashes), that none is missing or more (counts, witnesses)
// and that all stand in their order (seals). Of a running system, of a restored copy, or of a folder of table files.
import type pg from "pg";
import type { Row } from "./copy-text.ts";
import { hashOfEvent } from "./hashing.ts";
import { emptyReport, type Tell, type TrailReport } from "./report.ts";
import { databaseSource, folderSource, type TrailSource } from "./source.ts";
import { sealsOf } from "./verify-seals.ts";
import { erasuresOf, valuesOf } from "./verify-values.ts";

/** Day seals that were kept outside, day → hash in hex. */
export type Published = Readonly<Record<string, string>>;

/**
 * Checks order, completeness and every hash. Reads one snapshot; a running system goes on meanwhile.
 *
 * @param client may read the trail (the role yagura_jobs).
 */
export async function verifyTrail(client: pg.ClientBase, published: Published = {}): Promise<TrailReport> {
  await client.query("begin transaction isolation level repeatable read read only");
  try {
    return await verifySource(await databaseSource(client), published);
  } finally {
    await client.query("rollback");
  }
}

/** The same of a folder that `copyTrail` wrote. @throws StartError where the folder holds no whole copy. */
export const verifyFolder = (folder: string, published: Published = {}): Promise<TrailReport> =>
  verifySource(folderSource(folder), published);

type Event = ReturnType<typeof eventOf>;

function eventOf(row: Row) {
  const [id, era, xid, at, verb, actorId, onBehalfOf, subjectKind, subjectId, companyId, requestId, data] =
    row;
  const [valuesHash, hash] = row.slice(12);
  return {
    id: id ?? "",
    era: era ?? "",
    xid: xid ?? "",
    at: at ?? "",
    verb: verb ?? "",
    actorId: actorId ?? null,
    onBehalfOf: onBehalfOf ?? null,
    subjectKind: subjectKind ?? "",
    subjectId: subjectId ?? null,
    companyId: companyId ?? null,
    requestId: requestId ?? null,
    data: data ?? "",
    valuesHash: valuesHash?.replace(/^\\x/, "") ?? null,
    hash: Buffer.from((hash ?? "").replace(/^\\x/, ""), "hex"),
  };
}

async function verifySource(source: TrailSource, published: Published): Promise<TrailReport> {
  const { report, tell } = emptyReport();
  const days = await daysOf(source, published, tell);
  const seals = sealsOf(source.rows("seals"), report, tell, days.see);
  const erasures = erasuresOf(tell);
  const values = valuesOf(source.rows("event_values"), report, tell, erasures.erased);
  const outside = outsideOfSeals();
  const eras = new Set<string>();
  for await (const row of source.rows("events")) {
    const event = eventOf(row);
    const id = Number(event.id);
    report.events += 1;
    eras.add(event.era);
    const seal = await seals.take(Number(event.era), Number(event.xid), { id, hash: event.hash });
    if (seal === null) outside.take(event);
    const at = { eventId: id, ...(seal === null ? {} : { seal }) };
    if (!hashOfEvent(event).equals(event.hash)) tell({ what: "the event was changed", ...at });
    if (event.valuesHash !== null) await values.take({ ...at, valuesHash: event.valuesHash });
    if (event.verb.startsWith("trail.")) erasures.see({ ...event, id });
  }
  await seals.end();
  await values.end();
  erasures.end();
  report.eras = eras.size;
  report.unsealed = outside.end(source.era ?? Math.max(1, ...[...eras].map(Number)), tell);
  days.end();
  return report;
}

/** What lies behind the last seal: nothing in an era that is over, the youngest events in today's. */
function outsideOfSeals() {
  const counts = new Map<number, { count: number; ids: number[] }>();
  return {
    take: ({ era, id }: Event) => {
      const of = counts.get(Number(era)) ?? { count: 0, ids: [] };
      counts.set(Number(era), of);
      of.count += 1;
      if (of.ids.length < 100) of.ids.push(Number(id));
    },
    end: (currentEra: number, tell: Tell): number => {
      let young = 0;
      for (const [era, { count, ids }] of counts)
        if (era >= currentEra) young += count;
        else
          for (const eventId of ids)
            tell({ what: "the event of a past era stands outside every seal", eventId });
      return young;
    },
  };
}

/** The published days against the seals they name, and against what was kept outside. */
async function daysOf(source: TrailSource, published: Published, tell: Tell) {
  const kept = new Map<string, { n: number; hash: string }>();
  for await (const [day, n, hash] of source.rows("day_seals"))
    kept.set(day ?? "", { n: Number(n), hash: (hash ?? "").replace(/^\\x/, "") });
  const waiting = new Map([...kept].map(([day, { n, hash }]) => [n, { day, hash }]));
  return {
    see: (n: number, hash: string) => {
      if (waiting.get(n)?.hash === hash) waiting.delete(n);
    },
    end: () => {
      for (const [n, { day }] of waiting)
        tell({ what: `the seal of ${day} is not the one published`, seal: n });
      for (const [day, hash] of Object.entries(published)) {
        const here = kept.get(day);
        if (here?.hash !== hash.toLowerCase())
          tell({
            what: here ? `the seal of ${day} is not the one kept outside` : `the seal of ${day} is gone`,
          });
      }
    },
  };
}
