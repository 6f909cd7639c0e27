import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { conflict, invalid, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { asDoor } from "#core/system.ts";
import { withSession } from "#core/http/server.ts";
import { foundGroup } from "#modules/organization/founding.ts";
import type { access } from "./contract.ts";
import { clearMisses, lockOf, refuseLocked, refuseMiss, refuseUnknown } from "./locking.ts";
import { sendsMail } from "./mails.ts";
import { assertPassword, namesAround } from "./password-rule.ts";
import { hashPassword, passwordMatches } from "./password.ts";
import * as queries from "./queries.ts";
import { insertRule } from "./sign-in-rules.ts";
import { wayIn } from "./signing-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;

export async function getSetup(ctx: Ctx): Out<"getSetup"> {
  const settings = await queries.groupSettings(ctx.db);
  return {
    isSetUp: settings !== undefined,
    isDemo: process.env["YAGURA_DEMO"] === "1",
    sendsMail: sendsMail(),
  };
}

export async function setUpGroup(ctx: Ctx, input: In<"setUpGroup">): Out<"setUpGroup"> {
  assertTimeZone(input.timeZone);
  await assertPassword(ctx, input.password, {
    loginName: input.loginName,
    words: [input.groupName, input.parentName, input.familyName, input.givenName],
  });
  // The door's few rights are not enough here, and nobody can grant them yet: only this one operation takes the
  // group's role by itself, and only while there is no group.
  await sql`select pg_advisory_xact_lock(hashtext('yagura.set_up')), set_config('role', 'yagura_group', true)`.execute(
    ctx.db,
  );
  if (await queries.groupSettings(ctx.db)) throw conflict("group.set_up_already");
  const { groupId, companyId, personId } = await foundGroup(ctx, {
    ...input,
    groupNames: input.groupNames ?? {},
    person: {
      familyName: input.familyName,
      givenName: input.givenName,
      email: input.loginName.includes("@") ? input.loginName : null,
    },
  });
  const account = await ctx.db
    .insertInto("accounts")
    .values({
      personId,
      companyId,
      loginName: input.loginName,
      passwordHash: await hashPassword(input.password),
      language: input.language,
      state: "active",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  // Two roles on purpose: running the system and governing the group are separate rights (domain.md, granting).
  for (const roleId of ["administrator", "group_office"]) {
    await ctx.db
      .insertInto("grants")
      .values({
        personId,
        companyId,
        roleId,
        unitId: groupId,
        validFrom: sql`group_today()`,
        reason: "first set-up",
      })
      .execute();
  }
  await demandOfTheMighty(ctx, groupId);
  const { token } = await wayIn(ctx, { id: account.id, personId, companyId }, { methods: ["pwd"] });
  return withSession({ groupId, companyId }, token);
}

/** Who runs the system or governs the group signs in with two factors; a week to set them up in. */
async function demandOfTheMighty(ctx: Ctx, unitId: string): Promise<void> {
  const { rows } = await sql<{ today: string }>`select group_today() as today`.execute(ctx.db);
  for (const roleId of ["administrator", "group_office"])
    await insertRule(ctx, {
      unitId,
      roleId,
      demands: "second_factor",
      fromDay: rows[0]?.today ?? ctx.today,
      graceDays: 7,
      reason: "first set-up",
      madeBy: null,
    });
}

function assertTimeZone(zone: string) {
  if (!Intl.supportedValuesOf("timeZone").includes(zone) && zone !== "UTC")
    throw invalid("time_zone.unknown");
}

export async function signIn(ctx: Ctx, input: In<"signIn">): Out<"signIn"> {
  const account = await queries.accountByLogin(ctx.db, input.loginName);
  const matches = await passwordMatches(input.password, account?.passwordHash ?? null);
  if (!account) return refuseUnknown(ctx, input.loginName);
  const lock = await lockOf(ctx, account);
  if (lock.isLocked) return refuseLocked(ctx, account);
  if (!matches || account.state !== "active")
    return refuseMiss(ctx, account, lock, { because: "password", code: "sign_in.refused" });
  const { token, owes } = await wayIn(ctx, account, { methods: ["pwd"] });
  // While a second step is owed its misses go on counting: knowing the password wipes none of them out.
  if (!owes) await clearMisses(ctx, account, lock);
  return withSession({ personId: account.personId, language: account.language as Language, owes }, token);
}

export async function getSession(ctx: Ctx): Out<"getSession"> {
  const [account, person, permissions, settings, group] = [
    await queries.ownAccount(ctx),
    await queries.ownPerson(ctx),
    await queries.ownPermissions(ctx),
    await queries.groupSettings(ctx.db),
    await queries.groupUnit(ctx.db),
  ];
  if (!settings) throw notFound("group");
  return {
    personId: person.id,
    accountId: account.id,
    loginName: account.loginName,
    familyName: person.familyName,
    givenName: person.givenName,
    companyId: account.companyId,
    language: account.language as Language,
    timeZone: await queries.ownTimeZone(ctx),
    permissions: permissions.map((row) => row.permission),
    isGroupWide: permissions.some((row) => row.isGroupWide),
    isOutside: await queries.isOutside(ctx),
    emergency: await queries.ownEmergency(ctx),
    viewing: ctx.actor.viewing ? { id: ctx.actor.viewing.id, endsAt: ctx.actor.viewing.endsAt } : null,
    today: ctx.today,
    group: {
      id: group.id,
      name: settings.name,
      names: settings.names as { ja?: string; en?: string; zh?: string },
      fiscalYearStartMonth: settings.fiscalYearStartMonth,
      timeZone: settings.timeZone,
      languages: settings.languages as Language[],
    },
  };
}

export async function signOut(ctx: Ctx): Out<"signOut"> {
  await endOwnSession(ctx, ctx.actor.sessionId ?? "");
  return withSession({ isSignedOut: true }, null);
}

export const leaveSignIn = (ctx: Ctx): Out<"leaveSignIn"> => signOut(ctx);

export async function endSession(ctx: Ctx, { id }: In<"endSession">): Out<"endSession"> {
  await endOwnSession(ctx, id);
  return { id };
}

async function endOwnSession(ctx: Ctx, id: string) {
  const { rows } = await sql<{ ended: boolean }>`select end_own_session(${id}::uuid) as ended`.execute(
    ctx.db,
  );
  if (!rows[0]?.ended) throw notFound("session");
  await record(ctx, "session.ended", {
    subject: { kind: "account", id: ctx.actor.accountId, companyId: ctx.actor.companyId },
    data: { sessionId: id },
  });
}

export async function endOtherSessions(ctx: Ctx): Out<"endOtherSessions"> {
  const { rows } = await sql<{ ended: number }>`
    select end_own_other_sessions(${ctx.actor.sessionId}::uuid) as ended`.execute(ctx.db);
  const endedSessions = rows[0]?.ended ?? 0;
  await record(ctx, "account.sessions_ended", {
    subject: { kind: "account", id: ctx.actor.accountId, companyId: ctx.actor.companyId },
    data: { endedSessions },
  });
  return { endedSessions };
}

export async function listMySessions(ctx: Ctx): Out<"listMySessions"> {
  // Its own sign-ins, also those through a provider of a company whose connections it may not read.
  const { rows } = await asDoor(ctx.db, () =>
    sql<Omit<Output<typeof access.listMySessions>["rows"][number], "isThisOne">>`
      select s.id, s.created_at, s.last_seen_at, s.expires_at, s.agent, host(s.address) as address, s.methods, s.misses_before,
        s.bound_to, coalesce(nullif(c.names->>${ctx.language}, ''), c.name) as provider
      from sessions s left join identity_connections c on c.id = s.connection_id
      where s.account_id = ${ctx.actor.accountId}::uuid and s.ended_at is null and s.expires_at > ${ctx.now.toISOString()}
      order by s.last_seen_at desc limit 100`.execute(ctx.db),
  );
  return { rows: rows.map((row) => ({ ...row, isThisOne: row.id === ctx.actor.sessionId })) };
}

export async function changePassword(ctx: Ctx, input: In<"changePassword">): Out<"changePassword"> {
  const account = await queries.ownAccount(ctx);
  if (!(await passwordMatches(input.currentPassword, account.passwordHash))) throw invalid("sign_in.refused");
  await assertPassword(ctx, input.newPassword, await namesAround(ctx, account));
  const passwordHash = await hashPassword(input.newPassword);
  const { rows } = await sql<{ ended: number }>`
    select set_own_password(${passwordHash}, ${ctx.actor.sessionId}::uuid) as ended`.execute(ctx.db);
  await record(ctx, "password.changed", {
    subject: { kind: "account", id: account.id, companyId: account.companyId },
  });
  return { endedSessions: rows[0]?.ended ?? 0 };
}

export async function changeLanguage(ctx: Ctx, { language }: In<"changeLanguage">): Out<"changeLanguage"> {
  await sql`select set_own_language(${language})`.execute(ctx.db);
  await record(ctx, "account.language_changed", {
    subject: { kind: "account", id: ctx.actor.accountId, companyId: ctx.actor.companyId },
    data: { language },
  });
  return { language };
}
