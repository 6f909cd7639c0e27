import { Id, Language, oneOf, text } from "#core/contract.ts";
import Type from "typebox";
import { carries, changeKinds } from "../changes.ts";

export const permissions = {
  read: "standard.read",
  /** Drafting and publishing editions; only where it reaches the whole group. */
  publish: "standard.publish",
} as const;

// Whoever may publish also sees drafts, so the stronger right is looked for first.
export const reading = [permissions.publish, permissions.read] as const;

export const EditionState = oneOf("draft", "in_review", "published", "retired", "discarded");

export const ControlChange = oneOf(...changeKinds);
export const CarryWord = oneOf(...carries);

export const Key = text(80, 1);

export const Count = Type.Integer({ minimum: 0 });

/** Words of the standard in the reader's language, or in the one they are written in. */
export const Said = Type.Object({ text: text(4000), lang: Language });

/** Guidance of a control, and lists of its texts in one. */
export const LongSaid = Type.Object({ text: text(20_000), lang: Language });

export const Named = { id: Key, name: Said };

export const byId = { params: Type.Object({ id: Id }) } as const;

/** How people call an edition: 2027, 2027.1, rev-5. */
export const EditionCode = Type.String({
  pattern: "^[A-Za-z0-9][A-Za-z0-9_.()-]*$",
  minLength: 1,
  maxLength: 40,
});
