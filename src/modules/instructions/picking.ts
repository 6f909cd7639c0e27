// Where one instructs, and who would be told by which rules.
import { literal } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, withinUnits } from "#core/db/scope.ts";
import { forbidden } from "#core/errors.ts";
import { type Exceptions, picked, type Rules } from "./audience.ts";
import type { instructions } from "./contract.ts";

type In<K extends keyof typeof instructions> = Input<(typeof instructions)[K]>;
type Out<K extends keyof typeof instructions> = Promise<Output<(typeof instructions)[K]>>;

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
      and ${words ? sql`(position(folded(${words}) in b.sought) > 0 or b.code ilike ${`${literal(words)}%`})` : sql`true`}
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
