// Kept files as one ZIP, written while it is sent: a thousand workbooks never lie in memory at once.
import type { Readable } from "node:stream";
import yazl from "yazl";
import { differing } from "#core/files/name.ts";
import { fileStore } from "#core/files/store.ts";

export type Packed = { name: string; sha256: Uint8Array; sizeBytes: number; issuedAt: string };

/** Names must be harmless. Workbooks are ZIPs themselves, so nothing is packed a second time. */
export function archiveOf(files: readonly Packed[]): Readable {
  const zip = new yazl.ZipFile();
  const out = zip.outputStream as Readable;
  // A content that is lost breaks the download off; half an archive must not look like a whole one.
  zip.on("error", (error: Error) => out.destroy(error));
  const nameOf = differing();
  for (const { name, sha256, sizeBytes, issuedAt } of files) {
    const options = { compress: false, size: Number(sizeBytes), mtime: new Date(issuedAt) };
    zip.addReadStreamLazy(nameOf(name), options, (give) => {
      fileStore()
        .read(sha256)
        .then(
          (content) => give(null, content),
          (error: Error) => out.destroy(error),
        );
    });
  }
  zip.end();
  return out;
}
