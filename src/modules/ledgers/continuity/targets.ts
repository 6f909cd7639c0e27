// Targets of important systems and the tests that restoring them is measured by.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, holds, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { continuity as contract } from "../contract/continuity.ts";
import { permissions } from "../contract/words.ts";
import { settleGaps } from "../gaps/settling.ts";
import { assertProof } from "../personal/data-set.ts";
import { verdictOf } from "./rules.ts";
import { keepLastTest, systemInScope, systemToChange, targetOf } from "./system.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Shown = Output<(typeof contract)["getContinuity"]>;
type Target = NonNullable<Shown["target"]>;
type Test = Shown["tests"][number];

export async function getContinuity(ctx: Ctx, { ledger, id }: In<"getContinuity">): Out<"getContinuity"> {
  const system = await systemInScope(ctx, ledger, id);
  const { rows: targets } = await sql<
    Omit<Target, "verdict"> & Pick<Test, "tookMinutes" | "lostMinutes"> & { outcome: Test["outcome"] | null }
  >`select c.why, c.rto_minutes, c.rpo_minutes, c.backup_minutes, c.backup, c.test_months, c.set_at,
      ${nameOfActor(ctx.language, sql`c.set_by`)} as set_by_name, c.outcome, c.took_minutes, c.lost_minutes, c.next_test_on,
      (c.tested_on is null or c.next_test_on < ${ctx.today}::date) as is_overdue, c.row_version
    from continuity_targets c where c.entry_id = ${id}::uuid and c.ended_on is null and ${within(ctx, "c.company_id")}`.execute(
    ctx.db,
  );
  const { rows: tests } = await sql<
    Omit<Test, "verdict">
  >`select t.id, t.tested_on, t.outcome, t.took_minutes, t.lost_minutes, t.tested_by,
      t.remark, t.file_id, (select f.name from files f where f.id = t.file_id) as file_name, t.rto_minutes, t.rpo_minutes, t.recorded_at,
      ${nameOfActor(ctx.language, sql`t.recorded_by`)} as recorded_by_name, t.withdrawn_at
    from restore_tests t where t.entry_id = ${id}::uuid and ${within(ctx, "t.company_id")}
    order by t.tested_on desc, t.recorded_at desc, t.id desc limit 200`.execute(ctx.db);
  const [target] = targets;
  return {
    target: target ? { ...target, verdict: verdictOf(target, target) } : null,
    tests: tests.map((test) => ({ ...test, verdict: verdictOf(test, test) })),
    can: {
      change: system.state !== "retired" && (await holds(ctx, permissions.manage, system.companyId)),
    },
  };
}

export async function setContinuity(
  ctx: Ctx,
  { ledger, id, rowVersion, ...given }: In<"setContinuity">,
): Out<"setContinuity"> {
  const system = await systemToChange(ctx, ledger, id);
  const before = await heldTarget(ctx, id);
  if (before && !before.isEnded && before.rowVersion !== rowVersion)
    throw lostRace("continuity", given, before);
  const { rows } = await sql<{
    rowVersion: number;
  }>`insert into continuity_targets (entry_id, company_id, ledger, why, rto_minutes, rpo_minutes,
      backup_minutes, backup, test_months, set_at, set_by, next_test_on)
    values (${id}::uuid, ${system.companyId}::uuid, ${ledger}, ${given.why.trim()}, ${given.rtoMinutes}, ${given.rpoMinutes},
      ${given.backupMinutes}, ${given.backup.trim()}, ${given.testMonths}, app_now(), ${ctx.actor.personId}::uuid, ${ctx.today}::date)
    on conflict (entry_id) do update set why = excluded.why, rto_minutes = excluded.rto_minutes, rpo_minutes = excluded.rpo_minutes,
      backup_minutes = excluded.backup_minutes, backup = excluded.backup, test_months = excluded.test_months, set_at = excluded.set_at,
      set_by = excluded.set_by, ended_on = null, row_version = continuity_targets.row_version + 1
    returning row_version`.execute(ctx.db);
  await keepLastTest(ctx, id);
  await record(ctx, "continuity.set", {
    subject: { kind: ledger, id, companyId: system.companyId },
    data: {
      rtoMinutes: given.rtoMinutes,
      rpoMinutes: given.rpoMinutes,
      backupMinutes: given.backupMinutes,
      testMonths: given.testMonths,
      ...(before && !before.isEnded ? { rtoBefore: before.rtoMinutes, rpoBefore: before.rpoMinutes } : {}),
    },
    personal: {
      before: before ? { why: before.why, backup: before.backup } : null,
      after: { why: given.why, backup: given.backup },
    },
  });
  // A gap that the last test leaves no longer was closed by the target, not by a better restore: it says so.
  await settleGaps(ctx, ledger, [id], "target_changed");
  return found(rows[0], "continuity");
}

