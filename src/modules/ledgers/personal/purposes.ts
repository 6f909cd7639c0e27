// Purposes of personal data (R-26): proposed by whoever keeps the ledger, decided by somebody else.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, holds, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { openDuty } from "#modules/duties/service.ts";
import type { purposes as contract } from "../contract/purposes.ts";
import { permissions } from "../contract/words.ts";
import { type DataSet, dataSetInScope, dataSetToChange } from "./data-set.ts";
import { inForce } from "./in-force.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Purpose = Output<(typeof contract)["listPurposes"]>["rows"][number];

export const decideDuty = "purpose.decide";
/** Data wait to be used, or are used without a purpose, until it is decided. */
const daysToDecide = 14;
const ledger = "information";

const shown = (ctx: Ctx) => sql`p.id, p.purpose, p.ground, p.ground_said, p.valid_from, p.valid_until,
  case when p.state = 'approved' and p.valid_until < ${ctx.today}::date then 'ended' else p.state end as state, p.replaces_id, p.reason,
  p.proposed_at, ${nameOfActor(ctx.language, sql`p.proposed_by`)} as proposed_by_name, p.decided_at,
  ${nameOfActor(ctx.language, sql`p.decided_by`)} as decided_by_name, p.decision, p.ending_on, p.ending_reason,
  (select count(*)::int from data_uses u where u.purpose_id = p.id and u.ended_on is null) as uses,
  case when p.state = 'proposed' and p.replaces_id is not null then 'replace' when p.state = 'proposed' then 'new'
    when p.ending_on is not null then 'end' end as waits`;

export async function listPurposes(ctx: Ctx, { id }: In<"listPurposes">): Out<"listPurposes"> {
  const entry = await dataSetInScope(ctx, id);
  const { rows } = await sql<Purpose>`select ${shown(ctx)} from data_purposes p
    where p.entry_id = ${id}::uuid and ${within(ctx, "p.company_id")}
    order by case when ${inForce(ctx.today)} then 0 when p.state = 'proposed' then 1 when p.state = 'approved' then 2 else 3 end,
      p.valid_from desc, p.id limit 200`.execute(ctx.db);
  const { rows: fields } = await sql<{
    purpose: string | null;
  }>`select e.purpose from information e where e.id = ${id}::uuid`.execute(ctx.db);
  const said = fields[0]?.purpose?.trim() || null;
  const may = await held(ctx, [permissions.manage, permissions.approvePurpose], entry.companyId);
  const isOpen = entry.state !== "retired" && entry.nature === "personal";
  return {
    rows,
    // Offered while nothing else stands or waits.
    said: rows.some((row) => row.state === "approved" || row.state === "proposed") ? null : said,
    can: {
      propose: isOpen && may.has(permissions.manage),
      decide: isOpen && may.has(permissions.approvePurpose),
    },
  };
}

type Detail = Omit<Output<(typeof contract)["getPurpose"]>, "can"> & {
  proposedBy: string;
  endingBy: string | null;
};

