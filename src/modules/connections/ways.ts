// Which ways in there are, and going one.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { outside } from "#core/db/outside.ts";
import { AppError, forbidden, notFound } from "#core/errors.ts";
import { hashToken } from "#core/http/door.ts";
import { publicUrl } from "#core/http/public-url.ts";
import { asDoor } from "#core/system.ts";
import type { connections } from "./contract.ts";
import { begin, type Going, prepare } from "./journeys.ts";
import type { Found } from "./provider.ts";
import * as queries from "./queries.ts";
import { domainOf, insideOnly } from "./rules.ts";

type In<K extends keyof typeof connections> = Input<(typeof connections)[K]>;
type Out<K extends keyof typeof connections> = Promise<Output<(typeof connections)[K]>>;

/**
 * By the domain that was typed alone: a name that somebody has and one that nobody has get the same answer. The group's own
 * that name no domain are for everybody.
 */
export async function listWaysIn(ctx: Ctx, { loginName }: In<"listWaysIn">): Out<"listWaysIn"> {
  const domain = domainOf(loginName ?? "");
  const rows = await queries.openWays(
    ctx,
    sql`c.company_id is null and c.domains = '{}' or ${domain}::text = any (c.domains)`,
  );
  return { rows };
}

export async function getWayIn(ctx: Ctx, { id }: In<"getWayIn">): Out<"getWayIn"> {
  const [way] = await queries.openWays(ctx, sql`c.id = ${id}::uuid`);
  if (!way) throw notFound("connection");
  return way;
}

async function openRow(ctx: Ctx, id: string): Promise<queries.Row> {
  const row = await queries.connectionAtDoor(ctx, id);
  if (row?.state !== "on") throw new AppError("gone", "connection.not_on");
  return row;
}

type Invited = { invitationId: string; accountId: string };

/** Whom a one-time link invites, and through which providers that may be taken up: the group's, and those of the company. */
async function invitedBy(ctx: Ctx, token: string): Promise<Invited> {
  const { rows } = await sql<Invited>`
    select i.id as invitation_id, i.account_id from invitations i
    join accounts a on a.id = i.account_id and a.state <> 'closed'
    where i.token_hash = ${hashToken(token)} and i.used_at is null and i.revoked_at is null and i.expires_at > now()`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) throw new AppError("gone", "invitation.not_valid");
  return row;
}

const forAccount = (accountId: string) => sql`c.company_id is null or c.company_id in (
  select a.company_id from accounts a where a.id = ${accountId}::uuid
  union select e.company_id from accounts a join employments e on e.person_id = a.person_id
    and holds_on(e.valid_from, e.valid_to, group_today()) where a.id = ${accountId}::uuid
  union select u.company_id from accounts a join grants g on g.person_id = a.person_id
    and holds_on(g.valid_from, g.valid_to, group_today()) join units u on u.id = g.unit_id
    where a.id = ${accountId}::uuid)`;

export async function listInvitationWays(
  ctx: Ctx,
  { token }: In<"listInvitationWays">,
): Out<"listInvitationWays"> {
  const { accountId } = await invitedBy(ctx, token);
  return { rows: await queries.openWays(ctx, forAccount(accountId)) };
}

export async function beginAtProvider(ctx: Ctx, input: In<"beginAtProvider">): Promise<Outside<Going>> {
  const row = await openRow(ctx, input.id);
  const invited = input.invitationToken ? await invitedBy(ctx, input.invitationToken) : null;
  if (invited) {
    const ways = await queries.openWays(ctx, forAccount(invited.accountId));
    if (!ways.some((way) => way.id === row.id)) throw notFound("connection");
  }
  return outside(
    () => prepare(row, false),
    (second, made) =>
      begin(second, row, made, {
        purpose: invited ? "invitation" : "sign_in",
        to: insideOnly(input.to),
        ...invited,
      }),
  );
}

/** Only at the provider that this very session came through: another one speaks for somebody else's door. */
export async function beginConfirming(ctx: Ctx, { to }: In<"beginConfirming">): Promise<Outside<Going>> {
  const { accountId, sessionId } = ctx.actor;
  const row = await asDoor(ctx.db, async () => {
    const { rows } = await sql<{ connectionId: string }>`
      select s.connection_id from sessions s join identities i on i.id = s.identity_id and i.removed_at is null
      where s.id = ${sessionId}::uuid`.execute(ctx.db);
    return rows[0] ? openRow(ctx, rows[0].connectionId) : null;
  });
  if (!row) throw forbidden("connection.not_own_way");
  return outside(
    () => prepare(row, true),
    (second, made) =>
      begin(second, row, made, { purpose: "confirm", to: insideOnly(to), accountId, sessionId }),
  );
}

/** OpenID Connect RP-Initiated Logout 1.0: without the ID token, which nobody keeps, the provider asks the person. */
function signOutAddress(row: queries.Row): string | null {
  const endpoint = (row.found as Found | null)?.endSessionEndpoint;
  if (!row.signsOut || !endpoint || !URL.canParse(endpoint)) return null;
  const address = new URL(endpoint);
  address.searchParams.set("client_id", row.clientId ?? "");
  address.searchParams.set("post_logout_redirect_uri", `${publicUrl()}/sign-in`);
  return address.href;
}

type Place = { companyId: string; name: string | null; isCompany: boolean };

/** What somebody holds beyond the company that this session reaches: their own, so its name may be said. */
const placesElsewhere = (ctx: Ctx, boundTo: string) => sql<Place>`
  select x.unit_id as company_id, ${queries.unitName(ctx, "x.unit_id")} as name, x.is_company from (
    select distinct case when u.kind in ('group', 'division') then top.id else u.company_id end as unit_id,
      u.kind not in ('group', 'division') as is_company
    from grants g join units u on u.id = g.unit_id cross join (select id from units where kind = 'group') top
    where g.person_id = ${ctx.actor.personId}::uuid and holds_on(g.valid_from, g.valid_to, group_today())
    union select e.company_id, true from employments e
    where e.person_id = ${ctx.actor.personId}::uuid and holds_on(e.valid_from, e.valid_to, group_today())
  ) x where x.unit_id <> ${boundTo}::uuid order by x.is_company desc, name limit 50`;

export async function getMyWayIn(ctx: Ctx): Out<"getMyWayIn"> {
  return asDoor(ctx.db, async () => {
    const { rows } = await sql<{
      connectionId: string | null;
      boundTo: string | null;
      boundName: string | null;
    }>`
      select s.connection_id, s.bound_to, ${queries.unitName(ctx, "s.bound_to")} as bound_name
      from sessions s where s.id = ${ctx.actor.sessionId}::uuid`.execute(ctx.db);
    const { connectionId = null, boundTo = null, boundName = null } = rows[0] ?? {};
    const row = connectionId ? await queries.connectionAtDoor(ctx, connectionId) : undefined;
    const elsewhere = [];
    for (const { companyId, name, isCompany } of boundTo
      ? (await placesElsewhere(ctx, boundTo).execute(ctx.db)).rows
      : []) {
      const open = sql`c.company_id is null or ${isCompany} and c.company_id = ${companyId}::uuid`;
      elsewhere.push({ companyId, name: name ?? "", ways: await queries.openWays(ctx, open) });
    }
    const [way] = connectionId ? await queries.openWays(ctx, sql`c.id = ${connectionId}::uuid`) : [];
    return {
      connection: way ?? null,
      boundTo: boundTo ? { companyId: boundTo, name: boundName ?? "" } : null,
      signOutAddress: row ? signOutAddress(row) : null,
      elsewhere,
    };
  });
}
