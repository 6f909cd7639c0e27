// Purposes of personal data, each approved by a second person, and the uses that rest on them.
import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  Moment,
  nullable,
  oneOf,
  optional,
  RowVersion,
  text,
} from "#core/contract.ts";
import { legalGrounds, proposals, purposeStates, answersOfUse, lacksOfUse } from "../declared/purposes.ts";
import { gapEvents, LedgerOf, permissions } from "./words.ts";

const ofEntry = Type.Object({ id: Id });
const Given = {
  purpose: text(500, 1),
  ground: oneOf(...legalGrounds),
  /** What the law says, where the ground is another law's. */
  groundSaid: text(300),
  validFrom: Day,
  validUntil: nullable(Day),
};

const Purpose = Type.Object({
  id: Id,
  ...Given,
  state: oneOf(...purposeStates),
  replacesId: nullable(Id),
  reason: text(500),
  proposedAt: Moment,
  proposedByName: nullable(text(201)),
  decidedAt: nullable(Moment),
  decidedByName: nullable(text(201)),
  /** What the second person said, why it was refused. */
  decision: text(500),
  endingOn: nullable(Day),
  endingReason: text(500),
  /** Uses that rest on it. */
  uses: Type.Integer(),
  /** What waits for a second person. */
  waits: nullable(oneOf(...proposals)),
});

const UseGiven = {
  /** A department or site of the company; else `usedBy` says who. */
  unitId: nullable(Id),
  usedBy: text(200),
  usedFor: text(500, 1),
  since: Day,
  purposeId: nullable(Id),
};

const Use = Type.Object({
  id: Id,
  ...UseGiven,
  userName: text(200),
  purpose: nullable(text(500)),
  endedOn: nullable(Day),
  lacks: nullable(oneOf(...lacksOfUse)),
  answers: list(
    Type.Object({
      on: Day,
      byName: nullable(text(201)),
      answer: oneOf(...answersOfUse),
      remark: text(500),
    }),
    20,
  ),
  rowVersion: RowVersion,
});

const notOpen = ["ledger.not_personal", "ledger.retired"] as const;

