import type { Output } from "#core/contract.ts";
import type { organization } from "../contract.ts";

export type Company = Output<typeof organization.getCompany>;
