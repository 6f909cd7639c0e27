// Results and plans as files: one inspection's document, or those of a round as a ZIP that is written while it is sent.
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import yazl from "yazl";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { writeCsv } from "#core/exports/csv.ts";
import { type Reading, withContent } from "#core/files/content.ts";
import { safeName } from "#core/files/name.ts";
import { oscalBytes } from "#core/oscal/check.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import type { oscal } from "../contract/oscal.ts";
import { planOf } from "./plan.ts";
import { resultsOf } from "./results.ts";
import { type Said, saidOf } from "./said.ts";

type In<K extends keyof typeof oscal> = Input<(typeof oscal)[K]>;
type Out<K extends keyof typeof oscal> = Promise<Output<(typeof oscal)[K]>>;
type Document = In<"exportResultAsOscal">["document"];

const say = loadTexts([
  fileURLToPath(new URL("../../../core/text", import.meta.url)),
  fileURLToPath(new URL("../../inspections", import.meta.url)),
  fileURLToPath(new URL("..", import.meta.url)),
]);

/** Its bytes and its id; null for a plan where nothing falls short. */
function written(said: Said, document: Document): { uuid: string; bytes: Buffer } | null {
  const words = (key: string, values?: Record<string, unknown>) => say(said.language, key, values);
  if (document === "results") {
    const content = resultsOf(said, words);
    return { uuid: content.uuid, bytes: oscalBytes("assessment-results", content) };
  }
  const content = planOf(said, words);
  return content && { uuid: content.uuid, bytes: oscalBytes("plan-of-action-and-milestones", content) };
}

const short = { results: "AR", plan: "POAM" } as const;
const nameOf = (code: string, round: string, document: Document) =>
  safeName(`${[code, round, short[document]].join(" ").replaceAll(/[/\\]/g, "-")}.json`, "text/plain");

export async function exportResultAsOscal(
  ctx: Ctx,
  { id, document, language = ctx.language }: In<"exportResultAsOscal">,
): Out<"exportResultAsOscal"> {
  const said = await saidOf(ctx, id, language);
  const one = written(said, document);
  if (!one) throw conflict("result.no_shortfall");
  const { inspection, company } = said;
  const output = asSensitiveRead(
    { id, uuid: one.uuid },
    {
      verb: "result.exported",
      subject: { kind: "inspection", id, companyId: inspection.companyId },
      data: { format: `OSCAL ${short[document]}`, language },
    },
  );
  return withContent(output, {
    name: nameOf(company.code, inspection.roundName, document),
    mediaType: "application/json",
    sizeBytes: one.bytes.length,
    open: () => one.bytes,
  });
}

/** An inspection of the round; one without a shortfall has no plan, and the index of the archive says so. */
type Listed = { id: string; code: string; hasOne: boolean };

/** More companies than a group has; a bound all the same. */
const most = 20_000;

export async function exportRoundAsOscal(
  ctx: Ctx,
  { id, document, language = ctx.language }: In<"exportRoundAsOscal">,
): Out<"exportRoundAsOscal"> {
  const round = await sql<{ name: string }>`select name from rounds where id = ${id}::uuid`.execute(ctx.db);
  const { name } = found(round.rows[0], "round");
  const all = await sql<Listed>`
    select i.id, u.code, ${document === "plan" ? fallsShort : sql`true`} as has_one from inspections i join units u on u.id = i.company_id
    where i.round_id = ${id}::uuid and ${within(ctx, "i.company_id")} order by u.code, i.id limit ${most}`.execute(
    ctx.db,
  );
  const rows = all.rows.filter((row) => row.hasOne);
  if (rows.length === 0) throw conflict("result.no_shortfall");
  const output = asSensitiveRead(
    { id, companies: rows.length },
    {
      verb: "result.exported",
      subject: { kind: "round", id, companyId: null },
      data: { format: `OSCAL ${short[document]}`, language, inspections: rows.length },
    },
  );
  return withContent(output, {
    name: nameOf("", name, document).replace(/\.json$/, ".zip"),
    mediaType: "application/zip",
    open: (reading) => archiveOf(all.rows, { reading, document, language, round: name }),
  });
}

/** The same question as `shortfallsOf`: an answer that falls short, to a control that is required here and not out of scope. */
const fallsShort = sql`exists (select from answers a join controls c on c.edition_id = i.edition_id and c.control_id = a.control_id
    left join scope_answers s on s.inspection_id = i.id and s.condition = c.applies_when
    where a.inspection_id = i.id and a.verdict in ('partly', 'not_met') and c.tiers ->> i.tier = 'required'
      and (c.applies_when = 'always' or coalesce(s.is_true, true)))`;

type Around = { reading: Reading; document: Document; language: Language; round: string };

/** Every company with its file, or with why it has none. */
const indexOf = (rows: readonly Listed[], { document, language, round }: Around) =>
  writeCsv<Listed>(
    [
      { label: say(language, "oscal.index.company"), value: (row) => row.code },
      {
        label: say(language, "oscal.index.file"),
        value: (row) => (row.hasOne ? nameOf(row.code, round, document) : null),
      },
      {
        label: say(language, "oscal.index.remark"),
        value: (row) => (row.hasOne ? null : say(language, "oscal.index.noPlan")),
      },
    ],
    rows,
  );

/** One company at a time: each document is read, made and sent before the next is begun. */
export function archiveOf(rows: readonly Listed[], around: Around): Readable {
  const { reading, document, language, round } = around;
  const zip = new yazl.ZipFile();
  const out = zip.outputStream as Readable;
  // What cannot be made breaks the download off; half an archive must not look like a whole one.
  zip.on("error", (error: Error) => out.destroy(error));
  zip.addReadStreamLazy("index.csv", (give) => give(null, Readable.from(indexOf(rows, around))));
  for (const { id, code } of rows.filter((row) => row.hasOne))
    zip.addReadStreamLazy(nameOf(code, round, document), (give) => {
      reading((ctx) => saidOf(ctx, id, language))
        // A shortfall that was mended since the list was made leaves an empty file, not a broken archive.
        .then((said) => give(null, Readable.from([written(said, document)?.bytes ?? Buffer.alloc(0)])))
        .catch((error: Error) => out.destroy(error));
    });
  zip.end();
  return out;
}
