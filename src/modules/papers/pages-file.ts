// Pages to sign, set while they are handed out: as one PDF for the printer, or one each in a ZIP for the mail.
import { Readable } from "node:stream";
import yazl from "yazl";
import { asPart, differing, safeName } from "#core/files/name.ts";
import { renderPdf } from "#core/pdf/render.ts";
import { confirmationTemplate, pdfType } from "./keeping.ts";

export type Page = { code: string; page: unknown };

export const pageAsPdf = async (page: unknown): Promise<Buffer> =>
  Buffer.from(await renderPdf(confirmationTemplate, { pages: [page] }));

export const pagesAsPdf = async (pages: readonly Page[]): Promise<Buffer> =>
  Buffer.from(await renderPdf(confirmationTemplate, { pages: pages.map((one) => one.page) }));

/** Each is set when its turn comes; one that cannot be set breaks the download off. */
export function pagesAsZip(pages: readonly Page[], roundName: string): Readable {
  const zip = new yazl.ZipFile();
  const out = zip.outputStream as Readable;
  zip.on("error", (error: Error) => out.destroy(error));
  const nameOf = differing();
  for (const { code, page } of pages) {
    const name = nameOf(safeName(`${asPart(`${code} ${roundName}`)}.pdf`, pdfType));
    zip.addReadStreamLazy(name, { compress: false }, (give) => {
      pageAsPdf(page).then(
        (pdf) => give(null, Readable.from([pdf])),
        (error: Error) => out.destroy(error),
      );
    });
  }
  zip.end();
  return out;
}
