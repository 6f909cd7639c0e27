// An auditor's device in the browser (ja): a sheet taken along, and pictures as its camera makes them.
import type { Page } from "playwright-core";
import { until } from "./until.ts";

export const pin = "三つの鍵 2026";

/** Where a camera says it stood: Exif 2.3 in APP1, a GPS directory with 35°41'22"N 139°41'30"E. */
function exif(): Buffer {
  const entry = (tag: number, type: number, count: number, value: number | string) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16LE(tag, 0);
    bytes.writeUInt16LE(type, 2);
    bytes.writeUInt32LE(count, 4);
    if (typeof value === "string") bytes.write(value, 8, "latin1");
    else bytes.writeUInt32LE(value, 8);
    return bytes;
  };
  const count = (entries: number) => Buffer.from([entries, 0]);
  const last = Buffer.alloc(4);
  const thirds = (...values: number[]) => {
    const bytes = Buffer.alloc(24);
    for (const [nth, value] of values.entries()) {
      bytes.writeUInt32LE(value, nth * 8);
      bytes.writeUInt32LE(1, nth * 8 + 4);
    }
    return bytes;
  };
  const gpsAt = 8 + 2 + 12 + 4;
  const valuesAt = gpsAt + 2 + 4 * 12 + 4;
  return Buffer.concat([
    Buffer.from("Exif\0\0II*\0", "latin1"),
    Buffer.from([8, 0, 0, 0]),
    count(1),
    entry(0x8825, 4, 1, gpsAt),
    last,
    count(4),
    entry(1, 2, 2, "N\0"),
    entry(2, 5, 3, valuesAt),
    entry(3, 2, 2, "E\0"),
    entry(4, 5, 3, valuesAt + 24),
    last,
    thirds(35, 41, 22),
    thirds(139, 41, 30),
  ]);
}

/** Whether a JPEG has a segment that a camera writes of itself (APP1: Exif, XMP). */
export const tellsOfCamera = (jpeg: Buffer) =>
  jpeg.includes("Exif") || jpeg.includes(Buffer.from([0xff, 0xe1]));

/** A picture as a camera makes it: larger than is kept, and it says where it was taken. */
export async function photograph(
  page: Page,
  nth: number,
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const text = await page.evaluate<string>(`new Promise((done) => {
    const canvas = document.createElement("canvas");
    canvas.width = 2400; canvas.height = 1800;
    const draw = canvas.getContext("2d");
    draw.fillStyle = "hsl(${nth * 14}, 60%, 50%)"; draw.fillRect(0, 0, 2400, 1800);
    draw.fillStyle = "white"; draw.font = "400px sans-serif"; draw.fillText("${nth}", 900, 1000);
    done(canvas.toDataURL("image/jpeg", 0.7).split(",")[1]);
  })`);
  const bytes = Buffer.from(text, "base64");
  const said = exif();
  const head = Buffer.from([0xff, 0xe1, 0, said.length + 2]);
  return {
    name: `IMG_${nth}.jpg`,
    mimeType: "image/jpeg",
    buffer: Buffer.concat([bytes.subarray(0, 2), head, said, bytes.subarray(2)]),
  };
}

/** Takes a sheet along on a device, sealed with the pin, and waits until it opens without a network. */
export async function takeSheetAlong(page: Page, visitId: string, device: string): Promise<void> {
  await page.goto(`/on-site/${visitId}`);
  await page.getByLabel("この端末の名前").fill(device);
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await page.getByLabel("PINをもう一度").fill(pin);
  await page.getByRole("button", { name: "この端末に持ち出す" }).click();
  await page.locator(".check-card").waitFor();
  await until("the pages are kept for later", () =>
    page.evaluate<true | undefined>(
      `caches.open("yagura-shell-1").then((kept) => kept.keys()).then((all) => all.length > 3 || undefined)`,
    ),
  );
}
