// Brings the sample group into an empty, migrated database: one transaction, one COPY per table and batch, one event.
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Database, openDatabase } from "#core/db/pool.ts";
import { hashPassword } from "#modules/access/password.ts";
import { sealKey } from "#modules/access/totp.ts";
import { newSecret, sealSecret } from "#modules/calls/signing.ts";
import { rulesOf } from "#modules/inspections/book.ts";
import type { PlaybookTask } from "#modules/incidents/room/rules.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { type EditionContent, frameOf } from "#modules/standards/edition.ts";
import { type CarryRule, changesBetween, isOpen } from "#modules/standards/changes.ts";
import { insertChanges, writeEdition } from "#modules/standards/service.ts";
import { demoPassword } from "./accounts.ts";
import { editionBefore } from "./editions.ts";
import { sampleGroup } from "./group.ts";
import type { Paper } from "./papers.ts";
import type { EditionUse, IncidentBook, SampleOptions } from "./plan.ts";
import { columns } from "./columns.ts";
import type { Loaded } from "./sheet.ts";
import type { SizeName } from "./size.ts";

export type LoadOptions = {
  /** The owner of the schema: COPY goes past row-level security. */
  ownerUrl: string;
  size: SizeName;
  /** Where the contents of files are kept; none are written without. */
  evidenceFolder?: string;
  now?: string;
  /** Only the first so many companies. */
  most?: number;
  onProgress?: (share: number, rows: number) => void;
};

export type Loadings = { rows: number; files: number; counts: Partial<Record<Loaded, number>> };

/** @throws Error when the database already holds a group. */
export async function loadSample(options: LoadOptions): Promise<Loadings> {
  const editions = await withDatabase(options.ownerUrl, publishEditions);
  const now = options.now ?? new Date().toISOString();
  const passwordHash = await hashPassword(demoPassword);
  const client = new pg.Client({ connectionString: options.ownerUrl });
  await client.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query("select from group_settings");
    if (rowCount)
      throw new Error("The database already holds a group; the sample is loaded into an empty one only.");
    // A final report takes no control any more, and its controls come after it.
    await client.query("alter table audit_report_controls disable trigger frozen");
    const loaded = await copyAll(
      client,
      {
        size: options.size,
        now,
        editions,
        book: await bookOf(client),
        passwordHash,
        secrets: {
          receiver: (id) => sealSecret(newSecret(), id),
          factor: (id) => sealKey(randomBytes(20).toString("hex"), id),
          token: randomBytes(32),
        },
        ...(options.most ? { most: options.most } : {}),
      },
      options,
    );
    await client.query("alter table audit_report_controls enable trigger frozen");
    await client.query(questionDuties);
    await client.query(rightsOfEngagements);
    await client.query(
      "update incident_settings set head_position_id = (select p.id from positions p where p.purpose = 'group_security_head')",
    );
    await client.query(
      "select record_event('group.sample_loaded', null, null, 'unit', null, null, null, $1::jsonb, null)",
      [JSON.stringify({ size: options.size, rows: loaded.rows, files: loaded.files })],
    );
    await client.query("commit");
    await client.query("analyze");
    return loaded;
  } finally {
    await client.end();
  }
}

/** A question to the division that is open is the desk's duty, due in three days where the company is. */
const questionDuties = `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, next_at)
  select q.fiscal_year, 'inspection.question', 'inspection', q.inspection_id, q.company_id, 'inspection.review', q.asked_at, q.due_at, q.zone, q.due_at
  from (select r.fiscal_year, t.inspection_id, t.company_id, min(t.said_at) as asked_at, f.time_zone as zone,
      ((min(t.said_at) at time zone f.time_zone)::date + 4)::timestamp at time zone f.time_zone - interval '1 second' as due_at
    from talks t join inspections i on i.id = t.inspection_id join rounds r on r.id = i.round_id and r.state = 'open'
    join company_facts f on f.company_id = t.company_id and holds_on(f.valid_from, f.valid_to, group_today())
    where t.asks_division and t.answered_at is null and i.left_on is null
    group by r.fiscal_year, t.inspection_id, t.company_id, f.time_zone) q`;

/** What an engagement opens is written by the function that writes it in the product. */
const rightsOfEngagements = "select write_engagement_rights(e.id, e.title, e.ordered_by) from engagements e";

