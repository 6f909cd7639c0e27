// What became of an entry, change by change.
import Type from "typebox";
import { contract, Day, Id, list, Moment, nullable, page, paging, text } from "#core/contract.ts";
import { LedgerOf, permissions, type Value } from "./words.ts";

const Said = Type.Unsafe<Value>(
  Type.Union([
    Type.Null(),
    Type.String({ maxLength: 4000 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.Union([text(400), Type.Object({ country: text(2), people: Type.Integer() })]), {
      maxItems: 250,
    }),
  ]),
);
const ChangeOfEntry = Type.Object({
  at: Moment,
  /** The day in the group's zone, as of which the list and the page show what it said then. */
  day: Day,
  /** How it came into the ledger; what it said then is what it says now but for the changes since. */
  isFirst: Type.Boolean(),
  /** Who changed it; null where a load did, or the product. */
  byName: nullable(text(201)),
  /** The load that said so; its id for whoever may look at it. */
  load: nullable(Type.Object({ sourceName: text(120), saidAt: Moment, id: nullable(Id) })),
  /** Entries of the same company that were changed in the same act, up to a thousand and one. */
  others: Type.Integer(),
  changes: list(Type.Object({ field: text(60), from: Said, to: Said }), 60),
});

export const changes = contract({
  listEntryChanges: {
    method: "GET",
    path: "/ledgers/:ledger/entries/:id/changes",
    summary:
      "Every change of an entry, the newest first: who or which source, when, from what to what, and how many others of the company with it",
    permission: permissions.read,
    params: Type.Object({ ledger: LedgerOf, id: Id }),
    query: Type.Object({ ...paging }),
    output: page(ChangeOfEntry),
  },
});
