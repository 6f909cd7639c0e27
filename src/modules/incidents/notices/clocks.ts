// The clocks of law that a notice may end: what is told to an authority or to the people concerned is proven once, for the notice and for them.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { invalid } from "#core/errors.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { rulesFor } from "#modules/clock-rules/rules-for.ts";
import { notifyByClock } from "../law/saying.ts";
import type { notices } from "./contract.ts";
import { wordsFor } from "./drafting.ts";
import type { Line } from "./lines.ts";
import type { Notice } from "./loading.ts";
import { isTimedBy, isToldTo } from "./rules.ts";

type Offered = Output<typeof notices.getNotice>["clocks"][number];
type Proof = Input<typeof notices.proveNotice>;

/** Those still to be notified that are of whom its line tells, about the same matter; of one that was added by hand, of whom it tells. */
export async function clocksToEnd(
  ctx: Ctx,
  notice: Pick<Notice, "id" | "incidentId" | "audience" | "lineId" | "lineN">,
): Promise<Offered[]> {
  const { rows } = await sql<Omit<Offered, "name" | "recipient"> & { ruleId: string }>`
    select k.id, k.rule_id, k.due_at, k.row_version, c.clock_id is not distinct from k.id as is_its_own,
      (select ${nameOfUnit(ctx.language, "e")} from unit_names e where e.unit_id = k.entity_id and holds_on(e.valid_from, e.valid_to, ${ctx.today}::date)) as entity_name
    from incident_clocks k join incident_notices c on c.id = ${notice.id}::uuid
    where k.incident_id = ${notice.incidentId}::uuid and k.standing = 'due' and k.outcome = 'applies' and k.gone_at is null and k.ended_as is null
    order by k.due_at nulls last, k.id limit 100`.execute(ctx.db);
  if (rows.length === 0) return [];
  const line = await sql<{ content: Line }>`select v.content from notice_line_versions v
    where v.line_id = ${notice.lineId}::uuid and v.n = ${notice.lineN}`.execute(ctx.db);
  const content = line.rows[0]?.content;
  const rules = new Map((await rulesFor(ctx)).map((rule) => [rule.id, rule]));
  return rows.flatMap(({ ruleId, ...clock }) => {
    const rule = rules.get(ruleId);
    if (!rule || !(content ? isTimedBy(content, rule) : isToldTo(notice.audience, rule))) return [];
    return [{ ...clock, name: rule.name, recipient: rule.recipient }];
  });
}

/** Clocks are worked out before notices meet them: whoever ends them takes them in the same order. */
export async function lockClocks(ctx: Ctx, clocks: readonly { id: string }[] | undefined): Promise<void> {
  if (clocks?.length)
    await sql`select k.id from incident_clocks k where k.id = any (${clocks.map((one) => one.id)}::uuid[]) order by k.id for no key update`.execute(
      ctx.db,
    );
}

/** Notified when, to whom and under which number or paper the proof of the notice says; without either the notice is named. */
export async function endClocks(ctx: Ctx, notice: Notice, input: Proof): Promise<void> {
  if (!input.clocks?.length) return;
  const offered = new Set((await clocksToEnd(ctx, notice)).map((one) => one.id));
  if (input.clocks.some((one) => !offered.has(one.id))) throw invalid("notice.unknown_clock");
  const named = `${notice.reference} ${wordsFor(ctx.language, notice.names)}`.slice(0, 200);
  for (const clock of input.clocks) {
    await notifyByClock(ctx, {
      ...clock,
      at: input.givenAt,
      recipient: input.givenTo.trim(),
      proofReference: input.reference.trim() || named,
      fileId: input.fileId ?? null,
      said: input.said.trim(),
    });
    await sql`update incident_clocks set notice_id = ${notice.id}::uuid where id = ${clock.id}::uuid`.execute(
      ctx.db,
    );
  }
}
