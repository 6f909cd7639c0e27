// Taking found events away: ordered here, written by a job, fetched with the proof.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { publicKeyPem, sign, signingKey } from "#core/crypto/signing.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import type { Manifest, Proof } from "#core/events/export-proof.ts";
import { record } from "#core/events/record.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { fileStore, type Kept } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import type { JobCtx, JobKind } from "#core/jobs/job.ts";
import { orderJob } from "#core/jobs/order.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import type { trail } from "./contract.ts";
import { permissions } from "./contract/permissions.ts";
import { exportRows, fileOf, type Format, type Written } from "./export-file.ts";
import { before, type Filter, foundPage, lookInto } from "./search.ts";

type In<K extends keyof typeof trail> = Input<(typeof trail)[K]>;
type Out<K extends keyof typeof trail> = Promise<Output<(typeof trail)[K]>>;

const perRead = 2000;
/** What the product makes itself may be larger than what is sent to it. */
const mostBytes = 16 * 1024 ** 3;
/** Hashes of a proof at most: 100,000 are 4 MB. Beyond them the signature alone stands for the rows. */
const mostHashes = 100_000;
const keptDays = 30;

const mediaTypes = { jsonl: "application/jsonl; charset=utf-8", csv: "text/csv; charset=utf-8" } as const;

export async function orderTrailExport(ctx: Ctx, input: In<"orderTrailExport">): Out<"orderTrailExport"> {
  const { format, withValues: wantsValues = false, ...filter } = input;
  const { withValues } = await lookInto(ctx, filter, wantsValues);
  const { rows } = await sql<{ id: string }>`
    insert into trail_exports (ordered_by, format, filter, with_values, language)
    values (${ctx.actor.personId}::uuid, ${format}, ${JSON.stringify(filter)}::jsonb, ${withValues}, ${ctx.language})
    returning id`.execute(ctx.db);
  const { id } = found(rows[0], "trail_export");
  const { words, ...told } = filter;
  await record(ctx, "trail.export_ordered", {
    subject: { kind: "trail_export", id, companyId: filter.companyId ?? null },
    data: { ...told, format, withValues, isSearched: Boolean(words) },
    ...(words ? { personal: { words } } : {}),
  });
  const jobId = await orderJob(ctx, exportJob, { subjectId: id });
  await sql`update trail_exports set job_id = ${jobId}::uuid where id = ${id}::uuid`.execute(ctx.db);
  return { id, jobId };
}

type Order = { format: Format; filter: Filter; withValues: boolean; upTo: number; madeAt: string | null };

export const exportJob: JobKind = {
  kind: "trail.export",
  permission: permissions.read,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    const order = await job.step(async (ctx) => ({ value: await orderOf(ctx, id) }));
    if (order.madeAt) return { id };
    const written: Written = {
      count: 0,
      unsealed: 0,
      firstId: null,
      lastId: null,
      seals: null,
      blocks: [],
    };
    // Begun anew after a crash: half a file proves nothing.
    const kept = await fileStore().keep(
      fileOf(pagesOf(job, order, written), order.format, written),
      mostBytes,
    );
    await job.step(async (ctx) => ({ value: await finish(ctx, id, order, written, kept) }));
    return { id, count: written.count };
  },
};

/** The youngest event there is now: what happens while the file is written is none of what was found. */
async function orderOf(ctx: Ctx, id: string): Promise<Order> {
  const { rows } = await sql<Order>`
    select x.format, x.filter, x.with_values, x.made_at, (select coalesce(max(e.id), 0) from events e) as up_to
    from trail_exports x where x.id = ${id}::uuid`.execute(ctx.db);
  return found(rows[0], "trail_export");
}

async function* pagesOf(job: JobCtx, order: Order, written: Written) {
  for (;;) {
    const rows = await job.step(async (ctx) => {
      const look = await lookInto(ctx, order.filter, order.withValues);
      const beyond = [sql`e.id <= ${order.upTo}`, before(written.lastId ?? undefined)];
      const page = foundPage(ctx, look, beyond, perRead);
      const value = await exportRows(ctx, page, look.withValues);
      return { value, done: written.count + value.length };
    });
    yield rows;
    if (rows.length < perRead) return;
  }
}

