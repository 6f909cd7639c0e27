import Type from "typebox";
import { Day, Id, list, nullable, oneOf, text } from "#core/contract.ts";
import { competences, coverageStates, regions, relationKinds, results, tiers, whys } from "../rules.ts";

export const permissions = {
  /** Coverage and programme of the companies within reach. */
  read: "audit.read",
  /** One's own company: what was held, and what was announced to it. */
  readOwn: "audit.read_own",
  /** The pool of auditors, and who fits where. */
  pool: "audit.pool",
  plan: "audit.plan",
  /** Looking at a company on a visit: preparing the sheet, filling it in, deciding what two devices entered differently. */
  conduct: "audit.conduct",
  /** As the company that is audited: bringing what was asked for, and replying to the report. */
  answer: "audit.answer",
  /** Saying for the company that its report was received. */
  acknowledge: "audit.acknowledge",
  approve: "audit.approve",
} as const;

export const Relation = oneOf(...relationKinds);
export const Region = oneOf(...regions);
export const Tier = oneOf(...tiers);
export const Result = oneOf(...results);
export const Why = oneOf(...whys);
export const CoverageState = oneOf(...coverageStates);
export const VisitKind = oneOf("on_site", "remote");
export const VisitState = oneOf("planned", "held", "cancelled");
/** Draft, approved and its year not begun, running, closed. */
export const ProgrammeState = oneOf("draft", "approved", "running", "closed");
export const Competence = oneOf(...competences);
export const FiscalYear = Type.Integer({ minimum: 2000, maximum: 2100 });
export const AuditorDays = Type.Integer({ minimum: 1, maximum: 100 });
export const Reason = text(500, 1);
/** The first day of a month. */
export const Month = Day;

export const TeamMember = Type.Object({
  auditorId: Id,
  personId: Id,
  name: text(201),
  isLead: Type.Boolean(),
  days: Type.Integer(),
  competences: list(Competence, 6),
  languages: list(text(10), 10),
});

export const VisitRow = Type.Object({
  id: Id,
  companyId: Id,
  companyCode: text(40),
  companyName: text(200),
  tier: nullable(Tier),
  region: nullable(Region),
  fiscalYear: Type.Integer(),
  month: Month,
  fromOn: nullable(Day),
  toOn: nullable(Day),
  kind: VisitKind,
  auditorDays: Type.Integer(),
  why: Why,
  state: VisitState,
  /** By the cycle, as long as it is planned. */
  dueOn: nullable(Day),
  heldOn: nullable(Day),
  result: nullable(Result),
  findings: nullable(Type.Integer()),
  isAnnounced: Type.Boolean(),
  movedCount: Type.Integer(),
  /** Its days went by and nobody went: it is no plan any more until it is moved. */
  isMissed: Type.Boolean(),
  /** Who leads it; null where nobody does yet, or the reader may not see who. */
  leadName: nullable(text(201)),
  teamCount: Type.Integer(),
});
