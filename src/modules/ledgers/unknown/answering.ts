// The answers to "Whose is this?", each with its event, in the transaction that ends the question.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Input, Output } from "#core/contract.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import type { unknown as contract } from "../contract/unknown.ts";
import { markChanged } from "../counting.ts";
import { ledgerOf } from "../declared/ledgers.ts";
import { daysAfterPassing, type Outcome } from "../declared/unknown.ts";
import { assertPointsRight } from "../entries/changing.ts";
import { readEntry } from "../entries/listing.ts";
import { reviewDue } from "../entries/reviewing.ts";
import { mergeTouched } from "../reconciling/merging.ts";
import { openEach } from "./asking.ts";
import { hasLeft } from "./likely.ts";
import { type Reached, thingToAnswer } from "./record.ts";
import { endDuties } from "./settling.ts";

type In<K extends keyof typeof contract> = Input<(typeof contract)[K]>;
type Out<K extends keyof typeof contract> = Promise<Output<(typeof contract)[K]>>;

/** Somebody of the company who has not left it answers for its things; anybody else is not found. */
export async function assertOfCompany(ctx: Ctx, personId: string, companyId: string): Promise<void> {
  const { rows } =
    await sql`select from people p where p.id = ${personId}::uuid and p.company_id = ${companyId}::uuid
    and ${within(ctx, "p.company_id")} and not ${hasLeft(ctx)}`.execute(ctx.db);
  found(rows[0], "person");
}

type End = { outcome: Outcome; reason?: string; mergedInto?: string };

async function end(
  ctx: Ctx,
  thing: Reached,
  { outcome, reason = "", mergedInto }: End,
): Promise<{ outcome: Outcome }> {
  const { rows } = await sql<{
    id: string;
  }>`update unknown_things set outcome = ${outcome}, outcome_reason = nullif(${reason.trim()}, ''),
      merged_into = ${mergedInto ?? null}::uuid, ended_at = app_now(), ended_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${thing.id}::uuid and ended_at is null and row_version = ${thing.rowVersion} and ${within(ctx, "company_id")} returning id`.execute(
    ctx.db,
  );
  if (rows.length === 0) throw lostRace("unknown_thing", { outcome }, {});
  await endDuties(ctx, [{ id: thing.id, askId: thing.askId, outcome }]);
  return { outcome };
}

const subjectOf = (thing: Reached) => ({
  kind: thing.ledger,
  id: thing.entryId,
  companyId: thing.companyId,
});

export async function takeInUnknown(ctx: Ctx, input: In<"takeInUnknown">): Out<"takeInUnknown"> {
  const thing = await thingToAnswer(ctx, input);
  const { ownerId, class: rank } = input;
  await assertOfCompany(ctx, ownerId, thing.companyId);
  await assertPointsRight(ctx, thing.companyId, { class: rank });
  await sql`update ${sql.table(thing.ledger)} e set owner_id = ${ownerId}::uuid, class = coalesce(${rank}::smallint, e.class),
      registered_at = coalesce(e.registered_at, now()), review_due_on = ${reviewDue(sql`${ctx.today}`, sql`coalesce(${rank}::smallint, e.class)`)},
      changed_at = now(), changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where e.id = ${thing.entryId}::uuid and ${within(ctx, "e.company_id")}`.execute(ctx.db);
  const ended = await end(ctx, thing, { outcome: "taken_in" });
  await record(ctx, "unknown.taken_in", {
    subject: subjectOf(thing),
    data: { ledger: thing.ledger, ownerId, class: rank },
  });
  await markChanged(ctx, thing.ledger, [thing.companyId]);
  return ended;
}

export async function mergeUnknown(ctx: Ctx, input: In<"mergeUnknown">): Out<"mergeUnknown"> {
  const thing = await thingToAnswer(ctx, input);
  const { intoId } = input;
  if (intoId === thing.entryId) throw invalid("unknown.same_thing");
  const into = await readEntry(ctx, thing.ledger, intoId);
  if (into?.companyId !== thing.companyId || into.state === "retired") found(undefined, "entry");
  await sql`update sightings set entry_id = ${intoId}::uuid
    where entry_id = ${thing.entryId}::uuid and company_id = ${thing.companyId}::uuid and ledger = ${thing.ledger}`.execute(
    ctx.db,
  );
  const ended = await end(ctx, thing, { outcome: "merged", mergedInto: intoId });
  await retire(ctx, thing, ctx.today);
  await mergeTouched(
    ctx,
    ledgerOf(thing.ledger),
    sql`select unnest(${[intoId, thing.entryId]}::uuid[]) as entry_id`,
    null,
  );
  await record(ctx, "unknown.merged", { subject: subjectOf(thing), data: { ledger: thing.ledger, intoId } });
  await record(ctx, "unknown.merged", {
    subject: { ...subjectOf(thing), id: intoId },
    data: { ledger: thing.ledger, fromId: thing.entryId },
  });
  await markChanged(ctx, thing.ledger, [thing.companyId]);
  return ended;
}

