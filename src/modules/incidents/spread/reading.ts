// Who else has the same: the things that the incident is about, by what the ledgers say they are.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held } from "#core/db/scope.ts";
import { ledgerNames } from "#modules/ledgers/declared/ledgers.ts";
import { heldEntries, type HeldRule, whatTheyAre } from "#modules/ledgers/holding.ts";
import { permissions } from "../contract/words.ts";
import { seen } from "../visible.ts";
import { heldRuleOf } from "./rules.ts";
import { requestsOf } from "./requesting.ts";
import type { spread } from "./contract.ts";

type Whole = Output<typeof spread.getSpread>;
type Thing = { ledger: HeldRule["ledger"]; words: string };
/** Of what one incident is about; each is looked for in its ledger. */
const mostSought = 5;

export async function getSpread(ctx: Ctx, { id }: Input<typeof spread.getSpread>): Promise<Whole> {
  const { rows } = await sql<{
    companyId: string;
  }>`select i.company_id from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { companyId } = found(rows[0], "incident");
  const indicators = await sql<
    Whole["indicators"][number]
  >`select x.id, x.kind, x.value, x.note, x.marking, x.seen_at, x.withdrawn_because,
      ${nameOfActor(ctx.language, sql`x.added_by`)} as added_by_name
    from incident_indicators x where x.incident_id = ${id}::uuid order by x.withdrawn_at is not null, x.kind, x.value limit 500`.execute(
    ctx.db,
  );
  const works = await held(ctx, [permissions.manage, permissions.assess], companyId);
  return {
    alike: await alikeOf(ctx, companyId, await thingsOf(ctx, id)),
    requests: await requestsOf(ctx, id),
    indicators: indicators.rows,
    mayChange: works.size > 0,
  };
}

/** A thing that says nothing of itself is not looked for. */
async function thingsOf(ctx: Ctx, id: string): Promise<Thing[]> {
  const { rows } = await sql<{
    ledger: Thing["ledger"];
    ids: string[];
  }>`select a.ledger, array_agg(a.entry_id) as ids from incident_assets a
    where a.incident_id = ${id}::uuid and a.left_at is null group by a.ledger order by a.ledger`.execute(
    ctx.db,
  );
  const things: Thing[] = [];
  for (const { ledger, ids } of rows)
    for (const words of await whatTheyAre(ctx, ledger, ids, mostSought)) things.push({ ledger, words });
  return things.slice(0, mostSought);
}

/** By name, in every ledger: a supplier or a service stands in several of them. */
export async function findSpread(
  ctx: Ctx,
  { id, words }: Input<typeof spread.findSpread>,
): Promise<Output<typeof spread.findSpread>> {
  const { rows } = await sql<{
    companyId: string;
  }>`select i.company_id from incidents i where i.id = ${id}::uuid and ${seen(ctx)}`.execute(ctx.db);
  const { companyId } = found(rows[0], "incident");
  const sought = words.normalize("NFKC").trim();
  const alike = await alikeOf(
    ctx,
    companyId,
    ledgerNames.map((ledger) => ({ ledger, words: sought })),
  );
  return { alike: alike.filter((one) => one.entries > 0) };
}

/** The company of the incident knows of it already: it is none of the others. */
async function alikeOf(ctx: Ctx, ownId: string, things: readonly Thing[]): Promise<Whole["alike"]> {
  const counted: Whole["alike"] = [];
  for (const thing of things) {
    const { rows } = await sql<{
      companies: number;
      entries: number;
    }>`select count(distinct h.company_id)::int as companies, count(*)::int as entries
      from (${heldEntries(ctx, [heldRuleOf(thing)])}) h where h.company_id <> ${ownId}::uuid`.execute(ctx.db);
    counted.push({ ...thing, companies: rows[0]?.companies ?? 0, entries: rows[0]?.entries ?? 0 });
  }
  return counted.toSorted((a, b) => b.companies - a.companies);
}
