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
  if (!office) throw new Error("soffice is not installed here");
  const folder = await mkdtemp(join(tmpdir(), "yagura-office-"));
  try {
    await writeFile(join(folder, "in.xlsx"), bytes);
    const profile = `-env:UserInstallation=file://${folder}/profile`;
    const place = ["--outdir", join(folder, "out"), join(folder, "in.xlsx")];
    await promisify(execFile)(office, [profile, "--headless", "--convert-to", format, ...place], {
      timeout: 120_000,
    });
    return await readFile(join(folder, "out", `in.${format}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
