// In whose name one asks, and which companies the rules would pick.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { like } from "#core/db/like.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { forbidden } from "#core/errors.ts";
import { picked } from "#modules/instructions/audience.ts";
import type { lateralChecks } from "./contract.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;

export type Issuer = {
  unitId: string;
  kind: "group" | "division";
  companyId: string | null;
  code: string;
  name: string;
  nameEn: string | null;
  nameJa: string | null;
  nameZh: string | null;
};

/** A unit at which the actor asks; of one that is merely in scope it is refused, any other is not there. */
export async function issuerOf(ctx: Ctx, unitId: string): Promise<Issuer> {
  const { rows } =
    await sql<Issuer>`select * from lateral_issuers() i where i.unit_id = ${unitId}::uuid`.execute(ctx.db);
  if (rows[0]) return rows[0];
  const { rows: seen } =
    await sql`select from units u where u.id = ${unitId}::uuid and u.kind in ('group', 'division')
    and ${withinUnits(ctx, "u.id")}`.execute(ctx.db);
  found(seen[0], "unit");
  throw forbidden("lateral_check.not_own_unit");
}

type Offered = Output<typeof lateralChecks.listLateralIssuers>["issuers"][number];

export async function listLateralIssuers(ctx: Ctx): Out<"listLateralIssuers"> {
  const { rows } = await sql<Offered>`
    select i.unit_id, i.kind, i.code, i.name as unit_name, i.name_en as unit_name_en, i.name_ja as unit_name_ja, i.name_zh as unit_name_zh,
      coalesce((select jsonb_agg(jsonb_build_object('unitId', b.unit_id, 'kind', b.kind, 'code', b.code, 'unitName', b.name,
          'unitNameEn', b.name_en, 'unitNameJa', b.name_ja, 'unitNameZh', b.name_zh) order by b.code)
        from units_below(i.unit_id) b where b.kind = 'division'), '[]') as divisions,
      array(select distinct f.country from units_below(i.unit_id) b join company_facts f on f.company_id = b.unit_id
        and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date) order by 1 limit 300) as countries,
      array(select distinct f.region from units_below(i.unit_id) b join company_facts f on f.company_id = b.unit_id
        and holds_on(f.valid_from, f.valid_to, ${ctx.today}::date) where f.region is not null order by 1 limit 100) as regions
    from lateral_issuers() i order by array_position(array['group', 'division'], i.kind), i.code limit 200`.execute(
    ctx.db,
  );
  return { issuers: rows };
}

const shown = 500;

/** The rows are those that anybody reads; the counts are of all. */
export async function previewLateralCheck(
  ctx: Ctx,
  input: In<"previewLateralCheck">,
): Out<"previewLateralCheck"> {
  const issuer = await issuerOf(ctx, input.issuerUnitId);
  const search = input.search?.trim();
  const asked = input.checkId
    ? sql`not exists (select from lateral_check_members m where m.check_id = ${input.checkId}::uuid and m.company_id = p.unit_id)`
    : sql`true`;
  const { rows } = await sql<
    Omit<Output<typeof lateralChecks.previewLateralCheck>, "byRule"> & { byRule: Record<string, number> }
  >`
    with p as materialized (select p.* from (${picked(ctx, issuer.unitId, input.rules, input.exceptions, input.needsAll)}) p
      where p.unit_kind = 'company' and ${asked})
    select (count(*) filter (where p.is_in))::int as asked, (count(*) filter (where not p.is_in))::int as out,
      coalesce(sum(p.matched) filter (where p.is_in), 0)::int as matched,
      coalesce((select jsonb_object_agg(k.kind, k.n) from (select kind, count(*) as n from p q, unnest(q.picked_by) kind where q.is_in group by kind) k), '{}') as by_rule,
      coalesce((select jsonb_agg(jsonb_build_object('companyId', s.unit_id, 'unitCode', s.unit_code, 'unitName', s.unit_name, 'unitNameEn', s.unit_name_en,
          'unitNameJa', s.unit_name_ja, 'unitNameZh', s.unit_name_zh, 'isIn', s.is_in, 'pickedBy', s.picked_by, 'matched', s.matched,
          'outBecause', s.out_because) order by s.is_in desc, s.matched desc, s.unit_code)
        from (select * from p f where ${search ? sql`folded(concat_ws(' ', f.unit_code, f.unit_name, f.unit_name_en, f.unit_name_ja, f.unit_name_zh)) ilike ${like(search)}` : sql`true`}
          order by f.is_in desc, f.matched desc, f.unit_code limit ${shown}) s), '[]') as rows
    from p`.execute(ctx.db);
  const row = found(rows[0], "unit");
  const kinds = [...new Set(input.rules.map((rule) => rule.kind))];
  return { ...row, byRule: kinds.map((kind) => ({ kind, asked: Number(row.byRule[kind] ?? 0) })) };
}
