// Lent to later modules.
// Whoever answered words that were corrected is asked again (docs/decisions/0055-errata.md): the answer stays and counts, but
// nothing is handed in before somebody has said that it is an answer to the corrected words.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, forbidden } from "#core/errors.ts";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record, recordEach } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, closeEach, openDuties } from "#modules/duties/service.ts";
import { filledTexts, valuesOf } from "#modules/standards/parameters.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import {
  assertOpen,
  delegatedTo,
  type Inspection,
  inspectionInScope,
  inspectionsInScope,
  scopesOf,
  subjectOf,
} from "./loading.ts";
import { keepEach } from "./results.ts";
import { daysToAnswerAgain } from "./review/rules.ts";
import { applicable } from "./scoring/applicable.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

const duty = "inspection.asked_again";
const atOnce = 200;

/** The company's name today. */
const named = (company: "i.company_id" | "x.company_id") =>
  sql`join unit_names n on n.unit_id = ${sql.ref(company)} and holds_on(n.valid_from, n.valid_to, group_today())`;

type Answered = {
  id: string;
  companyId: string;
  companyName: string;
  tier: string;
  state: Inspection["state"];
};

/** Inspections of running rounds in which this control is asked and answered, and whose company has not left. */
async function answered(ctx: Ctx, editionId: string, controlId: string): Promise<Answered[]> {
  const { rows } = await sql<Answered>`
    select i.id, i.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, i.tier, i.state
    from inspections i ${named("i.company_id")} join rounds r on r.id = i.round_id and r.state = 'open' and not r.is_imported
    join answers a on a.inspection_id = i.id and a.control_id = ${controlId}
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

export async function countAnswered(ctx: Ctx, { id, controlId }: In<"countAnswered">): Out<"countAnswered"> {
  const rows = await answered(ctx, id, controlId);
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
  const rows = (await answered(ctx, erratum.editionId, erratum.controlId)).filter(
    ({ state }) => state !== "locked",
  );
  for (let from = 0; from < rows.length; from += atOnce)
    await askThese(ctx, erratum, rows.slice(from, from + atOnce));
  return rows.length;
}

async function askThese(ctx: Ctx, erratum: Erratum, rows: readonly Answered[]): Promise<void> {
  const { rows: asked } = await sql<{ id: string }>`
    insert into asked_again (erratum_id, inspection_id, company_id, control_id, asked_at, was)
    select ${erratum.erratumId}::uuid, i.id, i.company_id, ${erratum.controlId}, app_now(), i.state
    from inspections i where i.id = any (${rows.map((row) => row.id)}::uuid[])
    on conflict do nothing returning inspection_id as id`.execute(ctx.db);
  const ids = asked.map((row) => row.id);
  if (ids.length === 0) return;
  // What the desk decided, it decided on the words as they were.
  await sql`update answers set proof_version = proof_version + 1
    where inspection_id = any (${ids}::uuid[]) and control_id = ${erratum.controlId}`.execute(ctx.db);
  const { rows: back } = await sql<{ id: string }>`
    update inspections set state = 'returned', returned_at = app_now(), returned_reason = null, reviewed_at = null, reviewed_by = null,
      confirmed_at = null, confirmed_by = null, confirmed_for = null, confirmation_file_id = null, row_version = row_version + 1
    where id = any (${ids}::uuid[]) and state in ('submitted', 'reviewed', 'confirmed') returning id`.execute(
    ctx.db,
  );
  const returned = back.map((row) => row.id);
  for (const kind of ["inspection.review", "inspection.confirm"]) await closeEach(ctx, returned, kind);
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
    ...of.map(owed(duty)),
    ...of.filter((row) => returned.includes(row.id)).map(owed("inspection.answer")),
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
        was: row.state,
      },
    })),
  );
  const now = await inspectionsInScope(ctx, returned);
  await keepEach(
    ctx,
    now.map((inspection) => ({ inspection, basis: "live" as const })),
  );
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

export async function listAskedAgain(ctx: Ctx, { id }: In<"listAskedAgain">): Out<"listAskedAgain"> {
  type Row = Output<typeof inspections.listAskedAgain>["rows"][number];
  const mine = sql`from asked_again x ${named("x.company_id")} join inspections i on i.id = x.inspection_id
    where i.edition_id = ${id}::uuid and ${within(ctx, "x.company_id")}`;
  const { rows } = await sql<Row>`
    select x.erratum_id, x.control_id, x.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, x.inspection_id,
      i.state, x.was, x.asked_at, x.settled_at ${mine}
    order by x.settled_at is not null, x.asked_at desc, 4 limit 2000`.execute(ctx.db);
  const { rows: counts } = await sql<{ erratumId: string; asked: number; open: number }>`
    select x.erratum_id, count(*)::int as asked, count(*) filter (where x.settled_at is null)::int as open ${mine}
    group by x.erratum_id limit 500`.execute(ctx.db);
  return { rows, counts };
}

export async function confirmCorrected(
  ctx: Ctx,
  { id, controlId, number }: In<"confirmCorrected">,
): Out<"confirmCorrected"> {
  const inspection = await inspectionInScope(ctx, id);
  assertOpen(inspection);
  const control = (await bookOf(ctx, inspection.editionId)).byId.get(controlId);
  const isMine = await delegatedTo(ctx, id);
  if (isMine && !(control && isMine(control))) throw forbidden("control.not_delegated");
  const settled = await settleAsked(ctx, inspection, [controlId], sql`e.number <= ${number}`);
  if (settled === 0) throw conflict("erratum.not_asked");
  await record(ctx, "answer.confirmed_anew", { subject: subjectOf(inspection), data: { controlId, number } });
  return { open: await closeWhenSettled(ctx, inspection) };
}

async function settleAsked(
  ctx: Ctx,
  inspection: Inspection,
  controlIds: readonly string[],
  which: ReturnType<typeof sql>,
): Promise<number> {
  const { rows } = await sql`
    update asked_again x set settled_at = app_now(), settled_by = ${ctx.actor.personId}::uuid from errata e
    where e.id = x.erratum_id and x.inspection_id = ${inspection.id}::uuid and x.control_id = any (${[...controlIds]}::text[])
      and x.settled_at is null and ${which} returning x.control_id`.execute(ctx.db);
  return rows.length;
}

/** @returns how many answers of the inspection are still asked again. */
async function closeWhenSettled(ctx: Ctx, inspection: Inspection): Promise<number> {
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from asked_again
    where inspection_id = ${inspection.id}::uuid and settled_at is null`.execute(ctx.db);
  const open = rows[0]?.open ?? 0;
  if (open === 0) await closeDuties(ctx, inspection.id, duty);
  return open;
}

