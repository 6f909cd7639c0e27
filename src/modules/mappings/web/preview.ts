// What the pages of an uploaded mapping share.
import type { Input, Output } from "#core/contract.ts";
import type { mappings } from "../contract.ts";

export type Preview = Output<typeof mappings.previewMapping>;
export type Choices = Pick<Input<typeof mappings.previewMapping>, "ends" | "sheet">;