type Held = {
  why: string;
  backup: string;
  rtoMinutes: number;
  rpoMinutes: number;
  isEnded: boolean;
  rowVersion: number;
};

async function heldTarget(ctx: Ctx, id: string): Promise<Held | undefined> {
  const { rows } =
    await sql<Held>`select c.why, c.backup, c.rto_minutes, c.rpo_minutes, c.ended_on is not null as is_ended, c.row_version
    from continuity_targets c where c.entry_id = ${id}::uuid and ${within(ctx, "c.company_id")}`.execute(
      ctx.db,
    );
  return rows[0];
}

export async function endContinuity(
  ctx: Ctx,
  { ledger, id, reason }: In<"endContinuity">,
): Out<"endContinuity"> {
  const system = await systemToChange(ctx, ledger, id);
  await targetOf(ctx, id);
  await sql`update continuity_targets set ended_on = ${ctx.today}::date, row_version = row_version + 1
    where entry_id = ${id}::uuid`.execute(ctx.db);
  await record(ctx, "continuity.ended", {
    subject: { kind: ledger, id, companyId: system.companyId },
    personal: { reason },
  });
  await settleGaps(ctx, ledger, [id]);
  return {};
}

export async function recordRestoreTest(
  ctx: Ctx,
  { ledger, id, ...given }: In<"recordRestoreTest">,
): Out<"recordRestoreTest"> {
  if (given.testedOn > ctx.today) throw invalid("ledger.day_ahead");
  const system = await systemToChange(ctx, ledger, id);
  const target = await targetOf(ctx, id);
  await assertProof(ctx, given.fileId, system.companyId);
  const verdict = verdictOf(target, given);
  const { rows } = await sql<{
    id: string;
  }>`insert into restore_tests (company_id, ledger, entry_id, tested_on, outcome, took_minutes, lost_minutes,
      tested_by, remark, file_id, rto_minutes, rpo_minutes, recorded_at, recorded_by)
    values (${system.companyId}::uuid, ${ledger}, ${id}::uuid, ${given.testedOn}::date, ${given.outcome}, ${given.tookMinutes}, ${given.lostMinutes},
      ${given.testedBy.trim()}, ${given.remark.trim()}, ${given.fileId}::uuid, ${target.rtoMinutes}, ${target.rpoMinutes}, app_now(),
      ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const test = found(rows[0], "restore_test");
  await keepLastTest(ctx, id);
  await record(ctx, "restore_test.recorded", {
    subject: { kind: ledger, id, companyId: system.companyId },
    data: {
      testId: test.id,
      testedOn: given.testedOn,
      restoreOutcome: given.outcome,
      tookMinutes: given.tookMinutes,
      lostMinutes: given.lostMinutes,
      rtoMinutes: target.rtoMinutes,
      rpoMinutes: target.rpoMinutes,
      restoreVerdict: verdict,
      fileId: given.fileId,
    },
    personal: { testedBy: given.testedBy, remark: given.remark },
  });
  await settleGaps(ctx, ledger, [id]);
  return { id: test.id, verdict };
}

export async function withdrawRestoreTest(
  ctx: Ctx,
  { id, reason }: In<"withdrawRestoreTest">,
): Out<"withdrawRestoreTest"> {
  const { rows } = await sql<{
    entryId: string;
    ledger: string;
    testedOn: string;
  }>`select t.entry_id, t.ledger, t.tested_on
    from restore_tests t where t.id = ${id}::uuid and ${within(ctx, "t.company_id")}`.execute(ctx.db);
  const { entryId, ledger, testedOn } = found(rows[0], "restore_test");
  const system = await systemToChange(ctx, ledger, entryId);
  await targetOf(ctx, entryId);
  const { rows: done } =
    await sql`update restore_tests set withdrawn_at = app_now(), withdrawn_by = ${ctx.actor.personId}::uuid
    where id = ${id}::uuid and withdrawn_at is null returning id`.execute(ctx.db);
  if (done.length === 0) throw conflict("restore_test.withdrawn_already");
  await keepLastTest(ctx, entryId);
  await record(ctx, "restore_test.withdrawn", {
    subject: { kind: ledger, id: entryId, companyId: system.companyId },
    data: { testId: id, testedOn },
    personal: { reason },
  });
  await settleGaps(ctx, ledger, [entryId]);
  return {};
}
