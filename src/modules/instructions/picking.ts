// Who is told: every unit below the issuer, in by one rule or several, or out with its reason, in one statement.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { forbidden } from "#core/errors.ts";
import { population } from "#modules/rounds/population.ts";
import type { instructions } from "./contract.ts";
import type { RuleKind } from "./rules.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

export type Rules = In<"previewRecipients">["rules"];
export type Exceptions = In<"previewRecipients">["exceptions"];

export type Issuer = {
  unitId: string;
  kind: "group" | "division" | "company";
  companyId: string | null;
  code: string;
  name: string;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
};

/** A unit at which the actor instructs; of one that is merely in scope it is refused, any other is not there. */
export async function issuerOf(ctx: Ctx, unitId: string): Promise<Issuer> {
  const { rows } =
    await sql<Issuer>`select * from issuers_named() i where i.unit_id = ${unitId}::uuid`.execute(ctx.db);
  if (rows[0]) return rows[0];
  const { rows: seen } =
    await sql`select from units u where u.id = ${unitId}::uuid and u.kind in ('group', 'division', 'company')
    and ${withinUnits(ctx, "u.id")}`.execute(ctx.db);
  found(seen[0], "unit");
  throw forbidden("instruction.not_own_unit");
}

const everyRelation = ["parent", "consolidated", "equity_method", "joint_venture", "dealer"] as const;
const everyTier = ["T1", "T2", "T3", "T4"] as const;

/** What the register says of every company in scope today: the population of a round that leaves nobody out. */
const companies = (ctx: Ctx) =>
  population(ctx, { asOf: ctx.today, relations: [...everyRelation], tiers: [...everyTier], leaveOut: [] });

/** Whether the unit `b` with the facts `f` fits the rule `r`. */
const fits: Readonly<Record<RuleKind, RawBuilder<boolean>>> = {
  all: sql`b.kind = 'company'`,
  divisions: sql`b.kind = 'company' and f.division_id = any (r.unit_ids)`,
  division_offices: sql`b.kind = 'division' and b.unit_id = any (r.unit_ids)`,
  tiers: sql`f.tier = any (r.words)`,
  relations: sql`f.relation = any (r.words)`,
  countries: sql`f.country = any (r.words)`,
  regions: sql`f.region = any (r.words)`,
  departments: sql`b.kind = 'department' and b.parent_id = any (r.unit_ids)`,
  units: sql`b.unit_id = any (r.unit_ids)`,
};

const fitting = sql.join(
  Object.entries(fits).map(([kind, condition]) => sql`r.kind = ${kind} and ${condition}`),
  sql` or `,
);

/** Every company below the issuer and whatever else a rule or an exception names. */
export const picked = (ctx: Ctx, issuerUnitId: string, rules: Rules, exceptions: Exceptions) => sql`
  with below as materialized (select * from units_below(${issuerUnitId}::uuid)),
  facts as materialized (select p.* from (${companies(ctx)}) p),
  rules as (select x.kind, coalesce(x.unit_ids, '{}') as unit_ids, coalesce(x.words, '{}') as words
    from jsonb_to_recordset(${JSON.stringify(
      rules.map((one) => ({ kind: one.kind, unit_ids: one.unitIds ?? [], words: one.words ?? [] })),
    )}::jsonb) as x (kind text, unit_ids uuid[], words text[])),
  hit as (select b.unit_id, array_agg(distinct r.kind order by r.kind) as kinds
    from below b left join facts f on f.company_id = b.unit_id join rules r on ${fitting} group by b.unit_id),
  left_out as (select x.unit_id, x.reason from jsonb_to_recordset(${JSON.stringify(
    exceptions.map((one) => ({ unit_id: one.unitId, reason: one.reason })),
  )}::jsonb) as x (unit_id uuid, reason text))
  select b.unit_id, b.kind as unit_kind, b.company_id, b.code as unit_code, b.name as unit_name, b.name_en as unit_name_en,
    b.name_ja as unit_name_ja, b.name_zh as unit_name_zh, f.tier, f.relation, f.country, f.region,
    case b.kind when 'division' then b.unit_id when 'company' then f.division_id
      else coalesce((select u.id from units u where u.id = b.parent_id and u.kind = 'division'), division_above(b.company_id, ${ctx.today}::date))
      end as division_id,
    coalesce(h.kinds, '{}') as picked_by, h.kinds is not null and o.unit_id is null as is_in,
    coalesce(o.reason, case when h.kinds is null then 'instruction.out.no_rule' end) as out_because
  from below b
  left join facts f on f.company_id = b.unit_id
  left join hit h on h.unit_id = b.unit_id
  left join (select distinct on (unit_id) * from left_out order by unit_id) o on o.unit_id = b.unit_id
  where b.kind = 'company' or h.kinds is not null or o.unit_id is not null`;

