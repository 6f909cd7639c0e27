// The kept table, with the machine it was measured on.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { type Line, markdown } from "./table.ts";

const path = fileURLToPath(new URL("../../docs/reference/benchmarks.md", import.meta.url));

/** What people wrote below the table about what stands out in it; a new run leaves it as it is. */
const remarks = "## Remarks";

/** Writes the table anew above the remarks. */
export function write(lines: readonly Line[], say: (line: string) => void): void {
  const memory = Math.round(totalmem() / 2 ** 30);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const missed = lines.filter((line) => line.isMet === false);
  const [, said = ""] = readFileSync(path, "utf8").split(remarks);
  const text = `# Benchmarks

Written by \`npm run bench -- --write\`. Last run: ${new Date().toISOString().slice(0, 10)} on ${commit}, Node ${process.versions.node}, the embedded PostgreSQL with
commits that reach the disk, ${cpus().length} cores, ${memory} GiB of memory, client and server on the same machine. Load at the end of the run:
${(loadavg()[1] ?? 0).toFixed(0)} runnable processes over five minutes (well above the number of cores means that absolute times and growth are noise).

The group: the stress size of the sample group (1,000 companies, 380,000 people, five yearly rounds). Requests are real HTTP
against the real server process. The ratio is to a floor measured in turns with the product in the same run: the very statements of the
operation by the driver alone within the same BEGIN, scope and COMMIT, and the very bytes of its answer from a bare HTTP handler. Absolute
times depend on the machine; the ratio and the growth are the bar (bars: design of quality, section 3).

${markdown(lines)}

${missed.length === 0 ? "Every bar is met." : `Missed: ${missed.map((line) => line.scenario).join("; ")}.`}

${remarks}${said}`;
  writeFileSync(path, text);
  say(`written: ${path}`);
}
