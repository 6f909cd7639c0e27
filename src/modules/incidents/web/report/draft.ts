// What was typed into a report and is not with the server yet: kept on the device, so that a call or a tunnel loses nothing.
import type { Input, Output } from "#core/contract.ts";
import type { SentFile } from "#web/forms/FilesField.tsx";
import type { incidents } from "../../contract.ts";
import { type Answers, type Kind, kinds, type LastAtHand, lastAtHands } from "../../rules.ts";
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
  /** Another company than one's own; empty: one's own. */
  companyId: string;
  /** Who phoned: a person of the company, or in words, and the number to call back. */
  reporterId: string;
  reporterName: string;
  reporterSaid: string;
  callBack: string;
  occurredAt: string;
  lastAtHand: LastAtHand | null;
  asksLock: boolean;
  /** They are with the server already: kept by their ids. */
  files: SentFile[];
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
  companyId: "",
  reporterId: "",
  reporterName: "",
  reporterSaid: "",
  callBack: "",
  occurredAt: "",
  lastAtHand: null,
  asksLock: false,
  files: [],
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
      lastAtHand: lastAtHands.some((one) => one === draft.lastAtHand) ? draft.lastAtHand : null,
      files: Array.isArray(draft.files) ? draft.files : [],
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

type Known = { handles: boolean; lateNow: boolean; deviceId: string | undefined; asksLock: boolean };

/** What of the draft is sent: nothing that another choice has hidden since. */
export function toSend(
  draft: Draft,
  form: Pick<Output<typeof incidents.getReportForm>, "companyId" | "timeZone">,
  { handles, lateNow, deviceId, asksLock }: Known,
): Input<typeof incidents.reportIncident> {
  const isLost = draft.kind === "lost_device";
  const caller = [draft.reporterId ? "" : draft.reporterSaid.trim(), draft.callBack.trim()]
    .filter(Boolean)
    .join(" · ");
  return {
    companyId: form.companyId,
    kind: draft.kind ?? "other",
    answers: draft.answers,
    what: draft.what.trim(),
    discoveredAt: draft.at,
    zone: form.timeZone,
    sendingId: draft.sendingId,
    fileIds: draft.files.map((one) => one.id),
    ...(draft.unitId ? { unitId: draft.unitId } : {}),
    ...(deviceId ? { deviceIds: [deviceId] } : {}),
    ...(asksLock ? { asksLock } : {}),
    ...(isLost && draft.lastAtHand ? { lastAtHand: draft.lastAtHand } : {}),
    ...(!isLost && draft.occurredAt ? { occurredAt: draft.occurredAt } : {}),
    ...(draft.isForSomebody ? { isForSomebody: true, reporterSaid: caller } : {}),
    ...(draft.isForSomebody && draft.reporterId ? { reporterId: draft.reporterId } : {}),
    ...(draft.isExercise && handles ? { isExercise: true, triesReceivers: draft.triesReceivers } : {}),
    ...(lateNow && draft.lateReason.trim() ? { lateReason: draft.lateReason.trim() } : {}),
  };
}