type Previewed = Output<typeof instructions.previewRecipients>["rows"][number];

export async function previewRecipients(ctx: Ctx, input: In<"previewRecipients">): Out<"previewRecipients"> {
  const issuer = await issuerOf(ctx, input.issuerUnitId);
  const { rows } = await sql<Previewed & { companyId: string }>`
    select p.unit_id, p.unit_kind, p.unit_code, p.unit_name, p.unit_name_en, p.unit_name_ja, p.unit_name_zh, p.tier, p.relation, p.is_in,
      p.picked_by, p.out_because
    from (${picked(ctx, issuer.unitId, input.rules, input.exceptions)}) p
    order by p.is_in desc, p.unit_kind, p.unit_code limit 5000`.execute(ctx.db);
  const told = rows.filter((row) => row.isIn);
  const ofKind = (kind: Previewed["unitKind"]) => told.filter((row) => row.unitKind === kind).length;
  const kinds = [...new Set(input.rules.map((rule) => rule.kind))];
  return {
    told: told.length,
    companies: ofKind("company"),
    departments: ofKind("department"),
    divisions: ofKind("division"),
    out: rows.length - told.length,
    byRule: kinds.map((kind) => ({ kind, told: told.filter((row) => row.pickedBy.includes(kind)).length })),
    rows,
  };
}

type Offered = Output<typeof instructions.listIssuers>["issuers"][number];
type Unit = Output<typeof instructions.findRecipients>["rows"][number];

export async function listIssuers(ctx: Ctx): Out<"listIssuers"> {
  const { rows } = await sql<Offered>`
    select i.unit_id, i.kind, i.name as unit_name, i.name_en as unit_name_en, i.name_ja as unit_name_ja, i.name_zh as unit_name_zh,
      coalesce((select jsonb_agg(jsonb_build_object('unitId', b.unit_id, 'kind', b.kind, 'code', b.code, 'unitName', b.name,
          'unitNameEn', b.name_en, 'unitNameJa', b.name_ja, 'unitNameZh', b.name_zh) order by b.code)
        from units_below(i.unit_id) b where b.kind = 'division'), '[]') as divisions,
      array(select distinct f.country from units_below(i.unit_id) b join company_facts f on f.company_id = b.unit_id
        and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date) order by 1 limit 300) as countries,
      array(select distinct f.region from units_below(i.unit_id) b join company_facts f on f.company_id = b.unit_id
        and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date) where f.region is not null order by 1 limit 100) as regions
    from issuers_named() i order by array_position(array['group', 'division', 'company'], i.kind), i.code limit 200`.execute(
    ctx.db,
  );
  return { issuers: rows };
}

export async function findRecipients(
  ctx: Ctx,
  { id, search, kind }: In<"findRecipients">,
): Out<"findRecipients"> {
  const issuer = await issuerOf(ctx, id);
  const words = search?.normalize("NFKC").trim();
  const { rows } = await sql<Unit>`
    select b.unit_id, b.kind, b.code, b.name as unit_name, b.name_en as unit_name_en, b.name_ja as unit_name_ja, b.name_zh as unit_name_zh
    from units_below(${issuer.unitId}::uuid) b
    where ${kind ? sql`b.kind = ${kind}` : sql`true`}
      and ${words ? sql`(position(folded(${words}) in b.sought) > 0 or b.code ilike ${`${words.replace(/[\\%_]/g, "\\$&")}%`})` : sql`true`}
    order by b.code limit 50`.execute(ctx.db);
  return { rows };
}

/** What the audience was last written as. */
export async function audienceOf(ctx: Ctx, id: string): Promise<{ rules: Rules; exceptions: Exceptions }> {
  const { rows } = await sql<{ rules: Rules; exceptions: Exceptions }>`
    select a.rules, a.exceptions from instruction_audiences a where a.instruction_id = ${id}::uuid`.execute(
    ctx.db,
  );
  return found(rows[0], "instruction");
}
