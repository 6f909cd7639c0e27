// How a field of a control or of the frame is called on the page, for refusals that name it by its place in what was sent.
import { inWords, type Say } from "#core/text/told.ts";
import { type Frame, placeOf, stepsOf } from "../../contract.ts";

/** @returns the label of the field that a path such as `control.requirement.ja` lies in; null where the page has none. */
export const fieldNames =
  (say: Say) =>
  (path: string): string | null => {
    const [whole, ...steps] = path.split(".");
    if (whole === "controlId") return say("draft.id");
    return steps.length > 0 ? inWords(placeOf(steps), say) : null;
  };

/** The same of `frame.areas.3.name.ja`: an entry is called by its id. */
export const frameNames =
  (frame: Frame, say: Say) =>
  (path: string): string | null => {
    const [whole, ...steps] = stepsOf({ frame }, `/${path.replaceAll(".", "/")}`);
    return whole === "frame" && steps.length > 0 ? inWords(placeOf(steps), say) : null;
  };
