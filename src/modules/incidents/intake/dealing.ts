// What was put aside at the door is dealt with, seconds later, by the product itself: it becomes an event of its company, is the same as
// one that came before, or waits to be looked through. One that cannot be dealt with waits as well, and holds up no other.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { refusable } from "#core/db/savepoint.ts";
import { record } from "#core/events/record.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { openDuty } from "#modules/duties/service.ts";
import { permissions } from "../contract/words.ts";
import { enter } from "../reporting.ts";
import type { Kind } from "../rules.ts";
import type { Intake } from "./intake.ts";
import { askToAssign, askToLook } from "./asking.ts";
import { type HeldBecause, sameDiscoveryMinutes, sameHours, whyHeld, windowMinutes } from "./rules.ts";

export const readWordsDuty = "incident.read_words";
const atOnce = 20;
const daysToLook = 1;

export const intakeColumns = sql`k.id, k.company_id, k.unit_id, k.link_id, k.channel, k.number, k.state, k.held_because, k.kind, k.title, k.what,
  k.answers, k.discovered_at, k.zone, k.said_name, k.said_contact, k.language, k.sent_at, k.from_address, k.is_vouched, k.person_id,
  k.incident_id, k.row_version`;

export const subjectOf = ({ id, companyId }: Pick<Intake, "id" | "companyId">) => ({
  kind: "incident_intake",
  id,
  companyId,
});

/**
 * The report `k` is `b` once more: from the same sender, or with their very words and how to reach them, within minutes; of the same
 * place, and noticed at the same time. Whoever else says the same may mean something else: two people lose telephones on one day.
 */
const isSame = sql`b.unit_id is not distinct from k.unit_id and b.answers = k.answers
  and b.discovered_at between k.discovered_at - make_interval(mins => ${sameDiscoveryMinutes}) and k.discovered_at + make_interval(mins => ${sameDiscoveryMinutes})
  and lower(btrim(b.said_name)) = lower(btrim(k.said_name)) and lower(btrim(b.said_contact)) = lower(btrim(k.said_contact))
  and b.from_address is not distinct from k.from_address
  and (b.sender_hash = k.sender_hash and b.sent_at between k.sent_at - make_interval(hours => ${sameHours}) and k.sent_at
    or (btrim(k.said_contact) <> '' or k.from_address <> '') and b.title = k.title and b.what = k.what
      and b.sent_at between k.sent_at - make_interval(mins => ${windowMinutes}) and k.sent_at)`;

type Around = { before: number; ofSenderBefore: number; sameAs: string | null };

/** What came shortly before: by the same link, or by mail to the same company, from how many others; from the same sender; once more. */
async function around(ctx: Ctx, { id }: Intake): Promise<Around> {
  const { rows } = await sql<Around>`select
      (select count(distinct b.sender_hash)::int from incident_intakes b where (b.link_id = k.link_id or k.link_id is null and b.link_id is null
        and b.company_id = k.company_id) and b.sender_hash is distinct from k.sender_hash
        and (b.held_because is null or b.held_because = 'burst') and b.sent_at between k.sent_at - make_interval(mins => ${windowMinutes}) and k.sent_at) as before,
      (select count(*)::int from incident_intakes b where b.company_id = k.company_id and b.sender_hash = k.sender_hash and b.id <> k.id
        and b.sent_at between k.sent_at - make_interval(mins => ${windowMinutes}) and k.sent_at) as of_sender_before,
      (select b.id from incident_intakes b where b.company_id = k.company_id and b.alike_hash = k.alike_hash and b.id <> k.id
        and b.state in ('entered', 'held') and ${isSame} order by b.state, b.sent_at limit 1) as same_as
    from incident_intakes k where k.id = ${id}::uuid`.execute(ctx.db);
  return rows[0] ?? { before: 0, ofSenderBefore: 0, sameAs: null };
}

async function deal(ctx: Ctx, intake: Intake): Promise<void> {
  if (intake.companyId === null) return putToAssign(ctx, intake);
  const near = await around(ctx, intake);
  if (near.sameAs) return collapse(ctx, intake, near.sameAs);
  const because =
    intake.heldBecause ??
    // Whom the group's own mail server vouches for is known: a busy day of theirs is no storm.
    (intake.isVouched
      ? null
      : whyHeld({
          channel: intake.channel,
          isTrapped: false,
          secondsTaken: null,
          ...near,
          words: intake.what,
        }));
  if (because) return hold(ctx, intake, because);
  const entered = await refusable(ctx.db, () => enterAs(ctx, intake, intake.companyId ?? "", intake.kind));
  if ("refusal" in entered) await hold(ctx, intake, "not_entered");
}

export async function hold(ctx: Ctx, intake: Intake, because: HeldBecause): Promise<void> {
  await sql`update incident_intakes set state = 'held', held_because = ${because}, row_version = row_version + 1
    where id = ${intake.id}::uuid`.execute(ctx.db);
  await record(ctx, "incident_intake.held", {
    subject: subjectOf(intake),
    data: { channel: intake.channel, because },
  });
  await askToLook(ctx, intake);
}

