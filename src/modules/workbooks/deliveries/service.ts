// A delivery of workbooks that came back: opened, filled in parts, read by a job, looked at, kept by a second job.
import { like } from "#core/db/like.ts";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fileStore } from "#core/files/store.ts";
import { holdContents } from "#core/files/sweep.ts";
import { orderJob } from "#core/jobs/order.ts";
import type { JobKind } from "#core/jobs/job.ts";
import type { workbooks } from "../contract.ts";
import { mostBytes, mostFiles } from "../contract/deliveries.ts";
import { applyJob } from "./applying.ts";
import { checkJob } from "./checking.ts";
import {
  byName,
  countsNow,
  inHand,
  isReplacing,
  ofDesk,
  rankNow,
  reasonNow,
  remarksNow,
  stateNow,
  told,
} from "./queries.ts";

type In<K extends keyof typeof workbooks> = Input<(typeof workbooks)[K]>;
type Out<K extends keyof typeof workbooks> = Promise<Output<(typeof workbooks)[K]>>;
type Listed = Output<typeof workbooks.getRoundReturns>["deliveries"][number];

const listed = (ctx: Ctx, which: RawBuilder<unknown>) => sql`
  select d.id, d.round_id, r.name as round_name, d.received_at, ${nameOfPerson(ctx.language, "p")} as received_by_name,
    ${inHand(ctx)} as is_mine, ${nameOfPerson(ctx.language, "o")} as brought_by_name, d.taken_over_at, d.job_id, j.kind as job_kind, j.state as job_state,
    (select count(*)::int from workbook_delivery_parts q where q.delivery_id = d.id) as parts,
    (select count(*)::int from workbook_delivery_parts q where q.delivery_id = d.id and q.read_at is null) as unread,
    (select coalesce(jsonb_object_agg(n.state, n.count), '{}') from (
      select ${stateNow} as state, count(*)::int from workbook_delivery_items x
      left join workbook_returns b on b.id = x.return_id
      where x.delivery_id = d.id and ${told(ctx)} group by 1) n) as counts,
    (select count(*)::int from workbook_delivery_items x left join workbook_returns b on b.id = x.return_id
      where x.delivery_id = d.id and ${told(ctx)} and ${isReplacing}) as replacing
  from (select * from workbook_deliveries d where ${which} and ${ofDesk(ctx)} order by d.received_at desc limit 50) d
  join rounds r on r.id = d.round_id left join jobs j on j.id = d.job_id left join people p on p.id = d.received_by left join people o on o.id = d.brought_by
  order by d.received_at desc`;

export async function getRoundReturns(
  ctx: Ctx,
  { id, divisionId }: In<"getRoundReturns">,
): Out<"getRoundReturns"> {
  type Head = Omit<Output<typeof workbooks.getRoundReturns>, "deliveries">;
  const below = divisionId
    ? sql`exists (select from round_members q where q.round_id = i.round_id and q.company_id = i.company_id and q.division_id = ${divisionId}::uuid)`
    : sql`true`;
  const head = await sql<Head>`
    select r.id as round_id, r.name as round_name, count(i.id)::int as issued,
      count(i.id) filter (where exists (select from workbook_returns b join workbooks w on w.id = b.workbook_id
        where w.inspection_id = i.id and b.state = 'applied'))::int as applied,
      count(i.id) filter (where i.state in ('submitted', 'reviewed', 'confirmed', 'locked'))::int as submitted
    from rounds r left join inspections i on i.round_id = r.id and i.left_on is null and ${within(ctx, "i.company_id")} and ${below}
      and exists (select from workbooks w where w.inspection_id = i.id)
    where r.id = ${id}::uuid and r.state not in ('draft', 'discarded') group by r.id`.execute(ctx.db);
  const rows = await sql<Listed>`${listed(ctx, sql`d.round_id = ${id}::uuid`)}`.execute(ctx.db);
  return { ...found(head.rows[0], "round"), deliveries: rows.rows.map(asListed) };
}

/** What a statement gives beside is not part of the answer. */
const asListed = ({
  id,
  receivedAt,
  receivedByName,
  isMine,
  broughtByName,
  takenOverAt,
  jobId,
  jobKind,
  jobState,
  parts,
  unread,
  counts,
  replacing,
}: Listed) => ({
  id,
  receivedAt,
  receivedByName,
  isMine,
  broughtByName,
  takenOverAt,
  jobId,
  jobKind,
  jobState,
  parts,
  unread,
  counts,
  replacing,
});

