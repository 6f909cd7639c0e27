// What a device keeps of the sheets it took along: everything but their numbers and times is sealed.
import Dexie, { type EntityTable } from "dexie";
import type { Keys, Sealed } from "./sealing.ts";

export type Pack = {
  visitId: string;
  checkoutId: string;
  /** Whose it is: nobody else sends it. */
  personId: string;
  companyId: string;
  /** The number of the visit: what the list on the device shows before it is opened. */
  reference: string;
  device: string;
  takenAt: number;
  until: number;
  /** The latest moment that this device has seen: a clock that is set back wins no time. */
  seenAt: number;
  isKept: boolean;
  keys: Keys;
  /** The sheet itself; gone once its time is over. */
  sheet: Sealed | null;
  /** What all sides had entered when it was sent last. */
  living: Sealed | null;
  syncedAt: number | null;
};

/** One thing that was entered and is not yet acknowledged. */
export type Kept = {
  id: string;
  visitId: string;
  /** In the order of entering. */
  at: number;
  what: Sealed;
  /** Of a photo. */
  bytes?: Sealed;
};

class Device extends Dexie {
  packs!: EntityTable<Pack, "visitId">;
  kept!: EntityTable<Kept, "id">;
}

export const device = new Device("yagura-on-site");
device.version(1).stores({ packs: "visitId", kept: "id, visitId" });

/** Lets go of everything of a sheet. */
export async function letGo(visitId: string): Promise<void> {
  await device.transaction("rw", device.packs, device.kept, async () => {
    await device.kept.where({ visitId }).delete();
    await device.packs.delete(visitId);
  });
}

/** What was entered stays, sealed, until it is sent; the rest goes. Answers whether anything stayed. */
export async function letSheetGo(visitId: string): Promise<boolean> {
  return device.transaction("rw", device.packs, device.kept, async () => {
    const isWaiting = (await device.kept.where({ visitId }).count()) > 0;
    if (isWaiting) await device.packs.update(visitId, { sheet: null, living: null });
    else await device.packs.delete(visitId);
    return isWaiting;
  });
}

/** Its time is over: the sheet goes. */
export async function purgeOver(now: number): Promise<void> {
  await device.transaction("rw", device.packs, device.kept, async () => {
    for (const pack of await device.packs.toArray()) {
      const seenAt = Math.max(pack.seenAt, now);
      await device.packs.update(pack.visitId, { seenAt });
      if (seenAt > pack.until) await letSheetGo(pack.visitId);
    }
  });
}
