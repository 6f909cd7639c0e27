// One file as rows, or why there are none.
import { valuesOf } from "#core/sheets/place.ts";
import { SheetError } from "#core/sheets/sheet.ts";
import { type Returned, readBack } from "../read-back.ts";
import { because, type Loaded, type Reason } from "./unpacking.ts";

export type Read = Returned | { reason: Reason };

/** Any fault that a file brings about lies in the file: one must not end the reading of all. */
export async function read(loaded: Extract<Loaded, { bytes: Buffer }>): Promise<Read> {
  try {
    return await readBack(loaded.bytes);
  } catch (error) {
    if (error instanceof SheetError) return because(`errors.${error.code}`, valuesOf(error));
    return because("errors.sheet.damaged", { place: "" });
  }
}
