import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import Type from "typebox";
import { Audience, Content, Counts, Issuer, Names, permissions, Progress, State, UnitKind } from "./words.ts";

const one = { params: Type.Object({ id: Id }) } as const;

const Head = {
  id: Id,
  number: nullable(text(60)),
  /** In the reader's language where it was written in it. */
  title: text(200),
  ...Issuer,
  state: State,
  acknowledgeBy: Day,
  dueOn: Day,
};

const Issued = Type.Object({ ...Head, issuedAt: nullable(Moment), isPassedOn: Type.Boolean(), ...Counts });

/** One unit that was told, with how far it is. */
const Recipient = Type.Object({
  id: Id,
  unitId: Id,
  unitKind: UnitKind,
  unitCode: text(40),
  ...Names,
  companyId: Id,
  divisionId: nullable(Id),
  divisionName: nullable(text(200)),
  tier: nullable(text(10)),
  country: nullable(text(10)),
  pickedBy: list(text(40), 20),
  progress: Progress,
  dueOn: Day,
  isLate: Type.Boolean(),
  acknowledgedAt: nullable(Moment),
  doneAt: nullable(Moment),
  acceptedAt: nullable(Moment),
  sentBackCount: Type.Integer(),
  leftOn: nullable(Day),
  leftReason: nullable(text(40)),
  /** Files of its reports. */
  proofs: Type.Integer(),
  /** To whom it was passed on below, and how many of them are done. */
  below: Type.Integer(),
  belowDone: Type.Integer(),
  remindedAt: nullable(Moment),
  rowVersion: RowVersion,
});

const Received = Type.Object({
  ...Head,
  recipientId: Id,
  unitId: Id,
  ...Names,
  progress: Progress,
  isLate: Type.Boolean(),
  below: Type.Integer(),
  belowDone: Type.Integer(),
});

const Reply = Type.Object({
  id: Id,
  kind: oneOf("progress", "done", "sent_back", "accepted"),
  words: text(4000),
  saidAt: Moment,
  saidByName: nullable(text(201)),
  files: list(Type.Object({ id: Id, name: text(255) }), 50),
});

const Change = Type.Object({
  id: Id,
  words: text(4000),
  dueBefore: nullable(Day),
  dueOn: nullable(Day),
  reason: text(1000),
  changedAt: Moment,
});

const Filters = {
  progress: optional(Progress),
  divisionId: optional(Id),
  unitKind: optional(UnitKind),
  search: optional(text(100)),
};

const Child = Type.Object({ ...Head, ...Counts });
/** Null: it may be done; else a key of the catalogue that says why not. */
const Can = nullable(text(80));

const Told = {
  ...Head,
  ...Content,
  subjectKind: nullable(text(40)),
  subjectId: nullable(Id),
  issuedAt: nullable(Moment),
  issuedByName: nullable(text(201)),
  endedAt: nullable(Moment),
  endReason: nullable(text(1000)),
  changes: list(Change, 100),
  rowVersion: RowVersion,
};

export const reading = contract({
  listInstructions: {
    method: "GET",
    path: "/instructions",
    summary:
      "Instructions that the units within one's scope have issued, the latest first, with how far they are",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      state: optional(State),
      issuerUnitId: optional(Id),
      /** Those that come from one record. */
      subjectId: optional(Id),
      search: optional(text(100)),
    }),
    output: page(Issued),
  },
  listReceived: {
    method: "GET",
    path: "/instructions/received",
    summary: "What the units within one's scope were told, by due day",
    permission: permissions.read,
    query: Type.Object({
      ...paging,
      /** Only what one's own units are to do, where those below have somebody of their own. */
      isMine: optional(Type.Boolean()),
      isOpen: optional(Type.Boolean()),
      unitId: optional(Id),
      companyId: optional(Id),
      search: optional(text(100)),
    }),
    output: page(Received),
  },
  getInstruction: {
    method: "GET",
    path: "/instructions/:id",
    summary: "One instruction as its issuer sees it, with what may be done next",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      ...Told,
      ...Counts,
      ...Audience,
      recipientsSha256: nullable(text(64)),
      parent: nullable(
        Type.Object({
          recipientId: Id,
          instructionId: Id,
          title: text(200),
          number: nullable(text(60)),
          dueOn: Day,
        }),
      ),
      children: list(Child, 50),
      can: Type.Object({ change: Can, issue: Can, correct: Can, close: Can, withdraw: Can }),
    }),
  },
  getBoard: {
    method: "GET",
    path: "/instructions/:id/board",
    summary: "How far it is, division by division",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      rows: list(Type.Object({ divisionId: nullable(Id), name: nullable(text(200)), ...Counts }), 500),
    }),
  },
  listRecipients: {
    method: "GET",
    path: "/instructions/:id/recipients",
    summary: "Who was told, with how far each is",
    permission: permissions.read,
    ...one,
    query: Type.Object({ ...paging, ...Filters }),
    output: page(Recipient),
  },
  exportRecipients: {
    method: "GET",
    path: "/instructions/:id/recipients/export",
    summary: "The list of who was told, as a file: exactly the rows that are shown",
    permission: permissions.read,
    carries: "download",
    ...one,
    query: Type.Object({ format: optional(oneOf("csv", "xlsx")), ...Filters }),
    output: Type.Object({ rows: Type.Integer() }),
    events: ["instruction.exported"],
  },
  getReceived: {
    method: "GET",
    path: "/instructions/received/:id",
    summary: "One unit's own row of an instruction: what to do, what was said, what may be done next",
    permission: permissions.read,
    ...one,
    output: Type.Object({
      recipient: Recipient,
      instruction: Type.Object(Told),
      replies: list(Reply, 200),
      children: list(Child, 50),
      dutyId: nullable(Id),
      dueAt: nullable(Moment),
      timeZone: text(60),
      isPostponementOpen: Type.Boolean(),
      /** Whether it is done on the issuer's side of the table. */
      isIssuers: Type.Boolean(),
      can: Type.Object({ acknowledge: Can, reply: Can, passOn: Can, accept: Can, sendBack: Can }),
    }),
  },
  acknowledgeInstruction: {
    method: "POST",
    path: "/instructions/received/:id/acknowledgement",
    summary: "Say that one has taken note",
    permission: permissions.carryOut,
    ...one,
    body: Type.Object({ rowVersion: RowVersion }),
    output: Type.Object({ id: Id, rowVersion: RowVersion }),
    events: ["instruction.acknowledged"],
    errors: ["instruction.not_addressed", "instruction.over", "instruction.acknowledged_already"],
  },
  replyToInstruction: {
    method: "POST",
    path: "/instructions/received/:id/replies",
    summary: "Say how far it is, or that it is done, with proof",
    permission: permissions.carryOut,
    ...one,
    body: Type.Object({
      words: text(4000),
      fileIds: list(Id, 20),
      isDone: Type.Boolean(),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id, rowVersion: RowVersion }),
    events: ["instruction.replied", "instruction.done"],
    errors: [
      "instruction.not_addressed",
      "instruction.over",
      "instruction.done_already",
      "instruction.words_needed",
      "instruction.file_needed",
      "instruction.reason_needed",
    ],
  },
});
