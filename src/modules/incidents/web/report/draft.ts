// What was typed into a report and is not with the server yet: kept on the device, so that a call or a tunnel loses nothing.
import { type Answers, type Kind, kinds } from "../../rules.ts";
import { newId } from "./new-id.ts";
import { type When, whens } from "./parts.tsx";

export type Draft = {
  /** Made once: sent twice it is one report. */
  sendingId: string;
  kind: Kind | null;
  answers: Answers;
  at: string;
  when: When | null;
  what: string;
  unitId: string;
  deviceId: string;
  isForSomebody: boolean;
  isExercise: boolean;
  triesReceivers: boolean;
  reporterSaid: string;
  lateReason: string;
  savedAt: number;
};

export const emptyDraft = (): Draft => ({
  sendingId: newId(),
  kind: null,
  answers: {},
  at: "",
  when: null,
  what: "",
  unitId: "",
  deviceId: "",
  isForSomebody: false,
  isExercise: false,
  triesReceivers: false,
  reporterSaid: "",
  lateReason: "",
  savedAt: 0,
});

/** A draft of another day is another thing that happened. */
const keptHours = 72;

export function loadDraft(place: string): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null") as Partial<Draft> | null;
    if (!kept || Date.now() - (kept.savedAt ?? 0) > keptHours * 3_600_000) return emptyDraft();
    const draft = { ...emptyDraft(), ...kept };
    return {
      ...draft,
      kind: kinds.some((one) => one === draft.kind) ? draft.kind : null,
      when: whens.some((one) => one === draft.when) ? draft.when : null,
    };
  } catch {
    return emptyDraft(); // Private windows keep nothing, and what an older page left is no draft of this one.
  }
}

/** @returns whether it is kept: said beside the title. */
export function keepDraft(place: string, draft: Draft): boolean {
  try {
    localStorage.setItem(place, JSON.stringify({ ...draft, savedAt: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(place: string): void {
  try {
    localStorage.removeItem(place);
  } catch {
    // Nothing was kept.
  }
}