export async function openDelivery(ctx: Ctx, { id: roundId }: In<"openDelivery">): Out<"openDelivery"> {
  const { rows } = await sql<{ id: string }>`
    insert into workbook_deliveries (round_id, received_by, desk)
    select r.id, ${ctx.actor.personId}::uuid, ${ctx.reach === "group" ? null : sql`nullif(scope_companies(), '{}')`} from rounds r
    where r.id = ${roundId}::uuid and r.state not in ('draft', 'discarded') returning id`.execute(ctx.db);
  const { id } = found(rows[0], "round");
  await record(ctx, "workbook.delivery_opened", {
    subject: { kind: "round", id: roundId, companyId: null },
    data: { deliveryId: id },
  });
  return { id };
}

type Held = {
  id: string;
  roundId: string;
  receivedBy: string;
  isMine: boolean;
  holderName: string | null;
  jobState: string | null;
  parts: number;
  bytes: number;
  unread: number;
};

/**
 * Held until the end where it is to be changed: of two who begin work on it the second finds it taken. Only who has it in
 * hand works on it.
 */
export async function deliveryInScope(ctx: Ctx, id: string, what: "look" | "hold" | "change"): Promise<Held> {
  const { rows: held } =
    await sql`select from workbook_deliveries d where d.id = ${id}::uuid and ${ofDesk(ctx)}
    ${what === "look" ? sql`` : sql`for update`}`.execute(ctx.db);
  found(held[0], "workbook_delivery");
  const { rows } = await sql<Held>`
    select d.id, d.round_id, d.received_by, ${inHand(ctx)} as is_mine,
      (select ${nameOfPerson(ctx.language, "p")} from people p where p.id = d.received_by) as holder_name, (select j.state from jobs j where j.id = d.job_id) as job_state, q.parts, q.bytes, q.unread
    from workbook_deliveries d cross join lateral (select count(*)::int as parts, coalesce(sum(q.size_bytes), 0)::float8 as bytes,
      count(*) filter (where q.read_at is null)::int as unread from workbook_delivery_parts q where q.delivery_id = d.id) q
    where d.id = ${id}::uuid`.execute(ctx.db);
  const delivery = found(rows[0], "workbook_delivery");
  if (what === "change" && !delivery.isMine)
    throw conflict("workbook.delivery_of_other", { values: { name: delivery.holderName ?? "–" } });
  return delivery;
}

export function assertIdle({ jobState }: Held): void {
  if (jobState === "queued" || jobState === "running") throw conflict("workbook.delivery_working");
}

/** Before anything is stored. @returns how many bytes it still takes. */
export async function roomIn(ctx: Ctx, id: string): Promise<number> {
  const delivery = await deliveryInScope(ctx, id, "look");
  assertIdle(delivery);
  if (delivery.parts >= mostFiles || delivery.bytes >= mostBytes) throw full();
  return mostBytes - delivery.bytes;
}

export const full = () =>
  conflict("workbook.delivery_full", { values: { count: mostFiles, gigabytes: mostBytes / 1e9 } });

export async function addToDelivery(ctx: Ctx, { id, files }: In<"addToDelivery">): Out<"addToDelivery"> {
  const delivery = await deliveryInScope(ctx, id, "change");
  assertIdle(delivery);
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (delivery.parts + files.length > mostFiles || delivery.bytes + bytes > mostBytes) throw full();
  await holdContents(ctx.db);
  for (const { sha256 } of files)
    if (sha256 && !(await fileStore().has(Buffer.from(sha256, "hex")))) throw conflict("file.send_again");
  const { numAffectedRows } = await sql`
    with given as (
      select distinct on (g.name, g.sha256) g.*, case when g.sha256 is not null then new_id() end as file_id
      from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as g(name text, sha256 text, "sizeBytes" bigint, problem text)
      where not exists (select from workbook_delivery_parts q where q.delivery_id = ${id}::uuid and q.name = g.name
        and q.sha256 is not distinct from decode(g.sha256, 'hex'))
    ), kept as (
      insert into files (id, sha256, size_bytes, media_type, name, purpose, created_by)
      select g.file_id, decode(g.sha256, 'hex'), g."sizeBytes", 'application/octet-stream', g.name, 'workbook_delivery',
        ${ctx.actor.personId}::uuid from given g where g.file_id is not null
    )
    insert into workbook_delivery_parts (delivery_id, position, received_by, name, sha256, size_bytes, file_id, problem)
    select d.id, ${delivery.parts}::int + row_number() over (order by g.name), d.received_by, g.name, decode(g.sha256, 'hex'),
      g."sizeBytes", g.file_id, g.problem
    from given g join workbook_deliveries d on d.id = ${id}::uuid`.execute(ctx.db);
  const added = Number(numAffectedRows ?? 0n);
  await record(ctx, "workbook.delivery_received", {
    subject: { kind: "round", id: delivery.roundId, companyId: null },
    data: { deliveryId: id, files: added, sizeBytes: bytes },
  });
  return { id, parts: delivery.parts + added };
}