/** As the migrations brought them: incidents of the sample are held to the same lines and lists as real ones. */
async function bookOf(client: pg.Client): Promise<IncidentBook> {
  const lines = await client.query<IncidentBook["lines"][number]>(
    "select l.id, v.n, v.content, row_number() over (order by l.id)::int as nth from notice_lines l join notice_line_versions v on v.line_id = l.id order by l.id",
  );
  const books = await client.query<{ kind: string; version: number; tasks: PlaybookTask[] }>(
    "select distinct on (kind) kind, version, tasks from playbooks order by kind, version desc",
  );
  return { lines: lines.rows, playbooks: new Map(books.rows.map((book) => [book.kind, book])) };
}

async function withDatabase<T>(ownerUrl: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ connectionString: ownerUrl, size: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The older edition and the one in force, each written once; a load that was cut off finds them. */
async function publishEditions(database: Database): Promise<[EditionUse, EditionUse]> {
  const current = loadBuiltinStandard();
  const older = editionBefore(current);
  const first = await publish(database, older, null, "2023-04-01");
  const second = await publish(database, current, { ...first, content: older }, "2026-04-01");
  return [first, second];
}

async function publish(
  { db }: Database,
  content: EditionContent,
  previous: EditionUse | null,
  effectiveOn: string,
): Promise<EditionUse> {
  const { code, edition } = content.standard;
  const id = await db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom("editions")
      .select("id")
      .where("standard", "=", code)
      .where("edition", "=", edition)
      .executeTakeFirst();
    if (known) return known.id;
    const written = await writeEdition(trx, content, previous?.id ?? null);
    const reason = previous ? "Yearly revision." : "First edition of the group.";
    await sql`update editions set state = 'published', effective_on = ${effectiveOn}::date, published_at = ${`${effectiveOn}T00:00:00Z`}::timestamptz,
      publish_reason = ${reason} where id = ${written}::uuid`.execute(trx);
    await insertChanges(trx, written, carriedOver(previous?.content ?? null, content));
    return written;
  });
  return { id, content, rules: rulesOf(frameOf(content), content.controls) };
}

/** As an author would decide: what changed is shown beside and answered anew, what is gone is gone. */
function carriedOver(previous: EditionContent | null, content: EditionContent) {
  const open = changesBetween(previous, content).filter(isOpen);
  const rules = open.map(({ controlId, change }): [string, CarryRule] => [
    controlId,
    change === "withdrawn"
      ? { controlId, fromIds: [], carry: "none", reason: "No longer needed." }
      : { controlId, fromIds: [], carry: "show", reason: null },
  ]);
  return changesBetween(previous, content, new Map(rules));
}

async function copyAll(client: pg.Client, sample: SampleOptions, options: LoadOptions): Promise<Loadings> {
  const loaded: Loadings = { rows: 0, files: 0, counts: {} };
  for (const batch of sampleGroup(sample)) {
    for (const [table, lines] of batch.lines) {
      await copyLines(client, table, lines);
      loaded.rows += lines.length;
      loaded.counts[table] = (loaded.counts[table] ?? 0) + lines.length;
    }
    if (options.evidenceFolder) for (const paper of batch.papers) keepPaper(options.evidenceFolder, paper);
    loaded.files += batch.papers.length;
    options.onProgress?.(batch.share, loaded.rows);
  }
  return loaded;
}

const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function copyLines(client: pg.Client, table: Loaded, lines: readonly string[]) {
  const into = client.query(
    copyFrom(`copy ${snake(table)} (${columns[table].map(snake).join(", ")}) from stdin`),
  );
  await pipeline(Readable.from(pieces(lines)), into);
}

function* pieces(lines: readonly string[]) {
  for (let at = 0; at < lines.length; at += 2000) yield `${lines.slice(at, at + 2000).join("\n")}\n`;
}

/** As the file store keeps contents: by their hash, under its first two letters. */
function keepPaper(folder: string, { content, sha256 }: Paper) {
  const name = sha256.toString("hex");
  mkdirSync(join(folder, name.slice(0, 2)), { recursive: true });
  writeFileSync(join(folder, name.slice(0, 2), name), content, { mode: 0o600 });
}
