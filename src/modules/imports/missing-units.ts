// Divisions that a company list names and the group does not have yet: made with one press, as the list calls them.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import { under } from "#core/db/transaction.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { forbidden } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { companyNameKey } from "#core/sheets/normalise.ts";
import { permissions as organizationPermissions } from "#modules/organization/contract.ts";
import { addUnit } from "#modules/organization/changing.ts";
import { judgeRows } from "./checking.ts";
import { heldUnits } from "#modules/organization/importing/held.ts";
import type { imports } from "./contract.ts";
import * as queries from "./queries.ts";
import { take } from "./service.ts";

type In = Input<typeof imports.addMissingUnits>;

/** All of them or none. Names that differ in spelling only become one division. */
export async function addMissingUnits(
  given: Ctx,
  input: In,
): Promise<Output<typeof imports.addMissingUnits>> {
  const { ctx, load } = await take(given, input.id, input.rowVersion);
  const byKey = new Map(input.units.map((unit) => [companyNameKey(unit.name), unit]));
  const managing = await under(ctx, organizationPermissions.manage);
  if (managing.reach !== "group")
    throw forbidden("permission.missing", { values: { operation: "addMissingUnits" } });
  const group = await sql<{ id: string }>`select id from units where kind = 'group'`.execute(managing.db);
  const parentId = found(group.rows[0], "unit").id;
  // Somebody else may have entered one of them since the list was checked.
  const held = new Set((await heldUnits(managing)).flatMap((unit) => unit.names.map(companyNameKey)));
  for (const key of byKey.keys()) if (held.has(key)) byKey.delete(key);
  let free = await freeNumber(managing);
  for (const { name, code } of byKey.values()) {
    const coded = code?.trim() || `D${String(free++).padStart(2, "0")}`;
    await addUnit(managing, { kind: "division", code: coded, name: name.trim(), parentId, from: input.from });
  }
  const back = await under(ctx, ctx.permission);
  for (let after: number | null = 0; after !== null; )
    after = await judgeRows(
      back,
      load,
      sql`r.row_number > ${after} and r.problems @> '[{"field": "parent", "code": "import.unknown_parent"}]'::jsonb`,
    );
  await queries.recount(back, load.id);
  await record(back, "import.decided", {
    subject: { kind: "import", id: load.id, companyId: load.companyId },
    data: { decision: "add_units", units: byKey.size },
  });
  return { added: byKey.size };
}

/** The first number after all codes of the form D07 that are taken, ended divisions among them. */
async function freeNumber(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(substring(code from '^D(\\d{1,6})$')::int) as last from units where code ~ '^D\\d{1,6}$'`.execute(
    ctx.db,
  );
  return (rows[0]?.last ?? 0) + 1;
}
