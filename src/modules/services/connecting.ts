// Which companies are connected to a service: many at once, judged company by company before anything is written.
import { createHash } from "node:crypto";
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { conflict, invalid, notFound } from "#core/errors.ts";
import { recordEach } from "#core/events/record.ts";
import { assertReason } from "#modules/organization/dated.ts";
import type { services } from "./contract.ts";
import { holdService } from "./providing.ts";
import { assertService } from "./reading.ts";
import { doing, type Effect, effectOfConnecting, effectOfEnding, endOf } from "./rules.ts";

type Asked = Input<typeof services.previewServiceChange>;
type Preview = Output<typeof services.previewServiceChange>;

type Found = {
  id: string;
  code: string;
  name: string;
  isInGroup: boolean;
  isProvider: boolean;
  heldShare: number | null;
  heldTo: string | null;
  nextFrom: string | null;
};

type Judged = Preview["rows"][number] & { found: Found | null };

export async function previewServiceChange(ctx: Ctx, input: Asked): Promise<Preview> {
  const judged = await judge(ctx, input);
  const counts: Record<string, number> = {};
  for (const { effect } of judged) counts[effect] = (counts[effect] ?? 0) + 1;
  const rows = judged.map(({ code, name, effect, shareBefore, sharePercent }) => ({
    code,
    name,
    effect,
    shareBefore,
    sharePercent,
  }));
  return { counts, rows, seal: sealOf(input, judged) };
}

export async function changeServiceCompanies(
  ctx: Ctx,
  input: Input<typeof services.changeServiceCompanies>,
): Promise<Output<typeof services.changeServiceCompanies>> {
  assertReason(ctx, input.from, input.reason);
  await holdService(ctx, input.service);
  const judged = await judge(ctx, input);
  // What was shown is what happens: a company that was changed since is shown again.
  if (input.seal !== undefined && input.seal !== sealOf(input, judged))
    throw conflict("service.changed_meanwhile");
  const taken = judged.flatMap((one) =>
    one.found && doing.includes(one.effect) ? [{ ...one, found: one.found }] : [],
  );
  if (taken.length === 0) throw invalid("service.nothing_to_change");
  if (input.change === "end") await disconnect(ctx, input, taken);
  else await connect(ctx, input, taken);
  const { service, from } = input;
  await recordEach(
    ctx,
    input.change === "end" ? "service.disconnected" : "service.connected",
    taken.map(({ found, sharePercent, shareBefore }) => ({
      subject: { kind: "unit", id: found.id, companyId: found.id },
      data:
        input.change === "end"
          ? { service, from, before: shareBefore }
          : {
              service,
              from,
              until: endOf(input.until ?? null, found.nextFrom),
              sharePercent,
              before: shareBefore,
            },
      personal: { reason: input.reason ?? null },
    })),
  );
  return { changed: taken.length };
}

async function judge(ctx: Ctx, input: Asked): Promise<Judged[]> {
  const until = input.until ?? null;
  if (input.change === "connect" && until !== null && until <= input.from)
    throw invalid("service.ends_before_it_begins");
  await assertService(ctx, input.service);
  const { codes } = input.pick;
  const found = await companiesPicked(ctx, input);
  if (!codes) return found.map((one) => judgeOne(input, one, one.code));
  const byCode = new Map(found.map((one) => [one.code.toLowerCase(), one]));
  const met = new Set<string>();
  return codes.map(({ code, sharePercent }) => {
    const key = code.toLowerCase();
    const one = byCode.get(key) ?? null;
    const isTwice = met.has(key);
    met.add(key);
    return judgeOne(input, one, code, sharePercent, isTwice);
  });
}

function judgeOne(input: Asked, one: Found | null, code: string, own?: number, isTwice = false): Judged {
  const sharePercent = input.change === "end" ? null : (own ?? input.sharePercent ?? 100);
  const row = {
    code: one?.code ?? code,
    name: one?.name ?? null,
    shareBefore: one?.heldShare ?? null,
    found: one,
  };
  if (!one) return { ...row, sharePercent, effect: "unknown" };
  const standing = {
    ...one,
    held: one.heldShare === null ? null : { sharePercent: one.heldShare, validTo: one.heldTo },
  };
  const effect: Effect = isTwice
    ? "twice"
    : sharePercent === null
      ? effectOfEnding(standing)
      : effectOfConnecting(standing, { sharePercent, until: input.until ?? null });
  return { ...row, sharePercent, effect };
}

