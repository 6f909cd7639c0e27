import Type from "typebox";
import { Day, Id, Language, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { outsideRoles, states } from "../rules.ts";

export const permissions = {
  /** Who from outside looks at the records of one's companies, for what and until when. */
  read: "engagement.read",
  manage: "engagement.manage",
  /** What an engagement opens to somebody from outside; held by an engagement alone (db/migrations/0280). */
  engaged: "engaged.read",
  readAnswers: "engaged.read_answers",
  readEvidence: "engaged.read_evidence",
  readPapers: "engaged.read_papers",
} as const;

export const ById = Type.Object({ id: Id });
export const OutsideRole = oneOf(...outsideRoles);
export const State = oneOf(...states);
export const Reason = text(500, 1);
export const TimeZone = text(60, 1);

export const Firm = Type.Object({
  id: Id,
  name: text(200),
  note: nullable(text(500)),
  /** The company that answers for it; null: the group's office. */
  keptById: nullable(Id),
  keptByName: nullable(text(200)),
  people: Type.Integer(),
  running: Type.Integer(),
  isMine: Type.Boolean(),
  rowVersion: RowVersion,
});

export const OutsidePerson = Type.Object({
  id: Id,
  accountId: nullable(Id),
  firmId: Id,
  firmName: text(200),
  familyName: text(100),
  givenName: text(100),
  email: nullable(text(254)),
  language: Language,
  state: oneOf("invited", "active", "closed", "none"),
  hasSecondFactor: Type.Boolean(),
  lastSignInAt: nullable(Moment),
  /** Running or coming. */
  engagements: Type.Integer(),
  isMine: Type.Boolean(),
});

export const dated = {
  validFrom: Day,
  /** The last day that it holds. */
  lastDay: Day,
  timeZone: TimeZone,
  beginsAt: Moment,
  endsAt: Moment,
  endedAt: nullable(Moment),
  state: State,
};

export const EngagementRow = Type.Object({
  id: Id,
  title: text(200),
  firmId: Id,
  firmName: text(200),
  roleId: OutsideRole,
  /** Whose it is; null: the group's office. */
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  ...dated,
  companies: Type.Integer(),
  inspections: Type.Integer(),
  people: Type.Integer(),
  lastSignInAt: nullable(Moment),
  rowVersion: RowVersion,
});
