import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, text } from "#core/contract.ts";
import { severities } from "#modules/findings/rules.ts";
import { results } from "../../programme/rules.ts";
import { Assurance, ControlId, Drawn, PlaceKind, Said, Texts, Verdict } from "../../visits/contract/words.ts";
import { agendaKinds, mostRequests, reportStates, requestStates, settlements } from "../rules.ts";

export const Severity = oneOf(...severities);
export const Result = oneOf(...results);
export const RequestState = oneOf(...requestStates);
export const ReportState = oneOf(...reportStates);
export const Settlement = oneOf(...settlements);
export const FileIds = list(Id, 20);
export const File = Type.Object({ id: Id, name: text(255) });

export const Request = Type.Object({
  id: Id,
  number: Type.Integer(),
  what: text(1000),
  controlId: nullable(ControlId),
  title: nullable(Texts),
  dueOn: Day,
  state: RequestState,
  isOverdue: Type.Boolean(),
  askedAt: Moment,
  rowVersion: Type.Integer(),
  turns: list(
    Type.Object({
      id: Id,
      kind: oneOf("answered", "accepted", "asked_again", "withdrawn"),
      words: text(4000),
      byName: nullable(text(201)),
      saidAt: Moment,
      files: list(File, 20),
    }),
    50,
  ),
});
export const Requests = list(Request, mostRequests);

export const AgendaLine = Type.Object({
  kind: oneOf(...agendaKinds),
  day: Day,
  /** By the clock of the place, HH:MM; null where it is not fixed. */
  begins: nullable(Type.String({ maxLength: 5, pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" })),
  place: text(200),
  what: text(500),
  /** Of a meeting who was there, else with whom. */
  who: text(1000),
  minutes: text(8000),
});

const Photos = list(
  Type.Object({
    number: Type.Integer(),
    words: text(4000),
    place: nullable(text(200)),
    takenAt: Moment,
  }),
  300,
);

export const ReportControl = Type.Object({
  id: ControlId,
  area: text(40),
  areaName: Texts,
  title: Texts,
  drawn: Drawn,
  saidVerdict: nullable(Said),
  saidAssurance: nullable(Assurance),
  deskVerdict: nullable(Said),
  /** As the sheet was finished. */
  sheetVerdict: Verdict,
  /** As the report says it. */
  verdict: Verdict,
  isOverturned: Type.Boolean(),
  isMandatory: Type.Boolean(),
  words: text(16_000),
  severity: nullable(Severity),
  proposedSeverity: nullable(Severity),
  severityReason: text(500),
  agrees: nullable(Type.Boolean()),
  replyWords: text(4000),
  replyFiles: list(File, 100),
  settlement: nullable(Settlement),
  settledReason: text(1000),
  dueOn: nullable(Day),
  findingId: nullable(Id),
  findingReference: nullable(text(60)),
  /** By their number in the report; their content is read one by one. */
  photos: Photos,
});

/** What was noted and photographed of a place as a whole. */
export const ReportPlace = Type.Object({
  name: text(200),
  kind: PlaceKind,
  notes: list(text(4000), 300),
  photos: Photos,
});

export const Counts = Type.Object({
  looked: Type.Integer(),
  met: Type.Integer(),
  partly: Type.Integer(),
  notMet: Type.Integer(),
  unknown: Type.Integer(),
  overturned: Type.Integer(),
  withdrawn: Type.Integer(),
});

export const Signature = Type.Object({
  side: oneOf("lead", "company"),
  outcome: oneOf("signed", "refused"),
  name: nullable(text(201)),
  reason: text(500),
  signedAt: Moment,
});
