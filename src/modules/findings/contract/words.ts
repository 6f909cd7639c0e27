import Type from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { causes, methods, severities, sources, states } from "../rules.ts";

export const permissions = {
  read: "finding.read",
  raise: "finding.raise",
  /** How grave it is, what it is a case of, when it is due, whether it is open again. */
  manage: "finding.manage",
  /** The company's own work on it: cause, owner, that it is done, that it is to be lived with. */
  work: "finding.work",
  /** The desk's: addressed by the duty. */
  verify: "finding.verify",
  /** Of whoever looks where asked, without being asked for each. */
  verifyAny: "finding.verify_any",
  /** A second person of the company itself, where the severity allows it. */
  verifyWithin: "finding.verify_within",
  accept: "finding.accept",
  /** The grave ones. */
  acceptGrave: "finding.accept_grave",
  rule: "finding.rule",
  /** Lists of findings from before they were kept here. */
  load: "finding.import",
} as const;

/** The strongest first: of those held the first that reaches the company counts. */
export const verifiers = [permissions.verifyAny, permissions.verify, permissions.verifyWithin] as const;
export const deciders = [permissions.acceptGrave, permissions.accept] as const;
export const changers = [permissions.manage, permissions.work] as const;

export const ById = Type.Object({ id: Id });
export const Severity = oneOf(...severities);
export const State = oneOf(...states);
export const Source = oneOf(...sources);
export const Cause = oneOf(...causes);
export const Method = oneOf(...methods);
export const ControlIds = list(text(40, 1), 50);
export const FileIds = list(Id, 20);
/** The day that a finding falls due or was seen: of this century. */
export const AssetRef = Type.Object({ ledger: text(40, 1), entryId: Id });

export const FindingRow = Type.Object({
  id: Id,
  reference: text(80),
  title: text(300),
  companyId: Id,
  companyName: text(200),
  unitName: nullable(text(200)),
  sourceKind: Source,
  severity: Severity,
  state: State,
  foundOn: Day,
  dueOn: Day,
  firstDueOn: Day,
  isOverdue: Type.Boolean(),
  controlIds: ControlIds,
  ownerName: nullable(text(201)),
  acceptedUntil: nullable(Day),
  /** Ended on the word of a list that was brought in. */
  isByList: Type.Boolean(),
  reopenedCount: Type.Integer(),
  recurredCount: Type.Integer(),
  rowVersion: RowVersion,
});

export const Proof = Type.Object({
  fileId: Id,
  name: text(255),
  act: text(20),
  actId: Id,
  sizeBytes: Type.Integer(),
});

export const Remedy = Type.Object({
  id: Id,
  done: text(4000),
  doneOn: Day,
  saidAt: Moment,
  saidByName: nullable(text(201)),
});

export const Reopening = Type.Object({
  id: Id,
  because: oneOf("not_gone", "proof_ran_out", "no_case_of_it"),
  reason: text(1000),
  openedAt: Moment,
  openedByName: nullable(text(201)),
});

export const Verification = Type.Object({
  id: Id,
  isGone: Type.Boolean(),
  method: Method,
  seen: text(4000),
  seenOn: Day,
  holdsUntil: nullable(Day),
  verifiedAt: Moment,
  verifiedByName: nullable(text(201)),
});

export const Acceptance = Type.Object({
  id: Id,
  reason: text(4000),
  meanwhile: text(4000),
  until: Day,
  askedAt: Moment,
  askedByName: nullable(text(201)),
  isMine: Type.Boolean(),
  isGranted: nullable(Type.Boolean()),
  decidedAt: nullable(Moment),
  decidedByName: nullable(text(201)),
  decision: nullable(text(4000)),
  endedAt: nullable(Moment),
  endedBecause: nullable(oneOf("over", "revoked", "gone", "taken_back")),
});
