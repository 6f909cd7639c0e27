// Lent to later modules.
// What the group holds about shared services, and writing a list of connections: by service and days, as on the page.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { translateConstraint } from "#core/db/constraints.ts";
import { AppError } from "#core/errors.ts";
import type { Applied, Applying } from "#modules/organization/importing/company-apply.ts";
import type { Difference, Judged } from "#modules/organization/importing/judging.ts";
import { changeServiceCompanies } from "../connecting.ts";
import { namedServices } from "../reading.ts";
import type { Standing } from "../rules.ts";
import { type ConnectionFields, type KnownService, standingKey } from "./judging.ts";

export async function heldServices(ctx: Ctx): Promise<KnownService[]> {
  return (await namedServices(ctx)).map(({ id, name }) => ({
    id,
    names: [...new Set(Object.values(name).filter((one) => typeof one === "string"))],
  }));
}

type Meant = { companyId: string; service: string; day: string };

/** What each of these companies has of the service on the day, in one statement. */
export async function standingsOf(ctx: Ctx, meant: readonly Meant[]): Promise<Map<string, Standing>> {
  const asked = meant.map(({ companyId, service, day }) => ({ company_id: companyId, service, day }));
  const { rows } = await sql<
    Meant & Omit<Standing, "held"> & { share: number | null; heldTo: string | null }
  >`
    select a.company_id, a.service, a.day::text, u.founded_on <= a.day and (u.ended_on is null or u.ended_on > a.day) as is_in_group,
      exists (select from service_providers p where p.service = a.service and p.company_id = a.company_id
        and holds_on(p.valid_from, p.valid_to, a.day)) as is_provider,
      h.share_percent::float8 as share, h.valid_to::text as held_to,
      (select min(l.valid_from)::text from service_connections l where l.company_id = a.company_id and l.service = a.service
        and l.valid_from > a.day) as next_from
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a (company_id uuid, service text, day date)
    join units u on u.id = a.company_id
    left join service_connections h on h.company_id = a.company_id and h.service = a.service
      and holds_on(h.valid_from, h.valid_to, a.day)`.execute(ctx.db);
  return new Map(
    rows.map(({ share, heldTo, isInGroup, isProvider, nextFrom, ...key }) => [
      standingKey(key),
      {
        isInGroup,
        isProvider,
        nextFrom,
        held: share === null ? null : { sharePercent: share, validTo: heldTo },
      },
    ]),
  );
}

/** Rows of one service and the same days are one change; a change that cannot be made leaves nothing of itself behind. */
export async function applyConnections(
  ctx: Ctx,
  rows: readonly Judged<ConnectionFields>[],
  how: Applying,
): Promise<Applied[]> {
  const ready = rows.flatMap((row) => (row.fields ? [{ ...row, fields: row.fields }] : []));
  const changes = Map.groupBy(ready, ({ fields }) =>
    [fields.service, fields.from ?? how.from, fields.until ?? ""].join(" "),
  );
  const applied: Applied[] = [];
  // In one order, however the rows stand: of two lists at once neither waits for a service that the other holds, and
  // of one company's periods the earlier comes first.
  for (const [, change] of [...changes].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const because = await connect(ctx, change, how);
    for (const row of change)
      applied.push({
        rowNumber: row.rowNumber,
        did: because !== null ? "not_applied" : row.subjectId === null ? "added" : "changed",
        id: row.fields.companyId,
        ...(because === null ? {} : { code: because }),
      });
  }
  return applied;
}

/** Null, or why it could not be done. */
async function connect(
  ctx: Ctx,
  rows: readonly { fields: ConnectionFields; subjectId: string | null; differences: readonly Difference[] }[],
  how: Applying,
): Promise<string | null> {
  const [first] = rows;
  if (!first) return null;
  const { service, from, until } = first.fields;
  const reason = how.reason ? { reason: how.reason } : {};
  await sql`savepoint one_change`.execute(ctx.db);
  try {
    await changeServiceCompanies(ctx, {
      service,
      change: "connect",
      from: from ?? how.from,
      until,
      pick: {
        codes: rows.map(({ fields }) => ({ code: fields.companyCode, sharePercent: fields.sharePercent })),
      },
      ...reason,
    });
    // An end on the page is that of an interlude, after which comes back what held; a list says the last day of all.
    const ending = rows.filter(
      (row) => row.subjectId !== null && row.differences.some((one) => one.field === "until"),
    );
    if (until !== null && ending.length > 0)
      await changeServiceCompanies(ctx, {
        service,
        change: "end",
        from: until,
        pick: { codes: ending.map(({ fields }) => ({ code: fields.companyCode })) },
        ...reason,
      });
    await sql`release savepoint one_change`.execute(ctx.db);
    return null;
  } catch (thrown) {
    const error = translateConstraint(thrown);
    if (!(error instanceof AppError) || error.code === "row.busy") throw error;
    await sql`rollback to savepoint one_change`.execute(ctx.db);
    return error.code;
  }
}
