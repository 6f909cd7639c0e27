// The kept table, with the machine it was measured on.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { type Line, markdown } from "./table.ts";

const path = fileURLToPath(new URL("../../docs/reference/benchmarks.md", import.meta.url));

/** What people wrote below the table about what stands out in it; a new run leaves it as it is. */
const remarks = "## Remarks";

/** What was run alone since the last whole run stands between its table and the remarks, each part under its name. */
const since = "## Since then, by themselves";

type Kept = { whole: string; parts: Map<string, string>; said: string };

function kept(): Kept {
  const [written = "", said = ""] = readFileSync(path, "utf8").split(remarks);
  const [whole = "", alone = ""] = written.split(since);
  const parts = new Map(
    alone
      .split(/^### /m)
      .slice(1)
      .map((one) => [one.split("\n", 1)[0] ?? "", one.slice(one.indexOf("\n")).trim()]),
  );
  return { whole: whole.trim(), parts, said };
}

function keep({ whole, parts, said }: Kept): void {
  const alone = [...parts].map(([name, text]) => `### ${name}\n\n${text}`);
  const sections = [whole, ...(alone.length > 0 ? [`${since}\n\n${alone.join("\n\n")}`] : [])];
  writeFileSync(path, `${sections.join("\n\n")}\n\n${remarks}${said}`);
}

function met(lines: readonly Line[]): string {
  const missed = lines.filter((line) => line.isMet === false);
  return missed.length === 0
    ? "Every bar is met."
    : `Missed: ${missed.map((line) => line.scenario).join("; ")}.`;
}

/** When, on what, and how busy the machine was. */
function run(): { on: string; machine: string; load: string } {
  const memory = Math.round(totalmem() / 2 ** 30);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  return {
    on: `${new Date().toISOString().slice(0, 10)} on ${commit}`,
    machine: `Node ${process.versions.node}, the embedded PostgreSQL with
commits that reach the disk, ${cpus().length} cores, ${memory} GiB of memory, client and server on the same machine.`,
    load: `${(loadavg()[1] ?? 0).toFixed(0)} runnable processes over five minutes`,
  };
}

/** Writes the table of a whole run anew above the remarks; what was run alone before it is gone. */
export function writeWhole(lines: readonly Line[], say: (line: string) => void): void {
  const { on, machine, load } = run();
  const whole = `# Benchmarks

Written by \`npm run bench -- --write\`. Last run: ${on}, ${machine} Load at the end of the run:
${load} (well above the number of cores means that absolute times and growth are noise).

The group: the stress size of the sample group (1,000 companies, 380,000 people, five yearly rounds). Requests are real HTTP
against the real server process. The ratio is to a floor measured in turns with the product in the same run: the very statements of the
operation by the driver alone within the same BEGIN, scope and COMMIT, and the very bytes of its answer from a bare HTTP handler. Absolute
times depend on the machine; the ratio and the growth are the bar (bars: design of quality, section 3).

${markdown(lines)}

${met(lines)}`;
  keep({ ...kept(), whole, parts: new Map() });
  say(`written: ${path}`);
}

/** Writes what parts that were run alone measured, each in the place of what it measured before. */
export function writeParts(
  measured: ReadonlyMap<string, readonly Line[]>,
  say: (line: string) => void,
): void {
  const { on, machine, load } = run();
  const before = kept();
  const parts = new Map(before.parts);
  for (const [name, lines] of measured)
    parts.set(name, `${on}, ${machine} Load at its end: ${load}.\n\n${markdown(lines)}\n\n${met(lines)}`);
  keep({ ...before, parts });
  say(`written: ${path}`);
}
