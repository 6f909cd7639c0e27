// Making, changing and ending engagements. What they say becomes rights in the same transaction (write_engagement_rights).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { zoneOf } from "#core/time/zones.ts";
import type { engagements } from "./contract.ts";
import { ownFirm } from "./firms.ts";
import { longestDays, mostInspections, mostPeople } from "./rules.ts";

type In<K extends keyof typeof engagements> = Input<(typeof engagements)[K]>;
type Out<K extends keyof typeof engagements> = Promise<Output<(typeof engagements)[K]>>;

type Cover = { kind: "company" | "inspection"; id: string; companyId: string };

async function inspectionsToCover(ctx: Ctx, ids: readonly string[]): Promise<Cover[]> {
  const { rows } = await sql<Cover>`select 'inspection' as kind, i.id, i.company_id from inspections i
    where i.id = any (${[...ids]}::uuid[]) and ${within(ctx, "i.company_id")}`.execute(ctx.db);
  if (rows.length < ids.length) throw notFound("inspection");
  return rows;
}

async function companiesToCover(ctx: Ctx, ids: readonly string[]): Promise<Cover[]> {
  const { rows } = await sql<Cover>`select 'company' as kind, u.id, u.id as company_id from units u
    where u.id = any (${[...ids]}::uuid[]) and u.kind = 'company' and ${within(ctx, "u.company_id")}`.execute(
    ctx.db,
  );
  if (rows.length < ids.length) throw notFound("company");
  return rows;
}

/** Only people of the firm itself. */
async function assertOfFirm(ctx: Ctx, firmId: string, ids: readonly string[]): Promise<void> {
  const { rows } =
    await sql`select from people p where p.id = any (${[...ids]}::uuid[]) and p.company_id = ${firmId}::uuid
    and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  if (rows.length < ids.length) throw notFound("outside_person");
}

async function addCovers(ctx: Ctx, id: string, covers: readonly Cover[]): Promise<void> {
  await sql`insert into engagement_covers (engagement_id, subject_kind, subject_id, company_id, added_by)
    select ${id}::uuid, c.kind, c.id, c."companyId", ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(covers)}::jsonb) as c (kind text, id uuid, "companyId" uuid)
    on conflict do nothing`.execute(ctx.db);
}

async function addPeople(ctx: Ctx, id: string, firmId: string, people: readonly string[]): Promise<void> {
  await sql`insert into engagement_people (engagement_id, person_id, company_id, added_by)
    select ${id}::uuid, p, ${firmId}::uuid, ${ctx.actor.personId}::uuid from unnest(${[...people]}::uuid[]) p
    on conflict (engagement_id, person_id) do update set removed_at = null, removed_by = null, added_at = now(),
      added_by = excluded.added_by where engagement_people.removed_at is not null`.execute(ctx.db);
}

const writeRights = (ctx: Ctx, id: string, reason: string) =>
  sql`select write_engagement_rights(${id}::uuid, ${reason.slice(0, 500)}, ${ctx.actor.personId}::uuid)`.execute(
    ctx.db,
  );

function assertDays(validFrom: string, lastDay: string): void {
  if (lastDay < validFrom) throw invalid("engagement.ends_before_start");
  if (addDays(validFrom, longestDays) < addDays(lastDay, 1))
    throw invalid("engagement.too_long", { values: { most: longestDays } });
}

async function zoneFor(ctx: Ctx, given: string | undefined): Promise<string> {
  if (given === undefined) {
    const settings = await ctx.db.selectFrom("groupSettings").select("timeZone").executeTakeFirst();
    return settings?.timeZone ?? "UTC";
  }
  const zone = zoneOf(given);
  if (zone === null) throw invalid("time_zone.unknown");
  return zone;
}

export async function makeEngagement(ctx: Ctx, input: In<"makeEngagement">): Out<"makeEngagement"> {
  const firm = await ownFirm(ctx, input.firmId);
  if (input.validFrom < ctx.today) throw invalid("engagement.starts_in_past");
  assertDays(input.validFrom, input.lastDay);
  const timeZone = await zoneFor(ctx, input.timeZone);
  const covers = [
    ...(await inspectionsToCover(ctx, input.inspectionIds ?? [])),
    ...(await companiesToCover(ctx, input.companyIds ?? [])),
  ];
  if (covers.length === 0) throw invalid("engagement.nothing_covered");
  await assertOfFirm(ctx, firm.id, input.personIds);
  // What a company ordered is that company's; the group's office answers for the rest.
  const companyId = ctx.reach === "group" ? null : firm.keptBy;
  const validTo = addDays(input.lastDay, 1);
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    insert into engagements (company_id, firm_id, title, purpose, role_id, valid_from, valid_to, time_zone, begins_at, ends_at, ordered_by)
    values (${companyId}::uuid, ${firm.id}::uuid, ${input.title.trim()}, ${input.purpose.trim()}, ${input.roleId}, ${input.validFrom}::date,
      ${validTo}::date, ${timeZone}, ${input.validFrom}::date::timestamp at time zone ${timeZone},
      ${validTo}::date::timestamp at time zone ${timeZone}, ${ctx.actor.personId}::uuid)
    returning id, row_version`.execute(ctx.db);
  const made = found(rows[0], "engagement");
  await addCovers(ctx, made.id, covers);
  await addPeople(ctx, made.id, firm.id, input.personIds);
  await writeRights(ctx, made.id, input.title.trim());
  await record(ctx, "engagement.made", {
    subject: { kind: "engagement", id: made.id, companyId },
    data: {
      firmId: firm.id,
      roleId: input.roleId,
      validFrom: input.validFrom,
      lastDay: input.lastDay,
      people: input.personIds.length,
      records: covers.length,
      companyIds: [...new Set(covers.map((one) => one.companyId))],
    },
    personal: { title: input.title.trim(), purpose: input.purpose.trim() },
  });
  return made;
}

