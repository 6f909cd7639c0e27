// Links for those who come in without a password, and for those who have lost it. What is asked at the door is put aside and
// looked up later: whether there is such an account shows neither in the answer nor in its time.
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Language } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { AppError, conflict } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { hashToken } from "#core/http/door.ts";
import { withSession } from "#core/http/server.ts";
import type { TimedWork } from "#core/jobs/timed.ts";
import type { access } from "./contract.ts";
import { isWithinOwnRights, mayDisposeOf } from "./disposing.ts";
import { isMailable, mailLink, type Purpose as MailedPurpose } from "./mails.ts";
import { assertPassword, namesAround } from "./password-rule.ts";
import { hashPassword } from "./password.ts";
import * as queries from "./queries.ts";
import { linkMinutes } from "./rules.ts";
import { endSessions, newToken, recordAs } from "./sessions.ts";
import { wayIn } from "./signing-in.ts";

type In<K extends keyof typeof access> = Input<(typeof access)[K]>;
type Out<K extends keyof typeof access> = Promise<Output<(typeof access)[K]>>;
type Purpose = Exclude<MailedPurpose, "invitation">;

const browserHash = (key: string | undefined) =>
  key ? createHash("sha256").update(`browser ${key}`).digest() : null;

export async function askForLink(ctx: Ctx, input: In<"askForLink">): Out<"askForLink"> {
  await sql`insert into link_requests (login_name, purpose, browser_hash)
    values (${input.loginName.normalize("NFKC").trim()}, ${input.purpose}, ${browserHash(input.browserKey)})`.execute(
    ctx.db,
  );
  return { isAsked: true };
}

type Wanted = {
  id: string;
  purpose: Purpose;
  browserHash: Buffer | null;
  accountId: string | null;
  personId: string;
  companyId: string;
  language: Language;
  to: string | null;
  /** Who wrote the address last; null where that was before anybody signed in. */
  addressBy: string | null;
  recent: number;
};

const requestsAtOnce = 50;
const mostPerHour = 5;

/** Deals with what was asked for: a mail to the owner of the account that is meant, and nothing where none is. */
async function sendLinks(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<Wanted>`
    with taken as (
      delete from link_requests where id in
        (select id from link_requests order by asked_at limit ${requestsAtOnce} for update skip locked)
      returning id, login_name, purpose, browser_hash
    )
    select t.id, t.purpose, t.browser_hash, a.id as account_id, a.person_id, a.company_id, a.language,
      p.email as "to", p.address_by,
      (select count(*)::int from sign_in_links l where l.account_id = a.id and l.created_at > now() - interval '1 hour') as recent
    from taken t
    left join accounts a on lower(a.login_name) = lower(t.login_name) and a.state = 'active'
      and a.sign_in_way = case t.purpose when 'password' then 'password' else 'link' end
    left join people p on p.id = a.person_id`.execute(ctx.db);
  for (const wanted of rows) await sendOne(ctx, wanted);
  return rows.length === requestsAtOnce;
}

async function sendOne(ctx: Ctx, wanted: Wanted): Promise<void> {
  if (!wanted.accountId || !isMailable(wanted.to) || wanted.recent >= mostPerHour) return;
  const { personId, companyId, language } = wanted;
  const account = { id: wanted.accountId, personId, companyId };
  // Whoever wrote the address gets the link: it is theirs to send where the account would be theirs to renew.
  const by = wanted.addressBy;
  if (by !== null && by !== personId && !(await isWithinOwnRights(ctx, personId, by)))
    return recordAs(ctx, "account.link_withheld", account, { purpose: wanted.purpose });
  const { token, until } = await newLink(ctx, account, wanted.purpose, wanted.browserHash);
  await mailLink(ctx, wanted.purpose, { personId, companyId, language, token, until });
  await recordAs(ctx, "account.link_mailed", account, { purpose: wanted.purpose });
}

export const linkRequests: TimedWork = { name: "access.links", everySeconds: 2, run: sendLinks };

/** A new link makes those before it useless. */
async function newLink(
  ctx: Ctx,
  account: { id: string; companyId: string },
  purpose: Purpose,
  browser: Buffer | null,
  madeBy: string | null = null,
): Promise<{ token: string; until: string }> {
  const token = newToken();
  const until = new Date(ctx.now.getTime() + linkMinutes * 60_000).toISOString();
  await sql`update sign_in_links set revoked_at = now()
    where account_id = ${account.id}::uuid and purpose = ${purpose} and used_at is null and revoked_at is null`.execute(
    ctx.db,
  );
  await sql`insert into sign_in_links (account_id, company_id, purpose, token_hash, browser_hash, made_by, expires_at)
    values (${account.id}::uuid, ${account.companyId}::uuid, ${purpose}, ${hashToken(token)}, ${browser}, ${madeBy}::uuid,
      ${until}::timestamptz)`.execute(ctx.db);
  return { token, until };
}

