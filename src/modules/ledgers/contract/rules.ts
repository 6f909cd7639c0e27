// Classes by significance of risk with what they demand, and the rules that apply to the entries of a ledger.
import Type from "typebox";
import {
  contract,
  Day,
  Id,
  list,
  nullable,
  oneOf,
  optional,
  page,
  paging,
  RowVersion,
  text,
} from "#core/contract.ts";
import { LedgerOf, permissions, Rank } from "./words.ts";

const Words = { en: text(600), ja: text(600), zh: text(600) };
const Name = { en: text(60, 1), ja: text(60, 1), zh: text(60, 1) };
const Demands = list(Type.Object({ ledger: LedgerOf, measures: list(text(40, 1), 40) }), 20);

export const Nature = oneOf("", "confidential", "personal");
const Cover = Type.Object({ ledger: LedgerOf, nature: Nature, fromRank: Rank });

const RuleGiven = {
  name: text(200, 1),
  reference: text(500),
  fileId: nullable(Id),
  ownerId: nullable(Id),
  reviewDueOn: Day,
  covers: list(Cover, 20),
};

const Rule = Type.Object({
  id: Id,
  companyId: nullable(Id),
  companyName: nullable(text(200)),
  name: text(200),
  reference: text(500),
  fileId: nullable(Id),
  ownerId: nullable(Id),
  ownerName: nullable(text(201)),
  validFrom: Day,
  reviewDueOn: Day,
  reviewedOn: nullable(Day),
  isOverdue: Type.Boolean(),
  covers: list(Cover, 20),
  reviews: list(
    Type.Object({
      on: Day,
      byName: nullable(text(201)),
      outcome: oneOf("kept", "changed"),
      remark: text(1000),
    }),
    20,
  ),
  rowVersion: RowVersion,
  mayChange: Type.Boolean(),
});

const Sought = {
  companyId: optional(Id),
  search: optional(text(100)),
  /** Those alone that are past their review date. */
  overdue: optional(Type.Boolean()),
};

export const rules = contract({
  listClasses: {
    method: "GET",
    path: "/asset-classes",
    summary:
      "The classes by significance of risk: what each means, demands, and how often its entries are looked at",
    permission: permissions.read,
    output: Type.Object({
      rows: list(
        Type.Object({
          rank: Rank,
          name: Type.Object(Name),
          criteria: Type.Object(Words),
          reviewMonths: Type.Integer(),
          demands: Demands,
          rowVersion: RowVersion,
        }),
        6,
      ),
    }),
  },
  changeClass: {
    method: "PUT",
    path: "/asset-classes/:rank",
    summary: "What a class is called, means and demands; a new rank continues the row",
    permission: permissions.classes,
    confirms: true,
    params: Type.Object({ rank: Type.Integer({ minimum: 1, maximum: 6 }) }),
    body: Type.Object({
      name: Type.Object(Name),
      criteria: Type.Object(Words),
      reviewMonths: Type.Integer({ minimum: 1, maximum: 60 }),
      demands: Demands,
      /** Of the row as it was read; left out for a new rank. */
      rowVersion: optional(RowVersion),
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["asset_class.changed"],
    errors: ["ledger.no_such_measure", "ledger.rank_out_of_row", "asset_class.changed_meanwhile"],
  },
  listRules: {
    method: "GET",
    path: "/asset-rules",
    summary:
      "The rules in force: the group's and those of the companies within one's scope, the ones to be looked at first",
    permission: permissions.read,
    query: Type.Object({ ...Sought, ...paging }),
    output: page(Rule),
  },
  countRules: {
    method: "GET",
    path: "/asset-rules/count",
    summary:
      "How many rules are in force within one's scope, and how many of them are past their review date",
    permission: permissions.read,
    query: Type.Object(Sought),
    output: Type.Object({ all: Type.Integer(), overdue: Type.Integer() }),
  },
  addRule: {
    method: "POST",
    path: "/asset-rules",
    summary: "Say which rule applies to which entries, who answers for it and when it is looked at again",
    permission: permissions.rules,
    body: Type.Object({ ...RuleGiven, companyId: nullable(Id), from: Day }),
    output: Type.Object({ id: Id }),
    events: ["asset_rule.added"],
    errors: [
      "ledger.rule_of_the_group",
      "person.not_found",
      "ledger.owner_has_left",
      "file.not_found",
      "ledger.rule_covers_nothing",
      "company.not_found",
    ],
  },
  changeRule: {
    method: "PUT",
    path: "/asset-rules/:id",
    summary: "Change a rule, what it covers, or who answers for it",
    permission: permissions.rules,
    params: Type.Object({ id: Id }),
    body: Type.Object({ ...RuleGiven, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["asset_rule.changed"],
    errors: [
      "asset_rule.changed_meanwhile",
      "ledger.rule_of_the_group",
      "person.not_found",
      "ledger.owner_has_left",
      "file.not_found",
      "ledger.rule_covers_nothing",
    ],
  },
  reviewRule: {
    method: "POST",
    path: "/asset-rules/:id/reviews",
    summary: "A rule was looked at: kept as it is or changed, and when it is looked at again",
    permission: permissions.rules,
    params: Type.Object({ id: Id }),
    body: Type.Object({ outcome: oneOf("kept", "changed"), remark: text(1000), nextOn: Day }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["asset_rule.reviewed"],
    errors: ["ledger.rule_of_the_group", "ledger.day_not_ahead"],
  },
  endRule: {
    method: "POST",
    path: "/asset-rules/:id/end",
    summary: "A rule applies no longer; the entries it covered are without one unless another covers them",
    permission: permissions.rules,
    params: Type.Object({ id: Id }),
    body: Type.Object({ reason: text(500, 1) }),
    output: Type.Object({}),
    events: ["asset_rule.ended"],
    errors: ["ledger.rule_of_the_group"],
  },
});
