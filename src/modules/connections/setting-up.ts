import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx, Outside } from "#core/context.ts";
import { seal } from "#core/crypto/secrets.ts";
import { outside } from "#core/db/outside.ts";
import { companyInScope, within } from "#core/db/scope.ts";
import { conflict, forbidden, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { connections } from "./contract.ts";
import {
  discover,
  type Found,
  foundOf,
  logoutAddress,
  redirectUri,
  secretOf,
  signInAddress,
} from "./provider.ts";
import * as queries from "./queries.ts";

type In<K extends keyof typeof connections> = Input<(typeof connections)[K]>;
type Out<K extends keyof typeof connections> = Promise<Output<(typeof connections)[K]>>;
type Shown = Output<typeof connections.listConnections>["rows"][number];

/** So many at one company, or of the group: more is a mistake. */
const mostOfOne = 50;

type Counted = queries.Row & {
  companyName: string | null;
  identities: number;
  secretDaysLeft: number | null;
};

const counted = (ctx: Ctx) => sql`
  select c.*, ${queries.unitName(ctx, "c.company_id")} as company_name,
    c.secret_expires_on - group_today() as secret_days_left,
    (select count(*)::integer from identities i join accounts a on a.id = i.account_id and a.state <> 'closed'
      where i.connection_id = c.id and i.removed_at is null and i.issuer = c.issuer and i.claim = c.subject_claim) as identities
  from identity_connections c where c.state <> 'removed' and ${within(ctx, "c.company_id")}`;

function shown(row: Counted): Shown {
  const { clientSecret, found, state, subjectClaim, ...rest } = row;
  return {
    ...rest,
    names: row.names as Shown["names"],
    state: state as Shown["state"],
    subjectClaim: subjectClaim as Shown["subjectClaim"],
    hasSecret: clientSecret !== null,
    found: found as Found | null,
    redirectUri: redirectUri(row.id),
    signInAddress: signInAddress(row.id),
    logoutAddress: logoutAddress(row.id),
  };
}

export async function listConnections(ctx: Ctx): Out<"listConnections"> {
  const { rows } =
    await sql<Counted>`${counted(ctx)} order by c.company_id nulls first, c.created_at limit 500`.execute(
      ctx.db,
    );
  const { rows: addable } = await sql<{ companyId: string | null; name: string | null }>`
    select case when u.kind = 'company' then u.id end as company_id, ${queries.unitName(ctx, "u.id")} as name
    from units u
    where u.ended_on is null and (u.kind = 'company' and ${within(ctx, "u.company_id")}
      or u.kind = 'group' and ${ctx.reach === "group"})
    order by u.kind desc, name limit 2000`.execute(ctx.db);
  return { rows: rows.map(shown), addable: addable.map((one) => ({ ...one, name: one.name ?? "" })) };
}

export async function getConnection(ctx: Ctx, { id }: In<"getConnection">): Out<"getConnection"> {
  await queries.connectionInScope(ctx, id);
  const { rows } = await sql<Counted>`${counted(ctx)} and c.id = ${id}::uuid`.execute(ctx.db);
  const row = rows[0];
  if (!row) throw new Error("a connection that was just found is gone");
  const { rows: more } = await sql<{ accounts: number; isOwn: boolean }>`
    select (select count(*)::integer from accounts a where a.state <> 'closed'
        and (${row.companyId}::uuid is null or a.company_id = ${row.companyId}::uuid)) as accounts,
      exists (select from identities i where i.connection_id = ${id}::uuid and i.removed_at is null
        and i.account_id = ${ctx.actor.accountId}::uuid and i.issuer = ${row.issuer} and i.claim = ${row.subjectClaim}) as is_own`.execute(
    ctx.db,
  );
  return { ...shown(row), accounts: more[0]?.accounts ?? 0, isOwn: more[0]?.isOwn ?? false };
}

const unsaved = { id: "none", clientId: null, clientSecret: null };

export async function findProvider(_ctx: Ctx, { issuer }: In<"findProvider">): Promise<Outside<Found>> {
  return outside(
    async () => foundOf(await discover({ ...unsaved, issuer })),
    async (_second, said) => said,
  );
}

export async function addConnection(ctx: Ctx, input: In<"addConnection">): Out<"addConnection"> {
  if (input.companyId) await companyInScope(ctx, input.companyId);
  else if (ctx.reach !== "group") throw forbidden("connection.group_only");
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from identity_connections c
    where c.company_id is not distinct from ${input.companyId}::uuid and c.state <> 'removed'`.execute(
    ctx.db,
  );
  if ((rows[0]?.count ?? 0) >= mostOfOne)
    throw conflict("connection.too_many", { values: { count: mostOfOne } });
  const row = await ctx.db
    .insertInto("identityConnections")
    .values({
      companyId: input.companyId,
      name: input.name,
      names: JSON.stringify(input.names ?? {}),
      issuer: input.issuer,
      subjectClaim: input.subjectClaim ?? "sub",
      createdBy: ctx.actor.personId,
    })
    .returning(["id", "companyId"])
    .executeTakeFirstOrThrow();
  await record(ctx, "connection.added", {
    subject: queries.subjectOfEvent(row),
    data: { issuer: input.issuer },
  });
  return { id: row.id };
}

/** What a test log-in has proved no more once it is changed. */
const provedByTest = ["issuer", "clientId", "subjectClaim", "requiredClaim", "requiredValue"] as const;
/** What may not change while people come in through it: another provider is another connection. */
const fixedWhileOn = ["issuer", "clientId", "subjectClaim"] as const;

export async function changeConnection(ctx: Ctx, input: In<"changeConnection">): Out<"changeConnection"> {
  const before = await queries.connectionToChange(ctx, input.id);
  if (before.rowVersion !== input.rowVersion)
    throw lostRace("connection", input.rowVersion, before.rowVersion);
  const isAnother = fixedWhileOn.some((name) => input[name] !== before[name]);
  if (before.state === "on" && isAnother) throw conflict("connection.turn_off_first");
  const needsTest =
    provedByTest.some((name) => input[name] !== before[name]) ||
    (before.state !== "on" && input.clientSecret !== undefined);
  const isOn = before.state === "on";
  const row = await ctx.db
    .updateTable("identityConnections")
    .set({
      name: input.name,
      names: JSON.stringify(input.names),
      issuer: input.issuer,
      clientId: input.clientId,
      secretExpiresOn: input.secretExpiresOn,
      domains: [...new Set(input.domains.map((one) => one.toLowerCase()))],
      subjectClaim: input.subjectClaim,
      factorValues: input.factorValues,
      requiredClaim: input.requiredClaim,
      requiredValue: input.requiredValue,
      signsOut: input.signsOut,
      warnedDays: input.secretExpiresOn === before.secretExpiresOn ? before.warnedDays : null,
      ...(input.clientSecret === undefined
        ? {}
        : { clientSecret: seal(input.clientSecret, secretOf(input.id)) }),
      ...(needsTest && !isOn ? { state: "draft", testedAt: null, testedBy: null } : {}),
      ...(input.issuer === before.issuer
        ? {}
        : { found: null, foundAt: null, failingSince: null, problem: null }),
      rowVersion: before.rowVersion + 1,
    })
    .where("id", "=", input.id)
    .returning(["id", "companyId", "rowVersion"])
    .executeTakeFirstOrThrow();
  const changed = ([...provedByTest, "secretExpiresOn", "signsOut"] as const).filter(
    (name) => input[name] !== before[name],
  );
  await record(ctx, "connection.changed", {
    subject: queries.subjectOfEvent(row),
    data: { changed: [...changed, ...(input.clientSecret === undefined ? [] : ["clientSecret"])] },
  });
  return { id: row.id, rowVersion: row.rowVersion };
}
