// What waits, as a file: sealed as it lies on the device, and opened with the same PIN where it is brought in.
import type { Entry } from "./entries.ts";
import { type Keys, open, openByPin, openBytes, type Sealed } from "./sealing.ts";
import { device } from "./store.ts";

const format = "yagura-on-site-1";

type Packed = { iv: string; bytes: string };
type Exported = {
  format: typeof format;
  visitId: string;
  checkoutId: string;
  personId: string;
  companyId: string;
  pin: { salt: string; iterations: number; sealed: Packed };
  kept: { id: string; at: number; what: Packed; bytes?: Packed }[];
};
export type Opened = {
  visitId: string;
  checkoutId: string;
  companyId: string;
  entries: { entry: Entry; bytes: Uint8Array<ArrayBuffer> | null }[];
};

const toText = (bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string => {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < view.length; at += 0x8000)
    text += String.fromCharCode(...view.subarray(at, at + 0x8000));
  return btoa(text);
};
const toBytes = (text: string): Uint8Array<ArrayBuffer> => {
  const raw = atob(text);
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
};
const packed = ({ iv, bytes }: Sealed): Packed => ({ iv: toText(iv), bytes: toText(bytes) });
const unpacked = ({ iv, bytes }: Packed): Sealed => ({ iv: toBytes(iv), bytes: toBytes(bytes).buffer });

export async function exported(visitId: string): Promise<Blob> {
  const pack = await device.packs.get(visitId);
  if (!pack) throw new Error("the sheet is not on this device");
  const kept = (await device.kept.where({ visitId }).toArray()).toSorted((a, b) => a.at - b.at);
  const { pin } = pack.keys;
  const file: Exported = {
    format,
    visitId,
    checkoutId: pack.checkoutId,
    personId: pack.personId,
    companyId: pack.companyId,
    pin: { salt: toText(pin.salt), iterations: pin.iterations, sealed: packed(pin.sealed) },
    kept: kept.map(({ id, at, what, bytes }) => ({
      id,
      at,
      what: packed(what),
      ...(bytes ? { bytes: packed(bytes) } : {}),
    })),
  };
  return new Blob([JSON.stringify(file)], { type: "application/json" });
}

const mostRounds = 10_000_000;
/** Some hundred photos; nothing larger comes from a day on site. */
const mostBytes = 300 * 1024 * 1024;

/** @returns `unreadable` where it is no such file, `wrong_pin` where the PIN is another or something in it was changed. */
export async function openExported(file: Blob, pin: string): Promise<Opened | "unreadable" | "wrong_pin"> {
  if (file.size > mostBytes) return "unreadable";
  const read = await file
    .text()
    .then((text) => JSON.parse(text) as Exported)
    .catch(() => null);
  if (read?.format !== format || !Array.isArray(read.kept) || !(read.pin?.iterations <= mostRounds))
    return "unreadable";
  try {
    const keys: Keys = {
      pin: {
        salt: toBytes(read.pin.salt),
        iterations: read.pin.iterations,
        sealed: unpacked(read.pin.sealed),
      },
    };
    const key = await openByPin(keys, pin);
    if (!key) return "wrong_pin";
    const entries: Opened["entries"] = [];
    for (const one of read.kept) {
      const entry = await open<Entry>(key, `${read.visitId}/${one.id}`, unpacked(one.what));
      const bytes = one.bytes
        ? new Uint8Array(await openBytes(key, `${read.visitId}/${one.id}/bytes`, unpacked(one.bytes)))
        : null;
      entries.push({ entry, bytes });
    }
    const { visitId, checkoutId, companyId } = read;
    return { visitId, checkoutId, companyId, entries };
  } catch {
    return "wrong_pin";
  }
}