/** It is in use no more, and stays readable with all that was said of it. */
const retire = (ctx: Ctx, thing: Reached, on: string) =>
  sql`update ${sql.table(thing.ledger)} set state = 'retired', retired_on = ${on}::date, changed_at = now(),
      changed_by = ${ctx.actor.personId}::uuid, row_version = row_version + 1
    where id = ${thing.entryId}::uuid and ${within(ctx, "company_id")}`.execute(ctx.db);

export async function passUnknown(ctx: Ctx, input: In<"passUnknown">): Out<"passUnknown"> {
  const thing = await thingToAnswer(ctx, input);
  const { toId, reason } = input;
  if (toId === thing.askedId) throw conflict("unknown.asked_already");
  if (toId) await assertCanBeAsked(ctx, toId, thing.companyId);
  const [passed] = await passOn(ctx, [thing.id], toId, reason, thing.rowVersion);
  if (!passed) throw lostRace("unknown_thing", { toId }, {});
  await record(ctx, "unknown.passed", {
    subject: subjectOf(thing),
    data: { ledger: thing.ledger, fromId: thing.askedId, toId },
    personal: { reason },
  });
  return { rowVersion: passed.rowVersion };
}

/** @throws AppError `unknown.cannot_be_asked` for somebody of the company who has no account or no right to answer. */
export async function assertCanBeAsked(ctx: Ctx, personId: string, companyId: string): Promise<void> {
  await assertOfCompany(ctx, personId, companyId);
  const { rows } = await sql<{
    can: boolean;
  }>`select can_be_asked(${personId}::uuid, ${companyId}::uuid) as can`.execute(ctx.db);
  if (rows[0]?.can !== true) throw invalid("unknown.cannot_be_asked");
}

type Passed = {
  id: string;
  companyId: string;
  askedId: string | null;
  askId: string | null;
  dueOn: string;
  name: string;
  rowVersion: number;
};

/**
 * Asks somebody else about each, or the queue: the duty of whoever was asked ends, another begins with some days left.
 *
 * @param seen the version that the reader of one saw; what has moved since is left out.
 */
export async function passOn(
  ctx: Ctx,
  ids: readonly string[],
  toId: string | null,
  reason: string,
  seen?: number,
): Promise<Passed[]> {
  const { rows } =
    await sql<Passed>`update unknown_things t set asked_id = ${toId}::uuid, passed_by = ${ctx.actor.personId}::uuid, passed_reason = ${reason.trim()},
      due_on = greatest(t.due_on, ${addDays(ctx.today, daysAfterPassing)}::date), row_version = t.row_version + 1
    where t.id = any (${[...ids]}::uuid[]) and t.ended_at is null and ${within(ctx, "t.company_id")}
      and ${seen === undefined ? sql`true` : sql`t.row_version = ${seen}`}
    returning t.id, t.company_id, t.asked_id, t.ask_id, t.due_on, t.name, t.row_version`.execute(ctx.db);
  await endDuties(
    ctx,
    rows.map(({ id, askId }) => ({ id, askId, outcome: "passed" })),
  );
  await openEach(ctx, rows);
  return rows;
}

export async function dismissUnknown(ctx: Ctx, input: In<"dismissUnknown">): Out<"dismissUnknown"> {
  const thing = await thingToAnswer(ctx, input);
  const ended = await end(ctx, thing, { outcome: "dismissed", reason: input.reason });
  await record(ctx, "unknown.dismissed", {
    subject: subjectOf(thing),
    data: { ledger: thing.ledger },
    personal: { reason: input.reason },
  });
  await markChanged(ctx, thing.ledger, [thing.companyId]);
  return ended;
}

export async function switchOffUnknown(ctx: Ctx, input: In<"switchOffUnknown">): Out<"switchOffUnknown"> {
  const thing = await thingToAnswer(ctx, input);
  const { on, reason } = input;
  if (on > ctx.today) throw invalid("ledger.day_ahead");
  const ended = await end(ctx, thing, { outcome: "switched_off", reason });
  await retire(ctx, thing, on);
  await record(ctx, "unknown.switched_off", {
    subject: subjectOf(thing),
    data: { ledger: thing.ledger, on },
    personal: { reason },
  });
  await markChanged(ctx, thing.ledger, [thing.companyId]);
  return ended;
}
