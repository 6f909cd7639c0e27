// What people do to one entry. A field that a person sets is theirs: sources are shown beside it, and write it over no more.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { companyInScope, found, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { ledgers as contract } from "../contract.ts";
import type { Value, Values } from "../contract/words.ts";
import { columnOf, type FieldName, fieldOf } from "../declared/fields.ts";
import { personalLedger } from "../declared/gaps.ts";
import { keysOf } from "../declared/keys.ts";
import { type Ledger, ledgerOf } from "../declared/ledgers.ts";
import { markChanged } from "../counting.ts";
import { countStatements } from "../gaps/counting.ts";
import { settleGaps } from "../gaps/settling.ts";
import { mergeTouched } from "../reconciling/merging.ts";
import { numberOf, readEntry } from "./listing.ts";
import { lookedAtOn, reviewDue } from "./reviewing.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;

/** What may be said of an entry beside its fields, under the names of the columns. */
const plain = {
  name: "text",
  unitId: "uuid",
  ownerId: "uuid",
  class: "smallint",
  state: "text",
  labels: "text[]",
} as const;
type Plain = { [K in keyof typeof plain]?: unknown };

const types = {
  text: "text",
  flag: "boolean",
  number: "integer",
  day: "date",
  moment: "timestamptz",
  word: "text",
  words: "text[]",
  countries: "jsonb",
} as const;

/** A value as the column of the field takes it; empty text is "not known". */
export function columnValue(field: FieldName, value: Value | undefined): RawBuilder<unknown> {
  const { type } = fieldOf(field);
  const said = typeof value === "string" && value.trim() === "" ? null : (value ?? null);
  const given = type === "countries" && said !== null ? JSON.stringify(said) : said;
  return sql`${given}::${sql.raw(types[type])}`;
}

function assertOwnFields(ledger: Ledger, values: Values): void {
  const odd = Object.keys(values).find((name) => !ledger.fields.includes(name as FieldName));
  if (odd) throw invalid("ledger.no_such_field", { values: { field: odd.slice(0, 60) } });
}

/** What an entry points to exists, and within reach: a unit of the same company, a person one may see, a class that there is. */
export async function assertPointsRight(
  ctx: Ctx,
  companyId: string | null,
  {
    unitId,
    ownerId,
    class: rank,
  }: {
    unitId?: string | null | undefined;
    ownerId?: string | null | undefined;
    class?: number | null | undefined;
  },
): Promise<void> {
  const { rows } = await sql<{ unit: boolean; person: boolean; works: boolean; class: boolean }>`select
    ${unitId ? sql`exists (select from units u where u.id = ${unitId}::uuid and u.company_id = ${companyId}::uuid and ${within(ctx, "u.company_id")})` : sql`true`} as unit,
    ${ownerId ? sql`exists (select from people p where p.id = ${ownerId}::uuid and ${within(ctx, "p.company_id")})` : sql`true`} as person,
    ${ownerId ? sql`not has_left(${ownerId}::uuid, ${ctx.today}::date)` : sql`true`} as works,
    ${rank ? sql`exists (select from asset_classes a where a.rank = ${rank})` : sql`true`} as class`.execute(
    ctx.db,
  );
  const [right] = rows;
  if (!right?.unit) found(undefined, "unit");
  if (!right?.person) found(undefined, "person");
  if (!right?.works) throw invalid("ledger.owner_has_left");
  if (!right?.class) throw invalid("ledger.no_such_class");
}

