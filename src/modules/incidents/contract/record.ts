// One incident whole: what was reported, what is known of it, what may be done now.
import Type from "typebox";
import { Id, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { AnchorRule } from "#modules/clock-rules/contract.ts";
import { judgements } from "../rules.ts";
import { Actual, Answers, Channel, IncidentRow, LastAtHand, Lock, Report, Severity, Zone } from "./words.ts";

export const IncidentWhole = Type.Intersect([
  IncidentRow,
  Type.Object({
    unitId: nullable(Id),
    /** An exercise that rings the receivers outside as well. */
    triesReceivers: Type.Boolean(),
    /** Confidential, or about somebody: what is said of it elsewhere is said anew. */
    isKept: Type.Boolean(),
    what: text(8000),
    answers: Answers,
    channel: Channel,
    occurredAt: nullable(Moment),
    lastAtHand: nullable(LastAtHand),
    locks: list(
      Type.Intersect([
        Lock,
        Type.Object({
          askedByName: nullable(text(201)),
          outcomeByName: nullable(text(201)),
          said: text(500),
          rowVersion: RowVersion,
        }),
      ]),
      50,
    ),
    companyZone: Zone,
    enteredByName: nullable(text(201)),
    reporterName: nullable(text(300)),
    potential: Severity,
    actual: Actual,
    lateReason: nullable(text(2000)),
    lateReasonByName: nullable(text(201)),
    judgedAs: nullable(oneOf(...judgements)),
    judgedAt: nullable(Moment),
    judgedByName: nullable(text(201)),
    judgedBecause: text(2000),
    takenUpAt: nullable(Moment),
    /** Nobody has stood for it yet and its kind goes there at once: headquarters has it as soon as somebody takes charge. */
    goesToHeadWithCharge: Type.Boolean(),
    handledAt: nullable(Moment),
    closedAt: nullable(Moment),
    duplicateOf: nullable(Type.Object({ id: Id, reference: text(80) })),
    /** Until it is judged: another that said the same, by link or mail, from another sender. */
    maybeSameAs: nullable(Type.Object({ id: Id, reference: text(80) })),
    duplicates: list(
      Type.Object({
        id: Id,
        reference: text(80),
        what: text(8000),
        channel: Channel,
        discoveredAt: Moment,
        enteredAt: Moment,
        byName: nullable(text(300)),
      }),
      50,
    ),
    reports: list(Report, 100),
    severities: list(
      Type.Object({
        potential: Severity,
        actual: Actual,
        reason: text(2000),
        setAt: Moment,
        setByName: nullable(text(201)),
      }),
      50,
    ),
    moments: list(
      Type.Object({
        id: Id,
        moment: text(40),
        /** Which of several: the key of the rule that was submitted, what was determined, the number of a further fact. */
        of: nullable(text(80)),
        ofRule: AnchorRule,
        /** The legal entity, where it is another than the incident's company. */
        entityId: nullable(Id),
        entityName: nullable(text(200)),
        /** Said of every legal entity; one that has a moment of its own keeps it. */
        isOfAll: Type.Boolean(),
        at: Moment,
        zone: Zone,
        reason: text(1000),
        setAt: Moment,
        setByName: nullable(text(201)),
        isCurrent: Type.Boolean(),
      }),
      200,
    ),
    files: list(
      Type.Object({
        id: Id,
        name: text(255),
        sizeBytes: Type.Integer(),
        addedAt: Moment,
        addedByName: nullable(text(201)),
        /** Sent by whoever reported it; else added since, as evidence or as proof. */
        isReporters: Type.Boolean(),
      }),
      200,
    ),
    additions: list(Type.Object({ at: Moment, said: text(4000) }), 50),
    assets: list(Type.Object({ ledger: text(40), entryId: Id, name: text(300) }), 50),
    can: Type.Record(text(40), nullable(text(80))),
  }),
]);
