// Lent to later modules.
// Corrections of words in editions in force. They belong to the group as a whole, as the editions do.
import { type Kysely, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import type { Control } from "./edition.ts";

type Db = Kysely<Tables>;

/** The words of a control, as written: insertions of parameters stand in them. */
export type Words = Pick<Control, "title" | "requirement" | "evidence" | "auditTest">;
export const wordsOf = ({ title, requirement, evidence, auditTest }: Words): Words => ({
  title,
  requirement,
  evidence,
  ...(auditTest ? { auditTest } : {}),
});

export type ErratumState = "proposed" | "issued" | "dropped";

type Since = {
  erratumId: string;
  controlId: string;
  number: number;
  issuedAt: string;
  reason: string;
  before: Words;
  words: Words;
};

/** Errata of the edition that a draft follows, issued since it was begun and since it last decided on that control's. */
export async function errataSince(db: Db, draftId: string): Promise<Since[]> {
  const { rows } = await sql<Since>`
    select e.id as erratum_id, e.control_id, e.number, e.decided_at as issued_at, e.reason, e.before, e.words
    from editions d join errata e on e.edition_id = d.previous_id and e.state = 'issued' and e.number > d.previous_errata
    where d.id = ${draftId}::uuid and not exists (select from draft_errata x join errata y on y.id = x.erratum_id
      where x.edition_id = d.id and y.control_id = e.control_id and y.number >= e.number)
    order by e.number`.execute(db);
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
  const { rows } = await sql<ErratumRow>`select ${columns} where e.id = ${id}::uuid`.execute(db);
  return rows[0];
}

type NewErratum = Pick<ErratumRow, "editionId" | "controlId" | "words" | "before" | "reason" | "asksAgain">;

export async function insertErratum(ctx: Ctx, one: NewErratum): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into errata (edition_id, control_id, words, before, reason, asks_again, proposed_by, proposed_at)
    values (${one.editionId}::uuid, ${one.controlId}, ${JSON.stringify(one.words)}::jsonb, ${JSON.stringify(one.before)}::jsonb,
      ${one.reason}, ${one.asksAgain}, ${ctx.actor.personId}::uuid, app_now()) returning id`.execute(ctx.db);
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
