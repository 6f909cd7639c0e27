// Confidential incidents: who needs to know, whom it is about. Whoever sets the list stands on it; whom it is about never sees it.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, held, within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { permissions } from "../contract/words.ts";
import { mayRule } from "../settings.ts";
import { change, incidentTo, seen, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";
import { nameOfPart } from "./names.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Listed = Output<typeof room.getCircle>["knows"][number];
type Named = { personId: string; why: string };

export async function getCircle(ctx: Ctx, { id }: Input<typeof room.getCircle>): Out<"getCircle"> {
  const { rows } = await sql<{ companyId: string; isConfidential: boolean; rowVersion: number }>`
    select i.company_id, i.is_confidential, i.row_version from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(
    ctx.db,
  );
  const { companyId, ...incident } = found(rows[0], "incident");
  const { rows: listed } = await sql<
    Listed & { part: string }
  >`select c.part, c.person_id, c.why, c.since, c.until,
      coalesce(${nameOfPart(ctx.language, sql`c.person_id`)}, '') as name
    from incident_circle c where c.incident_id = ${id}::uuid order by c.until is null desc, c.since, c.id limit 600`.execute(
    ctx.db,
  );
  const of = (part: string) =>
    listed.filter((one) => one.part === part).map(({ part: _part, ...row }) => row);
  const mine = await held(ctx, [permissions.manage, permissions.assess], companyId);
  return { ...incident, knows: of("knows"), about: of("about"), maySet: mine.size > 0 };
}

export async function setCircle(ctx: Ctx, input: Input<typeof room.setCircle>): Out<"setCircle"> {
  const incident = await incidentTo(ctx, "add", input.id, input.rowVersion);
  const [knows, about] = [input.knows, input.about].map((named) => named.map((one) => one.personId)) as [
    string[],
    string[],
  ];
  if (new Set(knows).size !== knows.length || new Set(about).size !== about.length)
    throw invalid("incident.circle_twice");
  if (about.includes(ctx.actor.personId) || (input.isConfidential && !knows.includes(ctx.actor.personId)))
    throw invalid("incident.circle_without_you");
  if (knows.some((one) => about.includes(one))) throw invalid("incident.circle_of_both");
  await assertKnown(ctx, incident, knows, about);
  await list(ctx, incident, "knows", input.isConfidential ? input.knows : []);
  await list(ctx, incident, "about", input.about);
  await record(ctx, "incident.circle_set", {
    subject: subjectOf(incident),
    data: {
      isConfidential: input.isConfidential,
      knowsIds: input.isConfidential ? knows : [],
      aboutCount: about.length,
    },
    personal: { reason: input.reason, aboutIds: about },
  });
  return change(
    ctx,
    incident,
    sql`is_confidential = ${input.isConfidential}, told_ids = ${input.isConfidential ? knows : []}::uuid[], about_ids = ${about}::uuid[]`,
  );
}

/** Whoever needs to know reads incidents of the company; whom it is about is of the company, or one of those. */
async function assertKnown(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  knows: readonly string[],
  about: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ unknown: number }>`
    with readers as materialized (select f.person_id from people_for_incident(${incident.id}::uuid, null, true) f),
      before as materialized (select c.person_id from incident_circle c where c.incident_id = ${incident.id}::uuid)
    select (select count(*)::int from unnest(${[...knows]}::uuid[]) k where k not in (select person_id from readers) and k not in (select person_id from before))
      + (select count(*)::int from unnest(${[...about]}::uuid[]) a where a not in (select person_id from readers) and a not in (select person_id from before)
        and not exists (select from people p where p.id = a and p.company_id = ${incident.companyId}::uuid and ${within(ctx, "p.company_id")})) as unknown`.execute(
    ctx.db,
  );
  if (rows[0]?.unknown) throw invalid("incident.unknown_person");
}

/** Whoever is on it no longer ends; a new reason is a new row. */
async function list(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  part: "knows" | "about",
  named: readonly Named[],
): Promise<void> {
  const said = JSON.stringify(named.map(({ personId, why }) => ({ person_id: personId, why: why.trim() })));
  await sql`update incident_circle c set until = app_now(), ended_by = ${ctx.actor.personId}::uuid
    where c.incident_id = ${incident.id}::uuid and c.part = ${part} and c.until is null
      and not exists (select from jsonb_to_recordset(${said}::jsonb) as x (person_id uuid, why text)
        where x.person_id = c.person_id and x.why = c.why)`.execute(ctx.db);
  await sql`insert into incident_circle (incident_id, company_id, part, person_id, why, since, added_by)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, ${part}, x.person_id, x.why, app_now(), ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${said}::jsonb) as x (person_id uuid, why text)
    where not exists (select from incident_circle c where c.incident_id = ${incident.id}::uuid and c.part = ${part} and c.person_id = x.person_id
      and c.until is null)`.execute(ctx.db);
}

export async function countConfidential(ctx: Ctx): Out<"countConfidential"> {
  const companies =
    ctx.reach === "group" ? sql`null::uuid[]` : sql`scope_of(${ctx.actor.personId}::uuid, ${ctx.permission})`;
  const { rows } = await sql<{ count: number | null; countedFrom: number }>`
    select confidential_running(${companies}) as count, s.counted_from from incident_settings s`.execute(
    ctx.db,
  );
  const counted = found(rows[0], "incident_settings");
  return { ...counted, mayChange: ctx.reach === "group" && (await mayRule(ctx)) };
}

export async function setCountedFrom(
  ctx: Ctx,
  { countedFrom, reason }: Input<typeof room.setCountedFrom>,
): Out<"setCountedFrom"> {
  const { rows } = await sql<{
    countedFrom: number;
  }>`select s.counted_from from incident_settings s for update`.execute(ctx.db);
  const before = found(rows[0], "incident_settings").countedFrom;
  await sql`update incident_settings set counted_from = ${countedFrom}`.execute(ctx.db);
  await record(ctx, "incident_settings.counted_from_set", {
    subject: { kind: "incident_settings", id: null, companyId: null },
    data: { countedFrom, countedFromBefore: before },
    personal: { reason },
  });
  return { countedFrom };
}
