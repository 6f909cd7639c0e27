// What is kept on this device until the server has acknowledged it: answers, words and proof, per person.
import Dexie, { type EntityTable } from "dexie";
import type { Output } from "#core/contract.ts";
import { type AnswerFields, answerFields, type inspections } from "../../contract.ts";
import { forgetAhead, keepAhead, leftAhead, letGoAhead } from "./ahead.ts";

export type WholeControl = Output<typeof inspections.getAskedControl>;
export type Answer = NonNullable<WholeControl["answer"]>;
export type Verdict = Answer["verdict"];
/** What a person enters for one control. */
export type Fields = AnswerFields;
export type Origin = "entered" | "carried_over" | "inherited";

export type Draft = {
  key: string;
  personId: string;
  inspectionId: string;
  controlId: string;
  fields: Fields;
  origin: Origin;
  /** The row version these fields were written over; null where there was no answer yet. */
  base: number | null;
  /** The last erratum in the words that were on the page; undefined in what a page kept before it said so. */
  errata?: number;
  /** Counts every change, so that an acknowledgement is known to be of the latest. */
  edit: number;
  /** When it began to wait: answers are sent in this order. */
  since: number;
  /** What was sent without an answer: the server may have it all the same. */
  tried: Fields[];
  state: "pending" | "saved" | "conflict" | "refused";
  problems: string[] | null;
  savedAt: number | null;
  /** What somebody else saved meanwhile. */
  theirs: Answer | null;
  /** Why the server does not take it. */
  code: string | null;
};

/** Proof given while there may be no connection; the file itself is kept with it. */
export type Proof = {
  id: string;
  personId: string;
  inspectionId: string;
  companyId: string;
  controlIds: string[];
  title: string;
  kind: "declared" | "documented" | "measured";
  place: string | null;
  validFrom: string;
  file: Blob | null;
  fileName: string | null;
  since: number;
  code: string | null;
};

/** Words being written (to the division, a reason, a place of proof), by where they stand. */
export type Words = { key: string; personId: string; text: string };

class Device extends Dexie {
  drafts!: EntityTable<Draft, "key">;
  proofs!: EntityTable<Proof, "id">;
  words!: EntityTable<Words, "key">;
}

export const device = new Device("yagura-answering");
device.version(1).stores({
  drafts: "key, personId, [personId+inspectionId]",
  proofs: "id, personId, [personId+inspectionId]",
  words: "key, personId",
});

export const draftKey = (personId: string, inspectionId: string, controlId: string) =>
  `${personId}|${inspectionId}|${controlId}`;

export const fieldsOf = (answer: Fields): Fields =>
  Object.fromEntries(answerFields.map((name) => [name, answer[name] ?? null])) as Fields;

/** Empty and absent read alike: the server keeps an empty text as none. */
export const sameFields = (one: Fields, other: Fields): boolean =>
  answerFields.every((name) => (one[name] || null) === (other[name] || null) || one[name] === other[name]);

/** Keeps what was entered, unless something entered later is kept already. */
export async function keepDraft(draft: Draft): Promise<void> {
  keepAhead("draft", draft);
  await device.transaction("rw", device.drafts, async () => {
    const kept = await device.drafts.get(draft.key);
    if (kept && kept.edit > draft.edit) return;
    // What the server acknowledged meanwhile is what this stands on.
    const base = kept ? kept.base : draft.base;
    const isConflict = kept?.state === "conflict";
    await device.drafts.put({
      ...draft,
      base: Math.max(base ?? 0, draft.base ?? 0) || null,
      tried: kept?.tried ?? [],
      state: isConflict ? "conflict" : "pending",
      theirs: isConflict ? kept.theirs : null,
    });
  });
  letGoAhead("draft", draft);
}

export async function keepWords(words: Words): Promise<void> {
  keepAhead("words", words);
  await (words.text === "" ? device.words.delete(words.key) : device.words.put(words));
  letGoAhead("words", words);
}

/** Keeps what a page that went away had no time to. */
export async function keepLeft(personId: string): Promise<void> {
  for (const draft of leftAhead<Draft>("draft", personId)) {
    const kept = await device.drafts.get(draft.key);
    if (kept && kept.edit >= draft.edit) letGoAhead("draft", draft);
    else await keepDraft(draft);
  }
  for (const words of leftAhead<Words>("words", personId)) await keepWords(words);
}

/** Forgets everything of one person on this device. */
export async function forgetPerson(personId: string): Promise<void> {
  forgetAhead(personId);
  await device.transaction("rw", device.drafts, device.proofs, device.words, async () => {
    await device.drafts.where({ personId }).delete();
    await device.proofs.where({ personId }).delete();
    await device.words.where({ personId }).delete();
  });
}

export async function countWaiting(personId: string): Promise<number> {
  await keepLeft(personId);
  const drafts = await device.drafts
    .where({ personId })
    .filter((one) => one.state !== "saved")
    .count();
  return drafts + (await device.proofs.where({ personId }).count());
}
