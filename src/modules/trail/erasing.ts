// Erasing personal values: proposed by one person, decided by another, carried out by the database's function, which reads
// in the trail that both did (db/migrations/0221_values_erased.sql, docs/decisions/0074).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, forbidden, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { JobKind } from "#core/jobs/job.ts";
import { orderJob } from "#core/jobs/order.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openGroupDuty } from "#modules/duties/service.ts";
import type { trail } from "./contract.ts";
import { permissions } from "./contract/permissions.ts";
import { type Group, patternOf } from "./kinds/rules.ts";

type In<K extends keyof typeof trail> = Input<(typeof trail)[K]>;
type Out<K extends keyof typeof trail> = Promise<Output<(typeof trail)[K]>>;

/** Values of one turn: as many as one event can name and one transaction take away while others wait. */
const atOnce = 1000;
const countedMost = 10_000;

const decideDuty = "erasure.decide";
/** GDPR Article 12(3) gives a month for a request in all; the second person has a week of it. */
const daysToDecide = 7;

/** The trail is the group's: nobody erases in it for one company alone. */
function assertWholeGroup(ctx: Ctx): void {
  if (ctx.reach !== "group" && ctx.locks.application) throw forbidden("permission.missing");
}

type Aim = { kind: "event"; eventId: number } | PersonAim;
type PersonAim = { kind: "person"; personId: string; isAbout: boolean; isWritten: boolean };

/** What is erased, as the trail keeps it and the database's function reads it. */
function aimOf(input: In<"previewErasure">): Aim {
  if (input.kind === "event" && input.eventId) return { kind: "event", eventId: input.eventId };
  const [isAbout, isWritten] = [input.isAbout === true, input.isWritten === true];
  if (input.kind === "person" && input.personId && (isAbout || isWritten))
    return { kind: "person", personId: input.personId, isAbout, isWritten };
  throw invalid("trail.erasure_aimless");
}

export async function previewErasure(ctx: Ctx, input: In<"previewErasure">): Out<"previewErasure"> {
  assertWholeGroup(ctx);
  return { count: await countOf(ctx, aimOf(input)) };
}

async function countOf(ctx: Ctx, aim: Aim): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count_to_erase(${JSON.stringify(aim)}::jsonb, ${countedMost}) as count`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}

export async function proposeErasure(ctx: Ctx, input: In<"proposeErasure">): Out<"proposeErasure"> {
  assertWholeGroup(ctx);
  const { ground, reason } = input;
  const aim = aimOf(input);
  const count = await countOf(ctx, aim);
  if (count === 0) throw conflict("trail.erasure_empty");
  return propose(ctx, aim, ground, reason);
}

export async function proposeRetention(ctx: Ctx, input: In<"proposeRetention">): Out<"proposeRetention"> {
  assertWholeGroup(ctx);
  const { groups, years, reason } = input;
  const patterns = (groups as readonly Group[]).map(patternOf);
  return propose(ctx, { kind: "rule", groups, years, patterns }, "rule", reason);
}

async function propose(
  ctx: Ctx,
  scope: Record<string, unknown> & { kind: string },
  ground: string,
  reason: string,
) {
  const { rows } = await sql<{ id: string }>`
    insert into trail_erasures (kind, scope, ground, reason, proposed_by)
    values (${scope.kind}, ${JSON.stringify(scope)}::jsonb, ${ground}, ${reason}, ${ctx.actor.personId}::uuid)
    returning id`.execute(ctx.db);
  const { id } = found(rows[0], "erasure");
  await openGroupDuty(ctx, {
    kind: decideDuty,
    subjectKind: "erasure",
    subjectId: id,
    permission: permissions.erase,
    notFor: [ctx.actor.personId],
    dueOn: addDays(ctx.today, daysToDecide),
  });
  await record(ctx, "trail.erasure_proposed", {
    subject: { kind: "erasure", id, companyId: null },
    data: { ...scope, ground },
    personal: { reason },
  });
  return { id };
}

export async function decideErasure(ctx: Ctx, input: In<"decideErasure">): Out<"decideErasure"> {
  assertWholeGroup(ctx);
  const { id, decision, reason } = input;
  const { rows } = await sql<{ kind: string; proposedBy: string; decision: string | null }>`
    select t.kind, t.proposed_by, t.decision from trail_erasures t where t.id = ${id}::uuid for update`.execute(
    ctx.db,
  );
  const act = found(rows[0], "erasure");
  if (act.decision) throw conflict("trail.erasure_decided");
  if (act.proposedBy === ctx.actor.personId) throw conflict("trail.erasure_own");
  await sql`update trail_erasures set decision = ${decision}, decided_by = ${ctx.actor.personId}::uuid, decided_at = now(),
    decision_reason = ${reason ?? null} where id = ${id}::uuid`.execute(ctx.db);
  await closeDuties(ctx, id, decideDuty);
  await record(ctx, "trail.erasure_decided", {
    subject: { kind: "erasure", id, companyId: null },
    data: { decision },
    ...(reason ? { personal: { reason } } : {}),
  });
  // Of a rule the clock takes what has grown old enough.
  const jobId =
    decision === "approved" && act.kind !== "rule" ? await orderJob(ctx, eraseJob, { subjectId: id }) : null;
  return { id, jobId };
}

export const eraseJob: JobKind = {
  kind: "trail.erase",
  permission: permissions.erase,
  run: async (job) => {
    const id = job.job.subjectId ?? "";
    let erased = Number(job.job.checkpoint?.["erased"] ?? 0);
    for (;;) {
      const piece = await job.step(async (ctx) => {
        const value = await erasePiece(ctx, id);
        const done = erased + value.erased;
        return { value, done, checkpoint: { erased: done } };
      });
      erased += piece.erased;
      if (!piece.hasMore) return { erased };
    }
  },
};

// In the database: record_event('trail.values_erased', ...) with the ids, then the values go.
async function erasePiece(ctx: Ctx, id: string): Promise<{ erased: number; hasMore: boolean }> {
  const { rows } = await sql<{ erased: number; hasMore: boolean }>`
    select erased, has_more from erase_values(${id}::uuid, ${atOnce})`.execute(ctx.db);
  return rows[0] ?? { erased: 0, hasMore: false };
}

export async function endRetention(ctx: Ctx, { id }: In<"endRetention">): Out<"endRetention"> {
  assertWholeGroup(ctx);
  const { rows } = await sql<{ isRunning: boolean }>`
    select t.kind = 'rule' and t.decision = 'approved' and t.ended_at is null as is_running
    from trail_erasures t where t.id = ${id}::uuid for update`.execute(ctx.db);
  if (found(rows[0], "erasure").isRunning !== true) throw conflict("trail.retention_not_running");
  await sql`update trail_erasures set ended_at = now(), ended_by = ${ctx.actor.personId}::uuid
    where id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "trail.retention_ended", { subject: { kind: "erasure", id, companyId: null } });
  return { id };
}

