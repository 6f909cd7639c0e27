import { contract, Id, Language, list, Moment, nullable, RowVersion, text } from "#core/contract.ts";
import Type from "typebox";
import { Control, ControlWords, Frame, Texts } from "../edition.ts";
import { byId, CarryWord, ControlChange, Count, Key, permissions, Said } from "./words.ts";

const ofControl = { params: Type.Object({ id: Id, controlId: Key }) } as const;

/** One control in the list beside the editor, with what is still to be done about it. */
export const DraftControlRow = Type.Object({
  id: Key,
  area: Key,
  title: Said,
  /** Found by its title in whichever language one knows it. */
  titles: Texts,
  mandatory: Type.Boolean(),
  change: ControlChange,
  /** Languages of the standard in which words of it are missing. */
  untranslated: list(Language, 3),
  /** Languages whose words stayed as they were while the original changed, and nobody has looked at them since. */
  outdated: list(Language, 3),
  isUndecided: Type.Boolean(),
});

const refusals = [
  "edition.not_found",
  "edition.not_a_draft",
  "edition.changed_meanwhile",
  "standard.needs_whole_group",
] as const;

export const editing = contract({
  getDraft: {
    method: "GET",
    path: "/editions/:id/draft",
    summary:
      "A draft as its authors write it: the frame in all its languages and every control with what is open",
    permission: permissions.publish,
    ...byId,
    output: Type.Object({
      frame: Frame,
      rowVersion: RowVersion,
      languages: list(Language, 3),
      original: Language,
      previous: nullable(Type.Object({ id: Id, edition: text(40) })),
      controls: list(DraftControlRow, 3000),
      /** Ids of controls of earlier editions that are not in the draft: no new control is given one. */
      usedIds: list(Key, 10_000),
      withdrawn: list(
        Type.Object({ id: Key, title: Said, titles: Texts, isUndecided: Type.Boolean() }),
        3000,
      ),
    }),
    errors: ["edition.not_found", "edition.not_a_draft", "standard.needs_whole_group"],
  },
  getDraftControl: {
    method: "GET",
    path: "/editions/:id/draft/controls/:controlId",
    summary:
      "One control as its authors write it, in all languages, beside what it was in the edition before",
    permission: permissions.publish,
    ...ofControl,
    output: Type.Object({
      control: Control,
      rowVersion: RowVersion,
      change: ControlChange,
      carry: nullable(CarryWord),
      choices: list(CarryWord, 3),
      fromIds: list(Key, 50),
      reason: nullable(text(1000)),
      /** The control of the same id, else the first of those it came from. */
      before: nullable(Control),
      /** The same with the values that it was read with. */
      beforeFilled: nullable(ControlWords),
      outdated: list(Language, 3),
      /** Translations that somebody found still right for the words as they are now. */
      lookedAt: list(
        Type.Object({
          language: Language,
          familyName: text(100),
          givenName: text(100),
          at: Moment,
        }),
        3,
      ),
    }),
    errors: ["edition.not_found", "control.not_found", "edition.not_a_draft", "standard.needs_whole_group"],
  },
  saveControl: {
    method: "PUT",
    path: "/editions/:id/draft/controls/:controlId",
    summary: "Writes one control of a draft; a control that is not there yet is added behind another",
    permission: permissions.publish,
    ...ofControl,
    body: Type.Object({
      control: Control,
      /** Null for a new control. */
      rowVersion: nullable(RowVersion),
      /** A new control stands behind this one; else at the end of its area. */
      after: Type.Optional(Key),
    }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["standard.changed"],
    errors: [
      ...refusals,
      "control.changed_meanwhile",
      "control.exists",
      "control.id_used",
      "control.another_id",
      "edition.words_unknown",
    ],
  },
  confirmTranslation: {
    method: "PUT",
    path: "/editions/:id/draft/controls/:controlId/translations/:language",
    summary:
      "Says of a translation whose original changed that it is still right; other words are looked at anew",
    permission: permissions.publish,
    params: Type.Object({ id: Id, controlId: Key, language: Language }),
    body: Type.Object({ rowVersion: RowVersion }),
    /** The languages that still wait for a look. */
    output: Type.Object({ outdated: list(Language, 3) }),
    events: ["standard.changed"],
    errors: [...refusals, "control.not_found", "control.changed_meanwhile", "translation.not_late"],
  },
  removeControl: {
    method: "DELETE",
    path: "/editions/:id/draft/controls/:controlId",
    summary: "Takes a control out of a draft; in the edition before it stays",
    permission: permissions.publish,
    ...ofControl,
    body: Type.Object({
      rowVersion: RowVersion,
      /** Why it is withdrawn: kept as what becomes of its answers. Without it that is asked before the edition is reviewed. */
      reason: Type.Optional(text(1000, 1)),
    }),
    output: Type.Object({ controls: Count }),
    events: ["standard.changed"],
    errors: [...refusals, "control.not_found", "control.changed_meanwhile", "edition.last_control"],
  },
  moveControl: {
    method: "PUT",
    path: "/editions/:id/draft/controls/:controlId/place",
    summary: "Puts a control of a draft before another one, or behind the last of its area",
    permission: permissions.publish,
    ...ofControl,
    body: Type.Object({ before: Type.Optional(Key) }),
    output: Type.Object({ position: Count }),
    events: ["standard.changed"],
    errors: [...refusals, "control.not_found"],
  },
  bringBackControl: {
    method: "POST",
    path: "/editions/:id/draft/controls/:controlId/return",
    summary: "Puts a withdrawn control back into the draft as the edition before had it",
    permission: permissions.publish,
    ...ofControl,
    body: Type.Object({}),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["standard.changed"],
    errors: [...refusals, "control.not_found", "control.exists", "edition.words_unknown"],
  },
  saveFrame: {
    method: "PUT",
    path: "/editions/:id/draft/frame",
    summary:
      "Writes what is not a control: names, areas, tiers, conditions, thresholds, cadences, parameters",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({ frame: Frame, rowVersion: RowVersion }),
    output: Type.Object({ rowVersion: RowVersion }),
    events: ["standard.changed"],
    errors: [...refusals, "edition.words_in_use", "edition.another_standard", "editions_unique"],
  },
  saveCarryOver: {
    method: "PUT",
    path: "/editions/:id/draft/carry-over",
    summary: "Decides for some controls what becomes of the answers given under the edition before",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({
      rules: list(
        Type.Object({
          controlId: Key,
          fromIds: list(Key, 50),
          carry: nullable(CarryWord),
          reason: nullable(text(1000)),
        }),
        3000,
      ),
    }),
    output: Type.Object({ open: Count }),
    events: ["standard.carry_over_decided"],
    errors: [...refusals, "carry_over.unknown_control", "carry_over.not_possible", "carry_over.needs_reason"],
  },
  discardDraft: {
    method: "DELETE",
    path: "/editions/:id/draft",
    summary:
      "Throws a draft away that was never in force; one on which opinions were given is put away with them",
    permission: permissions.publish,
    ...byId,
    body: Type.Object({ reason: text(1000, 1) }),
    output: Type.Object({
      /** False where it was put away. */
      isGone: Type.Boolean(),
    }),
    events: ["standard.discarded"],
    errors: refusals,
  },
});
