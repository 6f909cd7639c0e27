import Type from "typebox";
import { contract, Id, list, Moment, nullable, optional, RowVersion, text } from "#core/contract.ts";
import { ById, permissions, Severity, State, workers, Zone } from "../../contract/words.ts";
import { Done } from "./words.ts";

const Custody = Type.Object({
  id: Id,
  nth: Type.Integer(),
  fromSaid: text(300),
  toSaid: text(300),
  at: Moment,
  zone: Zone,
  why: text(1000),
  /** Of a file: whether its content was the same at that moment; null of a thing. */
  isWhole: nullable(Type.Boolean()),
  enteredByName: nullable(text(201)),
  confirmedAt: nullable(Moment),
  isMine: Type.Boolean(),
});

const Brief = Type.Object({
  version: Type.Integer(),
  happened: text(1500),
  affected: text(1500),
  doing: text(1500),
  decide: text(1500),
  nextAt: nullable(Moment),
  severity: Severity,
  state: State,
  writtenAt: Moment,
  writtenByName: nullable(text(201)),
});

const Listed = Type.Object({
  personId: Id,
  name: text(201),
  why: text(500),
  since: Moment,
  until: nullable(Moment),
});
const Named = list(Type.Object({ personId: Id, why: text(500, 1) }), 200);

export const keeping = contract({
  listIncidentEvidence: {
    method: "GET",
    path: "/incidents/:id/evidence",
    summary: "The evidence of an incident, each with its chain of custody",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      rows: list(
        Type.Object({
          id: Id,
          number: Type.Integer(),
          what: text(500),
          mark: text(200),
          fileId: nullable(Id),
          fileName: nullable(text(255)),
          sizeBytes: nullable(Type.Integer()),
          sha256: nullable(text(64)),
          /** Of a thing or an image kept elsewhere: as somebody calculated it, who, and by what. */
          saidHash: nullable(Type.Object({ sha256: text(64), by: text(300), with: text(300) })),
          takenAt: Moment,
          zone: Zone,
          takenWhere: text(300),
          takenByName: text(300),
          enteredAt: Moment,
          heldBy: text(300),
          custody: list(Custody, 200),
        }),
        500,
      ),
      companyId: Id,
      mayWork: Type.Boolean(),
    }),
  },
  takeEvidence: {
    method: "POST",
    path: "/incidents/:id/evidence",
    summary: "Take a file or a thing into evidence: what it is, when, where and by whom it was taken",
    permission: workers,
    params: ById,
    body: Type.Object({
      what: text(500, 1),
      mark: text(200),
      fileId: optional(nullable(Id)),
      takenAt: Moment,
      zone: Zone,
      takenWhere: text(300),
      takenBy: optional(nullable(Id)),
      takenBySaid: optional(text(300)),
      saidHash: optional(Type.Object({ sha256: text(100, 1), by: text(300, 1), with: text(300, 1) })),
    }),
    output: Done,
    events: ["incident.evidence_taken"],
    errors: [
      "incident.unknown_file",
      "incident.unknown_person",
      "incident.no_such_zone",
      "incident.moment_ahead",
      "incident.taken_by_nobody",
      "incident.no_sha256",
      "incident.hash_of_file",
    ],
  },
  handOverEvidence: {
    method: "POST",
    path: "/incident-evidence/:id/custody",
    summary:
      "Hand a piece of evidence over: to whom, when and why; of a file its content is compared with its hash",
    permission: workers,
    params: ById,
    body: Type.Object({
      toId: optional(nullable(Id)),
      toSaid: optional(text(300)),
      at: Moment,
      zone: Zone,
      why: text(1000, 1),
    }),
    output: Type.Object({ id: Id, isWhole: nullable(Type.Boolean()) }),
    events: ["incident.evidence_handed_over"],
    errors: [
      "incident.unknown_person",
      "incident.no_such_zone",
      "incident.moment_ahead",
      "incident.moment_before",
      "incident.custody_to_nobody",
      "file.content_lost",
    ],
  },
  confirmCustody: {
    method: "POST",
    path: "/incident-custody/:id/confirmation",
    summary: "Confirm that one has received a piece of evidence",
    permission: permissions.read,
    params: ById,
    output: Done,
    events: ["incident.custody_confirmed"],
    errors: ["incident.custody_not_yours", "incident.custody_confirmed_already"],
  },
  getBrief: {
    method: "GET",
    path: "/incidents/:id/brief",
    summary:
      "The executive brief: the last version, those before it, and a beginning of the next one from what is known",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      last: nullable(Brief),
      earlier: list(Brief, 100),
      /** From the facts, in the reader's language: what somebody then writes. */
      draft: Type.Object({
        happened: text(1500),
        affected: text(1500),
        doing: text(1500),
        decide: text(1500),
      }),
      dueAt: nullable(Moment),
      isOverdue: Type.Boolean(),
      mayWrite: Type.Boolean(),
    }),
  },
  writeBrief: {
    method: "POST",
    path: "/incidents/:id/brief",
    summary: "Write the next version of the executive brief, and when the next one comes",
    permission: workers,
    params: ById,
    body: Type.Object({
      happened: text(1500, 1),
      affected: text(1500),
      doing: text(1500),
      decide: text(1500),
      nextAt: nullable(Moment),
      /** The version that was read; 0 where there was none. */
      after: Type.Integer({ minimum: 0, maximum: 30_000 }),
    }),
    output: Type.Object({ version: Type.Integer() }),
    events: ["incident.brief_written"],
    errors: ["incident_brief.changed_meanwhile", "incident.next_brief_past"],
  },
  getCircle: {
    method: "GET",
    path: "/incidents/:id/circle",
    summary:
      "Whether an incident is confidential, who needs to know of it and whom it is about, now and before",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      isConfidential: Type.Boolean(),
      knows: list(Listed, 400),
      about: list(Listed, 200),
      rowVersion: RowVersion,
      maySet: Type.Boolean(),
    }),
  },
  setCircle: {
    method: "PUT",
    path: "/incidents/:id/circle",
    summary: "Make an incident confidential or not, and say who needs to know of it and whom it is about",
    permission: workers,
    params: ById,
    body: Type.Object({
      isConfidential: Type.Boolean(),
      knows: Named,
      about: list(Type.Object({ personId: Id, why: text(500) }), 50),
      reason: text(500, 1),
      rowVersion: RowVersion,
    }),
    output: Type.Object({ id: Id, rowVersion: RowVersion }),
    events: ["incident.circle_set"],
    errors: [
      "incident.changed_meanwhile",
      "incident.unknown_person",
      "incident.circle_without_you",
      "incident.circle_of_both",
      "incident.circle_twice",
    ],
  },
  countConfidential: {
    method: "GET",
    path: "/incident-confidential",
    summary: "How many confidential incidents run beside those one may see; nothing below the group's number",
    permission: permissions.read,
    output: Type.Object({
      count: nullable(Type.Integer()),
      countedFrom: Type.Integer(),
      mayChange: Type.Boolean(),
    }),
  },
  setCountedFrom: {
    method: "PUT",
    path: "/incident-confidential",
    summary: "Say from how many on confidential incidents are counted for whoever is on no list of theirs",
    permission: permissions.rule,
    body: Type.Object({ countedFrom: Type.Integer({ minimum: 1, maximum: 100 }), reason: text(500, 1) }),
    output: Type.Object({ countedFrom: Type.Integer() }),
    events: ["incident_settings.counted_from_set"],
  },
});
