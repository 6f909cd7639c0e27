// The seals of a trail and the events under each. Seals and events pass by side by side: only seals that are not filled
// yet are kept, so that a trail of any length is proven in the memory of a few of them.
import { firstHash, sha256 } from "./hashing.ts";
import type { Tell, TrailReport } from "./report.ts";
import type { Row } from "./copy-text.ts";

type Sealed = { id: number; hash: Buffer };
type Seal = {
  n: number;
  era: number;
  xidFrom: number;
  xidTo: number;
  eventCount: number;
  lastEventId: number;
  previousHash: Buffer;
  hash: Buffer;
  day: string;
  witness: Buffer | null;
  /** Null once it is proven. */
  events: Sealed[] | null;
};

const bytes = (text: string | null) => Buffer.from((text ?? "").replace(/^\\x/, ""), "hex");

function sealOf(row: Row): Seal {
  const [n, era, xidFrom, xidTo, eventCount, lastEventId, previousHash, hash, day, witness] = row;
  return {
    n: Number(n),
    era: Number(era),
    xidFrom: Number(xidFrom),
    xidTo: Number(xidTo),
    eventCount: Number(eventCount),
    lastEventId: Number(lastEventId ?? 0),
    previousHash: bytes(previousHash ?? null),
    hash: bytes(hash ?? null),
    day: day ?? "",
    witness: witness === null || witness === undefined ? null : bytes(witness),
    events: [],
  };
}

/** So many proven seals are remembered, to name the one into which something was put. */
const rememberedMost = 256;

export type Seals = {
  /** Takes an event whose place is to be proven. @returns its seal's number, or null where none covers it. */
  take(era: number, xid: number, event: Sealed): Promise<number | null>;
  /** Reads what is left and judges what was not filled. */
  end(): Promise<void>;
};

/** @param onSeal told of every seal in turn, before its events. */
export function sealsOf(
  rows: AsyncIterable<Row>,
  report: TrailReport,
  tell: Tell,
  onSeal: (n: number, hash: string) => void,
): Seals {
  const coming = rows[Symbol.asyncIterator]();
  let open: Seal[] = [];
  const source = { isOver: false };

  const next = async (): Promise<void> => {
    const { value, done } = await coming.next();
    if (done) {
      source.isOver = true;
      return;
    }
    const seal = sealOf(value);
    checkOrder(seal, open.at(-1) ?? null, tell);
    report.seals += 1;
    report.last = { n: seal.n, day: seal.day, hash: seal.hash.toString("hex") };
    onSeal(seal.n, report.last.hash);
    open.push(seal);
    if (open.length > 2 * rememberedMost) open = forgetful(open);
  };

  return {
    take: async (era, xid, event) => {
      const isBeyond = (last: Seal | undefined) =>
        !last || last.era < era || (last.era === era && last.xidTo <= xid);
      while (!source.isOver && isBeyond(open.at(-1))) await next();
      const seal = open.findLast((one) => one.era === era && one.xidFrom <= xid && xid < one.xidTo);
      if (!seal) {
        const last = open.at(-1);
        if (isBeyond(last)) return null;
        tell({ what: "the event lies where everything was sealed before it", eventId: event.id });
        return last?.n ?? null;
      }
      if (!seal.events)
        tell({ what: "the event was put in after the seal", seal: seal.n, eventId: event.id });
      else {
        seal.events.push(event);
        if (seal.events.length === seal.eventCount && isProven(seal)) {
          if (!isWitnessed(seal)) tell({ what: "the seal's list of events is another one", seal: seal.n });
          seal.events = null;
          seal.witness = null;
        }
      }
      return seal.n;
    },
    end: async () => {
      while (!source.isOver) await next();
      for (const seal of open) if (seal.events) judge(seal, tell);
    },
  };
}

/** Keeps what is not proven, and the youngest. */
const forgetful = (open: Seal[]) =>
  open.filter((seal, at) => seal.events !== null || at >= open.length - rememberedMost);

function checkOrder(seal: Seal, before: Seal | null, tell: Tell) {
  const n = seal.n;
  if (n !== (before?.n ?? 0) + 1) tell({ what: "a seal is missing before this one", seal: n });
  if (!seal.previousHash.equals(before?.hash ?? firstHash))
    tell({ what: "the seal does not follow the one before it", seal: n });
  const from = before?.era === seal.era ? before.xidTo : 0;
  if (seal.xidFrom !== from) tell({ what: "the seal leaves a gap after the one before it", seal: n });
  if (before && seal.era < before.era) tell({ what: "the seal belongs to an earlier era", seal: n });
}

function isProven(seal: Seal): boolean {
  const events = (seal.events ?? []).toSorted((one, other) => one.id - other.id);
  return (
    (events.at(-1)?.id ?? 0) === seal.lastEventId &&
    sha256(seal.previousHash, ...events.map((event) => event.hash)).equals(seal.hash)
  );
}

/** Proves nothing more; but whoever changes the list takes away what would name a row later. */
function isWitnessed({ witness, events }: Seal): boolean {
  if (!witness || !events) return true;
  if (witness.length !== events.length * 16) return false;
  return events
    .toSorted((one, other) => one.id - other.id)
    .every(
      ({ id, hash }, at) =>
        Number(witness.readBigInt64BE(at * 16)) === id &&
        hash.compare(witness, at * 16 + 8, at * 16 + 16, 0, 8) === 0,
    );
}

/** What is wrong with a seal that its events do not give: by its witness to the row. */
function judge(seal: Seal, tell: Tell): void {
  const events = (seal.events ?? []).toSorted((one, other) => one.id - other.id);
  const at = { seal: seal.n };
  if (events.length !== seal.eventCount)
    tell({ what: `the seal counted ${seal.eventCount} events, there are ${events.length}`, ...at });
  if ((events.at(-1)?.id ?? 0) !== seal.lastEventId)
    tell({ what: "the seal ends with another event", ...at });
  if (!sha256(seal.previousHash, ...events.map((event) => event.hash)).equals(seal.hash))
    tell({ what: "the seal's hash is another one", ...at });
  if (!seal.witness) return;
  const found = new Map(events.map((event) => [event.id, event.hash]));
  for (let from = 0; from + 16 <= seal.witness.length; from += 16) {
    const id = Number(seal.witness.readBigInt64BE(from));
    const hash = found.get(id);
    found.delete(id);
    if (!hash) tell({ what: "an event that was sealed is gone", ...at, eventId: id });
    else if (!hash.subarray(0, 8).equals(seal.witness.subarray(from + 8, from + 16)))
      tell({ what: "the event is not the one that was sealed", ...at, eventId: id });
  }
  for (const id of found.keys()) tell({ what: "the event was put in after the seal", ...at, eventId: id });
}