/** By hand, for somebody who reads no mail: whoever hands it over has made sure to whom. */
export async function makeSignInLink(ctx: Ctx, { id }: In<"makeSignInLink">): Out<"makeSignInLink"> {
  const account = found(await queries.accountById(ctx, id), "account");
  await mayDisposeOf(ctx, account.personId);
  if (account.state !== "active" || account.signInWay !== "link") throw conflict("account.no_link_way");
  const { token } = await newLink(ctx, account, "sign_in", null, ctx.actor.personId);
  await record(ctx, "account.link_made", {
    subject: { kind: "account", id, companyId: account.companyId },
    data: { purpose: "sign_in" },
  });
  return { token, minutes: linkMinutes };
}

type Link = {
  linkId: string;
  isElsewhere: boolean;
  id: string;
  personId: string;
  companyId: string;
  loginName: string;
  language: Language;
};

async function openLink(ctx: Ctx, purpose: Purpose, token: string, browserKey?: string): Promise<Link> {
  const { rows } = await sql<Link>`
    select l.id as link_id, coalesce(l.browser_hash <> ${browserHash(browserKey) ?? Buffer.alloc(1)}, false) as is_elsewhere,
      a.id, a.person_id, a.company_id, a.login_name, a.language
    from sign_in_links l join accounts a on a.id = l.account_id and a.state = 'active'
    where l.token_hash = ${hashToken(token)} and l.purpose = ${purpose} and l.used_at is null and l.revoked_at is null
      and l.expires_at > ${ctx.now.toISOString()}::timestamptz`.execute(ctx.db);
  const [link] = rows;
  if (!link) throw new AppError("gone", "link.not_valid");
  // Whoever forwards or intercepts the mail has not asked for it in this browser.
  if (link.isElsewhere) throw new AppError("gone", "link.other_browser");
  return link;
}

async function useUp(ctx: Ctx, link: Link): Promise<void> {
  const { rows } = await sql`update sign_in_links set used_at = now()
    where id = ${link.linkId}::uuid and used_at is null and revoked_at is null returning id`.execute(ctx.db);
  if (rows.length === 0) throw new AppError("gone", "link.not_valid");
}

export async function signInByLink(ctx: Ctx, input: In<"signInByLink">): Out<"signInByLink"> {
  const link = await openLink(ctx, "sign_in", input.token, input.browserKey);
  await useUp(ctx, link);
  const { token, owes } = await wayIn(ctx, link, { methods: ["link"] });
  return withSession({ personId: link.personId, language: link.language, owes }, token);
}

export async function readPasswordLink(ctx: Ctx, { token }: In<"readPasswordLink">): Out<"readPasswordLink"> {
  const { rows } = await sql<{ loginName: string; language: Language }>`
    select a.login_name, a.language from sign_in_links l join accounts a on a.id = l.account_id and a.state = 'active'
    where l.token_hash = ${hashToken(token)} and l.purpose = 'password' and l.used_at is null and l.revoked_at is null
      and l.expires_at > ${ctx.now.toISOString()}::timestamptz`.execute(ctx.db);
  const [link] = rows;
  if (!link) throw new AppError("gone", "link.not_valid");
  return link;
}

/** Ends every sign-in; factors stay, and are asked for next: a mailbox alone takes no account over. */
export async function resetPassword(ctx: Ctx, input: In<"resetPassword">): Out<"resetPassword"> {
  const link = await openLink(ctx, "password", input.token, input.browserKey);
  await assertPassword(ctx, input.password, await namesAround(ctx, link));
  const passwordHash = await hashPassword(input.password);
  await useUp(ctx, link);
  await ctx.db
    .updateTable("accounts")
    .set({
      passwordHash,
      failedCount: 0,
      lockedUntil: null,
      knownFailedCount: 0,
      knownLockedUntil: null,
      rowVersion: sql`row_version + 1`,
    })
    .where("id", "=", link.id)
    .execute();
  const endedSessions = await endSessions(ctx.db, link.id);
  await recordAs(ctx, "password.reset", link, { endedSessions });
  const { token, owes } = await wayIn(ctx, link, { methods: ["link", "pwd"] });
  return withSession({ personId: link.personId, language: link.language, owes }, token);
}
