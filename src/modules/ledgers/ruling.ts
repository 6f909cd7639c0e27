// The rules that apply to what is in the ledgers (R-24, R-32): each with an owner and a day of the next look. An entry that
// no rule in force covers is a gap.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { forbidden, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { ledgers as contract } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { assertPointsRight } from "./entries/changing.ts";
import { companyIsCalled } from "./entries/filters.ts";
import { like } from "#core/db/like.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;
type Rule = Output<(typeof contract)["listRules"]>["rows"][number];
type Given = Pick<In<"addRule">, "name" | "reference" | "fileId" | "ownerId" | "reviewDueOn" | "covers">;

const isOverdue = (ctx: Ctx) => sql<boolean>`r.review_due_on < ${ctx.today}::date`;

/** The rules in force that somebody may look at: those of their companies, and the group's. */
const sought = (ctx: Ctx, { companyId, search, overdue }: In<"countRules">): RawBuilder<boolean> =>
  sql<boolean>`(r.company_id is null or ${within(ctx, "r.company_id")}) and (r.ended_on is null or r.ended_on > ${ctx.today}::date)
    and ${companyId ? sql`(r.company_id is null or r.company_id = ${companyId}::uuid)` : sql`true`}
    and ${overdue ? isOverdue(ctx) : sql`true`}
    and ${
      search?.trim()
        ? sql`(folded(r.name) ilike ${like(search)} or folded(r.reference) ilike ${like(search)}
            or ${companyIsCalled(sql`r.company_id`, search)})`
        : sql`true`
    }`;

/** The ones to be looked at first, then by name. */
const place = sql<string>`r.review_due_on || lower(r.name)`;

export async function listRules(
  ctx: Ctx,
  { after, limit = 50, ...filter }: In<"listRules">,
): Out<"listRules"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const at = after?.lastIndexOf("|") ?? -1;
  const { rows } = await sql<Rule & { end: string }>`
    with page as materialized (select r.*, ${place} as place from asset_rules r where ${sought(ctx, filter)}
        and ${after ? sql`(${place}, r.id) > (${after.slice(0, at)}, ${after.slice(at + 1)}::uuid)` : sql`true`}
      order by place, r.id limit ${limit + 1})
    select r.id, r.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, r.name, r.reference,
      r.file_id, r.owner_id, (select ${nameOfPerson(ctx.language, "op")} from people op where op.id = r.owner_id) as owner_name,
      r.valid_from, r.review_due_on, r.reviewed_on, ${isOverdue(ctx)} as is_overdue, r.row_version,
      coalesce(${ctx.reach === "group"} or r.company_id = any (companies_in_scope(${ctx.actor.personId}::uuid, ${permissions.rules})), false)
        and exists (select from permissions_at(${ctx.actor.personId}::uuid, ${[permissions.rules]}::text[], coalesce(r.company_id, ${ctx.actor.companyId}::uuid))) as may_change,
      (select coalesce(jsonb_agg(jsonb_build_object('ledger', v.ledger, 'nature', v.nature, 'fromRank', v.from_rank) order by v.ledger, v.nature), '[]')
        from asset_rule_covers v where v.rule_id = r.id) as covers,
      (select coalesce(jsonb_agg(jsonb_build_object('on', w.reviewed_on, 'byName', w.by_name, 'outcome', w.outcome, 'remark', w.remark)
          order by w.reviewed_on desc), '[]')
        from (select x.*, ${nameOfActor(ctx.language, sql`x.reviewed_by`)} as by_name from asset_rule_reviews x where x.rule_id = r.id
          order by x.reviewed_on desc limit 20) w) as reviews, r.place || '|' || r.id as "end"
    from page r
    left join unit_names n on n.unit_id = r.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    order by r.place, r.id`.execute(ctx.db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit).map(({ end: _end, ...row }) => row), next: last?.end ?? null };
}

export async function countRules(ctx: Ctx, filter: In<"countRules">): Out<"countRules"> {
  if (filter.companyId) await companyInScope(ctx, filter.companyId);
  const { rows } = await sql<{ all: number; overdue: number }>`select count(*)::int as all,
      count(*) filter (where ${isOverdue(ctx)})::int as overdue from asset_rules r where ${sought(ctx, filter)}`.execute(
    ctx.db,
  );
  return rows[0] ?? { all: 0, overdue: 0 };
}

/** The group's rules are for whoever answers for the whole group. */
function assertMayRule(ctx: Ctx, companyId: string | null): void {
  if (companyId === null && ctx.reach !== "group") throw forbidden("ledger.rule_of_the_group");
}

async function assertGiven(ctx: Ctx, companyId: string | null, given: Given): Promise<void> {
  if (given.covers.length === 0) throw invalid("ledger.rule_covers_nothing");
  await assertPointsRight(ctx, companyId, { ownerId: given.ownerId });
  if (given.fileId) {
    const { rows } =
      await sql`select from files f where f.id = ${given.fileId}::uuid and ${within(ctx, "f.company_id")}`.execute(
        ctx.db,
      );
    found(rows[0], "file");
  }
}

