import Type from "typebox";
import { Id, list, Moment, nullable, oneOf, RowVersion, text } from "#core/contract.ts";
import { actuals, channels, kinds, questions, said, severities, states } from "../rules.ts";

export const permissions = {
  /** Anybody's: what one noticed, for oneself or for somebody who phoned. */
  report: "incident.report",
  read: "incident.read",
  /** The company's: whether it is an incident, how grave, that it is contained. */
  assess: "incident.assess",
  /** Of whoever develops products: cases of products alone, to read, weigh and clock. */
  product: "incident.product",
  /** The same of whoever supervises companies, without being owed by them. */
  manage: "incident.manage",
  /** Which kinds go to headquarters at once, and to which position. */
  rule: "incident.rule",
  /** Packs for the day the network is down: they hold the numbers of whoever is on call. */
  pack: "incident.pack",
} as const;

/** The strongest first. */
export const workers = [permissions.manage, permissions.assess] as const;
/** Of what a case of a product needs beside: the right on those alone, after those on all. */
export const readers = [permissions.read, permissions.product] as const;
export const productWorkers = [...workers, permissions.product] as const;

export const ById = Type.Object({ id: Id });
export const Kind = oneOf(...kinds);
export const Severity = oneOf(...severities);
export const Actual = oneOf(...actuals);
export const State = oneOf(...states);
export const Channel = oneOf(...channels);
export const Zone = text(60, 1);
export const FileIds = list(Id, 20);
export const Answers = Type.Object(
  Object.fromEntries(questions.map((one) => [one, Type.Optional(oneOf(...said))])) as {
    [K in (typeof questions)[number]]: ReturnType<
      typeof Type.Optional<ReturnType<typeof oneOf<typeof said>>>
    >;
  },
);

export const IncidentRow = Type.Object({
  id: Id,
  reference: text(80),
  kind: Kind,
  title: text(300),
  companyId: Id,
  companyName: text(200),
  unitName: nullable(text(200)),
  severity: Severity,
  state: State,
  discoveredAt: Moment,
  discoveredZone: Zone,
  enteredAt: Moment,
  reportDueAt: Moment,
  reportedAt: nullable(Moment),
  isLate: Type.Boolean(),
  containedAt: nullable(Moment),
  isProduct: Type.Boolean(),
  isExercise: Type.Boolean(),
  isConfidential: Type.Boolean(),
  takenUpByName: nullable(text(201)),
  rowVersion: RowVersion,
});

export const Report = Type.Object({
  id: Id,
  nth: Type.Integer(),
  said: text(4000),
  isPartial: Type.Boolean(),
  severity: Severity,
  reportedAt: Moment,
  reportedByName: nullable(text(201)),
  positionName: text(200),
  holderName: text(201),
  holderRank: nullable(text(100)),
  notedAt: nullable(Moment),
  notedName: nullable(text(201)),
  notedAs: nullable(oneOf("holder", "deputy", "other")),
});
