// The answers a page works on: what is typed shows at once, is kept on the device with every keystroke, and goes to the
// server when the hand rests. Tabs of one browser share what is kept.
import { liveQuery } from "dexie";
import { onBack } from "#web/connection.ts";
import {
  device,
  type Draft,
  draftKey,
  type Fields,
  fieldsOf,
  keepDraft,
  keepLeft,
  type Origin,
  type Proof,
} from "./kept.ts";
import { noConnection, type Outcome, sendProofAlone, sendWaiting } from "./sending.ts";

export type Snapshot = {
  isLoaded: boolean;
  /** False where the browser keeps nothing (private windows of some): said, because a closed page would lose words. */
  isLasting: boolean;
  drafts: ReadonlyMap<string, Draft>;
  proofs: readonly Proof[];
  isSending: boolean;
  last: Outcome | null;
};

export type Drafts = {
  subscribe(listener: () => void): () => void;
  snapshot(): Snapshot;
  edit(controlId: string, fields: Fields, read: Read): void;
  addProof(proof: Proof): Promise<void>;
  dropProof(id: string): Promise<void>;
  /** Sends now, e.g. when one goes on to the next control. */
  flush(): Promise<void>;
  keepMine(controlId: string): Promise<void>;
  takeTheirs(controlId: string): Promise<void>;
  /** Gives up what the server does not take. */
  drop(controlId: string): Promise<void>;
  resume(): void;
  pause(): void;
};

/** What was on the page that it was written on. */
export type Read = {
  /** The row version it is written over; null where there was no answer. */
  base: number | null;
  /** The last erratum in the words of the control, 0 for none. */
  errata: number;
  origin?: Origin;
};

/** Rests between the last keystroke and sending; choosing an answer is sent sooner than words. */
const restAfterWords = 1_200;
const restAfterChoice = 250;