export async function addEntry(ctx: Ctx, input: In<"addEntry">): Out<"addEntry"> {
  const ledger = ledgerOf(input.ledger);
  const {
    companyId,
    name,
    unitId = null,
    ownerId = null,
    class: rank = null,
    state = "in_use",
    labels = [],
    values = {},
  } = input;
  assertOwnFields(ledger, values);
  await companyInScope(ctx, companyId);
  await assertPointsRight(ctx, companyId, { unitId, ownerId, class: rank });
  const keys = keysOf(ledger, name, values);
  await assertNotHeld(ctx, ledger, companyId, keys.serialKey, null);
  const said = ledger.fields.filter((field) => values[field] !== undefined && values[field] !== null);
  const columns = [
    "company_id",
    "name",
    "unit_id",
    "owner_id",
    "class",
    "state",
    "labels",
    "serial_key",
    "tag_key",
    "name_key",
    "registered_at",
    "review_due_on",
    "own_fields",
    "changed_by",
    ...said.map(columnOf),
  ].map((one) => sql.ref(one));
  const { rows } = await sql<{
    id: string;
    number: string;
  }>`insert into ${sql.table(ledger.name)} (${sql.join(columns)})
    values (${companyId}::uuid, ${name.trim()}, ${unitId}::uuid, ${ownerId}::uuid, ${rank}::smallint, ${state}, ${labels}::text[],
      ${keys.serialKey}, ${keys.tagKey}, ${keys.nameKey}, now(), ${reviewDue(sql`${ctx.today}`, sql`${rank}::smallint`)},
      ${["name", ...said]}::text[], ${ctx.actor.personId}::uuid${said.map((field) => sql`, ${columnValue(field, values[field])}`).reduce((all, one) => sql`${all}${one}`, sql``)})
    returning id, number::text as number`.execute(ctx.db);
  const entry = rows[0];
  if (!entry) throw new Error("no entry came back");
  await record(ctx, "entry.added", {
    subject: { kind: ledger.name, id: entry.id, companyId },
    data: { ledger: ledger.name, class: rank, state },
    personal: { name, ...values },
  });
  if (ledger.name === personalLedger) await countStatements(ctx, [companyId]);
  await markChanged(ctx, ledger.name, [companyId]);
  return { id: entry.id, number: numberOf(ledger, entry.number) };
}

/** One thing is one entry: a serial number that another entry of the company has is refused by that entry's number. */
async function assertNotHeld(
  ctx: Ctx,
  ledger: Ledger,
  companyId: string,
  serialKey: string | null,
  but: string | null,
) {
  if (serialKey === null) return;
  const { rows } = await sql<{
    id: string;
    number: string;
    name: string;
  }>`select e.id, e.number::text as number, e.name from ${sql.table(ledger.name)} e
    where e.company_id = ${companyId}::uuid and e.serial_key = ${serialKey} and e.state <> 'retired'
      and e.id is distinct from ${but}::uuid limit 1`.execute(ctx.db);
  const [held] = rows;
  if (held)
    throw conflict("ledger.held_already", {
      values: { number: numberOf(ledger, held.number) },
      extra: { id: held.id },
    });
}

