// Whom one rings outside of the house: kept for a unit, with an owner, found right on a day.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { rulesFor } from "#modules/clock-rules/rules-for.ts";
import type { contactContract } from "./contract.ts";
import { contactAgesAfterDays, isContactOld } from "./rules.ts";

type In<K extends keyof typeof contactContract> = Input<(typeof contactContract)[K]>;
type Out<K extends keyof typeof contactContract> = Promise<Output<(typeof contactContract)[K]>>;
type Row = Output<typeof contactContract.listIncidentContacts>["rows"][number];
type Recipient = Output<typeof contactContract.listIncidentContacts>["recipients"][number];

/** Whom rules of law in force name, each once. */
export async function recipientsOf(ctx: Ctx): Promise<Recipient[]> {
  const rules = (await rulesFor(ctx)).filter((one) => one.status === "in_force" && one.recipient);
  const each = Map.groupBy(rules, (one) => `${one.jurisdiction}|${one.recipient}`);
  return [...each.values()]
    .flatMap((of) => of.slice(0, 1))
    .map(({ key, recipient, jurisdiction }) => ({
      ruleKey: key,
      recipient: recipient.slice(0, 500),
      jurisdiction,
    }))
    .toSorted(
      (a, b) => a.jurisdiction.localeCompare(b.jurisdiction) || a.recipient.localeCompare(b.recipient),
    )
    .slice(0, 500);
}

export async function listIncidentContacts(
  ctx: Ctx,
  { unitId, search, after, limit = 50 }: In<"listIncidentContacts">,
): Out<"listIncidentContacts"> {
  const units = await unitsOf(ctx);
  const words = search?.trim() ? like(search) : null;
  const scope = sql<boolean>`c.ended_at is null and ${withinUnits(ctx, "c.unit_id")}
    and (${unitId ?? null}::uuid is null or c.unit_id = ${unitId ?? null}::uuid)
    and (${words}::text is null or folded(concat_ws(' ', c.name, c.telephone, c.mail, c.note)) ilike folded(${words}))`;
  const [lastKind, lastName, lastId] = after ? (JSON.parse(after) as string[]) : [];
  const order = kindOrder(sql`c.kind`);
  const { rows: read } = await sql<Omit<Row, "isOld" | "recipient">>`
    select c.id, c.unit_id, ${nameOfUnit(ctx.language, "n")} as unit_name, c.kind, c.name, c.rule_key, c.telephone, c.mail, c.portal, c.note,
      c.owner_id, coalesce((select ${nameOfPerson(ctx.language, "w")} from people w where w.id = c.owner_id), '') as owner_name,
      c.checked_on, ${nameOfActor(ctx.language, sql`c.checked_by`)} as checked_by_name, c.row_version
    from incident_contacts c join unit_names n on n.unit_id = c.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where ${scope} and ${lastId ? sql`(${order}, c.name, c.id) > (${kindOrder(sql`${lastKind}::text`)}, ${lastName}, ${lastId}::uuid)` : sql`true`}
    order by ${order}, c.name, c.id limit ${limit + 1}`.execute(ctx.db);
  const { rows: old } = await sql<{
    count: number;
  }>`select count(*)::int as count from incident_contacts c where ${scope}
    and c.checked_on < ${addDays(ctx.today, -contactAgesAfterDays)}::date`.execute(ctx.db);
  const rows = read.slice(0, limit);
  const last = read.length > limit ? rows.at(-1) : undefined;
  const recipients = await recipientsOf(ctx);
  return {
    rows: rows.map((row) => ({
      ...row,
      isOld: isContactOld(row.checkedOn, ctx.today),
      recipient: recipients.find((one) => one.ruleKey === row.ruleKey)?.recipient ?? null,
    })),
    next: last ? JSON.stringify([last.kind, last.name, last.id]) : null,
    units,
    recipients,
    old: old[0]?.count ?? 0,
  };
}

