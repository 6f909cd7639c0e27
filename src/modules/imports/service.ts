// The operations of the pipeline: open, look, decide, apply, stop, report.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { askToStop, orderJob } from "#core/jobs/order.ts";
import { mayDo } from "#modules/access/importing/seats-apply.ts";
import { assertConfirmed } from "#modules/access/signing-in.ts";
import { applyJob } from "./applying.ts";
import { checkJob, remember } from "./checking.ts";
import type { imports } from "./contract.ts";
import { kindOf } from "./kinds.ts";
import { linksOf } from "./links.ts";
import { forKind, isReadable, reading } from "./permitted.ts";
import * as queries from "./queries.ts";
import type { Recognised } from "./recognise.ts";

type In<K extends keyof typeof imports> = Input<(typeof imports)[K]>;
type Out<K extends keyof typeof imports> = Promise<Output<(typeof imports)[K]>>;

/** Lists that name companies of any division. */
const ofWholeGroup: ReadonlySet<string> = new Set(["seats", "history", "audits"]);

/** Lists that whoever answers for one company may bring in for it. */
const ofOneCompany: ReadonlySet<string> = new Set(["people", "findings", "plans"]);

const subjectOf = (load: { id: string; companyId: string | null }) =>
  ({ kind: "import", id: load.id, companyId: load.companyId }) as const;

export async function openImport(given: Ctx, input: In<"openImport">): Out<"openImport"> {
  const ctx = await forKind(given, input.kind);
  const file = await sql<{ id: string; companyId: string | null }>`
    select f.id, f.company_id from files f
    where f.id = ${input.fileId}::uuid and f.purpose = 'import' and ${within(ctx, "f.company_id")}`.execute(
    ctx.db,
  );
  found(file.rows[0], "file");
  // The list of a service names companies of any division: only the whole group's desk brings it in.
  if (input.kind === "services" && ctx.reach !== "group") throw forbidden("service.needs_whole_group");
  if (ofWholeGroup.has(input.kind) && ctx.reach !== "group") throw forbidden("import.needs_whole_group");
  const companyId = ofOneCompany.has(input.kind) ? (input.companyId ?? (await onlyCompany(ctx))) : null;
  if (companyId) {
    const company = await sql`select from units u where u.id = ${companyId}::uuid and u.kind = 'company'
      and ${within(ctx, "u.company_id")}`.execute(ctx.db);
    found(company.rows[0], "company");
  }
  const load = await ctx.db
    .insertInto("imports")
    .values({
      kind: input.kind,
      companyId,
      fileId: input.fileId,
      recognised: "{}",
      state: "checking",
      createdBy: ctx.actor.personId,
    })
    .returning(["id", "companyId"])
    .executeTakeFirstOrThrow();
  await orderCheck(ctx, { ...load, kind: input.kind });
  await record(ctx, "import.opened", {
    subject: subjectOf(load),
    data: { kind: input.kind, fileId: input.fileId },
  });
  return { id: load.id };
}

/** Whoever reaches one company alone need not say which one. */
async function onlyCompany(ctx: Ctx): Promise<string | null> {
  if (ctx.reach === "group") return null;
  const { rows } = await sql<{ id: string }>`select u.id from units u
    where u.kind = 'company' and ${within(ctx, "u.company_id")} limit 2`.execute(ctx.db);
  return rows.length === 1 ? (rows[0]?.id ?? null) : ctx.actor.companyId;
}

async function orderCheck(ctx: Ctx, load: { id: string; companyId: string | null; kind: string }) {
  const jobId = await orderJob(ctx, checkJob(kindOf(load.kind)), {
    companyId: load.companyId,
    subjectId: load.id,
  });
  await sql`update imports set job_id = ${jobId}::uuid where id = ${load.id}::uuid`.execute(ctx.db);
}

