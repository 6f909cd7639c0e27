import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import {
  Anchor,
  ClockShown,
  Fact,
  FactValue,
  MomentOf,
  QuestionShown,
} from "#modules/clock-rules/contract.ts";
import { ById, productWorkers, readers, Zone } from "../contract/words.ts";

const ClockId = Type.Object({ id: Id });
const PauseKind = oneOf("pause", "extension");
const Ended = Type.Object({ id: Id, rowVersion: RowVersion });

export const law = contract({
  getIncidentClocks: {
    method: "GET",
    path: "/incidents/:id/clocks",
    summary:
      "The clocks of law and contract that the incident has, why, what was notified or not, and the questions still open",
    permission: readers,
    params: ById,
    output: Type.Object({
      clocks: list(
        Type.Intersect([
          ClockShown,
          Type.Object({
            /** As it is kept; null where it was not worked out yet since the last change. */
            kept: nullable(
              Type.Object({
                id: Id,
                firstDueAt: nullable(Moment),
                endedAs: nullable(oneOf("notified", "not_notified")),
                endedAt: nullable(Moment),
                endedByName: nullable(text(201)),
                isInTime: nullable(Type.Boolean()),
                recipient: text(300),
                proofReference: text(200),
                fileId: nullable(Id),
                reason: text(4000),
                /** By what it was decided not to notify, and the papers of it. */
                criteria: text(4000),
                files: list(Type.Object({ id: Id, name: text(300) }), 5),
                secondedByName: nullable(text(201)),
                secondedAt: nullable(Moment),
                maySecond: Type.Boolean(),
                /** Whether its rule knows of a pause. */
                mayPause: Type.Boolean(),
                pauses: list(
                  Type.Object({
                    id: Id,
                    kind: PauseKind,
                    from: Moment,
                    to: nullable(Moment),
                    grantedBy: text(300),
                    reference: text(200),
                    reason: text(2000),
                    dueBefore: nullable(Moment),
                    setAt: Moment,
                    setByName: nullable(text(201)),
                  }),
                  50,
                ),
                /** What was recorded as notified and taken back, the last first. */
                takenBack: list(
                  Type.Object({
                    id: Id,
                    endedAt: Moment,
                    recipient: text(300),
                    proofReference: text(200),
                    reason: text(2000),
                    takenBackAt: Moment,
                    takenBackByName: nullable(text(201)),
                  }),
                  20,
                ),
                /** Whether it may be taken back: the group's own rule ends with the report alone. */
                mayTakeBack: Type.Boolean(),
                rowVersion: RowVersion,
              }),
            ),
          }),
        ]),
        2000,
      ),
      questions: list(QuestionShown, 500),
      answers: list(
        Type.Object({ fact: Fact, value: FactValue, saidAt: Moment, saidByName: nullable(text(201)) }),
        60,
      ),
      /** Taken from the product's ledger or the kind of case, where nobody has answered. */
      proposed: list(Type.Object({ fact: Fact, value: Type.Boolean(), from: oneOf("ledger", "record") }), 10),
      entities: list(Type.Object({ companyId: Id, name: text(200), zone: Zone }), 200),
      mayWork: Type.Boolean(),
    }),
  },
  getIncidentClock: {
    method: "GET",
    path: "/incident-clocks/:id",
    summary: "Of which incident one clock is",
    permission: readers,
    params: ClockId,
    output: Type.Object({ id: Id, incidentId: Id }),
  },
  answerFact: {
    method: "PUT",
    path: "/incidents/:id/answers/:fact",
    summary: "Answer a question that rules ask of the case, or take the answer back",
    permission: productWorkers,
    params: Type.Object({ id: Id, fact: Fact }),
    body: Type.Object({ value: nullable(FactValue) }),
    output: Type.Object({ id: Id }),
    events: ["incident.fact_answered"],
    errors: ["incident.fact_value"],
  },
  setMoment: {
    method: "POST",
    path: "/incidents/:id/moments",
    summary:
      "Say when something that clocks count from was so, for all or for one legal entity; what was said before stays",
    permission: productWorkers,
    params: ById,
    body: Type.Object({
      anchor: Anchor,
      /** Of a further fact its number, where a known one is corrected. */
      of: optional(nullable(MomentOf)),
      entityId: optional(nullable(Id)),
      at: Moment,
      zone: Zone,
      reason: text(1000),
    }),
    output: Type.Object({ id: Id }),
    events: ["incident.moment_set"],
    errors: [
      "incident.moment_ahead",
      "incident.moment_of",
      "incident.no_such_zone",
      "incident.discovery_by_itself",
      "incident.unknown_entity",
    ],
  },
  notifyByClock: {
    method: "POST",
    path: "/incident-clocks/:id/notification",
    summary: "Record that it was notified: when, to whom, with which reference or file",
    permission: productWorkers,
    params: ClockId,
    body: Type.Object({
      at: Moment,
      recipient: text(300, 1),
      proofReference: text(200),
      fileId: optional(nullable(Id)),
      said: text(4000),
      rowVersion: RowVersion,
    }),
    output: Ended,
    events: ["incident.clock_notified"],
    errors: [
      "incident_clock.changed_meanwhile",
      "incident.clock_ended",
      "incident.moment_ahead",
      "incident.moment_before",
      "incident.proof_missing",
      "incident.unknown_file",
    ],
  },
  takeBackNotification: {
    method: "POST",
    path: "/incident-clocks/:id/correction",
    summary:
      "Take back that it was notified, with the reason: what was recorded stays to be read, and the clock is owed again",
    permission: productWorkers,
    params: ClockId,
    body: Type.Object({ reason: text(2000, 1), rowVersion: RowVersion }),
    output: Ended,
    events: ["incident.clock_notification_taken_back"],
    errors: [
      "incident_clock.changed_meanwhile",
      "incident.nothing_to_take_back",
      "incident.clock_ends_by_report",
    ],
  },
  decideNotToNotify: {
    method: "POST",
    path: "/incident-clocks/:id/omission",
    summary:
      "Decide not to notify, with the reason, the criteria it was decided by and the papers of it; a second person sees it",
    permission: productWorkers,
    params: ClockId,
    body: Type.Object({
      reason: text(4000, 1),
      criteria: text(4000, 1),
      fileIds: optional(list(Id, 5)),
      rowVersion: RowVersion,
    }),
    output: Ended,
    events: ["incident.clock_not_notified"],
    errors: ["incident_clock.changed_meanwhile", "incident.clock_ended", "incident.unknown_file"],
  },
  pauseClock: {
    method: "POST",
    path: "/incident-clocks/:id/pauses",
    summary:
      "Say that a clock stands still or has more time, as far as its rule knows of it: from when to when, who granted it, with which reference, why",
    permission: productWorkers,
    params: ClockId,
    body: Type.Object({
      kind: PauseKind,
      from: Moment,
      /** A pause may be open; an extension has its end. */
      to: optional(nullable(Moment)),
      grantedBy: text(300, 1),
      reference: text(200),
      reason: text(2000, 1),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id }),
    events: ["incident.clock_paused", "incident.clock_extended"],
    errors: [
      "incident_clock.changed_meanwhile",
      "incident.clock_ended",
      "incident.clock_not_running",
      "incident.clock_never_pauses",
      "incident.clock_never_extended",
      "incident.extension_too_long",
      "incident.moment_ahead",
      "incident.pause_order",
      "incident.pause_overlaps",
    ],
  },
  endClockPause: {
    method: "POST",
    path: "/incident-clock-pauses/:id/end",
    summary: "Say when an open pause ended: the clock counts on from then",
    permission: productWorkers,
    params: ClockId,
    body: Type.Object({ at: Moment }),
    output: Type.Object({ id: Id }),
    events: ["incident.clock_pause_ended"],
    errors: ["incident.pause_ended", "incident.pause_order", "incident.moment_ahead"],
  },
  secondOmission: {
    method: "POST",
    path: "/incident-clocks/:id/second",
    summary: "As a second person agree that it is not notified, or open the clock again with the reason",
    permission: productWorkers,
    params: ClockId,
    body: Type.Object({ agrees: Type.Boolean(), reason: text(2000), rowVersion: RowVersion }),
    output: Ended,
    events: ["incident.omission_seconded", "incident.clock_opened_again"],
    errors: [
      "incident_clock.changed_meanwhile",
      "incident.second_is_another",
      "incident.nothing_to_second",
      "incident.second_reason",
    ],
  },
});
