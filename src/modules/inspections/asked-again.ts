// Whoever answered words that were corrected is asked again (docs/decisions/0055-errata.md): the answer stays and counts, but
// nothing is handed in before somebody has said that it is an answer to the corrected words.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { recordEach } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeEach, type NewDuty, openDuties } from "#modules/duties/service.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { type Inspection, inspectionsInScope, scopesOf } from "./loading.ts";
import { keepEach } from "./results.ts";
import { daysToAnswerAgain } from "./review/rules.ts";
import { applicable } from "./scoring/applicable.ts";
import { signAgainDuty, signedForDuty } from "./signed-page.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

export const askedAgainDuty = "inspection.asked_again";
const atOnce = 200;

/** The company's name today. */
export const nameOf = (company: "i.company_id" | "x.company_id") =>
  sql`join unit_names n on n.unit_id = ${sql.ref(company)} and holds_on(n.valid_from, n.valid_to, group_today())`;

type Answered = {
  id: string;
  companyId: string;
  companyName: string;
  tier: string;
  state: Inspection["state"];
};

/** An answer to words in another language than those corrected stands; one of which nobody knows is asked. */
export const readThere = (erratum: "e") =>
  sql`(${sql.ref(`${erratum}.languages`)} is null or a.read_in is null or a.read_in = any (${sql.ref(`${erratum}.languages`)}))`;

/**
 * Inspections of running rounds in which this control is asked and answered, and whose company has not left.
 *
 * @param before leaves out answers to the words of this erratum or a later one, and to those in languages that it left alone.
 */
async function answered(
  ctx: Ctx,
  editionId: string,
  controlId: string,
  {
    before,
    languages,
  }: { before: number; languages?: undefined } | { before?: undefined; languages: string[] | null },
): Promise<Answered[]> {
  const { rows } = await sql<Answered>`
    select i.id, i.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, i.tier, i.state
    from inspections i ${nameOf("i.company_id")} join rounds r on r.id = i.round_id and r.state = 'open' and not r.is_imported
    join answers a on a.inspection_id = i.id and a.control_id = ${controlId}
      ${
        before === undefined
          ? sql`and (${languages}::text[] is null or a.read_in is null or a.read_in = any (${languages}::text[]))`
          : sql`join errata e on e.edition_id = ${editionId}::uuid and e.control_id = a.control_id and e.number = ${before}
              and a.errata < e.number and ${readThere("e")}`
      }
    where i.edition_id = ${editionId}::uuid and i.left_on is null and ${within(ctx, "i.company_id")}
    order by 3, i.id`.execute(ctx.db);
  const control = (await bookOf(ctx, editionId)).byId.get(controlId);
  if (!control || rows.length === 0) return [];
  const scopes = await scopesOf(
    ctx,
    rows.map((row) => row.id),
  );
  return rows.filter(
    ({ id, tier }) => applicable(control, tier, scopes.get(id) ?? {}).demand !== "not_asked",
  );
}

export async function countAnswered(
  ctx: Ctx,
  { id, controlId, languages }: In<"countAnswered">,
): Out<"countAnswered"> {
  const rows = await answered(ctx, id, controlId, { languages: languages?.split(",") ?? null });
  const count = (...states: Inspection["state"][]) =>
    rows.filter(({ state }) => states.includes(state)).length;
  return {
    inHand: count("not_begun", "answering", "returned"),
    handedIn: count("submitted", "reviewed", "confirmed"),
    confirmed: count("confirmed"),
    locked: count("locked"),
    companies: rows
      .filter(({ state }) => state !== "locked")
      .slice(0, 20)
      .map((row) => row.companyName),
  };
}

type Erratum = { erratumId: string; editionId: string; controlId: string; number: number };

/** Asks once however often it is called: what was asked already stays as it is. */
export async function askAgain(ctx: Ctx, erratum: Erratum): Promise<number> {
  const rows = (await answered(ctx, erratum.editionId, erratum.controlId, { before: erratum.number })).filter(
    ({ state }) => state !== "locked",
  );
  for (let from = 0; from < rows.length; from += atOnce)
    await askThese(ctx, erratum, rows.slice(from, from + atOnce));
  return rows.length;
}

