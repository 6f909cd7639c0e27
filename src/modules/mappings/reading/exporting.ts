// Readings as files: each row says what its reading means and on which ways it rests, because a file travels without its page.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { asExport } from "#core/events/exported.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type SheetColumn, writeXlsx } from "#core/exports/xlsx.ts";
import { withContent } from "#core/files/content.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { Way } from "../chains.ts";
import type { mappings } from "../contract.ts";
import { signOf } from "../rules.ts";
import { type NamedSpace, namedSpaces } from "../spaces.ts";
import { lookedAt, readingRows } from "./readings.ts";
import { itemsOf, readyIn, rowsOf } from "./readiness.ts";
import { itemReadings } from "./rules.ts";

type In<K extends keyof typeof mappings> = Input<(typeof mappings)[K]>;
type Out<K extends keyof typeof mappings> = Promise<Output<(typeof mappings)[K]>>;
type Say = (key: string) => string;

const say = loadTexts([
  fileURLToPath(new URL("../../../core/text", import.meta.url)),
  fileURLToPath(new URL("..", import.meta.url)),
]);
const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const mostWays = 12;

/** "ORG-01 ⊇ GV.PO-01 ⊇ pm-1" */
const wayText = (from: string, way: Way) =>
  [from, ...way.hops.map((hop) => `${signOf[hop.relation]} ${hop.to.item}`)].join(" ");

function hopText(t: Say, spaces: readonly NamedSpace[], from: string, way: Way): string {
  const hop = way.hops[way.weakest];
  const before = way.hops[way.weakest - 1];
  if (!hop) return "";
  const name = spaces.find((one) => one.space === hop.to.space)?.name ?? "";
  return `${before?.to.item ?? from} ${signOf[hop.relation]} ${hop.to.item} (${t(`mapping.relation.${hop.relation}`)}; ${name})`;
}

export async function exportReading(
  ctx: Ctx,
  { id, format, ...input }: In<"exportReading">,
): Out<"exportReading"> {
  const looked = found((await lookedAt(ctx, input)) ?? undefined, "mapping_item");
  const { company, rows } = await readingRows(ctx, looked, id);
  const t: Say = (key) => say(ctx.language, key);
  const spaces = await namedSpaces(ctx);
  const waysOf = (item: string) => looked.evidence.get(item) ?? [];
  const columns: SheetColumn<(typeof rows)[number]>[] = [
    { label: t("readAs.item"), value: (row) => row.id },
    { label: t("readAs.itemTitle"), value: (row) => row.title },
    { label: t("readAs.reading"), value: (row) => t(`readAs.${row.reading}`) },
    { label: t("readAs.meaning"), value: (row) => t(`readAs.means.${row.reading}`) },
    {
      label: t("readAs.contradicted"),
      value: (row) => (row.isContradicted ? t("readAs.contradicted") : null),
    },
    {
      label: t("readAs.because"),
      value: (row) =>
        row.because.map((one) => `${one.controlId} (${t(`readAs.state.${one.state}`)})`).join("; "),
    },
    {
      label: t("readAs.ways"),
      value: (row) =>
        waysOf(row.id)
          .slice(0, mostWays)
          .map(({ from, way }) => wayText(from, way))
          .join("; "),
    },
    {
      label: t("readAs.weakest"),
      value: (row) => {
        const [first] = waysOf(row.id);
        return first ? hopText(t, spaces, first.from, first.way) : null;
      },
    },
    { label: t("readAs.set"), value: () => looked.space?.name ?? "" },
    { label: t("readAs.company"), value: () => `${company.code} ${company.name}` },
    { label: t("readAs.round"), value: () => looked.round.name },
    {
      label: t("readAs.edition"),
      value: () => `${looked.round.standard} ${looked.round.edition}`,
    },
  ];
  const title = `${company.code} ${looked.space?.name ?? ""}`.trim();
  const output = await asExport(
    ctx,
    { items: rows.length },
    "reading.exported",
    { format, rows: rows.length },
    id,
  );
  return fileOf(title, format, columns, rows, output);
}

const asReadiness = (ctx: Ctx, format: string, rows: number) =>
  asExport(ctx, { rows }, "readiness.exported", { format, rows });

export async function exportReadiness(
  ctx: Ctx,
  { by, format, ...input }: In<"exportReadiness">,
): Out<"exportReadiness"> {
  const ready = found((await readyIn(ctx, input)) ?? undefined, "mapping_item");
  const t: Say = (key) => say(ctx.language, key);
  const title = `${t("readiness.tab")} ${ready.looked.space?.name ?? ""}`.trim();
  const { space, round } = ready.looked;
  const whence = <T>(): SheetColumn<T>[] => [
    { label: t("readAs.set"), value: () => space?.name ?? "" },
    { label: t("readAs.round"), value: () => round.name },
    { label: t("readAs.edition"), value: () => `${round.standard} ${round.edition}` },
  ];
  const counted = <T>(of: (row: T) => readonly number[] | null): SheetColumn<T>[] =>
    itemReadings.map((reading, at) => ({
      label: t(`readAs.${reading}`),
      kind: "number",
      value: (row) => of(row)?.[at] ?? null,
    }));
  if (by === "items") {
    const rows = itemsOf(ready);
    type Row = (typeof rows)[number];
    const all = (row: Row) =>
      row.counts ?? itemReadings.map((one) => (one === row.reading ? ready.companies.length : 0));
    const columns: SheetColumn<Row>[] = [
      { label: t("readAs.item"), value: (row) => row.id },
      { label: t("readAs.itemTitle"), value: (row) => row.title },
      { label: t("readiness.asOne"), value: (row) => t(`readAs.${row.reading}`) },
      ...counted<Row>(all),
      { label: t("readiness.heldBack"), value: (row) => row.heldBackBy.map((one) => one.name).join("; ") },
      ...whence<Row>(),
    ];
    return fileOf(title, format, columns, rows, await asReadiness(ctx, format, rows.length));
  }
  const rows = rowsOf(ready);
  type Row = (typeof rows)[number];
  const columns: SheetColumn<Row>[] = [
    { label: t("readiness.code"), value: (row) => row.code },
    { label: t("readAs.company"), value: (row) => row.name },
    { label: t("readiness.tier"), value: (row) => row.tier },
    {
      label: t("readiness.notHandedInOne"),
      value: (row) => (row.isReadable ? null : t("readiness.notHandedInOne")),
    },
    { label: t("readiness.metDirectly"), kind: "number", value: (row) => row.metDirectly },
    ...counted<Row>((row) => row.counts),
    ...whence<Row>(),
  ];
  return fileOf(title, format, columns, rows, await asReadiness(ctx, format, rows.length));
}

function fileOf<T, O extends object>(
  title: string,
  format: "csv" | "xlsx",
  columns: SheetColumn<T>[],
  rows: readonly T[],
  output: O,
): O {
  return withContent(output, {
    name: `${title.slice(0, 120)}.${format}`,
    mediaType: format === "xlsx" ? xlsxType : "text/csv; charset=utf-8",
    open: () => Readable.from(format === "xlsx" ? writeXlsx(title, columns, rows) : writeCsv(columns, rows)),
  });
}