export async function listImports(ctx: Ctx, input: In<"listImports">): Out<"listImports"> {
  const limit = input.limit ?? 50;
  const { rows } = await sql<Output<typeof imports.listImports>["rows"][number]>`
    select i.id, i.kind, i.company_id, n.name as company_name, f.name as file_name, i.counts, i.created_at,
      ${queries.stateNow},
      p.family_name as created_by_family_name, p.given_name as created_by_given_name
    from imports i join files f on f.id = i.file_id
    left join jobs j on j.id = i.job_id
    left join people p on p.id = i.created_by
    left join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${await isReadable(ctx)} and ${input.kind ? sql`i.kind = ${input.kind}` : sql`true`}
      and ${input.after ? sql`i.id < ${input.after}::uuid` : sql`true`}
    order by i.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit).map((row) => ({ ...row, counts: queries.fullCounts(row.counts) }));
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export async function getImport(given: Ctx, { id }: In<"getImport">): Out<"getImport"> {
  const { ctx, load } = await reading(given, id);
  const kind = kindOf(load.kind);
  const {
    sha256: _,
    fileId: __,
    options,
    recognised,
    mapping,
    jobId,
    reason: ___,
    appliedFrom: ____,
    during,
    brokenBecause,
    ...rest
  } = load;
  return {
    ...rest,
    ...(await queries.namesAround(ctx, id)),
    recognised:
      "format" in recognised ? shownOf(recognised as Recognised, options.withHidden ?? false) : null,
    fields: Object.keys(kind.columns).map((field) => ({ field, isRequired: kind.required.includes(field) })),
    mapping: mapping ?? {},
    withRights: options.withRights ?? false,
    withAccounts: options.withAccounts ?? false,
    links: load.kind === "seats" ? await linksOf(ctx, id) : { open: 0, unmade: 0 },
    counts: queries.fullCounts(await queries.countsNow(ctx, load)),
    brokenOff: load.state === "broken_off" ? { during, code: brokenBecause ?? "job.faulted" } : null,
    job: await queries.jobOf(ctx, jobId),
  };
}

function shownOf(all: Recognised, withHidden: boolean) {
  const { mapping: _, ...recognised } = all;
  return { ...recognised, withHidden };
}

/** Takes the import for a change: the slower of two people is told, a running job is not disturbed. */
export async function take(given: Ctx, id: string, rowVersion?: number) {
  const { ctx, load } = await reading(given, id);
  if (load.state === "checking" || load.state === "applying") throw conflict("import.busy");
  const { numUpdatedRows } = await ctx.db
    .updateTable("imports")
    .set({ rowVersion: sql`row_version + 1` })
    .where("id", "=", id)
    .where("rowVersion", "=", rowVersion ?? load.rowVersion)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw lostRace("import", { rowVersion }, { rowVersion: load.rowVersion });
  return { ctx, load };
}

export async function checkAgain(given: Ctx, input: In<"checkAgain">): Out<"checkAgain"> {
  const { ctx, load } = await take(given, input.id, input.rowVersion);
  const { id, rowVersion: _, headingRows, ...choices } = input;
  const columns = Object.values(input.mapping ?? {});
  if (new Set(columns).size < columns.length) throw invalid("import.column_twice");
  const known = new Set(Object.keys(kindOf(load.kind).columns));
  if (Object.keys(input.mapping ?? {}).some((field) => !known.has(field))) throw invalid("input.invalid");
  // Another sheet or heading has other columns: what was chosen for the old ones no longer holds.
  const isOtherTable = input.sheet !== undefined || input.headingRow !== undefined;
  const { mapping, headingRow, headingRows: heldRows, ...kept } = load.options;
  const options = {
    ...kept,
    ...(isOtherTable || mapping === undefined ? {} : { mapping }),
    ...(input.sheet !== undefined || headingRow === undefined
      ? {}
      : { headingRow, headingRows: heldRows ?? 1 }),
    ...choices,
    ...(input.headingRow === undefined ? {} : { headingRows: headingRows === "2" ? 2 : 1 }),
  };
  if (input.withRights || input.withAccounts)
    await mayDo(ctx, {
      withRights: input.withRights ?? false,
      withAccounts: input.withAccounts ?? false,
    });
  if (input.mapping) await remember(ctx, kindOf(load.kind), load, input.mapping);
  await sql`update imports set state = 'checking', options = ${JSON.stringify(options)}::jsonb where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await orderCheck(ctx, load);
  await record(ctx, "import.checked_again", {
    subject: subjectOf(load),
    data: { changed: Object.keys(choices) },
  });
  return { id };
}

