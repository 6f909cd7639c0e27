import type { Output } from "#core/contract.ts";
import type { intake } from "../contract.ts";

export type Link = Output<typeof intake.listReportLinks>["rows"][number];
