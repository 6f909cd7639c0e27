// Accounts of people: inviting, taking up an invitation, closing.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found, holds } from "#core/db/scope.ts";
import { AppError, conflict, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { withSession } from "#core/http/server.ts";
import { keepAdministered, wouldLoseAdministrators } from "#modules/organization/administering.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import type { access } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { isWithinOwnRights, mayDisposeOf } from "./disposing.ts";
import { assertPassword, namesAround } from "./password-rule.ts";
import { hashPassword } from "./password.ts";
import { isMailable, mailLink } from "./mails.ts";
import * as queries from "./queries.ts";
import { invitationHours } from "./rules.ts";
import { wayIn } from "./signing-in.ts";
import { endSessions, newToken, recordAs } from "./sessions.ts";
import { linkUntil, wayInsOf } from "./ways-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

export async function listAccounts(ctx: Ctx, input: In<"listAccounts">): Out<"listAccounts"> {
  const { rows, next } = await queries.listAccounts(ctx, input);
  return { rows: rows.map((row) => ({ ...row, language: row.language as Language })), next };
}

/** What stands against renewing and closing is told before somebody tries. */
export async function getAccount(ctx: Ctx, { id }: In<"getAccount">): Out<"getAccount"> {
  const account = found(await queries.accountById(ctx, id), "account");
  const isMine = await holds(ctx, permissions.manageAccounts, account.companyId);
  const against = !isMine
    ? "permission.missing"
    : account.state === "closed"
      ? "account.closed"
      : (await isWithinOwnRights(ctx, account.personId))
        ? null
        : "account.beyond_own_rights";
  const isLast = async () =>
    account.state === "active" && (await wouldLoseAdministrators(ctx, [account.personId], yesterday(ctx)));
  return {
    id: account.id,
    state: account.state,
    rowVersion: account.rowVersion,
    linkUntil: await linkUntil(ctx, account.id),
    signInWay: account.signInWay as "password" | "link" | "provider",
    lockedUntil: account.lockedUntil && new Date(account.lockedUntil) > ctx.now ? account.lockedUntil : null,
    ...(await wayInsOf(ctx, account.id)),
    isMailable: isMailable(await queries.addressOfPerson(ctx, account.personId)),
    renewOffBecause: against,
    closeOffBecause:
      against ??
      (account.id === ctx.actor.accountId
        ? "account.own"
        : (await isLast())
          ? "grant.last_administrator"
          : null),
  };
}

const yesterday = (ctx: Ctx) => addDays(ctx.today, -1);

export async function inviteAccount(ctx: Ctx, input: In<"inviteAccount">): Out<"inviteAccount"> {
  const person = found(await queries.personInScope(ctx, input.personId), "person");
  await mayDisposeOf(ctx, person.id);
  const existing = await ctx.db
    .selectFrom("accounts")
    .select("id")
    .where("personId", "=", person.id)
    .where("state", "<>", "closed")
    .executeTakeFirst();
  if (existing) throw conflict("account.exists_already");
  const account = await ctx.db
    .insertInto("accounts")
    .values({
      personId: person.id,
      companyId: person.companyId,
      loginName: input.loginName,
      language: input.language,
    })
    .returning(["id", "companyId"])
    .executeTakeFirstOrThrow();
  const to = input.byMail ? person.email : null;
  return invite(ctx, { ...account, personId: person.id, language: input.language }, "account.invited", to);
}

export async function renewInvitation(
  ctx: Ctx,
  { id, byMail }: In<"renewInvitation">,
): Out<"renewInvitation"> {
  const account = found(await queries.accountById(ctx, id), "account");
  await mayDisposeOf(ctx, account.personId);
  if (account.state === "closed") throw conflict("account.closed");
  await revokeInvitations(ctx, id);
  const to = byMail ? await queries.addressOfPerson(ctx, account.personId) : null;
  const language = account.language as Language;
  return invite(ctx, { ...account, language }, "account.invitation_renewed", to);
}

const revokeInvitations = (ctx: Ctx, accountId: string) =>
  ctx.db
    .updateTable("invitations")
    .set({ revokedAt: sql`now()` })
    .where("accountId", "=", accountId)
    .where("usedAt", "is", null)
    .where("revokedAt", "is", null)
    .execute();

type Invited = { id: string; personId: string; companyId: string; language: Language };

/** Mailed where that was asked for and can be, and then shown to nobody else; else handed over by whoever asked. */
async function invite(
  ctx: Ctx,
  account: Invited,
  verb: "account.invited" | "account.invitation_renewed",
  to: string | null,
) {
  const token = newToken();
  const mailedTo = isMailable(to) ? to : null;
  const expiresAt = new Date(ctx.now.getTime() + invitationHours * 3_600_000).toISOString();
  await ctx.db
    .insertInto("invitations")
    .values({
      accountId: account.id,
      companyId: account.companyId,
      tokenHash: hashToken(token),
      invitedBy: ctx.actor.personId,
      expiresAt,
    })
    .execute();
  await record(ctx, verb, {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
    data: { expiresAt, ...(mailedTo ? { isMailed: true } : {}) },
  });
  if (mailedTo) {
    // Who has a link sent there, over whose account they may dispose, stands for the address from now on.
    await sql`update people set address_by = ${ctx.actor.personId}::uuid where id = ${account.personId}::uuid`.execute(
      ctx.db,
    );
    await mailLink(ctx, "invitation", { ...account, token, until: expiresAt });
  }
  return { accountId: account.id, invitationToken: mailedTo ? null : token, mailedTo, expiresAt };
}

export async function closeAccount(ctx: Ctx, input: In<"closeAccount">): Out<"closeAccount"> {
  const account = found(await queries.accountById(ctx, input.id), "account");
  if (account.id === ctx.actor.accountId) throw conflict("account.own");
  await mayDisposeOf(ctx, account.personId);
  const closed = await keepAdministered(ctx, () =>
    ctx.db
      .updateTable("accounts")
      .set({ state: "closed", rowVersion: sql`row_version + 1` })
      .where("id", "=", account.id)
      .where("rowVersion", "=", input.rowVersion)
      .returning("id")
      .executeTakeFirst(),
  );
  if (!closed)
    throw lostRace("account", { rowVersion: input.rowVersion }, { rowVersion: account.rowVersion });
  await revokeInvitations(ctx, account.id);
  await endSessions(ctx.db, account.id);
  await record(ctx, "account.closed", {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
    personal: { reason: input.reason },
  });
  return { id: account.id };
}

async function openInvitation(ctx: Ctx, token: string) {
  const row = await ctx.db
    .selectFrom("invitations as i")
    .innerJoin("accounts as a", "a.id", "i.accountId")
    .select(["i.id as invitationId", "a.id", "a.personId", "a.companyId", "a.loginName", "a.language"])
    .where("i.tokenHash", "=", hashToken(token))
    .where("i.usedAt", "is", null)
    .where("i.revokedAt", "is", null)
    .where("i.expiresAt", ">", ctx.now.toISOString())
    .where("a.state", "<>", "closed")
    .executeTakeFirst();
  if (!row) throw new AppError("gone", "invitation.not_valid");
  return row;
}

export async function readInvitation(ctx: Ctx, { token }: In<"readInvitation">): Out<"readInvitation"> {
  const row = await openInvitation(ctx, token);
  const settings = await queries.groupSettings(ctx.db);
  return { loginName: row.loginName, language: row.language as Language, groupName: settings?.name ?? "" };
}

export async function acceptInvitation(ctx: Ctx, input: In<"acceptInvitation">): Out<"acceptInvitation"> {
  const row = await openInvitation(ctx, input.token);
  await assertPassword(ctx, input.password, await namesAround(ctx, row));
  const passwordHash = await hashPassword(input.password);
  const used = await ctx.db
    .updateTable("invitations")
    .set({ usedAt: sql`now()` })
    .where("id", "=", row.invitationId)
    .where("usedAt", "is", null)
    .where("revokedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  // Hashing takes its time: the account may have been closed and the link renewed since it was read.
  const activated = await ctx.db
    .updateTable("accounts")
    .set({ passwordHash, state: "active", failedCount: 0, lockedUntil: null })
    .where("id", "=", row.id)
    .where("state", "<>", "closed")
    .returning("id")
    .executeTakeFirst();
  if (!used || !activated) throw new AppError("gone", "invitation.not_valid");
  await endSessions(ctx.db, row.id);
  await recordAs(ctx, "account.activated", row);
  const { token, owes } = await wayIn(ctx, row, { methods: ["link", "pwd"] });
  return withSession({ personId: row.personId, owes }, token);
}
