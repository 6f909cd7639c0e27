// Lent to later modules.
// Answers to words that were corrected: which stand open, who says that they hold, and what a sheet says of them.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, forbidden } from "#core/errors.ts";
import { record, recordEach } from "#core/events/record.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { closeDuties, openDuty } from "#modules/duties/service.ts";
import { filledTexts, valuesOf } from "#modules/standards/parameters.ts";
import { askedAgainDuty, nameOf, readThere } from "./asked-again.ts";
import { bookOf } from "./book.ts";
import type { inspections } from "./contract.ts";
import { delegatedTo } from "./delegated.ts";
import { assertOpen, type Inspection, inspectionInScope, scopeOf, scopesOf, subjectOf } from "./loading.ts";
import { daysToAnswerAgain } from "./review/rules.ts";
import { applicable, applicableControls } from "./scoring/applicable.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;

function shown(asked: Asked) {
  const { tier: _, leftOn: __, ...row } = asked;
  return row;
}

type Asked = Output<typeof inspections.listAskedAgain>["rows"][number] & {
  tier: string;
  leftOn: string | null;
};

/** What scope has taken out since, and what a company owed that has left, waits for nobody: it is left out. */
export async function listAskedAgain(ctx: Ctx, { id }: In<"listAskedAgain">): Out<"listAskedAgain"> {
  const { rows } = await sql<Asked>`
    select x.erratum_id, x.control_id, x.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, x.inspection_id,
      i.state, x.was, x.asked_at, x.settled_at, i.tier, i.left_on
    from asked_again x ${nameOf("x.company_id")} join inspections i on i.id = x.inspection_id
    where i.edition_id = ${id}::uuid and ${within(ctx, "x.company_id")}
    order by x.settled_at is not null, x.asked_at desc, 4 limit 20000`.execute(ctx.db);
  if (rows.length === 0) return { rows: [], counts: [] };
  const open = rows.filter((row) => row.settledAt === null);
  const scopes =
    open.length > 0 ? await scopesOf(ctx, [...new Set(open.map((row) => row.inspectionId))]) : new Map();
  const { byId } = await bookOf(ctx, id);
  const counted = rows.filter(({ settledAt, controlId, tier, leftOn, inspectionId }) => {
    const control = byId.get(controlId);
    if (settledAt !== null) return true;
    return (
      leftOn === null &&
      control &&
      applicable(control, tier, scopes.get(inspectionId) ?? {}).demand !== "not_asked"
    );
  });
  const counts = [...Map.groupBy(counted, (row) => row.erratumId)].map(([erratumId, those]) => ({
    erratumId,
    asked: those.length,
    open: those.filter((row) => row.settledAt === null).length,
  }));
  return {
    rows: counted.slice(0, 2000).map(shown),
    counts: counts.slice(0, 500),
  };
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
  const settled = await readAgain(ctx, inspection, [controlId], number);
  if (settled.length === 0) throw conflict("erratum.not_asked");
  await record(ctx, "answer.confirmed_anew", { subject: subjectOf(inspection), data: { controlId, number } });
  return { open: await followAsked(ctx, inspection) };
}

async function settleAsked(
  ctx: Ctx,
  inspection: Inspection,
  controlIds: readonly string[],
  which: ReturnType<typeof sql>,
): Promise<string[]> {
  const { rows } = await sql<{ controlId: string }>`
    update asked_again x set settled_at = app_now(), settled_by = ${ctx.actor.personId}::uuid from errata e
    where e.id = x.erratum_id and x.inspection_id = ${inspection.id}::uuid and x.control_id = any (${[...controlIds]}::text[])
      and x.settled_at is null and ${which} returning x.control_id`.execute(ctx.db);
  return rows.map((row) => row.controlId);
}

/**
 * The duty is there as long as an answer to old words is asked for; scope may take its control out, and bring it back.
 *
 * @returns how many answers of the inspection are still asked again.
 */
export async function followAsked(ctx: Ctx, inspection: Inspection): Promise<number> {
  const book = await bookOf(ctx, inspection.editionId);
  if (book.errata === 0) return 0;
  const { rows } = await sql<{ controlId: string }>`select distinct control_id from asked_again
    where inspection_id = ${inspection.id}::uuid and settled_at is null`.execute(ctx.db);
  const scope = rows.length > 0 ? await scopeOf(ctx, inspection.id) : {};
  const open = rows.filter(({ controlId }) => {
    const control = book.byId.get(controlId);
    return control && applicable(control, inspection.tier, scope).demand !== "not_asked";
  });
  if (open.length === 0) await closeDuties(ctx, inspection.id, askedAgainDuty);
  else
    await openDuty(ctx, {
      kind: askedAgainDuty,
      subjectKind: "inspection",
      subjectId: inspection.id,
      companyId: inspection.companyId,
      permission: "inspection.answer",
      dueOn: addDays(ctx.today, daysToAnswerAgain),
    });
  return open.length;
}

/** Answers that came on a sheet: which words they were given to is known by the errata that stood on it. */
type Sheet = {
  errata: number;
  /** Of which the sheet says that the answer holds for the corrected words; silence says nothing. */
  confirmed: readonly string[];
  /** Those kept from it: answers to words as they were are asked again. */
  kept: readonly string[];
};

/** A yes on a sheet is what the button on the answering page is: the same rows, the same event. */
export async function judgeByWords(
  ctx: Ctx,
  inspection: Inspection,
  { errata, confirmed, kept }: Sheet,
): Promise<void> {
  if ((await bookOf(ctx, inspection.editionId)).errata === 0) return;
  const settled = confirmed.length > 0 ? await readAgain(ctx, inspection, confirmed, errata) : [];
  await recordEach(
    ctx,
    "answer.confirmed_anew",
    [...new Set(settled)].map((controlId) => ({
      subject: subjectOf(inspection),
      onBehalfOf: inspection.companyId,
      data: { controlId, number: errata },
    })),
  );
  await askWhereOld(ctx, inspection, kept);
  await followAsked(ctx, inspection);
}

