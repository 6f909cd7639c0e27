// Photos of a report, made small and drawn anew before they leave the device: what the camera wrote into them (place, device) stays here.
import type { Output } from "#core/contract.ts";
import { upload } from "#web/transfer.ts";
import type { intake } from "../contract.ts";

const longestSide = 2000;
const quality = 0.84;

/** @returns null where it is no picture that this browser reads. */
export async function madeSmall(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return null;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

export function sendPhoto(secret: string, photo: Blob, nth: number) {
  const form = new FormData();
  form.append("secret", secret);
  form.append("file", photo, `photo-${nth}.jpg`);
  return upload<Output<typeof intake.addReportPhoto>>("/report-status/photos", form);
}
