// A photo as it is kept: made small, and drawn anew, so that nothing of what the camera wrote into it (place, device, time) stays.
const longestSide = 1600;
const quality = 0.82;

/** @returns null where it is no picture that this browser reads. */
export async function shrunk(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  return blob && new Uint8Array(await blob.arrayBuffer());
}

const waitMs = 15_000;

/** Where the device is, by its own means, to five decimals (about a metre); null where it cannot or may not say. */
export const whereabouts = (): Promise<string | null> =>
  new Promise((done) => {
    if (!("geolocation" in navigator)) return done(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done(`${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`),
      () => done(null),
      { enableHighAccuracy: true, timeout: waitMs },
    );
  });
