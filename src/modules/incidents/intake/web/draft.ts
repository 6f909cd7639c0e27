// What was typed behind a link and is not sent yet: kept on the device for an hour, since it may be a shared one.
import { type Answers, type Kind, kinds } from "../../rules.ts";
import { type When, whens } from "../../web/report/parts.tsx";
import { newId } from "../../web/report/new-id.ts";
import { newSecret } from "./solve.ts";

export type Draft = {
  /** Made once: sent twice it is one report. */
  sendingId: string;
  secret: string;
  /** The first task of the form: opened anew after a dead spot it has been open as long as it was. */
  task: string;
  bits: number;
  kind: Kind | null;
  answers: Answers;
  at: string;
  when: When | null;
  what: string;
  name: string;
  contact: string;
  savedAt: number;
};

const empty = (): Draft => ({
  sendingId: newId(),
  secret: newSecret(),
  task: "",
  bits: 0,
  kind: null,
  answers: {},
  at: "",
  when: null,
  what: "",
  name: "",
  contact: "",
  savedAt: 0,
});
const keptHours = 1;
const placeOf = (code: string) => `yagura.link.${code}`;

export function loadDraft(code: string): Draft {
  try {
    const kept = JSON.parse(localStorage.getItem(placeOf(code)) ?? "null") as Partial<Draft> | null;
    if (!kept || Date.now() - (kept.savedAt ?? 0) > keptHours * 3_600_000) return empty();
    const draft = { ...empty(), ...kept };
    return {
      ...draft,
      kind: kinds.some((one) => one === draft.kind) ? draft.kind : null,
      when: whens.some((one) => one === draft.when) ? draft.when : null,
    };
  } catch {
    return empty(); // Private windows keep nothing, and what an older page left is no draft of this one.
  }
}

/** @returns whether it is kept: said beside the form. */
export function keepDraft(code: string, draft: Draft): boolean {
  try {
    localStorage.setItem(placeOf(code), JSON.stringify({ ...draft, savedAt: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(code: string): void {
  try {
    localStorage.removeItem(placeOf(code));
  } catch {
    // Nothing was kept.
  }
}
