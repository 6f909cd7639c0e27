// Who is known at a provider: registered beforehand by whoever answers for the company, and ended.
import { literal } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { record, recordEach } from "#core/events/record.ts";
import { disposableAmong } from "#modules/access/disposing.ts";
import type { connections } from "./contract.ts";
import * as queries from "./queries.ts";

type In<K extends keyof typeof connections> = Input<(typeof connections)[K]>;
type Out<K extends keyof typeof connections> = Promise<Output<(typeof connections)[K]>>;
type Listed = Output<typeof connections.listIdentities>["rows"][number];

export async function listIdentities(ctx: Ctx, input: In<"listIdentities">): Out<"listIdentities"> {
  const row = await queries.connectionInScope(ctx, input.id);
  const limit = input.limit ?? 50;
  const like = input.search ? `%${literal(input.search.toLowerCase())}%` : null;
  const { rows } = await sql<Listed>`
    select i.id, i.account_id, p.family_name, p.given_name, a.login_name, ${queries.unitName(ctx, "a.company_id")} as company_name,
      i.subject, i.linked_how, i.created_at, i.last_used_at,
      not (i.issuer = ${row.issuer} and i.claim = ${row.subjectClaim}) as is_stale
    from identities i join accounts a on a.id = i.account_id join people p on p.id = a.person_id
    where i.connection_id = ${row.id}::uuid and i.removed_at is null
      and (${like}::text is null or lower(a.login_name) like ${like} or lower(i.subject) like ${like}
        or lower(p.family_name || ' ' || p.given_name) like ${like})
      and (${input.after ?? null}::uuid is null or i.id > ${input.after ?? null}::uuid)
    order by i.id limit ${limit + 1}`.execute(ctx.db);
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map((one) => ({ ...one, companyName: one.companyName ?? "" })),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

type Line = { loginName: string; subject: string };
type Candidate = {
  id: string;
  personId: string;
  companyId: string;
  loginName: string;
  state: string;
  hasOne: boolean;
};

async function candidates(
  ctx: Ctx,
  row: queries.Row,
  lines: readonly Line[],
): Promise<Map<string, Candidate>> {
  const names = lines.map((line) => line.loginName.normalize("NFKC").trim().toLowerCase());
  const { rows } = await sql<Candidate>`
    select a.id, a.person_id, a.company_id, lower(a.login_name) as login_name, a.state,
      exists (select from identities i where i.account_id = a.id and i.connection_id = ${row.id}::uuid and i.removed_at is null) as has_one
    from accounts a
    where lower(a.login_name) = any (${names}::text[]) and ${within(ctx, "a.company_id")}
      and (${row.companyId}::uuid is null or a.company_id = ${row.companyId}::uuid or ${ctx.reach === "group"})`.execute(
    ctx.db,
  );
  return new Map(rows.map((one) => [one.loginName, one]));
}

/**
 * Naming a subject for an account is as good as handing out a one-time link to it: only over whom one may dispose of
 * (access/disposing.ts). A line that does not do stops no other.
 */
export async function addIdentities(ctx: Ctx, input: In<"addIdentities">): Out<"addIdentities"> {
  const row = await queries.connectionToChange(ctx, input.id);
  const known = await candidates(ctx, row, input.rows);
  const disposable = await disposableAmong(
    ctx,
    [...known.values()].map((one) => one.personId),
  );
  const seen = new Set<string>();
  const judged = input.rows.map((line) => {
    const account = known.get(line.loginName.normalize("NFKC").trim().toLowerCase());
    return { line, account, result: judge(line, account, disposable, seen) };
  });
  const wanted = judged.flatMap(({ line, account, result }) =>
    result === "added" && account
      ? [{ account_id: account.id, company_id: account.companyId, subject: line.subject }]
      : [],
  );
  const { rows } = await sql<{ id: string; accountId: string; companyId: string }>`
    insert into identities (connection_id, account_id, company_id, issuer, claim, subject, linked_how, linked_by)
    select ${row.id}::uuid, w.account_id, w.company_id, ${row.issuer}, ${row.subjectClaim}, w.subject, 'officer', ${ctx.actor.personId}::uuid
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (account_id uuid, company_id uuid, subject text)
    on conflict do nothing returning id, account_id, company_id`.execute(ctx.db);
  const added = new Set(rows.map((one) => one.accountId));
  await recordEach(
    ctx,
    "identity.added",
    rows.map((one) => ({
      subject: { kind: "account", id: one.accountId, companyId: one.companyId },
      data: { connectionId: row.id, identityId: one.id, how: "officer" },
    })),
  );
  await record(ctx, "connection.people_registered", {
    subject: queries.subjectOfEvent(row),
    data: { rows: input.rows.length, new: rows.length },
  });
  return {
    rows: judged.map(({ line, account, result }) => ({
      loginName: line.loginName,
      // What the database refused is another account's already.
      result: result === "added" && account && !added.has(account.id) ? "subject_taken" : result,
    })),
    added: rows.length,
  };
}

type Result = "added" | "not_found" | "closed" | "not_yours" | "account_taken" | "twice";

function judge(
  line: Line,
  account: Candidate | undefined,
  disposable: ReadonlySet<string>,
  seen: Set<string>,
): Result {
  if (!account) return "not_found";
  if (account.state === "closed") return "closed";
  if (!disposable.has(account.personId)) return "not_yours";
  if (account.hasOne) return "account_taken";
  if (seen.has(account.id) || seen.has(line.subject)) return "twice";
  seen.add(account.id).add(line.subject);
  return "added";
}

export async function removeIdentity(ctx: Ctx, { id }: In<"removeIdentity">): Out<"removeIdentity"> {
  const { rows } = await sql<{ id: string; connectionId: string; accountId: string; companyId: string }>`
    update identities i set removed_at = now(), removed_by = ${ctx.actor.personId}::uuid
    where i.id = ${id}::uuid and i.removed_at is null
      and i.connection_id in (select c.id from identity_connections c where ${within(ctx, "c.company_id")})
    returning i.id, i.connection_id, i.account_id, i.company_id`.execute(ctx.db);
  const row = found(rows[0], "identity");
  const endedSessions = await queries.endProviderSessions(ctx, row.connectionId, row.id);
  await record(ctx, "identity.removed", {
    subject: { kind: "account", id: row.accountId, companyId: row.companyId },
    data: { connectionId: row.connectionId, identityId: row.id, endedSessions },
  });
  return { id: row.id, endedSessions };
}
