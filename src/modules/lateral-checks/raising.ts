// What came back becomes findings, and the result is frozen.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { lapseDuties } from "#modules/duties/service.ts";
import { raiseEach } from "#modules/findings/recording.ts";
import type { SeverityRule } from "#modules/findings/rules.ts";
import type { lateralChecks } from "./contract.ts";
import { counts, fallsShortSql, noCounts, openDuty } from "./listing.ts";
import { findingDueOn, numberOf, sameKeyOf } from "./rules.ts";
import { type Own, ownCheck, subjectOf } from "./visible.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;

type Short = { id: string; companyId: string; fixedOn: string | null; note: string };

/**
 * A finding at every company that falls short and has none of this check yet: the register tells the same weakness by the source it was
 * found at, so that asking twice raises once. What a company set itself as its day is the finding's, where the severity allows it.
 */
async function raise(ctx: Ctx, own: Own): Promise<{ raised: number; known: number }> {
  // Nothing of an exercise is wrong anywhere.
  if (own.isExercise) return { raised: 0, known: 0 };
  const { rows } = await sql<Short>`
    select m.id, m.company_id, m.fixed_on, m.note from lateral_check_members m
    where m.check_id = ${own.id}::uuid and m.finding_id is null and ${fallsShortSql(ctx)} order by m.unit_code, m.id for no key update`.execute(
    ctx.db,
  );
  if (rows.length === 0) return { raised: 0, known: 0 };
  const rule = await ruleOf(ctx, own.severity);
  const number = numberOf(own);
  const raised = await raiseEach(
    ctx,
    rows.map((row) => ({
      companyId: row.companyId,
      title: own.title,
      detail: [own.look, row.note].filter(Boolean).join("\n\n").slice(0, 4000),
      sourceKind: "lateral_check",
      sourceId: own.id,
      sourceSaid: number,
      sameKey: sameKeyOf(own.sourceId, own.id),
      foundOn: ctx.today,
      severity: own.severity,
      dueOn: findingDueOn(rule, row.fixedOn, ctx.today),
    })),
  );
  const links = rows.map((row, nth) => ({ id: row.id, finding_id: raised[nth]?.id ?? null }));
  await sql`update lateral_check_members m set finding_id = x.finding_id, row_version = m.row_version + 1
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as x (id uuid, finding_id uuid) where m.id = x.id`.execute(
    ctx.db,
  );
  const fresh = raised.filter((one) => one.isNew).length;
  return { raised: fresh, known: raised.length - fresh };
}

async function ruleOf(ctx: Ctx, severity: string): Promise<SeverityRule> {
  const { rows } =
    await sql<SeverityRule>`select s.severity, s.remedy_days, s.most_accepted_days, s.verified_within
    from finding_severities s where s.severity = ${severity}`.execute(ctx.db);
  return found(rows[0], "finding_severity");
}

export async function raiseLateralFindings(
  ctx: Ctx,
  { id, rowVersion }: In<"raiseLateralFindings">,
): Out<"raiseLateralFindings"> {
  const own = await ownCheck(ctx, id, rowVersion);
  if (own.isExercise) throw conflict("lateral_check.exercise");
  const told = await raise(ctx, own);
  if (told.raised + told.known === 0) throw conflict("lateral_check.nothing_to_raise");
  await sql`update lateral_checks set row_version = row_version + 1 where id = ${own.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "lateral_check.findings_raised", {
    subject: subjectOf(own),
    data: { raised: told.raised, known: told.known },
  });
  return { id: own.id, ...told };
}

export async function closeLateralCheck(
  ctx: Ctx,
  { id, reason, rowVersion }: In<"closeLateralCheck">,
): Out<"closeLateralCheck"> {
  const own = await ownCheck(ctx, id, rowVersion);
  const { rows: open } = await sql<{
    id: string;
    answer: string | null;
  }>`select m.id, m.answer from lateral_check_members m
    where m.check_id = ${own.id}::uuid and m.left_on is null and (m.answer is null or m.answer = 'not_known')`.execute(
    ctx.db,
  );
  if (open.some((one) => one.answer === null) && reason.trim() === "")
    throw conflict("lateral_check.close_reason");
  const { raised } = await raise(ctx, own);
  await lapseDuties(
    ctx,
    open.map((one) => one.id),
    "lateral_check.closed",
  );
  const { rows: counted } = await sql<
    typeof noCounts
  >`select ${counts} from lateral_check_members m ${openDuty}
    where m.check_id = ${own.id}::uuid`.execute(ctx.db);
  const done = await freezeResult(ctx, own.id, reason);
  const result = counted[0] ?? noCounts;
  await record(ctx, "lateral_check.closed", {
    subject: subjectOf(own),
    data: {
      asked: result.asked,
      affected: result.affected,
      fixed: result.fixed,
      notAffected: result.notAffected,
      notKnown: result.notKnown,
      notAnswered: result.open,
      left: result.left,
      raised,
      sha256: done.sha256,
    },
    personal: { reason },
  });
  return { id: own.id, rowVersion: done.rowVersion, raised };
}

/** It is over: what everybody said is frozen with its hash. */
export async function freezeResult(
  ctx: Ctx,
  id: string,
  reason: string,
  also: RawBuilder<unknown> = sql`is_withdrawn = false`,
): Promise<{ rowVersion: number; sha256: string }> {
  const { rows } = await sql<{ rowVersion: number; sha256: string }>`
    update lateral_checks c set closed_at = app_now(), closed_by = ${ctx.actor.personId}::uuid, end_reason = nullif(btrim(${reason}), ''), ${also},
      result_sha256 = sha256(convert_to((select coalesce(string_agg(m.company_id || '|' || coalesce(m.answer, '') || '|'
          || coalesce(m.fixed_on::text, '') || '|' || coalesce(m.left_on::text, ''), E'\n' order by m.company_id), '')
        from lateral_check_members m where m.check_id = c.id), 'UTF8')),
      row_version = c.row_version + 1
    where c.id = ${id}::uuid returning c.row_version, encode(c.result_sha256, 'hex') as sha256`.execute(
    ctx.db,
  );
  return found(rows[0], "lateral_check");
}