async function askThese(ctx: Ctx, erratum: Erratum, rows: readonly Answered[]): Promise<void> {
  // Held first, in one order: what is being handed in, reviewed or locked just now is met in the state that comes of it.
  await sql`select from inspections where id = any (${rows.map((row) => row.id)}::uuid[]) order by id for no key update`.execute(
    ctx.db,
  );
  const { rows: asked } = await sql<{ id: string; was: string }>`
    insert into asked_again (erratum_id, inspection_id, company_id, control_id, asked_at, was)
    select ${erratum.erratumId}::uuid, i.id, i.company_id, ${erratum.controlId}, app_now(), i.state
    from inspections i where i.id = any (${rows.map((row) => row.id)}::uuid[]) and i.state <> 'locked'
    on conflict do nothing returning inspection_id as id, was`.execute(ctx.db);
  const ids = asked.map((row) => row.id);
  const was = new Map(asked.map((row) => [row.id, row.was]));
  if (ids.length === 0) return;
  // What the desk accepted, it accepted on the words as they were. What it returned stays returned with its reason: the
  // company would be asked again and not told what the desk still waits for.
  await sql`update answers a set proof_version = proof_version + 1
    where a.inspection_id = any (${ids}::uuid[]) and a.control_id = ${erratum.controlId}
      and not exists (select from desk_reviews d where d.inspection_id = a.inspection_id and d.control_id = a.control_id
        and d.answer_version = a.row_version and d.proof_version = a.proof_version and d.decision = 'returned')`.execute(
    ctx.db,
  );
  const { rows: back } = await sql<{ id: string }>`
    update inspections set state = 'returned', returned_at = app_now(), returned_reason = null, reviewed_at = null, reviewed_by = null,
      confirmed_at = null, confirmed_by = null, confirmed_for = null, confirmation_file_id = null, signer_reason = null,
      signature_owned_at = null, compared_by = null, compared_at = null, row_version = row_version + 1
    where id = any (${ids}::uuid[]) and state in ('submitted', 'reviewed', 'confirmed') returning id`.execute(
    ctx.db,
  );
  const returned = back.map((row) => row.id);
  for (const kind of ["inspection.review", "inspection.confirm", signedForDuty, signAgainDuty])
    await closeEach(ctx, returned, kind);
  const dueOn = addDays(ctx.today, daysToAnswerAgain);
  const of = rows.filter((row) => ids.includes(row.id));
  const owed = (kind: string) => (row: Answered) => ({
    kind,
    subjectKind: "inspection",
    subjectId: row.id,
    companyId: row.companyId,
    permission: "inspection.answer",
    dueOn,
  });
  await openDuties(ctx, [
    ...of.map(owed(askedAgainDuty)),
    ...of.filter((row) => returned.includes(row.id)).map(owed("inspection.answer")),
    ...(await helpersWith(ctx, erratum, returned, dueOn)),
  ]);
  await recordEach(
    ctx,
    "inspection.asked_again",
    of.map((row) => ({
      subject: { kind: "inspection", id: row.id, companyId: row.companyId },
      data: {
        controlId: erratum.controlId,
        erratumId: erratum.erratumId,
        number: erratum.number,
        was: was.get(row.id) ?? row.state,
      },
    })),
  );
  const now = await inspectionsInScope(ctx, returned);
  await keepEach(
    ctx,
    now.map((inspection) => ({ inspection, basis: "live" as const })),
  );
}

/** Whoever has the control in hand answers it again: a delegation that was never handed back goes on. */
async function helpersWith(
  ctx: Ctx,
  { editionId, controlId }: Erratum,
  inspectionIds: readonly string[],
  dueOn: string,
): Promise<NewDuty[]> {
  const area = (await bookOf(ctx, editionId)).byId.get(controlId)?.area ?? "";
  const { rows } = await sql<{ inspectionId: string; companyId: string; personId: string }>`
    select distinct inspection_id, company_id, person_id from delegations
    where inspection_id = any (${[...inspectionIds]}::uuid[]) and ended_at is null and (control_id = ${controlId} or area = ${area})`.execute(
    ctx.db,
  );
  return rows.map(({ inspectionId, companyId, personId }) => ({
    kind: "delegation.answer",
    subjectKind: "inspection",
    subjectId: inspectionId,
    companyId,
    permission: "inspection.contribute",
    personId,
    dueOn,
  }));
}

export const askedAgain: Subscriber = {
  name: "inspections.asked_again",
  verbs: ["standard.erratum_issued"],
  handle: async (ctx, events) => {
    for (const { subjectId, data } of events) {
      const { erratumId, controlId, number, asksAgain } = data as Omit<Erratum, "editionId"> & {
        asksAgain: boolean;
      };
      if (asksAgain && subjectId) await askAgain(ctx, { editionId: subjectId, erratumId, controlId, number });
    }
  },
};
