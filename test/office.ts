// LibreOffice as a real second reader and writer of workbooks, where it is installed.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export const office = ["/usr/bin/soffice", "/usr/local/bin/soffice", "/usr/bin/libreoffice"].find((path) =>
  existsSync(path),
);

/** The same workbook after LibreOffice opened it and saved it as `format`. */
export async function savedByOffice(bytes: Uint8Array, format: string): Promise<Buffer> {
  const [saved] = await allSavedByOffice([bytes], format);
  if (!saved) throw new Error("soffice saved nothing");
  return saved;
}

/** One LibreOffice saves so many; given some hundreds it ends before the last of them. */
const mostAtOnce = 40;

/** Many of them, in the same order. */
export async function allSavedByOffice(books: readonly Uint8Array[], format: string): Promise<Buffer[]> {
  const saved: Buffer[] = [];
  for (let from = 0; from < books.length; from += mostAtOnce)
    saved.push(...(await savedTogether(books.slice(from, from + mostAtOnce), format)));
  return saved;
}

async function savedTogether(books: readonly Uint8Array[], format: string): Promise<Buffer[]> {
  if (!office) throw new Error("soffice is not installed here");
  const folder = await mkdtemp(join(tmpdir(), "yagura-office-"));
  try {
    const paths = books.map((_, at) => join(folder, `${at}.xlsx`));
    await Promise.all(books.map((bytes, at) => writeFile(paths[at] ?? "", bytes)));
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const place = ["--outdir", join(folder, "out"), ...paths];
    await promisify(execFile)(office, [profile, "--headless", "--convert-to", format, ...place], {
      timeout: 120_000 + 5_000 * books.length,
    });
    return await Promise.all(books.map((_, at) => readFile(join(folder, "out", `${at}.${format}`))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
