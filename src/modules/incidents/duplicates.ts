// Two reports of one thing: what may be the same is suggested to whoever judges, and the later one goes on at the one that is kept.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { found } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { incidents } from "./contract.ts";
import { columns, type Incident, reportedBy, seen, subjectOf } from "./visible.ts";

const daysAround = 14;
/** Share of three letters in a row that two texts have in common, from which on they are alike. */
const alikeWords = 0.3;

type Alike = Output<typeof incidents.listAlike>["rows"][number];

/** Those that may be kept: judged or not, over or not, but nothing that turned out to be nothing or goes on elsewhere. */
export async function listAlike(
  ctx: Ctx,
  { id, search }: Input<typeof incidents.listAlike>,
): Promise<Output<typeof incidents.listAlike>> {
  const { rows: own } = await sql<{ companyId: string }>`select i.company_id from incidents i
    where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { companyId } = found(own[0], "incident");
  const words = search?.trim();
  const { rows } = await sql<Alike>`
    with this as materialized (select x.* from incidents x where x.id = ${id}::uuid), compared as (
      select i.*, exists (select from incident_assets a join incident_assets b on b.entry_id = a.entry_id and b.incident_id = t.id
          where a.incident_id = i.id) as device,
        coalesce(coalesce(i.reporter_id, i.entered_by) in (t.reporter_id, t.entered_by), false) or i.reporter_said <> '' and i.reporter_said = t.reporter_said
          or exists (select from incident_intakes k join incident_intakes m on m.incident_id = t.id and m.from_address = k.from_address
            where k.incident_id = i.id) as sender,
        similarity(folded(i.title || ' ' || left(i.what, 1000)), folded(t.title || ' ' || left(t.what, 1000))) as shared,
        i.kind = t.kind as kind_too, abs(extract(epoch from i.discovered_at - t.discovered_at)) as apart
      from incidents i cross join this t
      where i.company_id = ${companyId}::uuid and i.id <> t.id and i.is_exercise = t.is_exercise and i.state not in ('nothing', 'duplicate')
        and ${seen(ctx)} and ${
          words
            ? sql`folded(i.sought) ilike ${like(words)}`
            : sql`i.discovered_at between t.discovered_at - make_interval(days => ${daysAround}) and t.discovered_at + make_interval(days => ${daysAround})`
        }
    )
    select i.id, i.reference, i.title, i.kind, i.state, i.discovered_at, ${reportedBy(ctx)} as by_name,
      array_remove(array[case when i.device then 'device' end, case when i.sender then 'sender' end,
        case when i.shared >= ${alikeWords} then 'words' end, case when i.kind_too then 'kind' end], null) as because
    from compared i
    -- The very device, the same words, or who reported and what: one kind alone is what many reports have in common.
    where ${words ? sql`true` : sql`i.device or i.shared >= ${alikeWords} or i.sender and i.kind_too`}
    order by i.device desc, i.shared + case when i.sender then 0.3 else 0 end + case when i.kind_too then 0.2 else 0 end desc, i.apart, i.id
    limit 8`.execute(ctx.db);
  return { rows };
}

type Kept = Pick<Incident, "id" | "companyId">;

/**
 * The one that is kept. Both rows are locked in one order, so that two who judge at once cannot close each as the same as the other.
 * @throws AppError invalid where it is not one of the company that may be kept.
 */
export async function keptFor(
  ctx: Ctx,
  { id, as, duplicateOf }: Input<typeof incidents.judgeIncident>,
): Promise<Kept | null> {
  if (as !== "duplicate") return null;
  if (!duplicateOf) throw invalid("incident.same_as_missing");
  const { rows } = await sql<Incident>`select ${columns} from incidents i
    where i.id in (${id}::uuid, ${duplicateOf}::uuid) and ${seen(ctx)} order by i.id for no key update`.execute(
    ctx.db,
  );
  const one = found(
    rows.find((row) => row.id === id),
    "incident",
  );
  const kept = rows.find((row) => row.id === duplicateOf && row.id !== id);
  if (!kept || kept.companyId !== one.companyId || kept.isExercise !== one.isExercise)
    throw invalid("incident.same_as_none");
  if (kept.state === "duplicate" || kept.state === "nothing") throw invalid("incident.same_as_a_duplicate");
  return kept;
}

/** What was the same as the one that is closed goes on with it. The trail of the kept one names no other: it may be read by more people. */
export async function goOnAt(ctx: Ctx, { id }: Pick<Incident, "id">, kept: Kept): Promise<void> {
  await sql`update incidents i set duplicate_of = ${kept.id}::uuid, row_version = row_version + 1
    where i.duplicate_of = ${id}::uuid and i.state = 'duplicate' and ${seen(ctx)}`.execute(ctx.db);
  await record(ctx, "incident.also_reported", { subject: subjectOf(kept) });
}
