// How a company's ledgers have begun: entries, sources named, rules in force, or the company's word that it has none of this.
import Type from "typebox";
import { contract, Day, Id, list, nullable, optional, text } from "#core/contract.ts";
import { LedgerOf, permissions } from "./words.ts";

export const None = Type.Object({
  on: Day,
  byName: nullable(text(201)),
  remark: text(500),
});

export const LedgerBeginning = Type.Object({
  ledger: LedgerOf,
  /** Entries that are not gone, taken in or only seen. */
  entries: Type.Integer(),
  /** Names of the company's own sources that bring entries of this ledger. */
  sources: list(text(120), 100),
  none: nullable(None),
  /** It was said that there is none of this, and there are entries. */
  isContradicted: Type.Boolean(),
  /** Entries, a source, or the word that there is none. */
  hasBegun: Type.Boolean(),
  /** Names of rules in force that cover it from some class up: the company's own and the group's. */
  rules: list(Type.Object({ name: text(200), isGroups: Type.Boolean() }), 100),
});

const ofLedger = Type.Object({ companyId: Id, ledger: LedgerOf });

export const beginning = contract({
  listBeginnings: {
    method: "GET",
    path: "/companies/:companyId/ledgers",
    summary: "How each ledger of a company has begun: entries, sources, rules, or that there is none of this",
    permission: permissions.read,
    params: Type.Object({ companyId: Id }),
    output: Type.Object({ rows: list(LedgerBeginning, 20), maySay: Type.Boolean() }),
  },
  sayNone: {
    method: "PUT",
    path: "/companies/:companyId/ledgers/:ledger/none",
    summary: "Say that the company has none of what a ledger keeps",
    permission: permissions.manage,
    params: ofLedger,
    body: Type.Object({ remark: optional(text(500)) }),
    output: Type.Object({ on: Day }),
    events: ["ledger.none_said"],
    errors: ["ledger.none_said_already", "ledger.has_entries"],
  },
  takeBackNone: {
    method: "DELETE",
    path: "/companies/:companyId/ledgers/:ledger/none",
    summary: "Take back that there is none of this",
    permission: permissions.manage,
    params: ofLedger,
    output: Type.Object({ on: Day }),
    events: ["ledger.none_taken_back"],
    errors: ["ledger.none_not_said"],
  },
});
