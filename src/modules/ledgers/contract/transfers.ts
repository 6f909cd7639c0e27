// Transfers of personal data to other countries, each with the basis it rests on.
import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { transferBases } from "../declared/transfers.ts";
import { gapEvents, permissions } from "./words.ts";

export const Country = Type.String({ pattern: "^[A-Z]{2}$", maxLength: 2 });

const Given = {
  fromCountry: Country,
  toCountry: Country,
  /** A company of the group that one may see; else `recipient` says who. */
  recipientCompanyId: nullable(Id),
  recipient: text(200),
  /** Which data of the entry: all where nothing is said. */
  categories: text(500),
  basis: nullable(oneOf(...transferBases)),
  /** The decision, the contract, the number of the filing. */
  reference: text(500),
  /** Proof sent before (POST /files, purpose asset_proof). */
  fileId: nullable(Id),
  /** The last day on which the basis holds. */
  validUntil: nullable(Day),
};

const Transfer = Type.Object({
  id: Id,
  ...Given,
  recipientName: text(200),
  fileName: nullable(text(255)),
  recordedAt: Moment,
  recordedByName: nullable(text(201)),
  endedOn: nullable(Day),
  /** No basis is recorded, or its last day is over. */
  lacks: nullable(oneOf("none", "ran_out")),
  rowVersion: RowVersion,
});

const refusals = [
  "ledger.not_personal",
  "ledger.retired",
  "file.not_found",
  "company.not_found",
  "data_transfers_two_countries",
  "data_transfers_recipient",
  "data_transfers_basis_said",
] as const;

export const transfers = contract({
  listTransfers: {
    method: "GET",
    path: "/ledgers/information/entries/:id/transfers",
    summary:
      "Where the personal data of an entry go, on what that rests, and from which countries of its people nothing is recorded",
    permission: permissions.read,
    params: Type.Object({ id: Id }),
    output: Type.Object({
      rows: list(Transfer, 500),
      /** Of the company that keeps the data. */
      country: nullable(Country),
      /** Countries of the people that no transfer speaks of: to be recorded, or not. No gap. */
      proposed: list(Country, 250),
      can: Type.Object({ record: Type.Boolean() }),
    }),
  },
  recordTransfer: {
    method: "POST",
    path: "/ledgers/information/entries/:id/transfers",
    summary: "Record that personal data go to another country, and the basis; without one it is a gap",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object(Given),
    output: Type.Object({ id: Id }),
    events: ["data_transfer.recorded", ...gapEvents],
    errors: [...refusals],
  },
  changeTransfer: {
    method: "PUT",
    path: "/data-transfers/:id",
    summary: "Say what a transfer rests on now, until when, or who receives",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...Given, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["data_transfer.changed", ...gapEvents],
    errors: [...refusals, "data_transfer.changed_meanwhile", "ledger.transfer_over"],
  },
  endTransfer: {
    method: "POST",
    path: "/data-transfers/:id/end",
    summary: "The data go there no longer; the transfer stays readable",
    permission: permissions.manage,
    params: Type.Object({ id: Id }),
    body: Type.Object({ on: Day, reason: text(500, 1) }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["data_transfer.ended", ...gapEvents],
    errors: ["ledger.transfer_over", "ledger.day_ahead", "ledger.retired"],
  },
});