async function writeCovers(
  ctx: Ctx,
  id: string,
  companyId: string | null,
  covers: Given["covers"],
): Promise<void> {
  await sql`delete from asset_rule_covers where rule_id = ${id}::uuid`.execute(ctx.db);
  await sql`insert into asset_rule_covers (rule_id, company_id, ledger, nature, from_rank)
    select ${id}::uuid, ${companyId}::uuid, c.ledger, c.nature, min(c."fromRank")::smallint
    from jsonb_to_recordset(${JSON.stringify(covers)}::jsonb) as c (ledger text, nature text, "fromRank" integer)
    group by c.ledger, c.nature`.execute(ctx.db);
  await sql`update ledger_counts set is_due = true where ${companyId === null ? sql`true` : sql`company_id = ${companyId}::uuid`}`.execute(
    ctx.db,
  );
}

export async function addRule(ctx: Ctx, input: In<"addRule">): Out<"addRule"> {
  const { companyId, from, name, reference, fileId, ownerId, reviewDueOn, covers } = input;
  assertMayRule(ctx, companyId);
  if (companyId) await companyInScope(ctx, companyId);
  await assertGiven(ctx, companyId, input);
  const { rows } = await sql<{
    id: string;
  }>`insert into asset_rules (company_id, name, reference, file_id, owner_id, valid_from, review_due_on)
    values (${companyId}::uuid, ${name.trim()}, ${reference.trim()}, ${fileId}::uuid, ${ownerId}::uuid, ${from}::date, ${reviewDueOn}::date)
    returning id`.execute(ctx.db);
  const id = found(rows[0], "asset_rule").id;
  await writeCovers(ctx, id, companyId, covers);
  await record(ctx, "asset_rule.added", {
    subject: { kind: "asset_rule", id, companyId },
    data: { covers, ownerId, reviewDueOn, from },
    personal: { name, reference },
  });
  return { id };
}

/** In force, and one that the actor may touch. */
async function ruleToChange(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    id: string;
    companyId: string | null;
    name: string;
    reference: string;
    rowVersion: number;
  }>`
    select r.id, r.company_id, r.name, r.reference, r.row_version from asset_rules r
    where r.id = ${id}::uuid and (r.company_id is null or ${within(ctx, "r.company_id")})
      and (r.ended_on is null or r.ended_on > ${ctx.today}::date)`.execute(ctx.db);
  const rule = found(rows[0], "asset_rule");
  assertMayRule(ctx, rule.companyId);
  return rule;
}

export async function changeRule(ctx: Ctx, input: In<"changeRule">): Out<"changeRule"> {
  const { id, name, reference, fileId, ownerId, reviewDueOn, covers, rowVersion } = input;
  const before = await ruleToChange(ctx, id);
  await assertGiven(ctx, before.companyId, input);
  const { rows } = await sql<{
    rowVersion: number;
  }>`update asset_rules set name = ${name.trim()}, reference = ${reference.trim()},
      file_id = ${fileId}::uuid, owner_id = ${ownerId}::uuid, review_due_on = ${reviewDueOn}::date, row_version = row_version + 1
    where id = ${id}::uuid and row_version = ${rowVersion} returning row_version`.execute(ctx.db);
  const [after] = rows;
  if (!after) throw lostRace("asset_rule", input, before);
  await writeCovers(ctx, id, before.companyId, covers);
  await record(ctx, "asset_rule.changed", {
    subject: { kind: "asset_rule", id, companyId: before.companyId },
    data: { covers, ownerId, reviewDueOn },
    personal: { before: { name: before.name, reference: before.reference }, after: { name, reference } },
  });
  return after;
}

export async function reviewRule(
  ctx: Ctx,
  { id, outcome, remark, nextOn }: In<"reviewRule">,
): Out<"reviewRule"> {
  const rule = await ruleToChange(ctx, id);
  if (nextOn <= ctx.today) throw invalid("ledger.day_not_ahead");
  await sql`insert into asset_rule_reviews (rule_id, company_id, reviewed_on, reviewed_by, outcome, remark, next_on)
    values (${id}::uuid, ${rule.companyId}::uuid, ${ctx.today}::date, ${ctx.actor.personId}::uuid, ${outcome}, ${remark}, ${nextOn}::date)`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ rowVersion: number }>`update asset_rules set reviewed_on = ${ctx.today}::date,
    review_due_on = ${nextOn}::date, row_version = row_version + 1 where id = ${id}::uuid returning row_version`.execute(
    ctx.db,
  );
  await record(ctx, "asset_rule.reviewed", {
    subject: { kind: "asset_rule", id, companyId: rule.companyId },
    data: { outcome, nextOn },
    personal: { remark },
  });
  return found(rows[0], "asset_rule");
}

export async function endRule(ctx: Ctx, { id, reason }: In<"endRule">): Out<"endRule"> {
  const rule = await ruleToChange(ctx, id);
  await sql`update asset_rules set ended_on = greatest(${ctx.today}::date, valid_from), row_version = row_version + 1
    where id = ${id}::uuid`.execute(ctx.db);
  await sql`update ledger_counts set is_due = true
    where ${rule.companyId === null ? sql`true` : sql`company_id = ${rule.companyId}::uuid`}`.execute(ctx.db);
  await record(ctx, "asset_rule.ended", {
    subject: { kind: "asset_rule", id, companyId: rule.companyId },
    personal: { reason },
  });
  return {};
}