async function begin(ctx: Ctx, kind: JobKind, id: string, input: Record<string, unknown>): Promise<string> {
  const jobId = await orderJob(ctx, kind, { subjectId: id, input });
  await sql`update workbook_deliveries set job_id = ${jobId}::uuid where id = ${id}::uuid`.execute(ctx.db);
  return jobId;
}

export async function checkDelivery(ctx: Ctx, { id }: In<"checkDelivery">): Out<"checkDelivery"> {
  const delivery = await deliveryInScope(ctx, id, "change");
  assertIdle(delivery);
  if (delivery.unread === 0) throw conflict("workbook.delivery_read");
  return { id, jobId: await begin(ctx, checkJob, id, {}) };
}

export async function getDelivery(ctx: Ctx, { id }: In<"getDelivery">): Out<"getDelivery"> {
  const { rows } = await sql<Listed & { roundId: string; roundName: string }>`
    ${listed(ctx, sql`d.id = ${id}::uuid`)}`.execute(ctx.db);
  const delivery = found(rows[0], "workbook_delivery");
  return { ...asListed(delivery), roundId: delivery.roundId, roundName: delivery.roundName };
}

type Item = Output<typeof workbooks.listDeliveryItems>["rows"][number];

export async function listDeliveryItems(
  ctx: Ctx,
  { id, state, isReplacing: mustReplace, search, after, limit = 50 }: In<"listDeliveryItems">,
): Out<"listDeliveryItems"> {
  await deliveryInScope(ctx, id, "look");
  const [rank, part, entry] = (after ?? "0.0.0").split(".").map(Number);
  const sought = search?.trim() ? like(search) : null;
  const { rows } = await sql<Item & { rank: number }>`
    select ${rankNow} as rank, x.part, x.entry, x.name, ${stateNow} as state, x.company_id, ${nameOfUnit(ctx.language, "n")} as company_name,
      u.code as company_code, x.inspection_id, x.return_id, ${countsNow} as counts, ${reasonNow} as reason,
      ${remarksNow} as remarks, v.code as code_by_name
    from workbook_delivery_items x left join workbook_returns b on b.id = x.return_id
    left join units u on u.id = x.company_id
    left join lateral (select * from unit_names n where n.unit_id = x.company_id order by n.valid_from desc limit 1) n on true
    ${byName(ctx)}
    where x.delivery_id = ${id}::uuid and ${told(ctx)} and (${rankNow}, x.part, x.entry) > (${rank ?? 0}, ${part ?? 0}, ${entry ?? 0})
      and ${state ? sql`${stateNow} = ${state}` : sql`true`} and ${mustReplace ? isReplacing : sql`true`}
      and ${sought ? sql`(x.name ilike ${sought} or u.code ilike ${sought} or ${nameOfUnit(ctx.language, "n")} ilike ${sought})` : sql`true`}
    order by 1, x.part, x.entry limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(withoutRank),
    next: rows.length > limit && last ? `${last.rank}.${last.part}.${last.entry}` : null,
  };
}

function withoutRank(ranked: Item & { rank: number }): Item {
  const { rank: _, ...row } = ranked;
  return row;
}

export async function applyDelivery(
  ctx: Ctx,
  { id, submit, lateReason }: In<"applyDelivery">,
): Out<"applyDelivery"> {
  const delivery = await deliveryInScope(ctx, id, "change");
  assertIdle(delivery);
  // A rival may still lie among what was not looked at.
  if (delivery.unread > 0) throw conflict("workbook.delivery_unread");
  const { rows } = await sql`
    select from workbook_delivery_items x join workbook_returns b on b.id = x.return_id
    where x.delivery_id = ${id}::uuid and x.verdict = 'ready' and b.state = 'checked' and ${told(ctx)} limit 1`.execute(
    ctx.db,
  );
  if (rows.length === 0) throw conflict("workbook.delivery_nothing_ready");
  const reason = lateReason?.trim();
  return {
    id,
    jobId: await begin(ctx, applyJob, id, {
      submit: submit === true,
      ...(submit && reason ? { lateReason: reason } : {}),
    }),
  };
}
