import Type from "typebox";
import { list, nullable, oneOf, optional, text } from "#core/contract.ts";
import { permissions as standard } from "#modules/standards/contract.ts";
import { verdicts } from "../matching.ts";
import { relations } from "../rules.ts";

/** Mappings are part of the group's rule book: who publishes it adopts them, everybody who reads it reads them. */
export const permissions = { read: standard.read, adopt: standard.publish } as const;
export const reading = [permissions.adopt, permissions.read] as const;

export const Count = Type.Integer({ minimum: 0 });
export const ItemId = text(80, 1);
export const Relation = oneOf(...relations);
export const Derived = oneOf(...relations, "unknown");

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
/** An outside catalogue or an edition of a standard, as the end of a mapping. */
export const Space = Type.Unsafe<`set:${string}` | `edition:${string}`>(
  Type.String({ pattern: `^(set:[a-z0-9][a-z0-9_]{0,39}|edition:${uuid})$`, maxLength: 60 }),
);
export const SpaceName = Type.Object({ space: Space, name: text(400) });

export const Verdict = oneOf(...verdicts);

/** Where a sheet has its heading and what its columns mean, chosen by a person. */
const HeadingRows = Type.Union([Type.Literal(1), Type.Literal(2)]);
export const SheetChoice = Type.Object({
  sheet: optional(Type.Integer({ minimum: 0, maximum: 199 })),
  headingRow: optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  /** Two where a group stands above its columns. */
  headingRows: optional(HeadingRows),
  mapping: optional(Type.Record(text(20), Type.Integer({ minimum: 0, maximum: 500 }))),
});
export const Recognised = Type.Object({
  format: oneOf("csv", "xlsx"),
  sheets: list(Type.Object({ name: text(100), rows: Count, isHidden: Type.Boolean() }), 200),
  sheet: Count,
  headingRow: Count,
  headingRows: HeadingRows,
  labels: list(text(200), 200),
  mapping: Type.Record(text(20), Count),
  isRemembered: Type.Boolean(),
  samples: list(list(text(200), 200), 5),
});

export const Provenance = Type.Object({
  method: nullable(text(100)),
  rationale: nullable(text(100)),
  status: nullable(text(100)),
  description: nullable(text(2000)),
  parties: list(text(200), 20),
});