/** As they are rung: authorities first. */
const kindOrder = (kind: RawBuilder<unknown>) =>
  sql`array_position(array['authority','police','csirt','insurer','counsel','it_provider','partner','other'], ${kind})`;

async function unitsOf(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select u.id, ${nameOfUnit(ctx.language, "n")} as name
    from units u join unit_names n on n.unit_id = u.id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where u.kind in ('group', 'division', 'company') and ${withinUnits(ctx, "u.id")} and (u.ended_on is null or u.ended_on > ${ctx.today}::date)
    order by array_position(array['group', 'division'], u.kind), u.code, u.id limit 1000`.execute(ctx.db);
  return rows;
}

const subjectOf = ({ id, companyId }: { id: string; companyId: string | null }) => ({
  kind: "incident_contact",
  id,
  companyId,
});

async function toKeep(ctx: Ctx, input: Omit<In<"addIncidentContact">, "unitId">) {
  const words = {
    name: input.name.trim(),
    telephone: input.telephone.trim(),
    mail: input.mail.trim(),
    portal: input.portal.trim(),
    note: input.note.trim(),
  };
  if (!words.name || (!words.telephone && !words.mail && !words.portal))
    throw invalid("incident_contact.unreachable");
  const ruleKey = input.kind === "authority" ? input.ruleKey : null;
  if (ruleKey && !(await rulesFor(ctx)).some((one) => one.key === ruleKey))
    throw invalid("incident_contact.unknown_rule");
  return { ...words, ruleKey };
}

/** Somebody who may keep the contacts of the unit, or oneself. */
async function assertOwner(ctx: Ctx, unitId: string, ownerId: string): Promise<void> {
  if (ownerId === ctx.actor.personId) return;
  const { rows } =
    await sql`select from people_for_pack(${unitId}::uuid) w where w.person_id = ${ownerId}::uuid`.execute(
      ctx.db,
    );
  if (rows.length === 0) throw invalid("incident_contact.unknown_owner");
}

export async function addIncidentContact(
  ctx: Ctx,
  input: In<"addIncidentContact">,
): Out<"addIncidentContact"> {
  const { rows: units } = await sql<{ id: string; companyId: string | null }>`
    select u.id, case when u.kind = 'company' then u.id end as company_id from units u
    where u.id = ${input.unitId}::uuid and u.kind in ('group', 'division', 'company') and ${withinUnits(ctx, "u.id")}`.execute(
    ctx.db,
  );
  const unit = found(units[0], "unit");
  const kept = await toKeep(ctx, input);
  const ownerId = input.ownerId ?? ctx.actor.personId;
  if (!ownerId) throw invalid("incident_contact.unknown_owner");
  await assertOwner(ctx, unit.id, ownerId);
  const { rows } = await sql<{ id: string; rowVersion: number }>`
    insert into incident_contacts (unit_id, company_id, kind, name, rule_key, telephone, mail, portal, note, owner_id, checked_on, checked_by, added_at, added_by)
    values (${unit.id}::uuid, ${unit.companyId}::uuid, ${input.kind}, ${kept.name}, ${kept.ruleKey}, ${kept.telephone}, ${kept.mail}, ${kept.portal},
      ${kept.note}, ${ownerId}::uuid, ${ctx.today}::date, ${ctx.actor.personId}::uuid, app_now(), ${ctx.actor.personId}::uuid)
    returning id, row_version`.execute(ctx.db);
  const contact = found(rows[0], "incident_contact");
  await record(ctx, "incident_contact.added", {
    subject: subjectOf({ id: contact.id, companyId: unit.companyId }),
    data: { kind: input.kind },
    personal: { name: kept.name },
  });
  return contact;
}

type Held = { id: string; unitId: string; companyId: string | null; rowVersion: number };

async function contactTo(ctx: Ctx, id: string, rowVersion?: number): Promise<Held> {
  const { rows } =
    await sql<Held>`select c.id, c.unit_id, c.company_id, c.row_version from incident_contacts c
    where c.id = ${id}::uuid and c.ended_at is null and ${withinUnits(ctx, "c.unit_id")} for no key update`.execute(
      ctx.db,
    );
  const contact = found(rows[0], "incident_contact");
  if (rowVersion !== undefined && contact.rowVersion !== rowVersion)
    throw lostRace("incident_contact", { rowVersion }, { rowVersion: contact.rowVersion });
  return contact;
}

const write = async (ctx: Ctx, { id }: Held, set: RawBuilder<unknown>) => {
  const { rows } = await sql<{
    id: string;
    rowVersion: number;
  }>`update incident_contacts set ${set}, row_version = row_version + 1
    where id = ${id}::uuid returning id, row_version`.execute(ctx.db);
  return found(rows[0], "incident_contact");
};
const seenToday = (ctx: Ctx) =>
  sql`checked_on = ${ctx.today}::date, checked_by = ${ctx.actor.personId}::uuid`;

export async function changeIncidentContact(
  ctx: Ctx,
  input: In<"changeIncidentContact">,
): Out<"changeIncidentContact"> {
  const contact = await contactTo(ctx, input.id, input.rowVersion);
  const kept = await toKeep(ctx, input);
  await assertOwner(ctx, contact.unitId, input.ownerId);
  const done = await write(
    ctx,
    contact,
    sql`kind = ${input.kind}, name = ${kept.name}, rule_key = ${kept.ruleKey}, telephone = ${kept.telephone}, mail = ${kept.mail},
      portal = ${kept.portal}, note = ${kept.note}, owner_id = ${input.ownerId}::uuid, ${seenToday(ctx)}`,
  );
  await record(ctx, "incident_contact.changed", {
    subject: subjectOf(contact),
    data: { kind: input.kind },
    personal: { name: kept.name },
  });
  return done;
}

export async function checkIncidentContact(
  ctx: Ctx,
  { id, rowVersion }: In<"checkIncidentContact">,
): Out<"checkIncidentContact"> {
  const contact = await contactTo(ctx, id, rowVersion);
  const done = await write(ctx, contact, seenToday(ctx));
  await record(ctx, "incident_contact.checked", { subject: subjectOf(contact) });
  return done;
}

export async function endIncidentContact(
  ctx: Ctx,
  { id }: In<"endIncidentContact">,
): Out<"endIncidentContact"> {
  const contact = await contactTo(ctx, id);
  await write(ctx, contact, sql`ended_at = app_now()`);
  await record(ctx, "incident_contact.ended", { subject: subjectOf(contact) });
  return { id };
}

export type ContactOnPaper = Pick<
  Row,
  "unitId" | "unitName" | "kind" | "name" | "telephone" | "mail" | "portal" | "note" | "checkedOn" | "isOld"
> & { ruleKey: string | null; ownerName: string };
export const mostContacts = 1000;

/** Of these units, the nearest first; read as the product itself for a pack. */
export async function contactsOnPaper(
  ctx: Ctx,
  nearIds: readonly string[],
  belowIds: readonly string[],
): Promise<ContactOnPaper[]> {
  const { rows } = await sql<Omit<ContactOnPaper, "isOld">>`
    select c.unit_id, ${nameOfUnit(ctx.language, "n")} as unit_name, c.kind, c.name, c.rule_key, c.telephone, c.mail, c.portal, c.note, c.checked_on,
      coalesce((select ${nameOfPerson(ctx.language, "w")} from people w where w.id = c.owner_id), '') as owner_name
    from incident_contacts c join unit_names n on n.unit_id = c.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where c.ended_at is null and c.unit_id = any (${[...nearIds, ...belowIds]}::uuid[])
    order by coalesce(array_position(${[...nearIds]}::uuid[], c.unit_id), 1000), n.name, ${kindOrder(sql`c.kind`)}, c.name, c.id
    limit ${mostContacts}`.execute(ctx.db);
  return rows.map((row) => ({ ...row, isOld: isContactOld(row.checkedOn, ctx.today) }));
}