/** The companies in scope that are meant, with what they have on the day of the change: one statement. */
async function companiesPicked(ctx: Ctx, { pick, service, from }: Asked): Promise<Found[]> {
  const { rows } = await sql<Found>`
    select u.id, u.code, n.name, u.founded_on <= ${from}::date and (u.ended_on is null or u.ended_on > ${from}::date) as is_in_group,
      exists (select from service_providers sp where sp.service = ${service} and sp.company_id = u.id
        and holds_on(sp.valid_from, sp.valid_to, ${from}::date)) as is_provider,
      held.share_percent as held_share, held.valid_to as held_to,
      (select min(later.valid_from) from service_connections later where later.company_id = u.id and later.service = ${service}
        and later.valid_from > ${from}::date) as next_from
    from units u
    join lateral (select x.name from unit_names x where x.unit_id = u.id
      order by holds_on(x.valid_from, x.valid_to, ${from}::date) desc, x.valid_from desc limit 1) n on true
    left join service_connections held on held.company_id = u.id and held.service = ${service}
      and holds_on(held.valid_from, held.valid_to, ${from}::date)
    where u.kind = 'company' and ${within(ctx, "u.company_id")} and ${picked(pick, from)}
    order by u.code limit 5000`.execute(ctx.db);
  if (pick.companyIds && rows.length < new Set(pick.companyIds).size) throw notFound("company");
  return rows;
}

function picked({ companyIds, codes, filter }: Asked["pick"], day: string): RawBuilder<unknown> {
  if ([companyIds, codes, filter].filter(Boolean).length !== 1) throw invalid("service.pick_one_way");
  if (companyIds) return sql`u.id = any (${companyIds}::uuid[])`;
  if (codes) return sql`lower(u.code) = any (${codes.map((one) => one.code.toLowerCase())}::text[])`;
  const { divisionId, tier, relation, region } = filter ?? {};
  const holding = (table: string, column: string, value: string | undefined) =>
    value === undefined
      ? sql`true`
      : sql`exists (select from ${sql.table(table)} x where ${sql.ref(table === "supervisions" ? "x.unit_id" : "x.company_id")} = u.id
          and holds_on(x.valid_from, x.valid_to, ${day}::date) and ${sql.ref(`x.${column}`)}::text = ${value})`;
  return sql`u.founded_on <= ${day}::date and (u.ended_on is null or u.ended_on > ${day}::date)
    and ${holding("supervisions", "parent_id", divisionId)} and ${holding("tiers", "tier", tier)}
    and ${holding("relations", "kind", relation)} and ${holding("company_facts", "region", region)}`;
}

const sealOf = (input: Asked, judged: readonly Judged[]) =>
  createHash("sha256")
    .update(
      JSON.stringify([
        [input.service, input.change, input.from, input.until ?? null],
        judged.map((one) => [
          one.found?.id ?? one.code,
          one.effect,
          one.shareBefore,
          one.sharePercent,
          one.found?.nextFrom,
        ]),
      ]),
    )
    .digest("hex");

type Taken = Judged & { found: Found };

/** As with all that is dated: what held ends, the new one begins, and what held before comes back after an interlude. */
async function connect(ctx: Ctx, { service, from, until }: Asked, taken: readonly Taken[]): Promise<void> {
  const wanted = taken.flatMap(({ found, sharePercent }) => {
    const end = endOf(until ?? null, found.nextFrom);
    const row = { company_id: found.id, share_percent: sharePercent, valid_from: from, valid_to: end };
    const comesBack =
      found.heldShare !== null && until && end === until && (found.heldTo === null || found.heldTo > until);
    return comesBack
      ? [row, { ...row, share_percent: found.heldShare, valid_from: until, valid_to: found.heldTo }]
      : [row];
  });
  await closeOn(ctx, service, from, taken);
  await sql`insert into service_connections (company_id, service, share_percent, valid_from, valid_to)
    select x.company_id, ${service}, x.share_percent, x.valid_from, x.valid_to
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x (company_id uuid, share_percent numeric, valid_from date, valid_to date)`.execute(
    ctx.db,
  );
}

/** From the day on there is no connection, also none that was entered for later. */
async function disconnect(ctx: Ctx, { service, from }: Asked, taken: readonly Taken[]): Promise<void> {
  await sql`delete from service_connections where service = ${service} and valid_from > ${from}::date
    and company_id = any (${taken.map((one) => one.found.id)}::uuid[])`.execute(ctx.db);
  await closeOn(ctx, service, from, taken);
}

async function closeOn(ctx: Ctx, service: string, day: string, taken: readonly Taken[]): Promise<void> {
  const ids = taken.map((one) => one.found.id);
  await sql`delete from service_connections where service = ${service} and valid_from = ${day}::date and company_id = any (${ids}::uuid[])`.execute(
    ctx.db,
  );
  await sql`update service_connections set valid_to = ${day}::date where service = ${service} and company_id = any (${ids}::uuid[])
    and valid_from < ${day}::date and (valid_to is null or valid_to > ${day}::date)`.execute(ctx.db);
}
