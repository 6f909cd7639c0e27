import Type from "typebox";
import { Id, Language, list, Moment, nullable, oneOf, text } from "#core/contract.ts";
import { Kind, Severity } from "../../contract/words.ts";
import { anchors, audiences, channels, proofs } from "../rules.ts";

export const Audience = oneOf(...audiences);
export const Channel = oneOf(...channels);
export const Proof = oneOf(...proofs);

/** Of each language at most one; a reader whose own is missing reads another. */
export const words = (most: number) =>
  Type.Object({
    ja: Type.Optional(text(most)),
    en: Type.Optional(text(most)),
    zh: Type.Optional(text(most)),
  });

/** Whoever holds a permission at the company, whoever is in charge at headquarters, who holds a position, or a person. */
export const Who = Type.Object({
  by: oneOf("assess", "manage", "rule", "head", "position", "person"),
  id: Type.Optional(nullable(Id)),
});

export const Recipient = Type.Object({
  kind: oneOf("person", "position", "address", "words"),
  id: Type.Optional(nullable(Id)),
  name: text(300),
  address: Type.Optional(text(254)),
  language: Language,
});

export const Line = Type.Object({
  names: words(200),
  on: oneOf("incident", "nothing"),
  kinds: list(Kind, 14),
  severityFrom: Severity,
  needsPersonal: Type.Boolean(),
  needsProduct: Type.Boolean(),
  countries: list(Type.String({ minLength: 2, maxLength: 2, pattern: "^[A-Z]{2}$" }), 60),
  audience: Audience,
  owner: Who,
  anchor: oneOf(...anchors),
  hours: Type.Integer({ minimum: 1, maximum: 8784 }),
  channel: Channel,
  approvals: Type.Integer({ minimum: 0, maximum: 2 }),
  approver: nullable(Who),
  proof: Proof,
  recipients: list(Recipient, 20),
  subjects: words(300),
  bodies: words(8000),
});

export const Named = Type.Object({
  position: nullable(text(200)),
  person: nullable(text(201)),
  by: text(20),
});

export const LineRow = Type.Intersect([
  Line,
  Type.Object({
    id: Id,
    n: Type.Integer(),
    unitId: nullable(Id),
    level: oneOf("group", "division", "company"),
    unitName: nullable(text(200)),
    madeAt: Moment,
    rowVersion: Type.Integer(),
    mayChange: Type.Boolean(),
  }),
]);
