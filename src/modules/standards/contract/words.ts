import { Id, Language, oneOf, text } from "#core/contract.ts";
import Type from "typebox";

export const permissions = {
  read: "standard.read",
  /** Drafting and publishing editions; only where it reaches the whole group. */
  publish: "standard.publish",
} as const;

// Whoever may publish also sees drafts, so the stronger right is looked for first.
export const reading = [permissions.publish, permissions.read] as const;

export const EditionState = oneOf("draft", "published", "retired");

export const ControlChange = oneOf("unchanged", "changed", "new", "withdrawn");

export const Key = text(80, 1);

export const Count = Type.Integer({ minimum: 0 });

/** Words of the standard in the reader's language, or in the one they are written in. */
export const Said = Type.Object({ text: text(4000), lang: Language });

export const Named = { id: Key, name: Said };

export const byId = { params: Type.Object({ id: Id }) } as const;
