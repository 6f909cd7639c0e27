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
import { device, letGo, letSheetGo, type Pack } from "./store.ts";
import {
  bytesOf,
  change,
  changeOf,
  current,
  currentOf,
  drop,
  revise,
  sealedLiving,
  type Sending,
  showLeft,
  written,
} from "./work.ts";

type Body = Input<typeof audits.syncSheet>;
type Answer = Output<typeof audits.syncSheet>;
/** In one sending; the contract takes more. */
const most = 200;

/** Brings in what waits and reads what the others have entered. Tabs take turns. */
export async function sync(): Promise<void> {
  const now = current();
  if (!now || now.sending.isBusy || now.ended) return;
  const { visitId, checkoutId } = now.pack;
  changeOf(checkoutId, { sending: { ...now.sending, isBusy: true } });
  let problem: Sending["problem"] = "failed";
  try {
    problem = await (navigator.locks
      ? navigator.locks.request(`yagura-on-site-${visitId}`, () => sendAll(checkoutId))
      : sendAll(checkoutId)
    ).catch(problemOf);
  } finally {
    changeOf(checkoutId, { sending: { isBusy: false, problem } });
  }
  if (problem && asking.has(problem)) await askWithoutSession(now.pack);
}

const asking: ReadonlySet<Sending["problem"]> = new Set(["signed_out", "not_yours", "not_on_team"]);

/** Who may not send any more may have to let go all the same. */
async function askWithoutSession({ visitId, checkoutId }: Pack): Promise<void> {
  const said = (await askWhatHolds()).get(visitId);
  if (said === "revoked") changeOf(checkoutId, { ended: "revoked", entries: [], sheet: null });
  if (said === "over") await showLeft({ visitId, checkoutId }, "over");
}

/** What the server says to whoever was taken off the team, or may conduct audits there no more. */
const offTeam = ["audit.not_on_team", "permission.missing", "audit_sheet.not_found"];

function problemOf(error: unknown): Sending["problem"] {
  if (!(error instanceof ApiError)) throw error;
  if (error.status === 0 || error.status === 429 || error.status >= 500) return "no_connection";
  if (error.status === 401) return "signed_out";
  if (error.code === "audit_checkout.not_found") return "not_yours";
  if (offTeam.includes(error.code)) return "not_on_team";
  return "failed";
}

/** Ends where the sheet is not the open one any more: what was not acknowledged is sent when it is opened again. */
async function sendAll(checkoutId: string): Promise<Sending["problem"]> {
  await written();
  await sendPhotos(checkoutId);
  for (;;) {
    const waiting = currentOf(checkoutId)?.entries.filter(
      (one) => one.code === undefined && (one.kind !== "photo" || one.fileId),
    );
    if (!waiting) return null;
    const ids = new Set(waiting.slice(0, most).map((one) => one.id));
    await markSent(ids);
    // As they stand by now: while they were marked, somebody may have gone on typing.
    const now = currentOf(checkoutId);
    if (!now) return null;
    const batch = now.entries.filter((one) => ids.has(one.id));
    const answer = await call(
      audits.syncSheet,
      bodyOf(now.pack, batch, now.entries.length - batch.length),
    ).catch(async (error: unknown) => {
      if (error instanceof ApiError && error.code === "audit.checkout_revoked") return null;
      throw error;
    });
    if (answer === null) {
      await letGo(now.pack.visitId);
      changeOf(checkoutId, { ended: "revoked", entries: [], sheet: null });
      return null;
    }
    await take(checkoutId, batch, answer);
    if (waiting.length <= most) return null;
  }
}

/** Photos go first, each by itself: what has arrived is named by what was taken. */
async function sendPhotos(checkoutId: string): Promise<void> {
  for (const { id } of currentOf(checkoutId)?.entries ?? []) {
    const now = currentOf(checkoutId);
    const photo = now?.entries.find((one) => one.id === id);
    if (!now || photo?.kind !== "photo" || photo.fileId || photo.code) continue;
    const bytes = await bytesOf(photo);
    if (!bytes) continue;
    const file = new File([bytes], `${photo.at.slice(0, 19).replace(/[:T]/g, "-")}.jpg`, {
      type: "image/jpeg",
    });
    const sent = await uploadFile({ purpose: "audit_photo", companyId: now.pack.companyId, file }).then(
      (stored) => ({ fileId: stored.id }),
      (error: unknown) => {
        if (
          error instanceof ApiError &&
          error.status >= 400 &&
          error.status < 500 &&
          ![401, 429].includes(error.status) &&
          !offTeam.includes(error.code)
        )
          return { code: error.code };
        throw error;
      },
    );
    await revise(new Set([id]), (one) => (one.kind === "photo" ? { ...one, ...sent } : one));
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
const followTwins = (entries: readonly Entry[], { twins }: Living): Promise<void> => {
  const standing = new Map(twins.map((one) => [one.id, one.checkId]));
  return revise(new Set(entries.map((one) => one.id)), (entry) => {
    const checkId = "checkId" in entry && entry.checkId ? standing.get(entry.checkId) : undefined;
    return checkId ? ({ ...entry, checkId } as Entry) : entry;
  });
};

async function take(checkoutId: string, batch: readonly Entry[], answer: Answer): Promise<void> {
  const refused = new Map(answer.refused.map((one) => [one.id, one.code]));
  const sent = new Map(batch.map((one) => [one.id, one.kind]));
  // A photo that was taken back meanwhile stands as its withdrawal, under the same id: the answer is not to that.
  const isAnswered = (entry: Entry) => sent.get(entry.id) === entry.kind;
  await revise(new Set(refused.keys()), (entry) => {
    const code = isAnswered(entry) ? refused.get(entry.id) : undefined;
    if (code === "audit.photo_missing" && entry.kind === "photo") {
      const { fileId: _gone, ...again } = entry;
      return again;
    }
    return code ? { ...entry, code } : entry;
  });
  const living = livingIn(answer);
  const now = currentOf(checkoutId);
  if (!now) return;
  change({ living, isRearranged: now.isRearranged || isRearranged(now.living, living) });
  const done = now.entries.filter((one) => isAnswered(one) && !refused.has(one.id));
  await drop(new Set(done.map((one) => one.id)));
  await followTwins(currentOf(checkoutId)?.entries ?? [], living);
  const { visitId, seenAt } = now.pack;
  const syncedAt = Date.now();
  const kept = { living: await sealedLiving(now.key, visitId, living), syncedAt };
  await device.packs.update(visitId, { ...kept, seenAt: Math.max(seenAt, syncedAt) });
  const then = currentOf(checkoutId);
  if (!then) return;
  change({ pack: { ...then.pack, ...kept } });
  if (answer.finishedAt !== null && then.entries.length === 0) await handBack("finished");
}

/** Everything is with the server: the device lets go, and says so. */
export async function handBack(ended: "finished" | "returned"): Promise<void> {
  const now = current();
  if (!now || now.entries.length > 0) return;
  const { visitId, checkoutId } = now.pack;
  await call(audits.returnSheet, { id: visitId, checkoutId });
  // What was typed while the answer was on its way stays.
  await written();
  await letSheetGo(visitId);
  await showLeft(now.pack, ended);
}
