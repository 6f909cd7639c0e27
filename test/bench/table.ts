// What was measured, as rows of one table.
export type Line = {
  scenario: string;
  p50: number | null;
  p95: number | null;
  bytes?: number;
  statements?: number;
  /** How many times the floor of the same run. */
  ratio?: number;
  bar?: string;
  isMet?: boolean;
  note?: string;
};

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
};
export const median = (values: readonly number[]) => quantile(values, 0.5);

const ms = (value: number | null) =>
  value === null ? "" : value >= 100 ? value.toFixed(0) : value.toFixed(1);
const size = (bytes: number | undefined) =>
  bytes === undefined
    ? ""
    : bytes < 1024
      ? `${bytes} B`
      : `${(bytes / 1024).toFixed(bytes < 102_400 ? 1 : 0)} KB`;

export function cells(line: Line): string[] {
  const verdict = line.isMet === undefined ? "" : line.isMet ? "met" : "missed";
  return [
    line.scenario,
    ms(line.p50),
    ms(line.p95),
    size(line.bytes),
    line.statements === undefined ? "" : String(line.statements),
    line.ratio === undefined ? "" : `${line.ratio.toFixed(2)}×`,
    line.bar ?? "",
    verdict,
    line.note ?? "",
  ];
}

export const heads = ["scenario", "p50 ms", "p95 ms", "bytes", "statements", "ratio", "bar", "", "note"];

export function markdown(lines: readonly Line[]): string {
  const rows = [heads, heads.map((_, at) => (at === 0 || at > 5 ? "---" : "--:")), ...lines.map(cells)];
  return rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

export function plain(line: Line): string {
  const widths = [58, 8, 8, 9, 4, 8, 14, 7, 0];
  return cells(line)
    .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join(" ");
}