/**
 * Asks again what was answered to words that were corrected since and is not asked yet: an answer that came from a page or a
 * sheet with the old words, one whose control scope had taken out when the erratum was issued, one that was locked then.
 *
 * @returns the controls asked again just now.
 */
export async function askWhereOld(
  ctx: Ctx,
  inspection: Inspection,
  controlIds: readonly string[],
): Promise<string[]> {
  if (controlIds.length === 0 || (await bookOf(ctx, inspection.editionId)).errata === 0) return [];
  const { rows } = await sql<{ erratumId: string; controlId: string; number: number }>`
    with asked as (insert into asked_again as x (erratum_id, inspection_id, company_id, control_id, asked_at, was)
      select e.id, a.inspection_id, a.company_id, a.control_id, app_now(), ${inspection.state}
      from answers a join errata e on e.edition_id = ${inspection.editionId}::uuid and e.control_id = a.control_id
        and e.state = 'issued' and e.asks_again and e.number > a.errata and ${readThere("e")}
      where a.inspection_id = ${inspection.id}::uuid and a.control_id = any (${[...controlIds]}::text[])
      on conflict (erratum_id, inspection_id) do update set settled_at = null, settled_by = null, asked_at = excluded.asked_at
        where x.settled_at is not null
      returning erratum_id, control_id),
    -- What the desk decided, it decided on the words as they were.
    undecided as (update answers a set proof_version = proof_version + 1
      where a.inspection_id = ${inspection.id}::uuid and a.control_id in (select control_id from asked))
    select e.id as erratum_id, e.control_id, e.number from asked join errata e on e.id = asked.erratum_id`.execute(
    ctx.db,
  );
  await recordEach(
    ctx,
    "inspection.asked_again",
    rows.map(({ erratumId, controlId, number }) => ({
      subject: subjectOf(inspection),
      data: { erratumId, controlId, number, was: inspection.state },
    })),
  );
  return [...new Set(rows.map((row) => row.controlId))];
}

/** An erratum passes by what is locked; once that is open again, everything in scope is asked that is owed. */
export async function askAll(ctx: Ctx, inspection: Inspection): Promise<void> {
  const book = await bookOf(ctx, inspection.editionId);
  if (book.errata === 0) return;
  const all = applicableControls(book.rules, inspection.tier, await scopeOf(ctx, inspection.id));
  const asked = all.flatMap(({ demand, control }) => (demand === "not_asked" ? [] : [control.id]));
  await askWhereOld(ctx, inspection, asked);
  await followAsked(ctx, inspection);
}

/**
 * The answers stand for the words that were read: those of the errata up to a number, and no later ones.
 *
 * @returns the controls that were asked again until now.
 */
async function readAgain(
  ctx: Ctx,
  inspection: Inspection,
  controlIds: readonly string[],
  number: number,
): Promise<string[]> {
  const settled = await settleAsked(ctx, inspection, controlIds, sql`e.number <= ${number}`);
  await sql`update answers set errata = greatest(errata, ${number})
    where inspection_id = ${inspection.id}::uuid and control_id = any (${[...controlIds]}::text[])`.execute(
    ctx.db,
  );
  return settled;
}

type Corrected = NonNullable<Output<typeof inspections.getAskedControl>["corrected"]>;

/** The last erratum of each control; the words before it are those that the open answer was given to. */
export async function correctedIn(ctx: Ctx, inspection: Inspection): Promise<ReadonlyMap<string, Corrected>> {
  const all = (await correctedInMany(ctx, [inspection])).get(inspection.id) ?? [];
  return new Map(all.map((one) => [one.controlId, ofPage(one)]));
}

function ofPage(words: CorrectedWords): Corrected {
  const { controlId: _, inspectionId: __, issuedOn: ___, ...one } = words;
  return one;
}

export type CorrectedWords = Corrected & {
  inspectionId: string;
  controlId: string;
  /** In the group's zone. */
  issuedOn: string;
};

/** The same of many, by inspection, in one statement. */
export async function correctedInMany(
  ctx: Ctx,
  inspections: readonly Inspection[],
): Promise<ReadonlyMap<string, CorrectedWords[]>> {
  const frames = new Map<string, ReturnType<typeof valuesOf>>();
  for (const { id, editionId } of inspections) {
    const book = await bookOf(ctx, editionId); // kept by the process
    if (book.errata > 0) frames.set(id, valuesOf(book.frame));
  }
  if (frames.size === 0) return new Map();
  const { rows } = await sql<CorrectedWords>`
    select distinct on (i.id, e.control_id) i.id as inspection_id, e.control_id, e.number, e.decided_at as issued_at,
      (e.decided_at at time zone (select time_zone from group_settings))::date::text as issued_on, e.reason,
      o.number is not null as is_open, coalesce(o.before, e.before) -> 'requirement' as before
    from inspections i join errata e on e.edition_id = i.edition_id and e.state = 'issued'
    left join lateral (select y.number, y.before from asked_again x join errata y on y.id = x.erratum_id
      where x.inspection_id = i.id and x.control_id = e.control_id and x.settled_at is null
      order by y.number limit 1) o on true
    where i.id = any (${[...frames.keys()]}::uuid[])
    order by i.id, e.control_id, e.number desc`.execute(ctx.db);
  const filled = rows.map((row) => ({
    ...row,
    before: filledTexts(row.before, frames.get(row.inspectionId) ?? new Map()),
  }));
  return Map.groupBy(filled, (row) => row.inspectionId);
}