async function finish(ctx: Ctx, id: string, order: Order, written: Written, kept: Kept): Promise<void> {
  const by = await sql<{ name: string }>`
    select ${nameOfPerson(ctx.language, "p")} as name from people p where p.id = ${ctx.actor.personId}::uuid`.execute(
    ctx.db,
  );
  const { count, unsealed, firstId, lastId, blocks } = written;
  const sha256 = kept.sha256.toString("hex");
  const manifest: Manifest = {
    format: order.format,
    filter: order.filter,
    withValues: order.withValues,
    by: { personId: ctx.actor.personId, name: by.rows[0]?.name ?? "" },
    at: ctx.now.toISOString(),
    count,
    firstId,
    lastId,
    sha256,
    sizeBytes: kept.sizeBytes,
    blocks,
    unsealed,
    ...(await coveredBy(ctx, written.seals)),
  };
  const text = JSON.stringify(manifest);
  await holdContents(ctx.db);
  await sql`update trail_exports set event_count = ${count}, size_bytes = ${kept.sizeBytes}, sha256 = ${kept.sha256},
      manifest = ${text}, signature = ${sign(signingKey(), text)}, made_at = now() where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await sql`select keep_trail_export(${id}::uuid, ${kept.sha256}, ${kept.sizeBytes}, ${mediaTypes[order.format]},
    ${nameOf(id, order.format)})`.execute(ctx.db);
  await record(ctx, "trail.exported", {
    subject: { kind: "trail_export", id, companyId: order.filter.companyId ?? null },
    data: { count, format: order.format, withValues: order.withValues, sha256, sizeBytes: kept.sizeBytes },
  });
}

/** The seals from that of the oldest row to the published one of a day behind the newest, as far as they are not too many. */
async function coveredBy(ctx: Ctx, seals: Written["seals"]): Promise<Pick<Manifest, "seals" | "days">> {
  if (!seals) return { seals: [], days: [] };
  const end = await sql<{ to: number; hashes: number }>`
    with beyond as (
      select coalesce((select min(d.n) from day_seals d where d.n >= ${seals.to}), ${seals.to})::bigint as n
    ) select b.n as to, (select sum(s.event_count)::bigint from seals s where s.n between ${seals.from} and b.n) as hashes
    from beyond b`.execute(ctx.db);
  const { to, hashes } = found(end.rows[0], "seal");
  const days = await sql<Manifest["days"][number]>`
    select d.day, d.n, encode(d.hash, 'hex') as hash from day_seals d where d.n between ${seals.from} and ${to}
    order by d.day`.execute(ctx.db);
  if (hashes > mostHashes) return { seals: [], days: days.rows };
  const covering = await sql<Manifest["seals"][number]>`
    select * from seals_with_hashes(${seals.from}, ${to})`.execute(ctx.db);
  return { seals: covering.rows, days: days.rows };
}

const nameOf = (id: string, format: Format) => `trail-${id.slice(-12)}.${format}`;

type Listed = Output<typeof trail.listTrailExports>["rows"][number];

export async function listTrailExports(ctx: Ctx, input: In<"listTrailExports">): Out<"listTrailExports"> {
  const limit = input.limit ?? 50;
  const { rows } = await sql<Listed>`
    select x.id, x.ordered_at, x.format, x.filter, x.with_values, x.job_id, x.made_at, x.event_count, x.size_bytes,
      encode(x.sha256, 'hex') as sha256, x.file_id is not null as is_there
    from trail_exports x where x.ordered_by = ${ctx.actor.personId}::uuid
      and ${input.after ? sql`(x.ordered_at, x.id) < (select y.ordered_at, y.id from trail_exports y where y.id::text = ${input.after})` : sql`true`}
    order by x.ordered_at desc, x.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

type Made = {
  format: Format;
  fileId: string | null;
  sha256: Buffer | null;
  sizeBytes: number;
  manifest: string;
  signature: Buffer;
  withValues: boolean;
};

async function madeExport(ctx: Ctx, id: string): Promise<Made & { sha256: Buffer }> {
  const { rows } = await sql<Made>`
    select x.format, x.file_id, x.sha256, x.size_bytes, x.manifest, x.signature, x.with_values from trail_exports x
    where x.id = ${id}::uuid and x.ordered_by = ${ctx.actor.personId}::uuid`.execute(ctx.db);
  const { sha256, ...made } = found(rows[0], "trail_export");
  if (!sha256) throw conflict("trail.export_not_ready");
  return { ...made, sha256 };
}

export async function downloadTrailExport(
  ctx: Ctx,
  { id }: In<"downloadTrailExport">,
): Out<"downloadTrailExport"> {
  const { format, fileId, sha256, sizeBytes, withValues } = await madeExport(ctx, id);
  if (!fileId) throw conflict("trail.export_not_ready");
  const output = asSensitiveRead(
    { id },
    {
      verb: "trail.export_downloaded",
      subject: { kind: "trail_export", id, companyId: null },
      data: { format, withValues },
    },
  );
  return withContent(output, {
    name: nameOf(id, format),
    mediaType: mediaTypes[format],
    sizeBytes,
    open: () => fileStore().read(sha256),
  });
}

export async function downloadTrailProof(
  ctx: Ctx,
  { id }: In<"downloadTrailProof">,
): Out<"downloadTrailProof"> {
  const { format, manifest, signature } = await madeExport(ctx, id);
  const proof: Proof = {
    manifest,
    signature: signature.toString("base64"),
    publicKey: publicKeyPem(signingKey().publicKey),
  };
  return withContent(
    { id },
    {
      name: `${nameOf(id, format)}.proof.json`,
      mediaType: "application/json",
      open: () => Buffer.from(JSON.stringify(proof, null, 2)),
    },
  );
}

/** Files of the trail are for being taken away; what proves them stays. */
export const endExports: TimedWork = {
  name: "trail.end_exports",
  everySeconds: 3600,
  run: async (ctx) => {
    const { rows } = await sql<{
      count: number;
    }>`select end_trail_exports(${keptDays}, 100) as count`.execute(ctx.db);
    return (rows[0]?.count ?? 0) === 100;
  },
};