export async function getPurpose(ctx: Ctx, { id }: In<"getPurpose">): Out<"getPurpose"> {
  const { rows } = await sql<Detail>`select ${shown(ctx)}, p.entry_id, e.name as entry_name, p.company_id,
      coalesce(${nameOfUnit(ctx.language, "n")}, c.code) as company_name, p.proposed_by, p.ending_by,
      (select jsonb_build_object('purpose', r.purpose, 'uses', (select count(*) from data_uses u where u.purpose_id = r.id and u.ended_on is null))
        from data_purposes r where r.id = p.replaces_id) as replaced
    from data_purposes p join information e on e.id = p.entry_id join units c on c.id = p.company_id
    left join unit_names n on n.unit_id = p.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  const { proposedBy, endingBy, ...purpose } = found(rows[0], "data_purpose");
  const by = purpose.waits === "end" ? endingBy : proposedBy;
  const isOwn = purpose.waits !== null && by === ctx.actor.personId;
  const whyNot =
    purpose.waits === null
      ? ("decided" as const)
      : !(await holds(ctx, permissions.approvePurpose, purpose.companyId))
        ? ("not_yours" as const)
        : isOwn
          ? ("own_proposal" as const)
          : null;
  const withdraw = isOwn && (await holds(ctx, permissions.manage, purpose.companyId));
  return { ...purpose, can: { decide: whyNot === null, withdraw, whyNot } };
}

/**
 * The company's executive decides; of what the executive proposed, the division. Both rise to whoever stands above, who may
 * decide as well (duties/rules.ts).
 */
async function askToDecide(ctx: Ctx, entry: DataSet, purposeId: string): Promise<void> {
  const isExecutive = await holds(ctx, "inspection.confirm", entry.companyId);
  await openDuty(ctx, {
    kind: decideDuty,
    subjectKind: "data_purpose",
    subjectId: purposeId,
    companyId: entry.companyId,
    permission: isExecutive ? "inspection.review" : "inspection.confirm",
    notFor: [ctx.actor.personId],
    dueOn: addDays(ctx.today, daysToDecide),
  });
}

/** One of the entry's that is in force, and about which nothing waits. */
async function assertReplaceable(ctx: Ctx, entryId: string, id: string): Promise<void> {
  const { rows } = await sql<{
    isOver: boolean;
    isWaiting: boolean;
  }>`select p.state <> 'approved' or p.valid_until < ${ctx.today}::date as is_over,
      p.ending_on is not null or exists (select from data_purposes r where r.replaces_id = p.id and r.state = 'proposed') as is_waiting
    from data_purposes p where p.id = ${id}::uuid and p.entry_id = ${entryId}::uuid and ${within(ctx, "p.company_id")}`.execute(
    ctx.db,
  );
  const { isOver, isWaiting } = found(rows[0], "data_purpose");
  if (isOver) throw conflict("data_purpose.not_in_force");
  if (isWaiting) throw conflict("data_purpose.waits_already");
}

export async function proposePurpose(
  ctx: Ctx,
  { id, ...given }: In<"proposePurpose">,
): Out<"proposePurpose"> {
  const entry = await dataSetToChange(ctx, id);
  if (given.replacesId) await assertReplaceable(ctx, id, given.replacesId);
  const { rows } = await sql<{
    id: string;
  }>`insert into data_purposes (company_id, entry_id, purpose, ground, ground_said, valid_from, valid_until,
      replaces_id, reason, proposed_by, proposed_at)
    values (${entry.companyId}::uuid, ${id}::uuid, ${given.purpose.trim()}, ${given.ground}, ${given.groundSaid.trim()}, ${given.validFrom}::date,
      ${given.validUntil}::date, ${given.replacesId}::uuid, ${given.reason.trim()}, ${ctx.actor.personId}::uuid, app_now()) returning id`.execute(
    ctx.db,
  );
  const purpose = found(rows[0], "data_purpose");
  await record(ctx, "data_purpose.proposed", {
    subject: { kind: ledger, id, companyId: entry.companyId },
    data: {
      purposeId: purpose.id,
      legalGround: given.ground,
      validFrom: given.validFrom,
      validUntil: given.validUntil,
      replacesId: given.replacesId,
    },
    personal: { purpose: given.purpose, groundSaid: given.groundSaid, reason: given.reason },
  });
  await askToDecide(ctx, entry, purpose.id);
  return purpose;
}

export async function proposePurposeEnd(
  ctx: Ctx,
  { id, on, reason }: In<"proposePurposeEnd">,
): Out<"proposePurposeEnd"> {
  const { rows } = await sql<{ entryId: string }>`select p.entry_id from data_purposes p
    where p.id = ${id}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  const entry = await dataSetToChange(ctx, found(rows[0], "data_purpose").entryId);
  await assertReplaceable(ctx, entry.id, id);
  await sql`update data_purposes set ending_on = greatest(${on}::date, valid_from - 1), ending_reason = ${reason.trim()},
      ending_by = ${ctx.actor.personId}::uuid, ending_at = app_now(), row_version = row_version + 1 where id = ${id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "data_purpose.end_proposed", {
    subject: { kind: ledger, id: entry.id, companyId: entry.companyId },
    data: { purposeId: id, on },
    personal: { reason },
  });
  await askToDecide(ctx, entry, id);
  return { id };
}
