// Words of the ledgers' contracts.
import Type, { type TSchema } from "typebox";
import { Day, Id, list, Moment, nullable, oneOf, optional, text } from "#core/contract.ts";
import { type Field, type FieldName, fieldNames, fieldOf } from "../declared/fields.ts";
import { ledgerNames } from "../declared/ledgers.ts";

export const permissions = {
  read: "ledger.read",
  /** Add, change, take in, review and retire entries of one's companies. */
  manage: "ledger.manage",
  /** A company's own rules; the group's for whoever holds it over the whole group. */
  rules: "ledger.rule",
  /** What the classes mean and demand, for the whole group. */
  classes: "ledger.classify",
  /** Decide about purposes of personal data that another person proposed. */
  approvePurpose: "ledger.approve_purpose",
  /** Answer whose an unknown thing is when one is asked; whoever keeps the ledger answers for others too. */
  identify: "ledger.identify",
  /** What nobody probably answers for in one's company is asked of whoever holds it: the officer, not the group. */
  queue: "ledger.queue",
} as const;

/** What every act may write that settles the gaps of its entry: time may have opened or closed others meanwhile. */
export const gapEvents = ["asset_gap.opened", "asset_gap.closed"] as const;

export const LedgerOf = oneOf(...ledgerNames);

export const states = ["planned", "in_use", "stored", "lost", "retired"] as const;
export const State = oneOf(...states);

/**
 * How the ledger and what is seen agree about an entry. `matched`: taken in, and seen lately. `only_here`: taken in, seen by
 * no source. `only_there`: seen by a source, not taken in. `stale`: last seen too long ago to count.
 */
export const standings = ["matched", "only_here", "only_there", "stale"] as const;
export const Standing = oneOf(...standings);

export const Rank = Type.Integer({ minimum: 1, maximum: 6 });
export const Label = text(40, 1);

function schemaOf(field: Field): TSchema {
  switch (field.type) {
    case "text":
      return text(field.max);
    case "flag":
      return Type.Boolean();
    case "number":
      return Type.Integer({ minimum: field.from, maximum: field.to });
    case "day":
      return Day;
    case "moment":
      return Moment;
    case "word":
      return oneOf(...field.words);
    case "words":
      return list(oneOf(...field.words), field.words.length);
    case "countries":
      return list(
        Type.Object({
          country: Type.String({ pattern: "^[A-Z]{2}$", maxLength: 2 }),
          people: Type.Integer({ minimum: 0, maximum: 10_000_000_000 }),
        }),
        250,
      );
  }
}

export type Countries = { country: string; people: number }[];
export type Value = string | number | boolean | string[] | Countries | null;
export type Values = { [K in FieldName]?: Value | undefined };

/** The fields of all ledgers, each optional: which of them a ledger keeps, declared/ledgers.ts says. Null is "not known". */
export const ValuesOf = Type.Unsafe<Values>(
  Type.Object(
    Object.fromEntries(fieldNames.map((name) => [name, optional(nullable(schemaOf(fieldOf(name))))])),
    { additionalProperties: false },
  ),
);

/** What every entry has, as a caller gives it. */
export const Given = {
  name: text(255, 1),
  unitId: nullable(Id),
  ownerId: nullable(Id),
  class: nullable(Rank),
  state: oneOf("planned", "in_use", "stored", "lost"),
  labels: list(Label, 20),
};

export const Entry = Type.Object({
  id: Id,
  /** As people quote it: D-000123. */
  number: text(20),
  name: text(255),
  companyId: Id,
  companyName: text(200),
  unitId: nullable(Id),
  unitName: nullable(text(200)),
  ownerId: nullable(Id),
  ownerName: nullable(text(201)),
  /** Whoever is named has left: somebody else has to answer for it. */
  ownerHasLeft: Type.Boolean(),
  class: nullable(Rank),
  state: State,
  labels: list(Label, 20),
  /** When it was taken into the ledger; null while sources alone have seen it. */
  registeredAt: nullable(Moment),
  reviewedOn: nullable(Day),
  reviewDueOn: nullable(Day),
  retiredOn: nullable(Day),
  seenAt: nullable(Moment),
  sources: Type.Integer(),
  standing: Standing,
  /** Names of the fields about which sources disagree. */
  conflicts: list(text(60), 40),
  /** Whether a rule covers it. */
  hasRule: Type.Boolean(),
  values: ValuesOf,
  changedAt: Moment,
  rowVersion: Type.Integer(),
});