export const purposes = contract({
  listPurposes: {
    method: "GET",
    path: "/ledgers/information/entries/:id/purposes",
    summary: "The purposes of a set of personal data: approved, proposed, ended, refused, taken back",
    permission: permissions.read,
    params: ofEntry,
    output: Type.Object({
      rows: list(Purpose, 200),
      /** What the entry's own field says, while no purpose is approved or waits: to be proposed. */
      said: nullable(text(2000)),
      can: Type.Object({ propose: Type.Boolean(), decide: Type.Boolean() }),
    }),
  },
  getPurpose: {
    method: "GET",
    path: "/data-purposes/:id",
    summary: "One purpose with its data set, for whoever decides about it",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      ...Purpose.properties,
      entryId: Id,
      entryName: text(255),
      companyId: Id,
      companyName: text(200),
      /** What it would stand in place of. */
      replaced: nullable(Type.Object({ purpose: text(500), uses: Type.Integer() })),
      can: Type.Object({
        decide: Type.Boolean(),
        /** Only whoever proposed what waits. */
        withdraw: Type.Boolean(),
        whyNot: nullable(oneOf("not_yours", "own_proposal", "decided")),
      }),
    }),
  },
  proposePurpose: {
    method: "POST",
    path: "/ledgers/information/entries/:id/purposes",
    summary: "Propose a purpose, or one in place of another; a second person decides",
    permission: permissions.manage,
    params: ofEntry,
    body: Type.Object({ ...Given, replacesId: nullable(Id), reason: text(500) }),
    output: Type.Object({ id: Id }),
    events: ["data_purpose.proposed"],
    errors: [
      ...notOpen,
      "data_purpose.not_found",
      "data_purpose.waits_already",
      "data_purpose.not_in_force",
      "data_purposes_ground_said",
      "data_purposes_days",
    ],
  },
  proposePurposeEnd: {
    method: "POST",
    path: "/data-purposes/:id/ending",
    summary: "Propose that a purpose ends; a second person decides",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["data_purpose.end_proposed"],
    errors: [...notOpen, "data_purpose.waits_already", "data_purpose.not_in_force", "data_purposes_days"],
  },
  approvePurpose: {
    method: "POST",
    path: "/data-purposes/:id/approval",
    summary: "Approve what another person proposed: a purpose, its replacement or its end",
    permission: permissions.approvePurpose,
    params: Type.Object({ id: Id }),
    body: Type.Object({ remark: text(500) }),
    output: Type.Object({ id: Id }),
    events: ["data_purpose.approved", "data_purpose.end_approved", ...gapEvents],
    errors: [...notOpen, "data_purpose.decided_already", "data_purpose.own_proposal"],
  },
  refusePurpose: {
    method: "POST",
    path: "/data-purposes/:id/refusal",
    summary: "Refuse what another person proposed, and say why",
    permission: permissions.approvePurpose,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({ id: Id }),
    events: ["data_purpose.refused", "data_purpose.end_refused", ...gapEvents],
    errors: [...notOpen, "data_purpose.decided_already", "data_purpose.own_proposal"],
  },
  takeBackPurpose: {
    method: "POST",
    path: "/data-purposes/:id/withdrawal",
    summary: "Take back what one proposed oneself, as long as nobody has decided about it",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({}),
    output: Type.Object({ id: Id }),
    events: ["data_purpose.withdrawn", "data_purpose.end_withdrawn", ...gapEvents],
    errors: ["data_purpose.decided_already", "data_purpose.not_own_proposal"],
  },
  listUses: {
    method: "GET",
    path: "/ledgers/information/entries/:id/uses",
    summary: "Who uses a set of personal data for what; a use without an approved purpose is flagged",
    permission: permissions.read,
    params: ofEntry,
    output: Type.Object({ rows: list(Use, 500), can: Type.Object({ change: Type.Boolean() }) }),
  },
  recordUse: {
    method: "POST",
    path: "/ledgers/information/entries/:id/uses",
    summary: "Record who uses the data for what; without an approved purpose it is a gap",
    permission: permissions.manage,
    params: ofEntry,
    body: Type.Object(UseGiven),
    output: Type.Object({ id: Id }),
    events: ["data_use.recorded", ...gapEvents],
    errors: [...notOpen, "unit.not_found", "data_purpose.not_found", "data_uses_somebody"],
  },
  changeUse: {
    method: "PUT",
    path: "/data-uses/:id",
    summary: "Say who uses the data, for what, and which purpose that rests on",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...UseGiven, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["data_use.changed", ...gapEvents],
    errors: [
      ...notOpen,
      "unit.not_found",
      "data_purpose.not_found",
      "data_uses_somebody",
      "data_use.changed_meanwhile",
      "ledger.use_over",
    ],
  },
  endUse: {
    method: "POST",
    path: "/data-uses/:id/end",
    summary: "The data are used for that no longer",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["data_use.ended", ...gapEvents],
    errors: [...notOpen, "ledger.use_over", "ledger.day_ahead", "data_uses_days"],
  },
  reviewEntry: {
    method: "POST",
    path: "/ledgers/:ledger/entries/:id/reviews",
    summary: "An entry was looked at; every use that is flagged gets the reviewer's answer, which is kept",
    permission: permissions.manage,
    params: Type.Object({ ledger: LedgerOf, id: Id }),
    body: Type.Object({
      answers: optional(
        list(Type.Object({ useId: Id, answer: oneOf(...answersOfUse), remark: text(500) }), 500),
      ),
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["entry.reviewed"],
    errors: ["ledger.retired", "ledger.not_taken_in", "ledger.uses_unanswered", "data_use.not_found"],
  },
});
