// Errata of an edition as its file tells them: its own, behind those with which it came here.
import { type Kysely, sql } from "kysely";
import type { Tables } from "#core/db/tables.generated.ts";
import { type BroughtErratum, mostErrata } from "./besides.ts";

type Db = Kysely<Tables>;

export async function insertBrought(
  db: Db,
  editionId: string,
  errata: readonly BroughtErratum[],
): Promise<void> {
  if (errata.length === 0) return;
  await sql`insert into errata_brought (edition_id, number, control_id, before, words, reason, asks_again, issued_at)
    select ${editionId}::uuid, e.number, e.control, e.before, e.words, e.reason, e."asksAgain", e."issuedAt"
    from jsonb_to_recordset(${JSON.stringify(errata)}::jsonb) as e(number integer, control text, before jsonb, words jsonb,
      reason text, "asksAgain" boolean, "issuedAt" timestamptz)`.execute(db);
}

/** Those with which an edition came here, in the order of their numbers. */
export async function broughtErrata(db: Db, editionId: string): Promise<BroughtErratum[]> {
  const { rows } = await sql<BroughtErratum>`
    select number, control_id as control, issued_at, reason, asks_again, before, words from errata_brought
    where edition_id = ${editionId}::uuid order by number limit ${mostErrata}`.execute(db);
  return rows;
}

/** Numbered on from those with which it came. */
export async function errataForFile(db: Db, editionId: string): Promise<BroughtErratum[]> {
  const brought = await broughtErrata(db, editionId);
  const from = brought.at(-1)?.number ?? 0;
  const { rows } = await sql<BroughtErratum>`
    select number + ${from}::int as number, control_id as control, decided_at as issued_at, reason, asks_again, before, words
    from errata where edition_id = ${editionId}::uuid and state = 'issued' order by number`.execute(db);
  return [...brought, ...rows];
}
