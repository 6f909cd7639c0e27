// From the device to the server and back, in the order of entering, one tab at a time.
import type { Input, Output } from "#core/contract.ts";
import { ApiError, call } from "#web/api.ts";
import { uploadFile } from "#web/transfer.ts";
import { audits } from "../../contract.ts";
import { askWhatHolds } from "./asking.ts";
import {
  type Change,
  type Entry,
  isRearranged,
  type Living,
  type Photo,
  type Spot,
  type Words,
} from "./entries.ts";
import { device, letGo } from "./store.ts";
import { bytesOf, change, current, drop, keep, revise, sealedLiving, type Sending, written } from "./work.ts";

type Body = Input<typeof audits.syncSheet>;
type Answer = Output<typeof audits.syncSheet>;
/** In one sending; the contract takes more. */
const most = 200;

/** Brings in what waits and reads what the others have entered. Tabs take turns. */
export async function sync(): Promise<void> {
  const now = current();
  if (!now || now.sending.isBusy || now.ended) return;
  change({ sending: { ...now.sending, isBusy: true } });
  const problem = await (navigator.locks
    ? navigator.locks.request(`yagura-on-site-${now.pack.visitId}`, () => sendAll())
    : sendAll()
  ).catch(problemOf);
  change({ sending: { isBusy: false, problem } });
  if (problem === "signed_out" || problem === "not_yours") await askWithoutSession();
}

/** Who may not send any more may have to let go all the same. */
async function askWithoutSession(): Promise<void> {
  const now = current();
  if (!now) return;
  const said = (await askWhatHolds()).get(now.pack.visitId);
  if (said === "revoked") change({ ended: "revoked", entries: [], sheet: null });
  if (said === "over") {
    const left = await device.packs.get(now.pack.visitId);
    change(left ? { pack: left, sheet: null } : { ended: "over", sheet: null });
  }
}

function problemOf(error: unknown): Sending["problem"] {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0 || error.status === 429 || error.status >= 500) return "no_connection";
  if (error.status === 401) return "signed_out";
  if (error.code === "audit_checkout.not_found") return "not_yours";
  return "failed";
}

async function sendAll(): Promise<Sending["problem"]> {
  await written();
  await sendPhotos();
  for (;;) {
    const now = current();
    if (!now) return null;
    const waiting = now.entries.filter(
      (one) => one.code === undefined && (one.kind !== "photo" || one.fileId),
    );
    const ids = new Set(waiting.slice(0, most).map((one) => one.id));
    await markSent(ids);
    // As they stand by now: while they were marked, somebody may have gone on typing.
    const standing = current()?.entries ?? [];
    const batch = standing.filter((one) => ids.has(one.id));
    const answer = await call(
      audits.syncSheet,
      bodyOf(now.pack, batch, standing.length - batch.length),
    ).catch(async (error: unknown) => {
      if (error instanceof ApiError && error.code === "audit.checkout_revoked") return null;
      throw error;
    });
    if (answer === null) {
      await letGo(now.pack.visitId);
      change({ ended: "revoked", entries: [], sheet: null });
      return null;
    }
    await take(batch, answer);
    if (waiting.length <= most) break;
  }
  return null;
}

/** Photos go first, each by itself: what has arrived is named by what was taken. */
async function sendPhotos(): Promise<void> {
  for (const photo of current()?.entries ?? []) {
    if (photo.kind !== "photo" || photo.fileId || photo.code) continue;
    const bytes = await bytesOf(photo);
    const companyId = current()?.pack.companyId;
    if (!bytes || !companyId) continue;
    const file = new File([bytes], `${photo.at.slice(0, 19).replace(/[:T]/g, "-")}.jpg`, {
      type: "image/jpeg",
    });
    const code = await uploadFile({ purpose: "audit_photo", companyId, file }).then(
      async ({ id }) => {
        await keep({ ...photo, fileId: id });
        return null;
      },
      (error: unknown) => {
        if (
          error instanceof ApiError &&
          error.status >= 400 &&
          error.status < 500 &&
          ![401, 429].includes(error.status)
        )
          return error.code;
        throw error;
      },
    );
    if (code) await keep({ ...photo, code });
  }
}

