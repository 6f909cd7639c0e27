// People of outside firms and their accounts. They come in as everybody does; a second factor is demanded of all of them.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { endSessions, newToken } from "#modules/access/sessions.ts";
import type { engagements } from "./contract.ts";
import { ownFirm } from "./firms.ts";
import { invitationHours } from "./rules.ts";
import { isKnown, isMine, isVisible, paged, readCursor } from "./visible.ts";

type In<K extends keyof typeof engagements> = Input<(typeof engagements)[K]>;
type Out<K extends keyof typeof engagements> = Promise<Output<(typeof engagements)[K]>>;
type Row = Output<typeof engagements.listOutsidePeople>["rows"][number];

export async function listOutsidePeople(ctx: Ctx, input: In<"listOutsidePeople">): Out<"listOutsidePeople"> {
  const limit = input.limit ?? 50;
  const after = readCursor(input.after);
  const wanted = sql.join(
    [
      within(ctx, "p.company_id"),
      isKnown(ctx),
      ...(input.firmId ? [sql`f.id = ${input.firmId}::uuid`] : []),
      ...(input.engagementId
        ? [
            sql`exists (select from engagement_people k join engagements e on e.id = k.engagement_id
              where k.person_id = p.id and k.removed_at is null and e.id = ${input.engagementId}::uuid and ${isVisible(ctx)})`,
          ]
        : []),
      ...(input.search
        ? [sql`(p.sought ilike ${like(input.search)} or f.name ilike ${like(input.search)})`]
        : []),
      ...(after ? [sql`(p.family_name, p.id) > (${after.value}, ${after.id}::uuid)`] : []),
    ],
    sql` and `,
  );
  const { rows } = await sql<Row>`
    select p.id, a.id as account_id, f.id as firm_id, f.name as firm_name, p.family_name, p.given_name, p.email, coalesce(a.language, p.language, 'en') as language,
      coalesce(a.state, 'none') as state, a.last_sign_in_at,
      exists (select from factors x where x.account_id = a.id and x.confirmed_at is not null) as has_second_factor,
      (select count(*)::int from engagement_people k join engagements e on e.id = k.engagement_id
        where k.person_id = p.id and k.removed_at is null and e.ends_at > app_now() and ${isVisible(ctx)}) as engagements,
      ${isMine(ctx)} as is_mine
    from outside_firms f join people p on p.company_id = f.id
    left join lateral (select * from accounts x where x.person_id = p.id order by x.state = 'closed', x.id desc limit 1) a on true
    where ${wanted} order by p.family_name, p.id limit ${limit + 1}`.execute(ctx.db);
  return paged(rows, limit, (row) => `${row.familyName}|${row.id}`);
}

export async function addOutsidePerson(ctx: Ctx, input: In<"addOutsidePerson">): Out<"addOutsidePerson"> {
  const firm = await ownFirm(ctx, input.id);
  const person = await ctx.db
    .insertInto("people")
    .values({
      companyId: firm.id,
      familyName: input.familyName.trim(),
      givenName: input.givenName.trim(),
      email: input.email,
      language: input.language,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const account = await ctx.db
    .insertInto("accounts")
    .values({ personId: person.id, companyId: firm.id, loginName: input.email, language: input.language })
    .returning(["id", "companyId"])
    .executeTakeFirstOrThrow();
  await record(ctx, "outside_person.added", {
    subject: { kind: "person", id: person.id, companyId: firm.keptBy },
    data: { firmId: firm.id },
    personal: { familyName: input.familyName, givenName: input.givenName, email: input.email },
  });
  const link = await makeLink(ctx, account);
  await record(ctx, "account.invited", {
    subject: { kind: "account", id: account.id, companyId: firm.keptBy },
    data: { expiresAt: link.expiresAt },
  });
  return { id: person.id, ...link };
}

async function makeLink(ctx: Ctx, account: { id: string; companyId: string }) {
  const invitationToken = newToken();
  const expiresAt = new Date(ctx.now.getTime() + invitationHours * 3_600_000).toISOString();
  await ctx.db
    .insertInto("invitations")
    .values({
      accountId: account.id,
      companyId: account.companyId,
      tokenHash: hashToken(invitationToken),
      invitedBy: ctx.actor.personId,
      expiresAt,
    })
    .execute();
  return { invitationToken, expiresAt };
}

type Account = { id: string; personId: string; companyId: string; keptBy: string | null };

async function openAccount(ctx: Ctx, personId: string): Promise<Account> {
  const { rows } = await sql<Account & { state: string | null }>`
    select a.id, p.id as person_id, f.id as company_id, f.kept_by, a.state
    from people p join outside_firms f on f.id = p.company_id
    left join lateral (select * from accounts x where x.person_id = p.id order by x.state = 'closed', x.id desc limit 1) a on true
    where p.id = ${personId}::uuid and ${within(ctx, "p.company_id")}`.execute(ctx.db);
  const { state, ...account } = found(rows[0], "outside_person");
  if (state === null || state === "closed") throw conflict("account.closed");
  return account;
}

const revokeLinks = (ctx: Ctx, accountId: string) =>
  sql`update invitations set revoked_at = now() where account_id = ${accountId}::uuid and used_at is null and revoked_at is null`.execute(
    ctx.db,
  );

/** What was there of secrets goes with it: whoever gets the link sets password and second factor anew. */
export async function renewOutsideAccess(
  ctx: Ctx,
  input: In<"renewOutsideAccess">,
): Out<"renewOutsideAccess"> {
  const account = await openAccount(ctx, input.id);
  await revokeLinks(ctx, account.id);
  const endedSessions = await endSessions(ctx.db, account.id);
  await sql`delete from factors where account_id = ${account.id}::uuid`.execute(ctx.db);
  await sql`delete from recovery_codes where account_id = ${account.id}::uuid`.execute(ctx.db);
  await sql`update accounts set state = 'invited', password_hash = null, sign_in_way = 'password', failed_count = 0, locked_until = null,
      known_failed_count = 0, known_locked_until = null, row_version = row_version + 1
    where id = ${account.id}::uuid`.execute(ctx.db);
  const link = await makeLink(ctx, account);
  await record(ctx, "account.access_renewed", {
    subject: { kind: "account", id: account.id, companyId: account.keptBy },
    data: { endedSessions, expiresAt: link.expiresAt },
    personal: { reason: input.reason },
  });
  return { id: account.personId, ...link };
}

export async function closeOutsideAccount(
  ctx: Ctx,
  input: In<"closeOutsideAccount">,
): Out<"closeOutsideAccount"> {
  const account = await openAccount(ctx, input.id);
  await sql`update accounts set state = 'closed', row_version = row_version + 1 where id = ${account.id}::uuid`.execute(
    ctx.db,
  );
  await revokeLinks(ctx, account.id);
  await endSessions(ctx.db, account.id);
  await sql`update engagement_people set removed_at = app_now(), removed_by = ${ctx.actor.personId}::uuid
    where person_id = ${account.personId}::uuid and removed_at is null`.execute(ctx.db);
  await sql`update grants set ends_at = app_now(), row_version = row_version + 1
    where person_id = ${account.personId}::uuid and engagement_id is not null and ends_at > app_now()`.execute(
    ctx.db,
  );
  await record(ctx, "account.closed", {
    subject: { kind: "account", id: account.id, companyId: account.keptBy },
    personal: { reason: input.reason },
  });
  return { id: account.personId };
}
