import type { Ctx } from "#core/context.ts";
import type { Input } from "#core/contract.ts";
import type { report } from "./contract/report.ts";
export async function downloadAuditReport(_ctx: Ctx, { id }: Input<typeof report.downloadAuditReport>) {
  return { id };
}
