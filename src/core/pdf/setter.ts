// The process that sets pages: typst is native code that is busy for a while and cannot be interrupted, so it runs where
// it can be ended from outside.
import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

export type Job = {
  id: number;
  template: string;
  data: string;
  pictures: Readonly<Record<string, Uint8Array>>;
  /** The document opens with it alone. */
  passphrase?: string | undefined;
};
export type Done = { id: number; pdf: Uint8Array } | { id: number; problem: string };

const [workspace = "", ...fontFolders] = process.argv.slice(2);
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fontFolders }] });

process.on("message", (job: Job) => void set(job).then((done) => process.send?.(done)));
// Whoever asked has gone.
process.on("disconnect", () => process.exit());

async function set({ id, template, data, pictures, passphrase }: Job): Promise<Done> {
  try {
    for (const [name, bytes] of Object.entries(pictures))
      compiler.mapShadow(join(workspace, name), Buffer.from(bytes));
    const result = compiler.compile({ mainFileContent: template, inputs: { data } });
    const document = result.result;
    if (!document) {
      const error = result.takeError();
      const why = error ? compiler.fetchDiagnostics(error) : [];
      return { id, problem: JSON.stringify(why).slice(0, 2000) };
    }
    // PDF/A forbids encryption (ISO 19005-2, 6.1.3).
    if (passphrase) return { id, pdf: await encrypted(compiler.pdf(document, {}), passphrase) };
    // PDF/A-2a: for archives, tagged for screen readers (ISO 19005-2, level A).
    return { id, pdf: compiler.pdf(document, { pdfStandard: "a-2a" }) };
  } catch (error) {
    return { id, problem: String(error).slice(0, 2000) };
  } finally {
    // What earlier documents left is of no use to the next one.
    compiler.resetShadow();
    compiler.evictCache(0);
  }
}

/** AES-256 by the standard's own revision (ISO 32000-2, 7.6.4.4): opened with the passphrase, and then everything is allowed. */
async function encrypted(pdf: Uint8Array, passphrase: string): Promise<Uint8Array> {
  // Read where it is needed: most processes that set pages never encrypt one.
  const { PDFDocument } = await import("@cantoo/pdf-lib");
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  document.encrypt({
    userPassword: passphrase,
    permissions: { printing: "highResolution", copying: true, contentAccessibility: true },
  });
  return document.save();
}
