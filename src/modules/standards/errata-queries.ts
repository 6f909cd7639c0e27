// Lent to later modules.
// Corrections of words in editions in force. They belong to the group as a whole, as the editions do.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import type { ControlWords as Words } from "./edition.ts";

type Db = Kysely<Tables>;

export type ErratumState = "proposed" | "issued" | "dropped";

/** An erratum of another edition of the standard than the one that is looked at. */
export type Elsewhere = {
  erratumId: string;
  editionId: string;
  edition: string;
  controlId: string;
  number: number;
  issuedAt: string;
  reason: string;
  before: Words;
  words: Words;
  /** Issued after a draft was begun of that edition, and not answered in it yet. */
  isSince: boolean;
  /** Why the words stay, said of this erratum or a later one of that control: here, or in an edition that this one follows. */
  keptBecause: string | null;
  isKeptHere: boolean;
};

type Of = { id: string; standard: string; state: string };

/** Errata of the other editions of a standard; one that was published looks only at those that hold no later than itself. */
export async function errataElsewhere(db: Db, { id, standard, state }: Of): Promise<Elsewhere[]> {
  const isOpen = state === "draft" || state === "in_review";
  const { rows } = await sql<Elsewhere>`
    with recursive line (id, previous_id, depth) as (
      select id, previous_id, 0 from editions where id = ${id}::uuid
      union all
      select d.id, d.previous_id, l.depth + 1 from line l join editions d on d.id = l.previous_id where l.depth < 200
    )
    select e.id as erratum_id, e.edition_id, o.edition, e.control_id, e.number, e.decided_at as issued_at, e.reason, e.before, e.words,
      (${isOpen} and e.edition_id = mine.previous_id and e.number > mine.previous_errata and not exists (
        select from draft_errata x join errata y on y.id = x.erratum_id
        where x.edition_id = mine.id and y.edition_id = e.edition_id and y.control_id = e.control_id and y.number >= e.number
      )) as is_since,
      said.reason as kept_because, coalesce(said.depth = 0, false) as is_kept_here
    from editions mine join editions o on o.standard = ${standard} and o.id <> mine.id
      and (${isOpen} or o.effective_on <= mine.effective_on)
    join errata e on e.edition_id = o.id and e.state = 'issued'
    left join lateral (
      select x.reason, l.depth from line l join draft_errata x on x.edition_id = l.id and x.decision = 'kept'
      join errata y on y.id = x.erratum_id and y.edition_id = e.edition_id and y.control_id = e.control_id and y.number >= e.number
      order by l.depth, y.number desc limit 1) said on true
    where mine.id = ${id}::uuid
    order by o.effective_on desc, o.id, e.number`.execute(db);
  return rows;
}

/** The words in force by control, where any were corrected: those of the last erratum. */
export async function correctedWords(db: Db, editionId: string): Promise<Map<string, Words>> {
  const { rows } = await sql<{ controlId: string; words: Words }>`
    select distinct on (control_id) control_id, words from errata
    where edition_id = ${editionId}::uuid and state = 'issued' order by control_id, number desc`.execute(db);
  return new Map(rows.map((row) => [row.controlId, row.words]));
}

type ErratumRow = {
  id: string;
  editionId: string;
  controlId: string;
  number: number | null;
  state: ErratumState;
  words: Words;
  before: Words;
  reason: string;
  asksAgain: boolean;
  proposedBy: string;
  proposedFamilyName: string | null;
  proposedGivenName: string | null;
  proposedAt: string;
  decidedFamilyName: string | null;
  decidedGivenName: string | null;
  decidedAt: string | null;
  droppedBecause: string | null;
};

const columns = sql`e.id, e.edition_id, e.control_id, e.number, e.state, e.words, e.before, e.reason, e.asks_again, e.proposed_by,
  p.family_name as proposed_family_name, p.given_name as proposed_given_name, e.proposed_at,
  d.family_name as decided_family_name, d.given_name as decided_given_name, e.decided_at, e.dropped_because
  from errata e left join people p on p.id = e.proposed_by left join people d on d.id = e.decided_by`;

/** What is proposed first, then the newest. Readers see what is issued, those who publish all of it. */
export async function errataOf(db: Db, editionId: string, withOpen: boolean): Promise<ErratumRow[]> {
  const { rows } = await sql<ErratumRow>`select ${columns} where e.edition_id = ${editionId}::uuid
      and ${withOpen ? sql`true` : sql`e.state = 'issued'`}
    order by e.state <> 'proposed', coalesce(e.decided_at, e.proposed_at) desc, e.id limit 500`.execute(db);
  return rows;
}

export async function proposedFor(
  db: Db,
  editionId: string,
  controlId: string,
): Promise<ErratumRow | undefined> {
  const { rows } = await sql<ErratumRow>`select ${columns}
    where e.edition_id = ${editionId}::uuid and e.control_id = ${controlId} and e.state = 'proposed'`.execute(
    db,
  );
  return rows[0];
}

/** Held until the end of the transaction: of two who decide at once the second is told. */
export async function lockErratum(db: Db, id: string): Promise<ErratumRow | undefined> {
  await sql`select from errata where id = ${id}::uuid for update`.execute(db);
  return erratumById(db, id);
}

export async function erratumById(db: Db, id: string): Promise<ErratumRow | undefined> {
  const { rows } = await sql<ErratumRow>`select ${columns} where e.id = ${id}::uuid`.execute(db);
  return rows[0];
}

type NewErratum = Pick<
  ErratumRow,
  "editionId" | "controlId" | "words" | "before" | "reason" | "asksAgain"
> & {
  languages: readonly string[];
};

export async function insertErratum(ctx: Ctx, one: NewErratum): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into errata (edition_id, control_id, words, before, reason, asks_again, languages, proposed_by, proposed_at)
    values (${one.editionId}::uuid, ${one.controlId}, ${JSON.stringify(one.words)}::jsonb, ${JSON.stringify(one.before)}::jsonb,
      ${one.reason}, ${one.asksAgain}, ${[...one.languages]}::text[], ${ctx.actor.personId}::uuid, app_now()) returning id`.execute(
    ctx.db,
  );
  return rows[0]?.id ?? "";
}

/** @returns its number in the edition; whoever keeps the edition in memory sees by the count that there is another. */
export async function markIssued(ctx: Ctx, { id, editionId }: ErratumRow): Promise<number> {
  const { rows } = await sql<{ errata: number }>`
    update editions set errata = errata + 1 where id = ${editionId}::uuid returning errata`.execute(ctx.db);
  const number = rows[0]?.errata ?? 0;
  await sql`update errata set state = 'issued', number = ${number}, decided_by = ${ctx.actor.personId}::uuid, decided_at = app_now()
    where id = ${id}::uuid`.execute(ctx.db);
  return number;
}

export async function markDropped(ctx: Ctx, id: string, reason: string): Promise<void> {
  await sql`update errata set state = 'dropped', dropped_because = ${reason}, decided_by = ${ctx.actor.personId}::uuid,
    decided_at = app_now() where id = ${id}::uuid`.execute(ctx.db);
}
