// What a final report says, as one value: its hash stands in the trail, so that anybody can tell later that nothing was changed.
import type { ControlRow, Report } from "./loading.ts";

type Settled = { heldOn: string; result: NonNullable<Report["result"]> };

export function frozenContent(report: Report, controls: readonly ControlRow[], { heldOn, result }: Settled) {
  const {
    visitId,
    companyId,
    version,
    reference,
    language,
    editionId,
    tier,
    inspectionId,
    seed,
    sharePercent,
  } = report;
  const { seen, summary, commended, reason, replyBy, repliedAt, replyWords } = report;
  return {
    ...{
      visitId,
      companyId,
      version,
      reference,
      language,
      editionId,
      tier,
      inspectionId,
      seed,
      sharePercent,
    },
    ...{ seen, summary, commended, reason, replyBy, replyWords, heldOn, result },
    repliedAt: repliedAt === null ? null : new Date(repliedAt).toISOString(),
    controls: controls.map((row) => ({ ...row })),
  };
}