/** One piece of the rule that was looked at longest ago; without a rule nothing is ever erased. */
export const keepRetention: TimedWork = {
  name: "trail.retention",
  everySeconds: 3600,
  run: async (ctx) => {
    const { rows } = await sql<{ id: string }>`
      select t.id from trail_erasures t where t.kind = 'rule' and t.decision = 'approved' and t.ended_at is null
      order by t.id`.execute(ctx.db);
    for (const { id } of rows) if ((await erasePiece(ctx, id)).hasMore) return true;
    return false;
  },
};

type Erasure = Output<typeof trail.listErasures>["rows"][number];

const person = (column: string) => sql`(select jsonb_build_object('id', p.id, 'familyName', p.family_name,
  'givenName', p.given_name) from people p where p.id = ${sql.ref(column)})`;

export async function listErasures(ctx: Ctx, input: In<"listErasures">): Out<"listErasures"> {
  assertWholeGroup(ctx);
  const limit = input.limit ?? 50;
  const { rows } = await sql<Erasure>`
    select t.id, t.kind, (t.scope ->> 'eventId')::bigint as event_id,
      (select jsonb_build_object('id', p.id, 'familyName', p.family_name, 'givenName', p.given_name) from people p
        where p.id = (t.scope ->> 'personId')::uuid) as person,
      coalesce((t.scope ->> 'isAbout')::boolean, false) as is_about, coalesce((t.scope ->> 'isWritten')::boolean, false) as is_written,
      coalesce(t.scope -> 'groups', '[]') as groups, (t.scope ->> 'years')::integer as years, t.ground, t.reason,
      ${person("t.proposed_by")} as proposed_by, t.proposed_at, t.decision, ${person("t.decided_by")} as decided_by, t.decided_at,
      t.decision_reason, t.ended_at, t.finished_at, t.erased_count, t.proposed_by = ${ctx.actor.personId}::uuid as is_own
    from trail_erasures t
    where ${input.isWaiting ? sql`t.decision is null` : sql`true`}
      and ${input.after ? sql`(t.proposed_at, t.id) < (select y.proposed_at, y.id from trail_erasures y where y.id::text = ${input.after})` : sql`true`}
    order by t.proposed_at desc, t.id desc limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
