// The one-time links of a list of seats: made when they are asked for, told once, kept nowhere as such
// (docs/decisions/0046-links-of-a-list.md).
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { under } from "#core/db/transaction.ts";
import { record } from "#core/events/record.ts";
import { linkAccounts } from "#modules/access/linking.ts";
import type { imports } from "./contract.ts";
import { fieldsOf } from "./heading.ts";
import { reading } from "./permitted.ts";

const mostAtOnce = 2000;
/** Of rows `r` with their account `a`: opened by whoever asks, and nobody has set a password yet. */
const isOwn = (ctx: Ctx) => sql`r.outcome->>'by' = ${ctx.actor.personId} and a.state = 'invited'`;
const isUnmade = sql`not exists (select from invitations i where i.account_id = a.id)`;

export async function linksOf(ctx: Ctx, importId: string): Promise<{ open: number; unmade: number }> {
  const { rows } = await sql<{ open: number; unmade: number }>`
    select count(*)::int as open, count(*) filter (where ${isUnmade})::int as unmade
    from import_rows r join accounts a on a.id = (r.outcome->>'account')::uuid and ${within(ctx, "a.company_id")}
    where r.import_id = ${importId}::uuid and r.outcome ? 'account' and ${isOwn(ctx)}`.execute(ctx.db);
  return rows[0] ?? { open: 0, unmade: 0 };
}

type Row = {
  rowNumber: number;
  cells: string[];
  accountId: string;
  person: string;
  loginName: string;
};

export async function makeImportLinks(
  given: Ctx,
  input: Input<typeof imports.makeImportLinks>,
): Promise<Output<typeof imports.makeImportLinks>> {
  const { load } = await reading(given, input.id);
  const ctx = await under(given, given.permission);
  const { rows } = await sql<Row>`
    select r.row_number, r.cells, a.id as account_id, a.login_name, ${nameOfPerson(ctx.language, "p")} as person
    from import_rows r join accounts a on a.id = (r.outcome->>'account')::uuid and ${within(ctx, "a.company_id")}
    join people p on p.id = a.person_id
    where r.import_id = ${load.id}::uuid and r.outcome ? 'account' and ${isOwn(ctx)}
      and ${input.again ? sql`true` : isUnmade}
    order by r.row_number`.execute(ctx.db);
  const links = await linkAccounts(
    ctx,
    rows.slice(0, mostAtOnce).map((row) => row.accountId),
  );
  const linkOf = new Map(links.map((link) => [link.accountId, link]));
  const told = rows.flatMap((row) => {
    const link = linkOf.get(row.accountId);
    if (!link) return [];
    const fields = fieldsOf(row.cells, load.mapping ?? {});
    const { rowNumber, person, loginName } = row;
    const unit = [fields["code"], fields["name"]].filter(Boolean).join(" ").slice(0, 300);
    const role = (fields["role"] ?? "").slice(0, 300);
    return [{ rowNumber, unit, role, person, loginName, token: link.token, expiresAt: link.expiresAt }];
  });
  await record(ctx, "import.links_made", {
    subject: { kind: "import", id: load.id, companyId: load.companyId },
    data: { links: told.length, again: input.again ?? false },
  });
  return { rows: told, left: rows.length - told.length };
}
