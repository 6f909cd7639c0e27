// The moment somebody is told: the list is frozen with its hash, each unit gets its duties, and the trail one entry.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { openDuties } from "#modules/duties/service.ts";
import type { instructions } from "./contract.ts";
import { assertWithinParent } from "./drafting.ts";
import { picked } from "./audience.ts";
import { audienceOf } from "./picking.ts";
import { numberOf, risesOf, risesOfAcknowledgement } from "./rules.ts";
import { assertDraft, assertRuns, moveOn, type Own, ownInstruction, subjectOf } from "./visible.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

export const acknowledgeDuty = "instruction.acknowledge";
export const carryOutDuty = "instruction.carry_out";
const subjectKind = "instruction_recipient";
const permission = "instruction.carry_out";
/** As many as a page of the preview shows. */
const mostTold = 5000;

export type Told = {
  id: string;
  unitId: string;
  companyId: string;
  unitKind: "division" | "company" | "department";
  divisionId: string | null;
  dueOn: string;
};

export async function issueInstruction(
  ctx: Ctx,
  { id, rowVersion }: In<"issueInstruction">,
): Out<"issueInstruction"> {
  const own = await ownInstruction(ctx, id, rowVersion);
  assertDraft(own);
  if (own.acknowledgeBy < ctx.today) throw invalid("instruction.days_passed");
  if (own.parentRecipientId)
    await assertWithinParent(ctx, own.parentRecipientId, own.issuerUnitId, own.dueOn);
  const { rules, exceptions } = await audienceOf(ctx, own.id);
  const told = await addRows(ctx, own, own.dueOn, sql`(${picked(ctx, own.issuerUnitId, rules, exceptions)})`);
  if (told.length === 0) throw conflict("instruction.nobody_told");
  if (told.length > mostTold) throw conflict("instruction.too_many", { values: { most: mostTold } });
  await openFor(ctx, own, told, own.acknowledgeBy);
  const { fiscalYear, serial, sha256 } = await number(ctx, own, told.length);
  const quoted = numberOf(own.issuerCode, fiscalYear, serial) ?? "";
  await record(ctx, "instruction.issued", {
    subject: subjectOf(own),
    data: {
      number: quoted,
      told: told.length,
      sha256,
      ruleKinds: [...new Set(rules.map((rule) => rule.kind))],
      exceptions: exceptions.length,
      dueOn: own.dueOn,
      parentRecipientId: own.parentRecipientId,
    },
    personal: { title: own.title },
  });
  return { id: own.id, number: quoted, told: told.length };
}

/** Counted per issuer and fiscal year, one after the other also when two are issued at once. */
async function number(ctx: Ctx, own: Own, told: number) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${own.issuerUnitId}, 37))`.execute(ctx.db);
  const settings = await ctx.db.selectFrom("groupSettings").select("fiscalYearStartMonth").executeTakeFirst();
  const fiscalYear = fiscalYearOf(ctx.today, settings?.fiscalYearStartMonth ?? 4);
  const { rows } = await sql<{ serial: number; sha256: string }>`
    update instructions i set issued_at = app_now(), issued_by = ${ctx.actor.personId}::uuid, recipients = ${told}, fiscal_year = ${fiscalYear},
      serial = 1 + coalesce((select max(o.serial) from instructions o where o.issuer_unit_id = i.issuer_unit_id
        and o.fiscal_year = ${fiscalYear}), 0),
      recipients_sha256 = sha256(convert_to((select string_agg(r.unit_id || '|' || array_to_string(r.picked_by, ',') || '|' || r.due_on, E'\n'
        order by r.unit_id) from instruction_recipients r where r.instruction_id = i.id), 'UTF8')),
      row_version = row_version + 1
    where i.id = ${own.id}::uuid returning i.serial, encode(i.recipients_sha256, 'hex') as sha256`.execute(
    ctx.db,
  );
  return { fiscalYear, serial: rows[0]?.serial ?? 1, sha256: rows[0]?.sha256 ?? "" };
}

/** Writes a row for each unit that is in; who is told already stays as they are. */
async function addRows(ctx: Ctx, own: Own, dueOn: string, from: RawBuilder<unknown>): Promise<Told[]> {
  const { rows } = await sql<Told>`
    insert into instruction_recipients (instruction_id, issuer_unit_id, unit_id, company_id, unit_kind, unit_code, unit_name, unit_name_en,
      unit_name_ja, unit_name_zh, division_id, tier, relation, country, region, picked_by, added_on, due_on)
    select ${own.id}::uuid, ${own.issuerUnitId}::uuid, p.unit_id, p.company_id, p.unit_kind, p.unit_code, p.unit_name, p.unit_name_en,
      p.unit_name_ja, p.unit_name_zh, p.division_id, p.tier, p.relation, p.country, p.region, p.picked_by, ${ctx.today}::date,
      ${dueOn}::date
    from ${from} p where p.is_in
    on conflict on constraint instruction_recipients_once do nothing
    returning id, unit_id, company_id, unit_kind, division_id, due_on`.execute(ctx.db);
  return rows;
}

/** To take note by one day, to carry out by the other: two duties a unit, in two statements whatever their number. */
async function openFor(ctx: Ctx, own: Own, told: readonly Told[], acknowledgeBy: string): Promise<void> {
  await openDuties(
    ctx,
    told.flatMap((one) => [
      {
        ...dutyOf(own, one),
        kind: acknowledgeDuty,
        dueOn: acknowledgeBy < one.dueOn ? acknowledgeBy : one.dueOn,
        rises: risesOfAcknowledgement(own.issuerKind, one.unitKind, one.divisionId !== null),
      },
      { ...dutyOf(own, one), ...carryingOut(own, one) },
    ]),
  );
}

const dutyOf = (own: Pick<Own, "title">, one: Told) => ({
  subjectKind,
  subjectId: one.id,
  companyId: one.companyId,
  unitId: one.unitId,
  permission,
  about: own.title,
});

const carryingOut = (own: Pick<Own, "issuerKind" | "riseDays">, one: Told) => ({
  kind: carryOutDuty,
  dueOn: one.dueOn,
  rises: risesOf(own.issuerKind, one.unitKind, one.divisionId !== null, own.riseDays),
});

/** It is owed once more, by another day. */
export const openAnew = (
  ctx: Ctx,
  own: Pick<Own, "title" | "issuerKind" | "riseDays">,
  one: Told,
): Promise<void> => openDuties(ctx, [{ ...dutyOf(own, one), ...carryingOut(own, one) }]);

export async function addRecipients(
  ctx: Ctx,
  { id, unitIds, dueOn }: In<"addRecipients">,
): Out<"addRecipients"> {
  const own = await ownInstruction(ctx, id);
  assertRuns(own);
  if (dueOn < ctx.today) throw invalid("instruction.days_passed");
  if (own.parentRecipientId) await assertWithinParent(ctx, own.parentRecipientId, own.issuerUnitId, dueOn);
  const told = await addRows(
    ctx,
    own,
    dueOn,
    sql`(${picked(ctx, own.issuerUnitId, [{ kind: "units", unitIds }], [])})`,
  );
  if (told.length === 0) throw conflict("instruction.nobody_told");
  await openFor(ctx, own, told, own.acknowledgeBy < ctx.today ? dueOn : own.acknowledgeBy);
  await sql`update instructions set recipients = recipients + ${told.length} where id = ${own.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "instruction.recipients_added", {
    subject: subjectOf(own),
    data: { told: told.length, recipientIds: told.map((one) => one.id), dueOn },
  });
  await moveOn(ctx, own);
  return { id: own.id, added: told.length };
}