type Own = {
  id: string;
  companyId: string | null;
  firmId: string;
  title: string;
  validFrom: string;
  lastDay: string;
  timeZone: string;
  isOver: boolean;
  rowVersion: number;
};

/** One that the actor ordered or answers for, held until the end of the transaction. */
async function ownEngagement(ctx: Ctx, id: string, rowVersion: number): Promise<Own> {
  const { rows } = await sql<Own>`
    select e.id, e.company_id, e.firm_id, e.title, e.valid_from, (e.valid_to - 1) as last_day, e.time_zone, e.ends_at <= app_now() as is_over,
      e.row_version
    from engagements e where e.id = ${id}::uuid and ${within(ctx, "e.company_id")} for update`.execute(
    ctx.db,
  );
  const own = found(rows[0], "engagement");
  if (own.rowVersion !== rowVersion)
    throw lostRace("engagement", { rowVersion }, { rowVersion: own.rowVersion });
  if (own.isOver) throw conflict("engagement.over");
  return own;
}

const subjectOf = ({ id, companyId }: Own) => ({ kind: "engagement", id, companyId });

async function moveOn(ctx: Ctx, { id }: Own): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    update engagements set row_version = row_version + 1 where id = ${id}::uuid returning id, row_version`.execute(
    ctx.db,
  );
  return found(rows[0], "engagement");
}

export async function changeEngagement(ctx: Ctx, input: In<"changeEngagement">): Out<"changeEngagement"> {
  const own = await ownEngagement(ctx, input.id, input.rowVersion);
  const added = input.addPersonIds ?? [];
  const removed = input.removePersonIds ?? [];
  const covers = await inspectionsToCover(ctx, input.addInspectionIds ?? []);
  const dropped = input.removeRecordIds ?? [];
  await assertOfFirm(ctx, own.firmId, added);
  await addCovers(ctx, own.id, covers);
  await addPeople(ctx, own.id, own.firmId, added);
  await sql`delete from engagement_covers where engagement_id = ${own.id}::uuid and subject_id = any (${dropped}::uuid[])`.execute(
    ctx.db,
  );
  await sql`update engagement_people set removed_at = app_now(), removed_by = ${ctx.actor.personId}::uuid
    where engagement_id = ${own.id}::uuid and person_id = any (${removed}::uuid[]) and removed_at is null`.execute(
    ctx.db,
  );
  await assertBounded(ctx, own.id);
  await writeRights(ctx, own.id, own.title);
  await record(ctx, "engagement.changed", {
    subject: subjectOf(own),
    data: {
      addedPersonIds: added,
      removedPersonIds: removed,
      addedRecordIds: covers.map((one) => one.id),
      removedRecordIds: dropped,
    },
    personal: { reason: input.reason },
  });
  return moveOn(ctx, own);
}

async function assertBounded(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql<{ covers: number; people: number }>`
    select (select count(*)::int from engagement_covers c where c.engagement_id = ${id}::uuid) as covers,
      (select count(*)::int from engagement_people k where k.engagement_id = ${id}::uuid and k.removed_at is null) as people`.execute(
    ctx.db,
  );
  const { covers = 0, people = 0 } = rows[0] ?? {};
  if (covers === 0) throw invalid("engagement.nothing_covered");
  if (covers > mostInspections || people > mostPeople)
    throw invalid("engagement.too_much", { values: { records: mostInspections, people: mostPeople } });
}

export async function setEngagementEnd(ctx: Ctx, input: In<"setEngagementEnd">): Out<"setEngagementEnd"> {
  const own = await ownEngagement(ctx, input.id, input.rowVersion);
  if (input.lastDay < ctx.today) throw invalid("engagement.end_in_past");
  assertDays(own.validFrom, input.lastDay);
  const validTo = addDays(input.lastDay, 1);
  await sql`update engagements set valid_to = ${validTo}::date, ends_at = ${validTo}::date::timestamp at time zone ${own.timeZone}
    where id = ${own.id}::uuid`.execute(ctx.db);
  await writeRights(ctx, own.id, own.title);
  await record(ctx, "engagement.end_changed", {
    subject: subjectOf(own),
    data: { lastDayBefore: own.lastDay, lastDay: input.lastDay },
    personal: { reason: input.reason },
  });
  return moveOn(ctx, own);
}

export async function endEngagement(ctx: Ctx, input: In<"endEngagement">): Out<"endEngagement"> {
  const own = await ownEngagement(ctx, input.id, input.rowVersion);
  // To the millisecond, as lists are read on from there.
  await sql`update engagements set ended_at = date_trunc('milliseconds', app_now()), ends_at = date_trunc('milliseconds', app_now()),
      ended_by = ${ctx.actor.personId}::uuid, ended_reason = ${input.reason}
    where id = ${own.id}::uuid`.execute(ctx.db);
  await writeRights(ctx, own.id, own.title);
  await record(ctx, "engagement.ended", {
    subject: subjectOf(own),
    data: { lastDay: own.lastDay },
    personal: { reason: input.reason },
  });
  return moveOn(ctx, own);
}
