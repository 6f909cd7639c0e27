import Type from "typebox";
import { contract, Id, list, Moment, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import { ById, permissions, productWorkers, readers, workers } from "../../contract/words.ts";
import { dataCategories, takenAs } from "../rules.ts";
import { AffectedRole, Country, Done, Named } from "./words.ts";

const Category = oneOf(...dataCategories);
const Count = Type.Integer({ minimum: 0, maximum: 2_000_000_000 });

const Counted = Type.Object({
  id: Id,
  country: Country,
  count: Count,
  isExact: Type.Boolean(),
  categories: list(Category, 20),
  said: text(1000),
  setAt: Moment,
  setByName: nullable(text(201)),
  /** Taken over from a set of personal data of the ledger. */
  from: nullable(
    Type.Object({ name: text(300), inLedger: Type.Integer(), taken: Type.Integer(), as: oneOf(...takenAs) }),
  ),
});

const Thing = Type.Object({ ledger: text(40), entryId: Id, name: text(300), about: text(400) });

/** How many people of a country a set of personal data names now, and what was taken over from it last. */
const OfLedger = Type.Object({
  country: Country,
  /** Null where the ledger names none of this country any more. */
  inLedger: nullable(Type.Integer()),
  taken: nullable(
    Type.Object({ count: Type.Integer(), inLedger: Type.Integer(), at: Moment, byName: nullable(text(201)) }),
  ),
  /** The ledger names another number than when it was taken over. */
  isDifferent: Type.Boolean(),
});

const Attached = Type.Object({
  ...Thing.properties,
  isSpecial: Type.Boolean(),
  people: list(OfLedger, 250),
});

export const affected = contract({
  getAffected: {
    method: "GET",
    path: "/incidents/:id/affected",
    summary:
      "Who is affected: companies within one's scope with what they were told, people by country, things of the ledgers",
    permission: readers,
    params: ById,
    output: Type.Object({
      companies: list(
        Type.Object({
          id: Id,
          companyId: Id,
          companyName: text(200),
          role: AffectedRole,
          told: text(4000),
          toldAt: nullable(Moment),
          notedAt: nullable(Moment),
          notedByName: nullable(text(201)),
          leftAt: nullable(Moment),
          leftBecause: text(500),
          rowVersion: RowVersion,
        }),
        500,
      ),
      /** The last count of each country. */
      people: list(Counted, 250),
      /** Those before it, the latest first. */
      earlier: list(Counted, 200),
      total: Type.Integer(),
      isExact: Type.Boolean(),
      things: list(Attached, 200),
      mayWork: Type.Boolean(),
      /** Entries of ledgers; of a product case also by the right on those. */
      mayName: Type.Boolean(),
    }),
  },
  findAffectable: {
    method: "GET",
    path: "/incidents/:id/affectable",
    summary: "Companies within one's scope, or entries of the ledgers, that may be named as affected",
    permission: productWorkers,
    params: ById,
    query: Type.Object({ search: text(100, 1), of: oneOf("companies", "things") }),
    output: Type.Object({ companies: list(Named, 30), things: list(Thing, 40) }),
  },
  addAffected: {
    method: "POST",
    path: "/incidents/:id/affected",
    summary: "Name a company as affected, and as what",
    permission: workers,
    params: ById,
    body: Type.Object({ companyId: Id, role: AffectedRole }),
    output: Done,
    events: ["incident.company_affected"],
    errors: ["incident.affected_already"],
  },
  tellAffected: {
    method: "POST",
    path: "/incident-affected/:id/telling",
    summary:
      "Tell an affected company its part: these words and nothing else of the incident; its officer is asked to take note",
    permission: workers,
    params: ById,
    body: Type.Object({ told: text(4000, 1), rowVersion: RowVersion }),
    output: Done,
    events: ["incident.company_told"],
    errors: ["incident_affected.changed_meanwhile", "incident.affected_no_more"],
  },
  takeOutAffected: {
    method: "POST",
    path: "/incident-affected/:id/end",
    summary: "Say that a company is not affected, with the reason; what it was told stays",
    permission: workers,
    params: ById,
    body: Type.Object({ because: text(500, 1), rowVersion: RowVersion }),
    output: Done,
    events: ["incident.company_cleared"],
    errors: ["incident_affected.changed_meanwhile", "incident.affected_no_more"],
  },
  getTold: {
    method: "GET",
    path: "/incident-affected/:id",
    summary: "What one's own company was told of an incident elsewhere",
    permission: permissions.read,
    params: ById,
    output: Type.Object({
      id: Id,
      companyName: text(200),
      role: AffectedRole,
      told: text(4000),
      toldAt: Moment,
      toldByName: nullable(text(201)),
      notedAt: nullable(Moment),
      notedByName: nullable(text(201)),
      leftAt: nullable(Moment),
      leftBecause: text(500),
      isExercise: Type.Boolean(),
      mayNote: Type.Boolean(),
    }),
  },
  noteTold: {
    method: "POST",
    path: "/incident-affected/:id/note",
    summary: "Take note, for the own company, of what it was told",
    permission: workers,
    params: ById,
    output: Done,
    events: ["incident.told_noted"],
    errors: ["incident.told_noted_already"],
  },
  countPeople: {
    method: "POST",
    path: "/incidents/:id/people",
    summary: "Say how many people of a country are affected, as it is known now; what was said before stays",
    permission: workers,
    params: ById,
    body: Type.Object({
      country: Country,
      count: Count,
      isExact: Type.Boolean(),
      categories: list(Category, 20),
      said: optional(text(1000)),
    }),
    output: Done,
    events: ["incident.people_counted"],
    errors: ["incident.nothing_new"],
  },
  takePeople: {
    method: "POST",
    path: "/incidents/:id/things/:entryId/people",
    summary:
      "Take over people by country that a set of personal data of the ledger names: all, in part, or changed with what the number rests on",
    permission: workers,
    params: Type.Object({ id: Id, entryId: Id }),
    body: Type.Object({
      countries: Type.Array(
        Type.Object({
          country: Country,
          count: Count,
          /** How it goes together with what is counted of this country already. */
          as: oneOf(...takenAs),
          /** The count that was read; null where there was none. */
          after: nullable(Id),
        }),
        { minItems: 1, maxItems: 250 },
      ),
      isExact: Type.Boolean(),
      categories: list(Category, 20),
      said: optional(text(1000)),
    }),
    output: Done,
    events: ["incident.people_counted"],
    errors: [
      "incident.unknown_thing",
      "incident.no_people_of_country",
      "incident.counted_meanwhile",
      "incident.same_people_or_others",
      "incident.say_what_it_rests_on",
      "incident.too_many_people",
      "incident.nothing_new",
    ],
  },
  addThing: {
    method: "POST",
    path: "/incidents/:id/things",
    summary: "Name an entry of a ledger that is affected",
    permission: productWorkers,
    params: ById,
    body: Type.Object({ ledger: text(40, 1), entryId: Id }),
    output: Done,
    events: ["incident.thing_added"],
    errors: ["incident.unknown_thing", "incident.affected_already"],
  },
  takeOutThing: {
    method: "POST",
    path: "/incidents/:id/things/:entryId/end",
    summary: "Take out what was named by mistake",
    permission: productWorkers,
    params: Type.Object({ id: Id, entryId: Id }),
    output: Done,
    events: ["incident.thing_taken_out"],
  },
});