export async function changeEntry(ctx: Ctx, input: In<"changeEntry">): Out<"changeEntry"> {
  const ledger = ledgerOf(input.ledger);
  const { id, values = {}, release = [], rowVersion } = input;
  assertOwnFields(ledger, values);
  const before = found(await readEntry(ctx, ledger.name, id), "entry");
  if (before.state === "retired") throw conflict("ledger.retired");
  if (before.rowVersion !== rowVersion) throw lostRace("entry", { ...input }, before);
  await assertPointsRight(ctx, before.companyId, input);
  const given: Plain = Object.fromEntries(
    Object.keys(plain).flatMap((name) => {
      const value = input[name as keyof typeof plain];
      return value === undefined || same(value, before[name as keyof typeof plain]) ? [] : [[name, value]];
    }),
  );
  const said = ledger.fields.filter(
    (field) => values[field] !== undefined && !same(values[field], before.values[field] ?? null),
  );
  const keys = keysOf(ledger, (given.name as string | undefined) ?? before.name, {
    ...before.values,
    ...values,
  });
  await assertNotHeld(ctx, ledger, before.companyId, keys.serialKey, id);
  const own = [...said, ...(["name", "state"] as const).filter((one) => given[one] !== undefined)];
  const sets = [
    ...(Object.keys(given) as (keyof typeof plain)[]).map(
      (name) => sql`${sql.ref(columnOf(name))} = ${given[name]}::${sql.raw(plain[name])}`,
    ),
    ...said.map((field) => sql`${sql.ref(columnOf(field))} = ${columnValue(field, values[field])}`),
    ...(given.class === undefined
      ? []
      : [sql`review_due_on = ${reviewDue(lookedAtOn(ctx.today), sql`${given.class}::smallint`)}`]),
  ];
  const { rows } = await sql<{ rowVersion: number }>`update ${sql.table(ledger.name)} e set ${sql.join([
    ...sets,
    sql`serial_key = ${keys.serialKey}, tag_key = ${keys.tagKey}, name_key = ${keys.nameKey}`,
    sql`own_fields = (select coalesce(array_agg(distinct f), '{}') from unnest(own_fields || ${own}::text[]) f where not f = any (${release}::text[]))`,
    sql`conflicts = (select coalesce(array_agg(f), '{}') from unnest(conflicts) f where not f = any (${own}::text[]))`,
    sql`changed_at = now(), changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1`,
  ])} where id = ${id}::uuid and row_version = ${rowVersion} and ${within(ctx, "company_id")} returning row_version`.execute(
    ctx.db,
  );
  const [after] = rows;
  if (!after) throw lostRace("entry", { ...input }, await readEntry(ctx, ledger.name, id));
  await record(ctx, "entry.changed", {
    subject: { kind: ledger.name, id, companyId: before.companyId },
    data: { ledger: ledger.name, fields: [...Object.keys(given), ...said], released: release },
    personal: {
      before: picked({ ...before, ...before.values }, [...Object.keys(given), ...said]),
      after: { ...given, ...picked(values, said) },
    },
  });
  // What is the sources' again says what they say.
  if (release.length > 0) await mergeTouched(ctx, ledger, sql`select ${id}::uuid as entry_id`, null);
  await settleGaps(ctx, ledger.name, [id]);
  await markChanged(ctx, ledger.name, [before.companyId]);
  return release.length > 0
    ? { rowVersion: found(await readEntry(ctx, ledger.name, id), "entry").rowVersion }
    : after;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const picked = (from: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? null]));

export async function retireEntry(
  ctx: Ctx,
  { ledger, id, on, reason }: In<"retireEntry">,
): Out<"retireEntry"> {
  if (on > ctx.today) throw invalid("ledger.day_ahead");
  const before = found(await readEntry(ctx, ledger, id), "entry");
  if (before.state === "retired") throw conflict("ledger.retired");
  const rowVersion = await setState(ctx, ledger, id, sql`state = 'retired', retired_on = ${on}::date`);
  await record(ctx, "entry.retired", {
    subject: { kind: ledger, id, companyId: before.companyId },
    data: { ledger, on, before: before.state },
    personal: { reason },
  });
  await settleGaps(ctx, ledger, [id]);
  await markChanged(ctx, ledger, [before.companyId]);
  return { rowVersion };
}

export async function restoreEntry(ctx: Ctx, { ledger, id }: In<"restoreEntry">): Out<"restoreEntry"> {
  const before = found(await readEntry(ctx, ledger, id), "entry");
  if (before.state !== "retired") throw conflict("ledger.not_retired");
  const rowVersion = await setState(ctx, ledger, id, sql`state = 'in_use', retired_on = null`);
  await record(ctx, "entry.restored", {
    subject: { kind: ledger, id, companyId: before.companyId },
    data: { ledger },
  });
  await settleGaps(ctx, ledger, [id]);
  await markChanged(ctx, ledger, [before.companyId]);
  return { rowVersion };
}

async function setState(ctx: Ctx, ledger: string, id: string, set: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{
    rowVersion: number;
  }>`update ${sql.table(ledger)} set ${set}, changed_at = now(),
      changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${id}::uuid and ${within(ctx, "company_id")} returning row_version`.execute(ctx.db);
  return found(rows[0], "entry").rowVersion;
}