/** Answers that came on a sheet: which words they were given to is known by the errata that stood on it. */
type Sheet = {
  errata: number;
  /** Every answer on it: written under the corrected words it settles them, also where it says the same as before. */
  read: readonly string[];
  /** Those kept from it: answers to words as they were are asked again. */
  kept: readonly string[];
};

export async function judgeByWords(
  ctx: Ctx,
  inspection: Inspection,
  { errata, read, kept }: Sheet,
): Promise<void> {
  if ((await bookOf(ctx, inspection.editionId)).errata === 0) return;
  await settleAsked(ctx, inspection, read, sql`e.number <= ${errata}`);
  await sql`insert into asked_again (erratum_id, inspection_id, company_id, control_id, asked_at, was)
    select e.id, ${inspection.id}::uuid, ${inspection.companyId}::uuid, e.control_id, app_now(), ${inspection.state} from errata e
    where e.edition_id = ${inspection.editionId}::uuid and e.state = 'issued' and e.asks_again
      and e.control_id = any (${[...kept]}::text[]) and e.number > ${errata}
    on conflict do nothing`.execute(ctx.db);
  await closeWhenSettled(ctx, inspection);
}

type Corrected = NonNullable<Output<typeof inspections.getAskedControl>["corrected"]>;

/** The last erratum of each control; the words before it are those that the open answer was given to. */
export async function correctedIn(ctx: Ctx, inspection: Inspection): Promise<ReadonlyMap<string, Corrected>> {
  const book = await bookOf(ctx, inspection.editionId);
  if (book.errata === 0) return new Map();
  const { rows } = await sql<Corrected & { controlId: string }>`
    select distinct on (e.control_id) e.control_id, e.number, e.decided_at as issued_at, e.reason, o.number is not null as is_open,
      coalesce(o.before, e.before) -> 'requirement' as before
    from errata e
    left join lateral (select y.number, y.before from asked_again x join errata y on y.id = x.erratum_id
      where x.inspection_id = ${inspection.id}::uuid and x.control_id = e.control_id and x.settled_at is null
      order by y.number limit 1) o on true
    where e.edition_id = ${inspection.editionId}::uuid and e.state = 'issued'
    order by e.control_id, e.number desc`.execute(ctx.db);
  const values = valuesOf(book.frame);
  return new Map(
    rows.map(({ controlId, before, ...one }) => [controlId, { ...one, before: filledTexts(before, values) }]),
  );
}
