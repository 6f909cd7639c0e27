// What is there already for a list of findings: companies and controls it may name, and what its numbers brought in before.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { heldWorld } from "#modules/history/importing/applying.ts";
import { editionInForce } from "../about.ts";
import { permissions } from "../contract/words.ts";
import { rulesBySeverity } from "../loading.ts";
import type { State } from "../rules.ts";
import {
  type FindingKey,
  type HeldOrigin,
  keyText,
  listedState,
  type ListWorld,
  type Said,
} from "./known.ts";

export async function listWorld(ctx: Ctx): Promise<ListWorld> {
  const { rows } = await sql<{ controlId: string }>`select c.control_id from controls c
    where c.edition_id = ${await editionInForce(ctx)}::uuid`.execute(ctx.db);
  const { companies, byCode, byName, nearest } = await heldWorld(ctx);
  return {
    companies,
    byCode,
    byName,
    nearest,
    controls: new Set(rows.map((row) => row.controlId)),
    rules: await rulesBySeverity(ctx),
    today: ctx.today,
  };
}

/** Of these companies those at which the actor may say how grave a finding is, when it is due and that it has ended. */
export async function weighedBy(ctx: Ctx, companyIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string;
  }>`select c.id from unnest(${[...new Set(companyIds)]}::uuid[]) as c (id)
    where exists (select from permissions_at(${ctx.actor.personId}::uuid, array[${permissions.manage}::text], c.id))`.execute(
    ctx.db,
  );
  return new Set(rows.map((row) => row.id));
}

type Row = {
  id: string;
  companyId: string;
  sourceKind: FindingKey["source"];
  ownNumber: string;
  said: Said;
  state: State;
  byList: string | null;
} & Omit<HeldOrigin["now"], "state">;

export async function heldOrigins(ctx: Ctx, keys: readonly FindingKey[]): Promise<Map<string, HeldOrigin>> {
  if (keys.length === 0) return new Map();
  const wanted = keys.map((one) => ({ ...one, key: keyText(one).split("\u001f")[2] }));
  const { rows } = await sql<Row>`
    select o.finding_id as id, o.company_id, o.source_kind, o.own_number, o.said, f.state, f.by_list, f.title as headline, f.detail, f.severity,
      f.found_on, case when o.said ->> 'dueOn' is null and f.due_on = f.first_due_on then null else f.due_on end as due_on,
      f.control_ids as controls, f.source_said as said_source, f.cause, f.owner_id, f.owner_said as answerable,
      array(select s from unnest(f.site_ids) s order by s::text) as site_ids
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w ("companyId" uuid, source text, key text)
    join finding_origins o on o.company_id = w."companyId" and o.source_kind = w.source and o.number_key = w.key
      and ${within(ctx, "o.company_id")}
    join findings f on f.id = o.finding_id`.execute(ctx.db);
  return new Map(
    rows.map(({ id, companyId, sourceKind, ownNumber, said, state, byList, ...now }) => [
      keyText({ companyId, source: sourceKind, number: ownNumber }),
      // What has gone further here is no word of a list, so that it differs from each.
      { id, said, now: { ...now, state: listedState(state, byList) ?? ("" as Said["state"]) } },
    ]),
  );
}
