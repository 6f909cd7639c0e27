// What a finding is about: controls of the edition in force, places, departments, people and entries of ledgers of its company.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";

type AssetRef = { ledger: string; entryId: string };
export type About = {
  unitId?: string | null;
  controlIds?: readonly string[];
  siteIds?: readonly string[];
  assets?: readonly AssetRef[];
  ownerId?: string | null;
};

/** The edition whose words a control is read in: the newest one in force. */
export async function editionInForce(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{
    id: string;
  }>`select id from editions where state = 'published' and effective_on <= ${ctx.today}::date
    order by effective_on desc, id desc limit 1`.execute(ctx.db);
  return rows[0]?.id ?? null;
}

const counted = async (ctx: Ctx, query: ReturnType<typeof sql<{ count: number }>>) =>
  (await query.execute(ctx.db)).rows[0]?.count ?? 0;

/** @throws AppError invalid, naming what is not of this company. */
export async function assertAbout(
  ctx: Ctx,
  companyId: string,
  editionId: string | null,
  about: About,
): Promise<void> {
  const { unitId, controlIds, siteIds, ownerId } = about;
  if (controlIds?.length) {
    const known = await counted(
      ctx,
      sql<{ count: number }>`select count(distinct control_id)::int as count from controls
        where edition_id = ${editionId}::uuid and control_id = any (${[...controlIds]}::text[])`,
    );
    if (known !== new Set(controlIds).size) throw invalid("finding.unknown_control");
  }
  if (siteIds?.length) {
    const known = await counted(
      ctx,
      sql<{
        count: number;
      }>`select count(*)::int as count from sites s where s.unit_id = any (${[...siteIds]}::uuid[])
        and s.company_id = ${companyId}::uuid and ${within(ctx, "s.company_id")}`,
    );
    if (known !== new Set(siteIds).size) throw invalid("finding.unknown_place");
  }
  if (unitId) {
    const known = await counted(
      ctx,
      sql<{
        count: number;
      }>`select count(*)::int as count from units u where u.id = ${unitId}::uuid and u.kind = 'department'
        and u.company_id = ${companyId}::uuid and ${within(ctx, "u.company_id")}`,
    );
    if (known !== 1) throw invalid("finding.unknown_place");
  }
  if (ownerId) {
    const known = await counted(
      ctx,
      sql<{ count: number }>`select count(*)::int as count from people p where p.id = ${ownerId}::uuid
        and p.company_id = ${companyId}::uuid and ${within(ctx, "p.company_id")} and not has_left(p.id, ${ctx.today}::date)`,
    );
    if (known !== 1) throw invalid("finding.unknown_person");
  }
}
