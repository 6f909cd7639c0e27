// A lateral check while it runs: who has not answered is reminded; what turns out to be needless is withdrawn.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { record, recordEach } from "#core/events/record.ts";
import { lapseDuties, remindAbout } from "#modules/duties/service.ts";
import type { lateralChecks } from "./contract.ts";
import { freezeResult } from "./raising.ts";
import { ownCheck, subjectOf, subjectOfMember } from "./visible.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;

export async function remindLateralMembers(
  ctx: Ctx,
  { id, memberIds }: In<"remindLateralMembers">,
): Out<"remindLateralMembers"> {
  const own = await ownCheck(ctx, id);
  const { rows } = await sql<{ id: string }>`select m.id from lateral_check_members m
    where m.check_id = ${own.id}::uuid and m.left_on is null and (m.answer is null or m.answer = 'not_known')
      and ${memberIds ? sql`m.id = any (${memberIds}::uuid[])` : sql`true`} limit 5000`.execute(ctx.db);
  const told = await remindAbout(
    ctx,
    rows.map((row) => row.id),
  );
  await record(ctx, "lateral_check.reminded", {
    subject: subjectOf(own),
    data: { recipients: rows.length, ...told },
  });
  return told;
}

/** What was answered and what was raised stays; everybody who was asked is told why it is no longer asked. */
export async function withdrawLateralCheck(
  ctx: Ctx,
  { id, reason, rowVersion }: In<"withdrawLateralCheck">,
): Out<"withdrawLateralCheck"> {
  const own = await ownCheck(ctx, id, rowVersion);
  const { rows } = await sql<{ id: string; companyId: string; answer: string | null }>`
    select m.id, m.company_id, m.answer from lateral_check_members m
    where m.check_id = ${own.id}::uuid and m.left_on is null order by m.id`.execute(ctx.db);
  await lapseDuties(
    ctx,
    rows.map((row) => row.id),
    "lateral_check.withdrawn",
  );
  const { rowVersion: after } = await freezeResult(ctx, own.id, reason, sql`is_withdrawn = true`);
  await record(ctx, "lateral_check.withdrawn", {
    subject: subjectOf(own),
    data: { asked: rows.length, notAnswered: rows.filter((row) => row.answer === null).length },
    personal: { reason },
  });
  await recordEach(
    ctx,
    "lateral_check.asked_no_more",
    rows.map((row) => ({ subject: subjectOfMember(row), data: { checkId: own.id } })),
  );
  return { id: own.id, rowVersion: after };
}
