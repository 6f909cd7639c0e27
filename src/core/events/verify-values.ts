// The personal values beside the events, and the acts that erased some of them.
import type { Row } from "./copy-text.ts";
import { sha256 } from "./hashing.ts";
import { erasure, erasureDecided, erasureProposed, type Tell, type TrailReport } from "./report.ts";

type Values = { salt: Buffer; content: string | null; erasedBy: number | null };

type Place = { eventId: number; seal?: number };
type Expected = Place & { valuesHash: string };

/**
 * Matches values with their events as both pass by. Where both come by their ids nothing is kept; in a copy in another order,
 * whichever comes first waits for the other.
 *
 * @param onErased told of values that an act erased.
 */
export function valuesOf(
  rows: AsyncIterable<Row>,
  report: TrailReport,
  tell: Tell,
  onErased: (eventId: number, by: number) => void,
) {
  const coming = rows[Symbol.asyncIterator]();
  const early = new Map<number, Values>();
  const expected = new Map<number, Expected>();
  let reached = 0;
  const source = { isOver: false };
  const judge = (event: Expected, values: Values) => {
    const by = checkValues(event, values, report, tell);
    if (by !== null) onErased(event.eventId, by);
  };
  const next = async () => {
    const { value, done } = await coming.next();
    if (done) {
      source.isOver = true;
      return;
    }
    const id = Number(value[0]);
    reached = Math.max(reached, id);
    const event = expected.get(id);
    if (event) judge(event, valuesIn(value));
    else early.set(id, valuesIn(value));
    expected.delete(id);
  };
  return {
    take: async (event: Expected) => {
      while (!source.isOver && reached < event.eventId) await next();
      const values = early.get(event.eventId);
      early.delete(event.eventId);
      if (values) judge(event, values);
      else expected.set(event.eventId, event);
    },
    end: async () => {
      while (!source.isOver) await next();
      for (const { eventId, seal } of expected.values())
        tell({ what: "the event's values are gone", eventId, ...(seal === undefined ? {} : { seal }) });
      for (const eventId of early.keys())
        tell({ what: "values were put beside an event that has none", eventId });
    },
  };
}

function valuesIn([, salt, content, , erasedBy]: Row): Values {
  return {
    salt: Buffer.from((salt ?? "").replace(/^\\x/, ""), "hex"),
    content: content ?? null,
    erasedBy: erasedBy === null || erasedBy === undefined ? null : Number(erasedBy),
  };
}

/** @returns the act that erased them, where one did. */
function checkValues(event: Expected, values: Values, report: TrailReport, tell: Tell): number | null {
  const { valuesHash, ...at } = event;
  if (values.content === null) {
    report.erased += 1;
    if (values.erasedBy !== null) return values.erasedBy;
    tell({ what: "the event's values were erased without a recorded act", ...at });
  } else if (sha256(values.salt, values.content).toString("hex") !== valuesHash)
    tell({ what: "the event's values were changed", ...at });
  return null;
}

type Told = {
  id: number;
  verb: string;
  actorId: string | null;
  subjectId: string | null;
  data: string;
};

/** Whether every erased value was named by an act after it, and every act carried by two persons. */
export function erasuresOf(tell: Tell) {
  /** By the act: the events that say it erased their values. */
  const erased = new Map<number, number[]>();
  const proposed = new Map<string, Told>();
  const decided = new Map<string, Told>();
  const acts: (Told & { eventIds: ReadonlySet<number> })[] = [];
  return {
    erased: (eventId: number, by: number) => {
      const known = erased.get(by);
      if (known) known.push(eventId);
      else erased.set(by, [eventId]);
    },
    see: (event: Told) => {
      if (event.verb === erasureProposed && event.subjectId) proposed.set(event.subjectId, event);
      else if (event.verb === erasureDecided && event.subjectId) decided.set(event.subjectId, event);
      else if (event.verb === erasure) acts.push({ ...event, eventIds: namedIn(event.data) });
    },
    end: () => {
      for (const act of acts) {
        const proposal = act.subjectId ? proposed.get(act.subjectId) : undefined;
        const decision = act.subjectId ? decided.get(act.subjectId) : undefined;
        if (!areTwo(proposal, decision, act.id))
          tell({ what: "values were erased by an act that two persons did not carry", eventId: act.id });
        for (const eventId of erased.get(act.id) ?? [])
          if (eventId > act.id || !act.eventIds.has(eventId))
            tell({ what: "the event's values were erased without a recorded act", eventId });
        erased.delete(act.id);
      }
      for (const eventIds of erased.values())
        for (const eventId of eventIds)
          tell({ what: "the event's values were erased without a recorded act", eventId });
    },
  };
}

const areTwo = (proposal: Told | undefined, decision: Told | undefined, before: number): boolean =>
  Boolean(
    proposal?.actorId &&
      decision?.actorId &&
      proposal.actorId !== decision.actorId &&
      proposal.id < decision.id &&
      decision.id < before &&
      (JSON.parse(decision.data) as { decision?: unknown }).decision === "approved",
  );

function namedIn(data: string): ReadonlySet<number> {
  const { eventIds } = JSON.parse(data) as { eventIds?: unknown };
  return new Set(Array.isArray(eventIds) ? eventIds.map(Number) : []);
}
