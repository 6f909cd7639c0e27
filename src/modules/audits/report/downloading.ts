// A report as a file: pages in any stage, OSCAL once it is final; and its photos one by one. Each is a reading that leaves an event.
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, notFound } from "#core/errors.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";
import { oscalBytes } from "#core/oscal/check.ts";
import { subjectOf } from "../visits/loading.ts";
import type { report } from "./contract/report.ts";
import { isOfPlace, reportInScope, type SeenPhoto } from "./loading.ts";
import { assessmentResults } from "./oscal.ts";
import { drawnOf } from "./drawn.ts";
import { pagesOf } from "./pages.ts";

type In<K extends keyof typeof report> = Input<(typeof report)[K]>;
type Out<K extends keyof typeof report> = Promise<Output<(typeof report)[K]>>;
const pdfType = "application/pdf";

export async function downloadAuditReport(
  ctx: Ctx,
  { id, format, language }: In<"downloadAuditReport">,
): Out<"downloadAuditReport"> {
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

/** What stands in the report is the report's: the sheet and its files stay closed to the company. */
export async function getReportPhoto(ctx: Ctx, { id, number }: In<"getReportPhoto">): Out<"getReportPhoto"> {
  const one = await reportInScope(ctx, id);
  const photo = one.seen.photos[number - 1];
  // A photo of a place that was taken out again does not stand in the report.
  const stands = (it: SeenPhoto) =>
    it.controlId !== null || one.seen.places.some((place) => isOfPlace(it, place));
  if (!photo || !stands(photo)) throw notFound("file");
  const { reference, version, visitId } = one;
  const output = asSensitiveRead(
    { id },
    {
      verb: "audit.report_read",
      subject: subjectOf(one),
      data: { visitId, reference, version, format: "photo", photo: number },
    },
  );
  const ending = photo.mediaType.split("/")[1] ?? "jpeg";
  return withContent(output, {
    name: safeName(asPart(`${reference} ${number}.${ending}`), photo.mediaType),
    mediaType: photo.mediaType,
    sizeBytes: photo.sizeBytes,
    open: () => fileStore().read(Buffer.from(photo.sha256, "hex")),
  });
}
