// What a final report says, as one value: its hash stands in the trail, so that anybody can tell later that nothing was changed.
import type { ControlRow, Report } from "./loading.ts";

type Settled = { heldOn: string; result: NonNullable<Report["result"]> };

export function frozenContent(report: Report, controls: readonly ControlRow[], { heldOn, result }: Settled) {
  return {
    visitId: report.visitId,
    companyId: report.companyId,
    version: report.version,
    reference: report.reference,
    language: report.language,
    editionId: report.editionId,
    tier: report.tier,
    inspectionId: report.inspectionId,
    seed: report.seed,
    sharePercent: report.sharePercent,
    seen: report.seen,
    summary: report.summary,
    commended: report.commended,
    reason: report.reason,
    replyBy: report.replyBy,
    repliedAt: report.repliedAt === null ? null : new Date(report.repliedAt).toISOString(),
    replyWords: report.replyWords,
    heldOn,
    result,
    controls: controls.map((row) => ({ ...row })),
  };
}
