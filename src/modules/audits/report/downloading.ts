// A report as a file: pages in any stage, OSCAL once it is final. Each is a reading that leaves an event.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict } from "#core/errors.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { oscalBytes } from "#core/oscal/check.ts";
import { subjectOf } from "../visits/loading.ts";
import type { report } from "./contract/report.ts";
import { reportInScope } from "./loading.ts";
import { assessmentResults } from "./oscal.ts";
import { drawnOf } from "./drawn.ts";
import { pagesOf } from "./pages.ts";

type In = Input<typeof report.downloadAuditReport>;
type Out = Promise<Output<typeof report.downloadAuditReport>>;
const pdfType = "application/pdf";

export async function downloadAuditReport(ctx: Ctx, { id, format, language }: In): Out {
  const one = await reportInScope(ctx, id);
  if (format === "oscal" && one.state !== "final") throw conflict("audit.report_not_now");
  const inLanguage = language ?? one.language;
  const whole = await drawnOf(ctx, one, inLanguage);
  const output = asSensitiveRead(
    { id },
    {
      verb: "audit.report_read",
      subject: subjectOf(one),
      data: {
        visitId: one.visitId,
        reference: one.reference,
        version: one.version,
        format,
        language: inLanguage,
      },
    },
  );
  const name = asPart(`${one.reference}${one.version > 1 ? `-${one.version}` : ""}`);
  if (format === "oscal") {
    const bytes = oscalBytes("assessment-results", assessmentResults(whole, inLanguage));
    return withContent(output, {
      name: safeName(`${name} AR.json`, "text/plain"),
      mediaType: "application/json",
      sizeBytes: bytes.length,
      open: () => bytes,
    });
  }
  return withContent(output, {
    name: safeName(`${name} ${inLanguage}.pdf`, pdfType),
    mediaType: pdfType,
    open: async () => Buffer.from(await pagesOf(whole, inLanguage)),
  });
}