async function putToAssign(ctx: Ctx, intake: Intake): Promise<void> {
  await sql`update incident_intakes set state = 'to_assign', row_version = row_version + 1
    where id = ${intake.id}::uuid`.execute(ctx.db);
  await record(ctx, "incident_intake.unassigned", {
    subject: subjectOf(intake),
    data: { channel: intake.channel },
  });
  await askToAssign(ctx, intake);
}

/** The same from the same sender: told to nobody anew, and counted at the first. */
async function collapse(ctx: Ctx, intake: Intake, sameAs: string): Promise<void> {
  // Held still until this is written: what is entered in the same moment finds it, and takes it along.
  await sql`with one as materialized (select b.id, b.incident_id from incident_intakes b where b.id = ${sameAs}::uuid for share)
    update incident_intakes k set state = 'same', same_as = one.id, incident_id = one.incident_id, dealt_at = app_now(),
      row_version = k.row_version + 1
    from one where k.id = ${intake.id}::uuid`.execute(ctx.db);
  await record(ctx, "incident_intake.same", {
    subject: subjectOf(intake),
    data: { channel: intake.channel, sameAs },
  });
}

/** What was entered from the same words of another within a day: it may be about the same, which the company judges. */
async function alikeTo(ctx: Ctx, { id }: Intake, companyId: string): Promise<string | null> {
  const { rows } = await sql<{ incidentId: string }>`select b.incident_id from incident_intakes k
    join incident_intakes b on b.company_id = ${companyId}::uuid and b.alike_hash = k.alike_hash and b.id <> k.id and b.state = 'entered'
      and b.sent_at between k.sent_at - make_interval(hours => ${sameHours}) and k.sent_at + make_interval(hours => ${sameHours})
    where k.id = ${id}::uuid order by b.sent_at, b.id limit 1`.execute(ctx.db);
  return rows[0]?.incidentId ?? null;
}

/** Into the register. Nobody stands for it but a sender whom the group's own mail server vouches for: the company judges it first. */
export async function enterAs(
  ctx: Ctx,
  intake: Intake,
  companyId: string,
  kind: Kind,
): Promise<{ id: string; reference: string }> {
  const isKnown = intake.isVouched && intake.personId !== null;
  const said = [intake.saidName, intake.fromAddress ?? "", intake.saidContact].filter(Boolean).join(" · ");
  const alike = await alikeTo(ctx, intake, companyId);
  const incident = await enter(ctx, {
    companyId,
    unitId: intake.unitId,
    kind,
    title: intake.title,
    what: intake.what,
    answers: intake.answers,
    discoveredAt: intake.discoveredAt,
    zone: intake.zone,
    channel: intake.channel,
    isUnproven: !isKnown,
    reporterSaid: isKnown ? "" : said.slice(0, 300),
    ...(isKnown ? { reporterId: intake.personId } : {}),
  });
  await sql`update incident_intakes set state = 'entered', incident_id = ${incident.id}::uuid, alike_to = ${alike}::uuid, company_id = ${companyId}::uuid,
      dealt_at = app_now(), dealt_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1 where id = ${intake.id}::uuid`.execute(
    ctx.db,
  );
  // What said the same is kept from whoever the incident is kept from.
  await sql`update incident_intakes set incident_id = ${incident.id}::uuid where same_as = ${intake.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "incident_intake.entered", {
    subject: subjectOf({ id: intake.id, companyId }),
    data: { channel: intake.channel, incidentId: incident.id, kind },
  });
  return incident;
}

/** What senders added: told once, to whoever looks through what came in at the company. */
async function passOnWords(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ intakeId: string; companyId: string | null; number: string; count: number }>`
    with told as (
      update incident_intake_words w set told_at = app_now() where w.id in (select x.id from incident_intake_words x
        where x.is_senders and x.told_at is null order by x.at limit 200 for update skip locked)
      returning w.intake_id
    ) select t.intake_id, k.company_id, k.number, count(*)::int as count from told t join incident_intakes k on k.id = t.intake_id
      group by t.intake_id, k.company_id, k.number`.execute(ctx.db);
  for (const { intakeId, companyId, number, count } of rows) {
    await record(ctx, "incident_intake.added_to", {
      subject: subjectOf({ id: intakeId, companyId }),
      data: { count },
    });
    if (!companyId) continue;
    await openDuty(ctx, {
      kind: readWordsDuty,
      subjectKind: "incident_intake",
      subjectId: intakeId,
      companyId,
      permission: permissions.assess,
      dueOn: addDays(ctx.today, daysToLook),
      about: number,
    });
  }
  return rows.length >= 200;
}

export async function dealWithIntakes(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<Intake>`select ${intakeColumns} from incident_intakes k where k.state = 'arrived'
    order by k.sent_at, k.id limit ${atOnce} for update skip locked`.execute(ctx.db);
  for (const intake of rows) await deal(ctx, intake);
  const hasMoreWords = await passOnWords(ctx);
  return rows.length === atOnce || hasMoreWords;
}

export const intakes: TimedWork = { name: "incidents.intake", everySeconds: 2, run: dealWithIntakes };
