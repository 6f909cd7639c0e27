// A sheet that is open on this device: its key is in memory alone, and goes when it is closed.
import { useSyncExternalStore } from "react";
import type { Field, Value } from "../../visits/rules.ts";
import {
  aboutOf,
  changeOf as entryOf,
  type Entry,
  type Living,
  nothing,
  type Photo,
  type Taken,
} from "./entries.ts";
import { open, openBytes, seal, sealBytes } from "./sealing.ts";
import { device, type Kept, type Pack, purgeOver } from "./store.ts";

export type Sending = {
  isBusy: boolean;
  problem: "no_connection" | "signed_out" | "not_yours" | "not_on_team" | "failed" | null;
};
export type Work = {
  pack: Pack;
  key: CryptoKey;
  sheet: Taken | null;
  living: Living;
  entries: readonly Entry[];
  sending: Sending;
  /** The desk arranged the places anew since somebody looked. */
  isRearranged: boolean;
  /** What ended it, where something did. */
  ended: "revoked" | "over" | "finished" | "returned" | null;
};

let work: Work | null = null;
const listeners = new Set<() => void>();

export function set(next: Work | null): void {
  work = next;
  for (const listener of listeners) listener();
}
export const current = (): Work | null => work;
export const change = (part: Partial<Work>) => work && set({ ...work, ...part });
/** The sheet that was taken along as this, while it is the open one: of what takes time to answer, another may be open by then. */
export const currentOf = (checkoutId: string): Work | null =>
  work?.pack.checkoutId === checkoutId ? work : null;
export const changeOf = (checkoutId: string, part: Partial<Work>) => currentOf(checkoutId) && change(part);
export const useWork = (): Work | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => work,
  );

const withoutOthers: Pick<Taken, "others"> = { others: [] };
const placeOf = (kept: Pick<Kept, "visitId" | "id">) => `${kept.visitId}/${kept.id}`;

/** Opens what the device keeps: also after the browser was killed in the midst of it. */
export async function openWork(pack: Pack, key: CryptoKey): Promise<void> {
  const kept = (await device.kept.where({ visitId: pack.visitId }).toArray()).toSorted((a, b) => a.at - b.at);
  const entries: Entry[] = [];
  for (const one of kept) entries.push(await open<Entry>(key, placeOf(one), one.what));
  set({
    pack,
    key,
    // What an earlier version took along has fewer parts.
    sheet: pack.sheet && {
      ...withoutOthers,
      ...(await open<Taken>(key, `${pack.visitId}/sheet`, pack.sheet)),
    },
    living: {
      ...nothing,
      ...(pack.living && (await open<Living>(key, `${pack.visitId}/living`, pack.living))),
    },
    isRearranged: false,
    entries,
    sending: { isBusy: false, problem: null },
    ended: null,
  });
}

export const sealedSheet = (key: CryptoKey, visitId: string, sheet: Taken) =>
  seal(key, `${visitId}/sheet`, sheet);
export const sealedLiving = (key: CryptoKey, visitId: string, living: Living) =>
  seal(key, `${visitId}/living`, living);

// One after the other: an entry that is changed twice at once must end as the later of the two.
let writing: Promise<unknown> = Promise.resolve();
const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
  const turn = writing.then(run, run);
  writing = turn.catch(() => undefined);
  return turn;
};
/** Resolves when everything that was entered so far lies on the device. */
export const written = (): Promise<unknown> => writing;

async function store(entry: Entry, bytes?: Uint8Array<ArrayBuffer>): Promise<void> {
  const now = work;
  if (!now) return;
  const { key } = now;
  const { visitId } = now.pack;
  await inTurn(async () => {
    const before = await device.kept.get(entry.id);
    const row: Kept = {
      id: entry.id,
      visitId,
      at: before?.at ?? Date.now() + entries() / 1000,
      what: await seal(key, `${visitId}/${entry.id}`, entry),
    };
    const sealed = bytes ? await sealBytes(key, `${visitId}/${entry.id}/bytes`, bytes) : before?.bytes;
    await device.kept.put(sealed && entry.kind === "photo" ? { ...row, bytes: sealed } : row);
  });
}
const entries = () => work?.entries.length ?? 0;

/**
 * Changes entries as they stand now: all at once in memory, and then on the device. A copy that was read before is never written back
 * over what was typed or taken out meanwhile.
 */
export async function revise(ids: ReadonlySet<string>, of: (entry: Entry) => Entry): Promise<void> {
  if (!work) return;
  const changed: Entry[] = [];
  const revised = work.entries.map((entry) => {
    const next = ids.has(entry.id) ? of(entry) : entry;
    if (next !== entry) changed.push(next);
    return next;
  });
  if (changed.length === 0) return;
  set({ ...work, entries: revised });
  await Promise.all(changed.map((entry) => store(entry)));
}

/** Keeps it on the device; the page shows it at once. */
export async function keep(made: Entry, bytes?: Uint8Array<ArrayBuffer>): Promise<void> {
  if (!work) return;
  const { sheet, living } = work;
  const entry = sheet ? { ...made, about: aboutOf(sheet, living, work.entries, made) } : made;
  const others = work.entries.filter((one) => one.id !== entry.id);
  set({ ...work, entries: [...others, entry] });
  await store(entry, bytes);
}

/** Forgets entries that were acknowledged, or that somebody drops who was told why they cannot be taken. */
export async function drop(ids: ReadonlySet<string>): Promise<void> {
  if (!work) return;
  set({ ...work, entries: work.entries.filter((one) => !ids.has(one.id)) });
  await inTurn(() => device.kept.bulkDelete([...ids]));
}

/** Takes a photo back. Once it has arrived it may have been noted as well, also where no answer came: it is withdrawn there. */
export async function takeBack(id: string): Promise<void> {
  const photo = work?.entries.find((one) => one.id === id);
  if (photo?.kind !== "photo") return;
  if (photo.fileId)
    await keep({
      ...(photo.about ? { about: photo.about } : {}),
      kind: "withdrawal",
      id,
      at: new Date().toISOString(),
    });
  else await drop(new Set([id]));
}

export function enter(checkId: string, field: Field, value: Value): Promise<void> {
  if (!work) return Promise.resolve();
  const made = { id: crypto.randomUUID(), at: new Date().toISOString() };
  return keep(entryOf(work.living, work.entries, { checkId, field, value }, made));
}

export async function bytesOf(photo: Photo): Promise<Uint8Array<ArrayBuffer> | null> {
  const now = work;
  await written();
  const kept = now && (await device.kept.get(photo.id));
  if (!now || !kept?.bytes) return null;
  return new Uint8Array(await openBytes(now.key, `${now.pack.visitId}/${photo.id}/bytes`, kept.bytes));
}

/** The sheet has gone from the device: what was not sent is shown, or that nothing is left. */
export async function showLeft(
  { visitId, checkoutId }: Pick<Pack, "visitId" | "checkoutId">,
  ended: NonNullable<Work["ended"]>,
): Promise<void> {
  const left = await device.packs.get(visitId);
  changeOf(checkoutId, left ? { pack: left, sheet: null } : { ended, sheet: null });
}

/** The time that a sheet was taken along for ends while it is open as well. */
export async function endInTime(): Promise<void> {
  const now = work;
  if (!now || now.ended) return;
  await written();
  await purgeOver(Date.now());
  if (!(await device.packs.get(now.pack.visitId))?.sheet) await showLeft(now.pack, "over");
}

/** The key goes; what was entered stays, sealed. */
export async function close(): Promise<void> {
  await written();
  set(null);
}
