import type { Output } from "#core/contract.ts";
import type { workbooks } from "../contract.ts";

export type Returned = Output<typeof workbooks.getWorkbookReturn>;
export type Delivery = Output<typeof workbooks.getDelivery>;
