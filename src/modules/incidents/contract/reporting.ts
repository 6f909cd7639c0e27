import Type from "typebox";
import { contract, Id, list, Moment, nullable, optional, text } from "#core/contract.ts";
import { Answers, FileIds, Kind, permissions, Severity, State, Zone } from "./words.ts";

const Place = Type.Object({ id: Id, name: text(200) });

const OwnReport = Type.Object({
  id: Id,
  reference: text(80),
  kind: Kind,
  title: text(300),
  state: State,
  discoveredAt: Moment,
  discoveredZone: Zone,
  enteredAt: Moment,
  reportedAt: nullable(Moment),
  isForSomebody: Type.Boolean(),
});

export const reporting = contract({
  getReportForm: {
    method: "GET",
    path: "/incident-form",
    summary:
      "What the form needs to know of whoever reports: their company, its places, the devices they have",
    permission: permissions.report,
    query: Type.Object({ companyId: optional(Id) }),
    output: Type.Object({
      companyId: Id,
      companyName: text(200),
      timeZone: Zone,
      places: list(Place, 200),
      devices: list(
        Type.Object({ id: Id, name: text(300), note: text(300), isEncrypted: nullable(Type.Boolean()) }),
        20,
      ),
      mayReportForOthers: Type.Boolean(),
    }),
  },
  findLikeIncidents: {
    method: "GET",
    path: "/incident-form/alike",
    summary: "What was reported at the same company in the days before and may be the same",
    permission: [permissions.read, permissions.report],
    query: Type.Object({ companyId: Id, kind: Kind, discoveredAt: Moment, deviceId: optional(Id) }),
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          reference: text(80),
          title: text(300),
          kind: Kind,
          discoveredAt: Moment,
          isOpenable: Type.Boolean(),
        }),
        5,
      ),
    }),
  },
  reportIncident: {
    method: "POST",
    path: "/incidents",
    summary:
      "Report what was noticed, for oneself or for somebody who phoned; what is not known yet may be missing",
    permission: permissions.report,
    limitPerMinute: 20,
    body: Type.Object({
      companyId: Id,
      unitId: optional(nullable(Id)),
      kind: Kind,
      title: optional(text(300)),
      what: optional(text(8000)),
      answers: optional(Answers),
      discoveredAt: Moment,
      zone: Zone,
      occurredAt: optional(nullable(Moment)),
      isForSomebody: optional(Type.Boolean()),
      reporterId: optional(nullable(Id)),
      reporterSaid: optional(text(300)),
      lateReason: optional(text(2000)),
      deviceIds: optional(list(Id, 10)),
      fileIds: optional(FileIds),
      duplicateOf: optional(nullable(Id)),
      /** A drill: never told to anybody outside, in no figure. */
      isExercise: optional(Type.Boolean()),
      /** The drill also rings the receivers outside, which are told that it is one. */
      triesReceivers: optional(Type.Boolean()),
      /** Made by the device that sends it: sent twice it is reported once. */
      sendingId: optional(Id),
    }),
    output: Type.Object({
      id: Id,
      reference: text(80),
      severity: Severity,
      isAtHeadquarters: Type.Boolean(),
      isLate: Type.Boolean(),
    }),
    events: ["incident.entered", "incident.reported_to_head"],
    errors: [
      "incident.discovered_ahead",
      "incident.discovered_too_long_ago",
      "incident.no_such_zone",
      "incident.unknown_place",
      "incident.unknown_person",
      "incident.unknown_device",
      "incident.unknown_file",
      "incident.nothing_said",
      "incident.exercise_not_yours",
    ],
  },
  listOwnReports: {
    method: "GET",
    path: "/incident-form/own",
    summary: "What one reported oneself and where it stands",
    permission: permissions.report,
    output: Type.Object({ rows: list(OwnReport, 50) }),
  },
  getOwnReport: {
    method: "GET",
    path: "/incident-form/own/:id",
    summary: "One report of one's own: that it arrived, who has it now, what happens next",
    permission: permissions.report,
    params: Type.Object({ id: Id }),
    output: Type.Intersect([
      OwnReport,
      Type.Object({
        companyName: text(200),
        what: text(8000),
        headName: nullable(text(200)),
        notedAt: nullable(Moment),
        takenUpAt: nullable(Moment),
        takenUpByName: nullable(text(201)),
        judgedAt: nullable(Moment),
        containedAt: nullable(Moment),
        handledAt: nullable(Moment),
        closedAt: nullable(Moment),
        isLate: Type.Boolean(),
        hasLateReason: Type.Boolean(),
        mayOpen: Type.Boolean(),
        additions: list(Type.Object({ at: Moment, said: text(4000) }), 50),
      }),
    ]),
  },
  addToReport: {
    method: "POST",
    path: "/incident-form/own/:id/additions",
    summary: "Add to a report of one's own what one knows now; nothing that was said is taken away",
    permission: permissions.report,
    limitPerMinute: 20,
    params: Type.Object({ id: Id }),
    body: Type.Object({ said: text(4000, 1), fileIds: optional(FileIds) }),
    output: Type.Object({ id: Id }),
    events: ["incident.added_to"],
    errors: ["incident.unknown_file"],
  },
});
