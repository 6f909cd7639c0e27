import { Day, Id, list, nullable, oneOf, optional, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";

export const permissions = { read: "round.read", manage: "round.manage" } as const;

export const Relation = oneOf("parent", "consolidated", "equity_method", "joint_venture", "dealer");

export const Tier = oneOf("T1", "T2", "T3", "T4");

/** Who is missing at a company: somebody to answer, a desk to review, an executive to confirm. */
export const Lack = oneOf("answer", "review", "confirm");
export type Lack = Type.Static<typeof Lack>;

/** Companies per kind of what is missing. */
export const Lacks = Type.Object({
  answer: Type.Integer(),
  review: Type.Integer(),
  confirm: Type.Integer(),
});

/** Who is asked: by relation and tier on a day; single companies may be left out with a reason. */
export const PopulationRule = Type.Object({
  asOf: Day,
  relations: Type.Array(Relation, { minItems: 1, maxItems: 5 }),
  tiers: Type.Array(Tier, { minItems: 1, maxItems: 4 }),
  leaveOut: list(Type.Object({ companyId: Id, reason: text(500, 1) }), 2000),
});

export const Dates = { opensOn: Day, dueOn: Day, reviewDueOn: Day, confirmDueOn: Day };

/** Days before the due day by which providers of shared services answer. */
export const LeadDays = Type.Integer({ minimum: 0, maximum: 180 });

export const Company = {
  companyId: Id,
  code: text(40),
  name: text(200),
  nameEn: nullable(text(200)),
  nameJa: nullable(text(200)),
  nameZh: nullable(text(200)),
};

export const Member = Type.Object({
  ...Company,
  isIn: Type.Boolean(),
  /** A key of the catalogue (population.*), or the words of whoever left the company out. */
  reason: text(500),
  tier: nullable(Tier),
  relation: nullable(Relation),
  binding: nullable(oneOf("bound", "asked")),
  workers: nullable(Type.Integer()),
});

/** To the companies that stood below a division when the population was frozen. */
export const Narrow = Type.Object({ divisionId: optional(Id) });

export const taken = {
  params: Type.Object({ id: Id }),
  body: Type.Object({ rowVersion: RowVersion }),
} as const;

/** An erratum that asked again, and the companies whose inspection came back for it and is not handed in anew. */
export const SentBack = list(
  Type.Object({
    erratumId: Id,
    number: Type.Integer(),
    controlId: text(40),
    companies: Type.Integer(),
  }),
  20,
);
