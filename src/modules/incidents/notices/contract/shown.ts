// What is shown of a notice: in a list, and whole.
import Type from "typebox";
import { Id, Language, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { Severity } from "../../contract/words.ts";
import { standings, states } from "../rules.ts";
import { Audience, Channel, Named, Proof, Recipient } from "./words.ts";

export const State = oneOf(...states);
const Can = Type.Record(text(40), nullable(text(80)));

const Texts = list(Type.Object({ language: Language, subject: text(600), body: text(20_000) }), 3);

export const NoticeRow = Type.Object({
  id: Id,
  incidentId: Id,
  lineId: nullable(Id),
  lineN: nullable(Type.Integer()),
  correctsId: nullable(Id),
  name: text(200),
  audience: Audience,
  channel: Channel,
  proof: Proof,
  state: State,
  /** The clock of law by which it is due; null where its own hours count. */
  clock: nullable(Type.Object({ ruleId: Id, name: text(200) })),
  /** That this clock was recorded as notified without the notice: what its proof may begin with. */
  notified: nullable(
    Type.Object({
      at: Moment,
      recipient: text(300),
      reference: text(200),
      file: nullable(Type.Object({ id: Id, name: text(255) })),
    }),
  ),
  anchor: text(20),
  hours: Type.Integer(),
  startsAt: Moment,
  dueAt: Moment,
  owner: Named,
  approvals: Type.Integer(),
  approvedBy: list(text(201), 10),
  approver: nullable(Named),
  openedAt: Moment,
  openedSeverity: Severity,
  openedBecause: text(1000),
  closedBecause: nullable(text(20)),
  sentAt: nullable(Moment),
  provenAt: nullable(Moment),
  /** Since when each recipient has it; null while one has not. */
  reachedAt: nullable(Moment),
  /** How grave the case was when it was decided not to notify; null unless that is to be decided again for a graver one. */
  decidedFor: nullable(Severity),
  /** Approvals that its line asks for and that were missing when it was given; 0 where none was. */
  lacking: Type.Integer(),
  aheadSeenAt: nullable(Moment),
  omittedReason: nullable(text(4000)),
  isExercise: Type.Boolean(),
  rowVersion: RowVersion,
  can: Can,
});

export const NoticeWhole = Type.Intersect([
  NoticeRow,
  Type.Object({
    reference: text(80),
    companyId: Id,
    companyZone: text(60),
    handedN: nullable(Type.Integer()),
    sentN: nullable(Type.Integer()),
    sentSha256: nullable(text(64)),
    sentByName: nullable(text(201)),
    /** Decisions not to notify, the last first: those that were not agreed to and those that a graver case opened again as well. */
    omissions: list(
      Type.Object({
        id: Id,
        severity: Severity,
        reason: text(4000),
        criteria: text(4000),
        decidedAt: Moment,
        decidedByName: nullable(text(201)),
        seenAt: nullable(Moment),
        seenByName: nullable(text(201)),
        agrees: nullable(Type.Boolean()),
        said: text(2000),
        reopenedAt: nullable(Moment),
        reopenedSeverity: nullable(Severity),
      }),
      50,
    ),
    /** Approvals that would be missing if it were given now. */
    lackingNow: Type.Integer(),
    aheadSeenByName: nullable(text(201)),
    aheadSaid: nullable(text(2000)),
    /** What the template of its line gives, filled from the incident; or the last version. */
    draft: Type.Object({ texts: Texts, recipients: list(Recipient, 50) }),
    /** The same template in every language that it has, for recipients who read another. */
    templates: Texts,
    /** Clocks of law that its proof may end: of whom it tells, about the same matter, still to be notified. */
    clocks: list(
      Type.Object({
        id: Id,
        name: text(300),
        recipient: text(600),
        entityName: nullable(text(200)),
        dueAt: nullable(Moment),
        /** By which it is due. */
        isItsOwn: Type.Boolean(),
        rowVersion: RowVersion,
      }),
      100,
    ),
    /** Each recipient of the version that was handed in, else of the draft, and how far they are. */
    reach: list(
      Type.Object({
        key: text(340),
        kind: Recipient.properties.kind,
        name: text(300),
        address: nullable(text(254)),
        standing: oneOf(...standings),
      }),
      50,
    ),
    versions: list(
      Type.Object({
        n: Type.Integer(),
        texts: list(Type.Object({ language: Language, subject: text(600), body: text(20_000) }), 3),
        recipients: list(Recipient, 50),
        writtenAt: Moment,
        writtenName: text(201),
      }),
      200,
    ),
    approvalsGiven: list(
      Type.Object({
        n: Type.Integer(),
        verdict: oneOf("approved", "returned"),
        said: text(2000),
        at: Moment,
        byName: text(201),
      }),
      200,
    ),
    sendings: list(
      Type.Object({
        id: Id,
        n: Type.Integer(),
        channel: Channel,
        recipient: text(300),
        address: nullable(text(254)),
        inPlaceOf: nullable(text(300)),
        language: Language,
        subject: text(700),
        body: text(20_000),
        sha256: text(64),
        sentAt: Moment,
        outcome: nullable(oneOf("accepted", "failed", "bounced", "given")),
        outcomeAt: nullable(Moment),
        reply: nullable(text(500)),
        mailId: nullable(Id),
      }),
      500,
    ),
    proofs: list(
      Type.Object({
        id: Id,
        channel: Channel,
        givenBy: text(201),
        givenTo: text(300),
        givenAt: Moment,
        zone: text(60),
        lacking: Type.Integer(),
        aheadBecause: nullable(text(2000)),
        reference: text(200),
        said: text(2000),
        fileId: nullable(Id),
        fileName: nullable(text(255)),
        addedAt: Moment,
        addedName: text(201),
      }),
      200,
    ),
  }),
]);
