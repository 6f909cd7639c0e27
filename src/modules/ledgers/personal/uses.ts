// Who uses personal data for what. A use without an approved purpose of the list is a gap and is flagged in the review (R-26).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, holds, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { purposes as contract } from "../contract/purposes.ts";
import { permissions } from "../contract/words.ts";
import { assertPointsRight } from "../entries/changing.ts";
import { settleGaps } from "../gaps/settling.ts";
import { lackOf } from "../gaps/wanted.ts";
import { type DataSet, dataSetInScope, dataSetToChange } from "./data-set.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Use = Output<(typeof contract)["listUses"]>["rows"][number];
type Given = Omit<In<"recordUse">, "id">;

const ledger = "information";

export async function listUses(ctx: Ctx, { id }: In<"listUses">): Out<"listUses"> {
  const entry = await dataSetInScope(ctx, id);
  const { rows } = await sql<Use>`select u.id, u.unit_id, u.used_by,
      coalesce((select ${nameOfUnit(ctx.language, "n")} from unit_names n where n.unit_id = u.unit_id
        and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)), u.used_by) as user_name,
      u.used_for, u.since, u.purpose_id, p.purpose, u.ended_on, case when u.ended_on is null then ${lackOf(ctx.today)} end as lacks,
      (select coalesce(jsonb_agg(jsonb_build_object('on', a.answered_on, 'byName', a.by_name, 'answer', a.answer, 'remark', a.remark)
          order by a.answered_on desc), '[]')
        from (select x.*, ${nameOfActor(ctx.language, sql`x.answered_by`)} as by_name from data_use_answers x where x.use_id = u.id
          order by x.answered_on desc limit 20) a) as answers, u.row_version
    from data_uses u left join data_purposes p on p.id = u.purpose_id
    where u.entry_id = ${id}::uuid and ${within(ctx, "u.company_id")}
    order by u.ended_on is not null, u.since desc, u.id limit 500`.execute(ctx.db);
  return {
    rows,
    can: {
      change:
        entry.state !== "retired" &&
        entry.nature === "personal" &&
        (await holds(ctx, permissions.manage, entry.companyId)),
    },
  };
}

async function assertGiven(ctx: Ctx, entry: DataSet, given: Given): Promise<void> {
  await assertPointsRight(ctx, entry.companyId, { unitId: given.unitId });
  if (!given.purposeId) return;
  const { rows } =
    await sql`select from data_purposes p where p.id = ${given.purposeId}::uuid and p.entry_id = ${entry.id}::uuid
    and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  found(rows[0], "data_purpose");
}

export async function recordUse(ctx: Ctx, { id, ...given }: In<"recordUse">): Out<"recordUse"> {
  const entry = await dataSetToChange(ctx, id);
  await assertGiven(ctx, entry, given);
  const { rows } = await sql<{
    id: string;
  }>`insert into data_uses (company_id, entry_id, unit_id, used_by, used_for, since, purpose_id,
      recorded_at, recorded_by)
    values (${entry.companyId}::uuid, ${id}::uuid, ${given.unitId}::uuid, ${given.usedBy.trim()}, ${given.usedFor.trim()}, ${given.since}::date,
      ${given.purposeId}::uuid, app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const use = found(rows[0], "data_use");
  await record(ctx, "data_use.recorded", {
    subject: { kind: ledger, id, companyId: entry.companyId },
    data: { useId: use.id, unitId: given.unitId, purposeId: given.purposeId, since: given.since },
    personal: { usedBy: given.usedBy, usedFor: given.usedFor },
  });
  await settleGaps(ctx, ledger, [id]);
  return use;
}

type Held = Given & { id: string; entryId: string; endedOn: string | null };

async function useInScope(ctx: Ctx, id: string): Promise<Held> {
  const { rows } =
    await sql<Held>`select u.id, u.entry_id, u.unit_id, u.used_by, u.used_for, u.since, u.purpose_id, u.ended_on
    from data_uses u where u.id = ${id}::uuid and ${within(ctx, "u.company_id")}`.execute(ctx.db);
  return found(rows[0], "data_use");
}

export async function changeUse(ctx: Ctx, { id, rowVersion, ...given }: In<"changeUse">): Out<"changeUse"> {
  const entry = await dataSetToChange(ctx, (await useInScope(ctx, id)).entryId);
  const before = await useInScope(ctx, id);
  if (before.endedOn) throw conflict("ledger.use_over");
  await assertGiven(ctx, entry, given);
  const { rows } = await sql<{
    rowVersion: number;
  }>`update data_uses set unit_id = ${given.unitId}::uuid, used_by = ${given.usedBy.trim()},
      used_for = ${given.usedFor.trim()}, since = ${given.since}::date, purpose_id = ${given.purposeId}::uuid, row_version = row_version + 1
    where id = ${id}::uuid and row_version = ${rowVersion} returning row_version`.execute(ctx.db);
  const [after] = rows;
  if (!after) throw lostRace("data_use", given, before);
  await record(ctx, "data_use.changed", {
    subject: { kind: ledger, id: entry.id, companyId: entry.companyId },
    data: { useId: id, unitId: given.unitId, purposeId: given.purposeId, since: given.since },
    personal: {
      before: { usedBy: before.usedBy, usedFor: before.usedFor },
      after: { usedBy: given.usedBy, usedFor: given.usedFor },
    },
  });
  await settleGaps(ctx, ledger, [entry.id]);
  return after;
}

export async function endUse(ctx: Ctx, { id, on, reason }: In<"endUse">): Out<"endUse"> {
  if (on > ctx.today) throw invalid("ledger.day_ahead");
  const entry = await dataSetToChange(ctx, (await useInScope(ctx, id)).entryId);
  if ((await useInScope(ctx, id)).endedOn) throw conflict("ledger.use_over");
  const { rows } = await sql<{
    rowVersion: number;
  }>`update data_uses set ended_on = ${on}::date, row_version = row_version + 1
    where id = ${id}::uuid returning row_version`.execute(ctx.db);
  await record(ctx, "data_use.ended", {
    subject: { kind: ledger, id: entry.id, companyId: entry.companyId },
    data: { useId: id, on },
    personal: { reason },
  });
  await settleGaps(ctx, ledger, [entry.id]);
  return found(rows[0], "data_use");
}