export function openDrafts(personId: string, inspectionId: string): Drafts {
  let state: Snapshot = {
    isLoaded: false,
    isLasting: true,
    drafts: new Map(),
    proofs: [],
    isSending: false,
    last: null,
  };
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let stop = () => {};
  let keptProofs: readonly Proof[] = [];
  const unkept = new Map<string, Proof>();
  const change = (part: Partial<Snapshot>) => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };
  const keyOf = (controlId: string) => draftKey(personId, inspectionId, controlId);

  const showProofs = () => change({ proofs: [...keptProofs, ...unkept.values()] });

  const merge = (rows: readonly Draft[]) => {
    const drafts = new Map(rows.map((row) => [row.controlId, row]));
    // A keystroke may be newer here than what the database has told us of so far.
    for (const [controlId, mine] of state.drafts) {
      const kept = drafts.get(controlId);
      if (kept ? mine.edit > kept.edit : mine.edit > 0 && mine.state === "pending")
        drafts.set(controlId, mine);
    }
    change({ isLoaded: true, drafts });
  };
  const fail = () => change({ isLoaded: true, isLasting: false });
  /** Where the device keeps nothing (or is full) a proof lives as long as the page does, and is sent by itself. */
  const sendUnkept = async (): Promise<Outcome | null> => {
    let last: Outcome | null = null;
    for (const proof of [...unkept.values()].filter((one) => one.code === null)) {
      const { outcome, code } = await sendProofAlone(proof).catch(() => noConnection);
      if (outcome === "done" && code === null) unkept.delete(proof.id);
      else if (unkept.has(proof.id)) unkept.set(proof.id, { ...proof, code });
      last = outcome;
      showProofs();
    }
    return last;
  };
  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    await writing;
    change({ isSending: true });
    const last = await sendWaiting(personId).catch((): Outcome => "no_connection");
    change({ isSending: false, last: (await sendUnkept()) ?? last });
  };
  const sendAfter = (rest: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), rest);
  };

  const write = (draft: Draft) => {
    writing = keepDraft(draft).catch(fail);
  };

  const edit: Drafts["edit"] = (controlId, fields, { base, errata, origin = "entered" }) => {
    const before = state.drafts.get(controlId);
    const isWaiting = before !== undefined && before.state !== "saved";
    const draft: Draft = {
      key: keyOf(controlId),
      personId,
      inspectionId,
      controlId,
      fields,
      origin,
      base: Math.max(before?.base ?? 0, base ?? 0) || null,
      // Begun under older words it is an answer to those, until it has been saved once.
      errata: isWaiting ? Math.min(before.errata ?? errata, errata) : errata,
      edit: (before?.edit ?? 0) + 1,
      since: isWaiting ? before.since : Date.now(),
      tried: before?.tried ?? [],
      state: before?.state === "conflict" ? "conflict" : "pending",
      problems: before?.problems ?? null,
      savedAt: before?.savedAt ?? null,
      theirs: before?.theirs ?? null,
      code: null,
    };
    change({ drafts: new Map(state.drafts).set(controlId, draft) });
    write(draft);
    sendAfter(before?.fields.verdict === fields.verdict ? restAfterWords : restAfterChoice);
  };

  const resolve = async (controlId: string, part: (draft: Draft) => Partial<Draft>) => {
    await device.transaction("rw", device.drafts, async () => {
      const draft = await device.drafts.get(keyOf(controlId));
      if (draft) await device.drafts.update(draft.key, { edit: draft.edit + 1, ...part(draft) });
    });
    await flush();
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => state,
    edit,
    flush,
    addProof: async (proof) => {
      try {
        await device.proofs.put(proof);
      } catch {
        fail();
        unkept.set(proof.id, proof);
        showProofs();
      }
      await flush();
    },
    dropProof: async (id) => {
      unkept.delete(id);
      showProofs();
      await device.proofs.delete(id).catch(fail);
    },
    keepMine: (controlId) =>
      resolve(controlId, (draft) => ({
        state: "pending",
        base: draft.theirs?.rowVersion ?? null,
        theirs: null,
      })),
    takeTheirs: (controlId) =>
      resolve(controlId, (draft) =>
        draft.theirs
          ? {
              state: "saved",
              fields: fieldsOf(draft.theirs),
              base: draft.theirs.rowVersion,
              problems: null,
              theirs: null,
            }
          : {},
      ),
    drop: async (controlId) => {
      const drafts = new Map(state.drafts);
      drafts.delete(controlId);
      change({ drafts });
      await device.drafts.delete(keyOf(controlId));
    },
    resume: () => {
      let isHere = true;
      let unwatch = () => {};
      const watch = () => {
        if (!isHere) return;
        const drafts = liveQuery(() => device.drafts.where({ personId, inspectionId }).toArray()).subscribe({
          next: merge,
          error: fail,
        });
        const proofs = liveQuery(() => device.proofs.where({ personId, inspectionId }).toArray()).subscribe({
          next: (found) => {
            keptProofs = found;
            showProofs();
          },
          error: fail,
        });
        unwatch = () => {
          drafts.unsubscribe();
          proofs.unsubscribe();
        };
        void flush();
      };
      // Nothing is shown as kept before what an earlier page left behind is kept as well.
      void keepLeft(personId).then(watch, watch);
      const stopListening = onBack(() => void flush());
      stop = () => {
        isHere = false;
        unwatch();
        stopListening();
      };
    },
    pause: () => {
      stop();
      void flush();
    },
  };
}

/** Drafts that the server's own reading has caught up with are let go. */
export async function letGoOfSaved(
  drafts: ReadonlyMap<string, Draft>,
  versionOf: (controlId: string) => number | null,
): Promise<void> {
  const old = [...drafts.values()].filter(
    (draft) => draft.state === "saved" && (versionOf(draft.controlId) ?? 0) >= (draft.base ?? 0),
  );
  await device.transaction("rw", device.drafts, async () => {
    for (const draft of old) {
      const now = await device.drafts.get(draft.key);
      if (now?.state === "saved" && now.edit === draft.edit) await device.drafts.delete(draft.key);
    }
  });
}
