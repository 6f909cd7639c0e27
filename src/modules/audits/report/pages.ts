// A report as pages, with its photos.
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import type { Language } from "#core/context.ts";
import { fileStore } from "#core/files/store.ts";
import { type Pictures, renderPdf, usualLimits } from "#core/pdf/render.ts";
import type { Drawn } from "./drawn.ts";
import { reportData } from "./setting.ts";

const template = readFileSync(new URL("./report.typ", import.meta.url), "utf8");

/** What a report shows of photos: enough to see, few enough to print. */
const mostPhotos = 30;
const mostPhotoBytes = 24_000_000;
const shown: Readonly<Record<string, string>> = { "image/jpeg": "jpg", "image/png": "png" };

async function picturesOf({ report }: Drawn): Promise<{ pictures: Pictures; nameOf: Map<string, string> }> {
  const pictures: Record<string, Uint8Array> = {};
  const nameOf = new Map<string, string>();
  let bytes = 0;
  // What shows a shortfall goes before what shows a place.
  const ofPlaces = report.seen.photos.filter((photo) => photo.controlId === null);
  for (const photo of [...report.seen.photos.filter((one) => one.controlId !== null), ...ofPlaces]) {
    const ending = shown[photo.mediaType];
    if (!ending || nameOf.size >= mostPhotos) continue;
    // A content that was lost costs its picture, not the report.
    const content = await fileStore()
      .read(Buffer.from(photo.sha256, "hex"))
      .then(buffer)
      .catch(() => null);
    if (content === null || bytes + content.length > mostPhotoBytes) continue;
    bytes += content.length;
    const name = `photo-${nameOf.size + 1}.${ending}`;
    nameOf.set(photo.fileId, name);
    pictures[name] = content;
  }
  return { pictures, nameOf };
}

export async function pagesOf(whole: Drawn, language: Language): Promise<Uint8Array> {
  const data = reportData(whole, language);
  const { pictures, nameOf } = await picturesOf(whole);
  const set = (names: ReadonlyMap<string, string>, files: Pictures) =>
    renderPdf(template, withPhotos(data, names), { ...usualLimits, seconds: 90 }, files);
  try {
    return await set(nameOf, pictures);
  } catch (error) {
    // A photo that is no picture: the report is set without them, with what they show in words.
    if (nameOf.size === 0 || !(error instanceof Error && error.message.startsWith("typst:"))) throw error;
    return set(new Map(), {});
  }
}

type Data = ReturnType<typeof reportData>;
const withPhotos = (data: Data, names: ReadonlyMap<string, string>) => {
  const filled = <T extends { photos: { key: string }[] }>(one: T) => ({
    ...one,
    photos: one.photos.map((photo) => ({ ...photo, file: names.get(photo.key) ?? null })),
  });
  return { ...data, short: data.short.map(filled), places: data.places.map(filled) };
};
