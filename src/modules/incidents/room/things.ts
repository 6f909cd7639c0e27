// People and things that are affected, said as it is known now.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, invalid, notFound } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { type LedgerName, ledgerNames } from "#modules/ledgers/declared/ledgers.ts";
import { heldEntries } from "#modules/ledgers/holding.ts";
import { incidentTo, subjectOf } from "../visible.ts";
import type { room } from "./contract.ts";

type Out<K extends keyof typeof room> = Promise<Output<(typeof room)[K]>>;
type Thing = Output<typeof room.findAffectable>["things"][number];
const most = 40;

/** Entries of all ledgers in scope whose name, make or number holds the words. */
export async function findThings(ctx: Ctx, search: string): Promise<Thing[]> {
  const rules = ledgerNames.map((ledger) => ({ ledger, contains: [{ words: search }] }));
  const { rows } =
    await sql<Thing>`select x.ledger, x.entry_id, left(x.name, 300) as name, x.about from (${heldEntries(ctx, rules)}) x
    order by x.name, x.entry_id limit ${most}`.execute(ctx.db);
  return rows;
}

export async function addThing(ctx: Ctx, input: Input<typeof room.addThing>): Out<"addThing"> {
  const incident = await incidentTo(ctx, "add", input.id);
  const ledger = ledgerNames.find((one) => one === input.ledger);
  const entry = ledger && (await entryOf(ctx, ledger, input.entryId));
  if (!entry) throw invalid("incident.unknown_thing");
  const { rows } =
    await sql`insert into incident_assets (incident_id, company_id, ledger, entry_id, name, about, added_at, added_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${entry.ledger}, ${entry.entryId}::uuid, ${entry.name}, ${entry.about}, app_now(),
      ${ctx.actor.personId}::uuid)
    on conflict (incident_id, entry_id) do update set left_at = null, added_at = app_now(), added_by = excluded.added_by
      where incident_assets.left_at is not null returning entry_id`.execute(ctx.db);
  if (rows.length === 0) throw conflict("incident.affected_already");
  await record(ctx, "incident.thing_added", {
    subject: subjectOf(incident),
    data: { ledger: entry.ledger, entryId: entry.entryId },
  });
  return { id: entry.entryId };
}

async function entryOf(ctx: Ctx, ledger: LedgerName, entryId: string): Promise<Thing | undefined> {
  const { rows } = await sql<Thing>`select x.ledger, x.entry_id, left(x.name, 300) as name, x.about
    from (${heldEntries(ctx, [{ ledger, contains: [] }])}) x where x.entry_id = ${entryId}::uuid`.execute(
    ctx.db,
  );
  return rows[0];
}

export async function takeOutThing(ctx: Ctx, input: Input<typeof room.takeOutThing>): Out<"takeOutThing"> {
  const incident = await incidentTo(ctx, "add", input.id);
  const { rows } = await sql<{
    ledger: string;
  }>`update incident_assets set left_at = app_now() where incident_id = ${incident.id}::uuid
    and entry_id = ${input.entryId}::uuid and left_at is null returning ledger`.execute(ctx.db);
  if (!rows[0]) throw notFound("incident_thing");
  await record(ctx, "incident.thing_taken_out", {
    subject: subjectOf(incident),
    data: { ledger: rows[0].ledger, entryId: input.entryId },
  });
  return { id: input.entryId };
}

type Said = Pick<Input<typeof room.countPeople>, "count" | "isExact" | "categories" | "said">;

export async function countPeople(ctx: Ctx, input: Input<typeof room.countPeople>): Out<"countPeople"> {
  const incident = await incidentTo(ctx, "add", input.id);
  const { rows: last } =
    await sql<Said>`select p.count, p.is_exact, p.categories, p.said from incident_people p
    where p.incident_id = ${incident.id}::uuid and p.country = ${input.country} order by p.set_at desc, p.id desc limit 1`.execute(
      ctx.db,
    );
  const categories = [...new Set(input.categories)].toSorted();
  const said = input.said?.trim() ?? "";
  const before = last[0];
  if (
    before?.count === input.count &&
    before.isExact === input.isExact &&
    before.said === said &&
    before.categories.toSorted().join() === categories.join()
  )
    throw invalid("incident.nothing_new");
  const { rows } = await sql<{
    id: string;
  }>`insert into incident_people (incident_id, company_id, country, count, is_exact, categories, said, set_at, set_by)
    values (${incident.id}::uuid, ${incident.companyId}::uuid, ${input.country}, ${input.count}, ${input.isExact}, ${categories}::text[], ${said},
      app_now(), ${ctx.actor.personId}::uuid) returning id`.execute(ctx.db);
  const { id } = found(rows[0], "incident");
  await record(ctx, "incident.people_counted", {
    subject: subjectOf(incident),
    data: {
      country: input.country,
      count: input.count,
      countBefore: before?.count ?? null,
      isExact: input.isExact,
    },
  });
  return { id };
}