/** What may arrive without an answer is not changed any more: from here on, typing makes another that replaces it. */
const markSent = (ids: ReadonlySet<string>): Promise<void> =>
  revise(ids, (entry) => (entry.kind === "op" && !entry.isSent ? { ...entry, isSent: true } : entry));

const only = <K extends Entry["kind"]>(batch: readonly Entry[], kind: K) =>
  batch.filter((one): one is Extract<Entry, { kind: K }> => one.kind === kind);

export function bodyOf(
  pack: { visitId: string; checkoutId: string },
  batch: readonly Entry[],
  waiting: number,
): Body {
  return {
    id: pack.visitId,
    checkoutId: pack.checkoutId,
    waiting,
    checks: only(batch, "check").map(({ id, placeId, controlId, reason }) => ({
      id,
      placeId,
      controlId,
      reason,
    })),
    ops: only(batch, "op").map(opOf),
    notes: [...only(batch, "note").map(noteOf), ...only(batch, "photo").map(photoOf)],
    withdrawn: only(batch, "withdrawal").map((one) => one.id),
  };
}

const opOf = ({ id, checkId, field, value, base, after, at }: Change): Body["ops"][number] => ({
  id,
  checkId,
  field,
  value,
  base,
  enteredAt: at,
  ...(after ? { after } : {}),
});

const spotOf = (one: Spot) => (one.checkId ? { checkId: one.checkId } : { placeId: one.placeId ?? "" });

const noteOf = ({ id, of, words, saidBy, at, ...spot }: Words): Body["notes"][number] => ({
  id,
  kind: of,
  ...spotOf(spot),
  words,
  saidBy,
  takenAt: at,
});

const photoOf = ({ id, words, sha256, fileId, at, ...spot }: Photo): Body["notes"][number] => ({
  id,
  kind: "photo",
  ...spotOf(spot),
  words,
  saidBy: "",
  sha256,
  takenAt: at,
  ...(fileId ? { fileId } : {}),
});

export const livingIn = ({ places, checks, values, notes, conflicts, twins, controls }: Living): Living => ({
  places,
  checks,
  values,
  notes,
  conflicts,
  twins,
  controls,
});

/** What another device had added here before: what waits goes to the check that stands. */
async function followTwins({ twins }: Living): Promise<void> {
  const standing = new Map(twins.map((one) => [one.id, one.checkId]));
  await revise(new Set(current()?.entries.map((one) => one.id)), (entry) => {
    const checkId = "checkId" in entry && entry.checkId ? standing.get(entry.checkId) : undefined;
    return checkId ? ({ ...entry, checkId } as Entry) : entry;
  });
}

async function take(batch: readonly Entry[], answer: Answer): Promise<void> {
  const now = current();
  if (!now) return;
  const refused = new Map(answer.refused.map((one) => [one.id, one.code]));
  await revise(new Set(refused.keys()), (entry) => {
    const code = refused.get(entry.id);
    if (code === "audit.photo_missing" && entry.kind === "photo") {
      const { fileId: _gone, ...again } = entry;
      return again;
    }
    return code ? { ...entry, code } : entry;
  });
  const living = livingIn(answer);
  const syncedAt = Date.now();
  change({ living, isRearranged: now.isRearranged || isRearranged(now.living, living) });
  await drop(new Set(batch.filter((one) => !refused.has(one.id)).map((one) => one.id)));
  await followTwins(living);
  const sealed = await sealedLiving(now.key, now.pack.visitId, living);
  await device.packs.update(now.pack.visitId, {
    living: sealed,
    syncedAt,
    seenAt: Math.max(now.pack.seenAt, syncedAt),
  });
  change({ pack: { ...now.pack, living: sealed, syncedAt } });
  if (answer.finishedAt !== null && (current()?.entries.length ?? 0) === 0) await handBack("finished");
}

/** Everything is with the server: the device lets go, and says so. */
export async function handBack(ended: "finished" | "returned"): Promise<void> {
  const now = current();
  if (!now || now.entries.length > 0) return;
  await call(audits.returnSheet, { id: now.pack.visitId, checkoutId: now.pack.checkoutId });
  await letGo(now.pack.visitId);
  change({ ended, sheet: null });
}