export async function applyImport(given: Ctx, input: In<"applyImport">): Out<"applyImport"> {
  const { ctx, load } = await take(given, input.id, input.rowVersion);
  // Opens accounts and gives rights, or ends the sign-ins of everybody who has left. A program of the personnel office brings
  // its list of people nightly: its token was lent that under a fresh proof.
  if (load.kind === "seats" || (load.kind === "people" && !ctx.actor.accessToken)) await assertConfirmed(ctx);
  const counts = {
    ...queries.fullCounts(await queries.countsNow(ctx, load)),
    ...(input.rowNumbers ? await queries.countsAmong(ctx, load.id, input.rowNumbers) : {}),
  };
  if (counts.open === 0) throw conflict("import.nothing_to_apply");
  const isBackdated = input.from < ctx.today || counts.backdated > 0;
  if (load.kind !== "people" && isBackdated && !input.reason?.trim())
    throw invalid("change.backdated_needs_reason");
  if (!input.confirmsLeaving && (await isUnusual(ctx, load.companyId, counts.leaving)))
    throw conflict("import.many_leave", { values: { count: counts.leaving } });
  await sql`update import_rows set outcome = null where import_id = ${load.id}::uuid and outcome->>'did' = 'not_applied'`.execute(
    ctx.db,
  );
  const kind = kindOf(load.kind);
  if (input.approves && !kind.approve) throw invalid("input.invalid");
  const jobId = await orderJob(ctx, applyJob(kind), {
    companyId: load.companyId,
    subjectId: load.id,
    total: counts.open,
    input: {
      ...(input.rowNumbers ? { rowNumbers: input.rowNumbers } : {}),
      ...(input.approves ? { approves: true } : {}),
    },
  });
  await sql`update imports set state = 'applying', job_id = ${jobId}::uuid, applied_from = ${input.from}::date,
      reason = ${input.reason?.trim() || null} where id = ${load.id}::uuid`.execute(ctx.db);
  if (load.mapping) await remember(ctx, kind, load, load.mapping);
  await record(ctx, "import.applying", {
    subject: subjectOf(load),
    data: { from: input.from, total: counts.open },
    personal: { reason: input.reason ?? null },
  });
  return { id: load.id, jobId };
}

/** A list that ends more than a fifth of the people held is held itself until somebody says that it is right. */
async function isUnusual(ctx: Ctx, companyId: string | null, leaving: number): Promise<boolean> {
  if (leaving < 10) return false;
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from employments e
    where ${companyId ? sql`e.company_id = ${companyId}::uuid` : within(ctx, "e.company_id")}
      and holds_on(e.valid_from, e.valid_to, ${ctx.today}::date)`.execute(ctx.db);
  return leaving * 5 > (rows[0]?.held ?? 0);
}

export async function stopImport(given: Ctx, { id }: In<"stopImport">): Out<"stopImport"> {
  const { ctx, load: seen } = await reading(given, id);
  const job = await sql<{ orderedBy: string | null }>`
    select ordered_by from jobs where id = ${seen.jobId}::uuid`.execute(ctx.db);
  if (ctx.reach !== "group" && job.rows[0]?.orderedBy !== ctx.actor.personId)
    throw forbidden("import.not_yours");
  const asked = seen.jobId ? await askToStop(ctx, seen.jobId) : null;
  if (asked === null) throw conflict("import.not_running");
  await record(ctx, "import.stopped", { subject: subjectOf(seen), data: {} });
  return { id };
}
