import { controls } from "./contract/controls.ts";
import { draftErrata } from "./contract/draft-errata.ts";
import { editing } from "./contract/editing.ts";
import { errata } from "./contract/errata.ts";
import { editions } from "./contract/editions.ts";
import { redline } from "./contract/redline.ts";
import { reviewing } from "./contract/reviewing.ts";

export { ControlRow } from "./contract/controls.ts";
export { EditionRow } from "./contract/editions.ts";
export { ControlChange, EditionState, permissions, Said } from "./contract/words.ts";

export const standards = {
  ...editions,
  ...controls,
  ...editing,
  ...redline,
  ...reviewing,
  ...errata,
  ...draftErrata,
};

/** Where in an edition something stands, in words. */
export { placeOf, stepsOf } from "./places.ts";

/** What an edition is made of, for the screens that write it. */
export type { Control, ControlWords, Frame, TextLanguage, Texts } from "./edition.ts";
