import type { Output } from "#core/contract.ts";
import type { services } from "../contract.ts";

export type Service = Output<typeof services.listServices>["rows"][number];
export type Consumer = Output<typeof services.listServiceCompanies>["rows"][number];
