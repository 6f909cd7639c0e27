// One unknown thing as whoever is asked sees it.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Input, Output } from "#core/contract.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { found, held, within } from "#core/db/scope.ts";
import { conflict, forbidden, lostRace, notFound } from "#core/errors.ts";
import type { unknown as contract } from "../contract/unknown.ts";
import { permissions } from "../contract/words.ts";
import type { AskedLedger, Outcome } from "../declared/unknown.ts";
import { readEntry } from "../entries/listing.ts";
import { besides, numbered, shownColumns, type Thing } from "./listing.ts";

type Shown = Output<(typeof contract)["getUnknown"]>;

type Told = Thing &
  Pick<
    Shown,
    | "passedByName"
    | "passedReason"
    | "outcome"
    | "outcomeReason"
    | "endedAt"
    | "endedByName"
    | "seenBy"
    | "proposedClass"
    | "classes"
  > & { mergedInto: string | null };

export async function getUnknown(ctx: Ctx, { id }: Input<(typeof contract)["getUnknown"]>): Promise<Shown> {
  const thing = await thingInReach(ctx, id);
  const { rows } =
    await sql<Told>`select ${shownColumns(ctx)}, t.passed_reason, t.outcome, t.outcome_reason, t.ended_at, t.merged_into,
      ${nameOfActor(ctx.language, sql`t.passed_by`)} as passed_by_name, ${nameOfActor(ctx.language, sql`t.ended_by`)} as ended_by_name,
      (select coalesce(jsonb_agg(jsonb_build_object('sourceName', x.name, 'seenAt', x.seen_at, 'firstAt', x.first_at) order by x.name), '[]')
        from (select src.name, g.seen_at, g.first_at from sightings g join asset_sources src on src.id = g.source_id
          where g.entry_id = t.entry_id and g.absent_since is null and ${within(ctx, "g.company_id")} limit 20) x) as seen_by,
      ${proposedClass(thing)} as proposed_class,
      (select jsonb_agg(jsonb_build_object('rank', k.rank, 'name', ${sql.ref(`k.name_${ctx.language}`)}) order by k.rank) from asset_classes k) as classes
    from unknown_things t ${besides(ctx)} where t.id = ${id}::uuid and ${within(ctx, "t.company_id")}`.execute(
      ctx.db,
    );
  const told = numbered(found(rows[0], "unknown_thing"));
  const entry = await readEntry(ctx, thing.ledger, thing.entryId);
  const into = told.mergedInto ? await readEntry(ctx, thing.ledger, told.mergedInto) : undefined;
  return {
    ...told,
    seenBy: told.seenBy.map(({ sourceName, seenAt, firstAt }) => ({
      sourceName,
      seenAt: seenAt === null ? null : new Date(seenAt).toISOString(),
      firstAt: new Date(firstAt).toISOString(),
    })),
    name: entry?.name ?? told.name,
    values: entry?.values ?? {},
    seenAt: entry?.seenAt ?? null,
    mergedInto: into ? { id: into.id, number: into.number, name: into.name } : null,
    can: { answer: told.outcome === null && thing.mayAnswer, read: thing.mayRead },
  };
}

/** As important as what the rule points to, else as most of what the company has there. */
const proposedClass = (thing: Reached) => sql`coalesce(
  ${
    thing.becauseLedger && thing.becauseId
      ? sql`(select k.class from ${sql.table(thing.becauseLedger)} k where k.id = ${thing.becauseId}::uuid and k.company_id = t.company_id)`
      : sql`null::smallint`
  },
  (select k.class from (select e.class from ${sql.table(thing.ledger)} e where e.company_id = t.company_id and e.class is not null
    and e.state <> 'retired' limit 2000) k group by k.class order by count(*) desc, k.class desc limit 1))`;

export type Reached = {
  id: string;
  ledger: AskedLedger;
  entryId: string;
  companyId: string;
  askedId: string | null;
  askId: string | null;
  dueOn: string | null;
  facesInternet: boolean;
  outcome: Outcome | null;
  endedAt: string | null;
  endedByName: string | null;
  becauseId: string | null;
  becauseLedger: AskedLedger | null;
  rowVersion: number;
  mayRead: boolean;
  mayAnswer: boolean;
};

/** One that the actor is asked about, or whose ledger they may read; else it is not found. */
export async function thingInReach(ctx: Ctx, id: string): Promise<Reached> {
  const { rows } = await sql<
    Omit<Reached, "mayRead" | "mayAnswer">
  >`select t.id, t.ledger, t.entry_id, t.company_id, t.asked_id, t.ask_id, t.due_on,
      t.faces_internet, t.outcome, t.ended_at, ${nameOfActor(ctx.language, sql`t.ended_by`)} as ended_by_name, t.row_version,
      t.likely_because->>'entryId' as because_id, t.likely_because->>'ledger' as because_ledger
    from unknown_things t where t.id = ${id}::uuid and ${within(ctx, "t.company_id")}`.execute(ctx.db);
  const thing = found(rows[0], "unknown_thing");
  const here = await held(ctx, [permissions.read, permissions.manage], thing.companyId);
  const isMine = thing.askedId === ctx.actor.personId;
  if (!isMine && !here.has(permissions.read)) throw notFound("unknown_thing");
  return { ...thing, mayRead: here.has(permissions.read), mayAnswer: isMine || here.has(permissions.manage) };
}

/**
 * One that the actor may answer now. A second answer is told what the first was.
 *
 * @throws AppError `unknown.answered_already`, `unknown.not_asked`, `unknown_thing.changed_meanwhile`.
 */
export async function thingToAnswer(ctx: Ctx, given: { id: string; rowVersion: number }): Promise<Reached> {
  const thing = await thingInReach(ctx, given.id);
  if (thing.outcome)
    throw conflict("unknown.answered_already", {
      extra: { outcome: thing.outcome, endedAt: thing.endedAt, endedByName: thing.endedByName },
    });
  if (!thing.mayAnswer) throw forbidden("unknown.not_asked");
  if (thing.rowVersion !== given.rowVersion)
    throw lostRace(
      "unknown_thing",
      { rowVersion: given.rowVersion },
      { rowVersion: thing.rowVersion, askedId: thing.askedId },
    );
  return thing;
}
