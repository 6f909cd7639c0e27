// Lent to later modules.
// The questions that decide which controls apply: proposed from the company's facts, answered by the company, and
// changeable while the inspection is open. The tier stays frozen with the population.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { invalid, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import {
  type Counted,
  countedFrom,
  countedToday,
  scopeLedgers,
  type Told,
} from "#modules/ledgers/measuring.ts";
import { type CriteriaFacts, type Relation, tierByCriteria } from "#modules/organization/rules.ts";
import { textIn } from "#modules/standards/edition.ts";
import { type Book, bookOf } from "./book.ts";
import { askWhereOld, followAsked } from "./corrected.ts";
import type { inspections } from "./contract.ts";
import {
  assertOpen,
  type Inspection,
  inspectionInScope,
  inspectionToChange,
  recordBegun,
  scopeOf,
  subjectOf,
} from "./loading.ts";
import { keepResult } from "./results.ts";
import { applicableControls } from "./scoring/applicable.ts";

type In<K extends keyof typeof inspections> = Input<(typeof inspections)[K]>;
type Out<K extends keyof typeof inspections> = Promise<Output<(typeof inspections)[K]>>;
type Question = Output<typeof inspections.getInspection>["scope"][number];

const proposedBy: Record<string, string> = {
  has_plant: "hasPlant",
  has_servers: "runsServers",
  has_restricted_rooms: "hasRestrictedRooms",
  develops_software: "developsSoftware",
  develops_products: "developsProducts",
};

type Facts = CriteriaFacts & { relation: Relation | null } & Record<string, unknown>;
type Own = { condition: string; isTrue: boolean; note: string | null; rowVersion: number };
type Said = { own: Own[]; given: string[]; before: Record<string, string>; told: Told | null };

/** The company's facts of today, the answers on scope, and which controls are answered: one statement. */
async function factsAndSaid(ctx: Ctx, inspection: Inspection): Promise<{ facts: Facts | null; said: Said }> {
  const { rows } = await sql<Facts & Said & { country: string | null }>`
    select f.*, r.kind as relation,
      coalesce((select jsonb_agg(jsonb_build_object('condition', s.condition, 'isTrue', s.is_true, 'note', s.note, 'rowVersion', s.row_version))
        from scope_answers s where s.inspection_id = ${inspection.id}::uuid), '[]') as own,
      array(select a.control_id from answers a where a.inspection_id = ${inspection.id}::uuid) as given,
      coalesce((select jsonb_object_agg(s.condition, s.note) from scope_answers s join inspections b on b.id = s.inspection_id
        where b.round_id = ${inspection.previousId}::uuid and b.company_id = ${inspection.companyId}::uuid and not s.is_true
          and s.note is not null), '{}') as before,
      ${countedToday(ctx, sql`${inspection.companyId}::uuid`)} as told
    from (select 1) one
    left join company_facts f on f.company_id = ${inspection.companyId}::uuid and holds_on(f.valid_from, f.valid_to, group_today())
    left join relations r on r.company_id = f.company_id and holds_on(r.valid_from, r.valid_to, group_today())`.execute(
    ctx.db,
  );
  const [row] = rows;
  if (!row) throw new Error("one row without a row");
  return { facts: row.country === null ? null : row, said: row };
}

export async function scopeAndTier(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
): Promise<{ scope: Question[]; tierProposed: string | null }> {
  const { facts, said } = await factsAndSaid(ctx, inspection);
  const scope = questionsWith(ctx, inspection, book, facts, said);
  return { scope, tierProposed: tierWith(inspection, facts, scope) };
}

export async function scopeQuestions(ctx: Ctx, inspection: Inspection, book: Book): Promise<Question[]> {
  const { facts, said } = await factsAndSaid(ctx, inspection);
  return questionsWith(ctx, inspection, book, facts, said);
}

type Held = Counted["held"];

/** What is in a ledger is there, whatever the company's facts say; an empty ledger says nothing. */
function proposed(
  condition: string,
  fact: unknown,
  held: Held,
): { proposed: boolean | null; inLedger: Question["inLedger"] } {
  const ledger = scopeLedgers[condition];
  const count = ledger ? (held[ledger] ?? 0) : 0;
  if (ledger && count > 0) return { proposed: true, inLedger: { ledger, count } };
  return { proposed: typeof fact === "boolean" ? fact : null, inLedger: null };
}

function questionsWith(
  ctx: Ctx,
  inspection: Inspection,
  book: Book,
  facts: Facts | null,
  { own, given, before, told }: Said,
): Question[] {
  const inLedgers = countedFrom(told).held;
  const answered = new Set(given);
  return book.frame.scopeConditions
    .filter((condition) => condition.id !== "always")
    .map((condition) => {
      const held = own.find((one) => one.condition === condition.id);
      const fact = facts?.[proposedBy[condition.id] ?? ""];
      const controls = book.controls.filter(
        (one) =>
          one.appliesWhen === condition.id &&
          ["required", "recommended"].includes(one.tiers[inspection.tier] ?? ""),
      );
      const mandatoryCount = mandatoryOf(book, inspection, condition.id);
      return {
        condition: condition.id,
        question: textIn(condition.question, ctx.language),
        isTrue: held?.isTrue ?? null,
        ...proposed(condition.id, fact, inLedgers),
        controlCount: controls.length,
        requiredCount: controls.filter((one) => one.tiers[inspection.tier] === "required").length,
        mandatoryCount,
        answeredCount: controls.filter((one) => answered.has(one.id)).length,
        note: held?.note ?? null,
        lastNote: before[condition.id] ?? null,
        needsReason: held !== undefined && lacksReason(held, mandatoryCount),
        rowVersion: held?.rowVersion ?? null,
      };
    });
}

/** Controls that a "no" to the condition takes out although the standard makes them mandatory in the company's tier. */
const mandatoryOf = (book: Book, { tier }: Inspection, condition: string): number =>
  book.rules.controls.filter(
    (one) => one.appliesWhen === condition && one.mandatory && one.tiers[tier] === "required",
  ).length;

const lacksReason = (answer: { isTrue: boolean; note?: string | null | undefined }, mandatoryCount: number) =>
  !answer.isTrue && mandatoryCount > 0 && !answer.note?.trim();

/** Scope answers that take mandatory controls out and do not say why. */
export async function scopeWithoutReason(ctx: Ctx, inspection: Inspection, book: Book): Promise<string[]> {
  const { rows } = await sql<Own>`select condition, is_true, note, row_version from scope_answers
    where inspection_id = ${inspection.id}::uuid and not is_true`.execute(ctx.db);
  return rows
    .filter((one) => lacksReason(one, mandatoryOf(book, inspection, one.condition)))
    .map((one) => one.condition);
}

/** The tier that facts and answers on scope give together, where it is another one than the frozen (T-01). */
function tierWith(
  inspection: Inspection,
  facts: Facts | null,
  scope: readonly Pick<Question, "condition" | "isTrue">[],
): string | null {
  if (!facts) return null;
  const said = Object.fromEntries(
    scope.flatMap((one) => {
      const name = proposedBy[one.condition];
      return name && one.isTrue !== null ? [[name, one.isTrue]] : [];
    }),
  );
  const { tier } = tierByCriteria({ ...facts, ...said }, facts.relation);
  return tier === inspection.tier ? null : tier;
}

type Saying = { condition: string; isTrue: boolean; note: string | null; rowVersion: number | null };

/**
 * Whoever answers over what another has answered meanwhile is told, with both; the inspection is held, so that nothing comes
 * between. Who sends the same again, or says the same as another, has lost nothing.
 */
/** Keeps the tier that facts and answers on scope give now for the next round's population (T-01). */
export async function proposeTier(ctx: Ctx, inspection: Inspection): Promise<string | null> {
  const { facts, said } = await factsAndSaid(ctx, inspection);
  const tier = tierWith(inspection, facts, said.own);
  await sql`update inspections set proposed_tier = ${tier} where id = ${inspection.id}::uuid`.execute(ctx.db);
  return tier;
}

async function isSaidAlready(ctx: Ctx, inspection: Inspection, saying: Saying): Promise<boolean> {
  const { rows } = await sql<Own & { answeredAt: string; answeredByName: string | null }>`
    select s.condition, s.is_true, s.note, s.row_version, s.answered_at, ${nameOfPerson(ctx.language, "p")} as answered_by_name
    from scope_answers s left join people p on p.id = s.answered_by
    where s.inspection_id = ${inspection.id}::uuid and s.condition = ${saying.condition}`.execute(ctx.db);
  const [theirs] = rows;
  if ((theirs?.rowVersion ?? null) === saying.rowVersion) return false;
  if (theirs && theirs.isTrue === saying.isTrue && theirs.note === saying.note) return true;
  throw lostRace("scope", { isTrue: saying.isTrue, note: saying.note }, theirs ?? null);
}

export async function answerScope(ctx: Ctx, input: In<"answerScope">): Out<"answerScope"> {
  const inspection = await inspectionToChange(ctx, input.id);
  assertOpen(inspection);
  const book = await bookOf(ctx, inspection.editionId);
  const isAsked =
    input.condition !== "always" && book.frame.scopeConditions.some((one) => one.id === input.condition);
  if (!isAsked) throw invalid("scope.unknown");
  const note = input.note?.trim() || null;
  if (await isSaidAlready(ctx, inspection, { ...input, note }))
    return { id: inspection.id, added: 0, removed: 0 };
  const mandatory = mandatoryOf(book, inspection, input.condition);
  if (lacksReason({ isTrue: input.isTrue, note }, mandatory))
    throw invalid("scope.needs_reason", { values: { count: mandatory } });
  const before = await scopeOf(ctx, inspection.id);
  const after = { ...before, [input.condition]: input.isTrue };
  const askedWith = (scope: typeof before) =>
    applicableControls(book.rules, inspection.tier, scope).flatMap(({ demand, control }) =>
      demand === "not_asked" ? [] : [control.id],
    );
  const [askedBefore, askedNow] = [askedWith(before), askedWith(after)];
  await sql`insert into scope_answers (inspection_id, company_id, condition, is_true, note, answered_by)
    values (${inspection.id}::uuid, ${inspection.companyId}::uuid, ${input.condition}, ${input.isTrue}, ${note}, ${ctx.actor.personId}::uuid)
    on conflict (inspection_id, condition) do update set is_true = excluded.is_true, note = excluded.note, answered_by = excluded.answered_by,
      answered_at = now(), row_version = scope_answers.row_version + 1`.execute(ctx.db);
  await recordBegun(ctx, inspection);
  const difference = askedNow.length - askedBefore.length;
  const tierProposed = await proposeTier(ctx, inspection);
  await record(ctx, "inspection.scope_answered", {
    subject: subjectOf(inspection),
    data: {
      condition: input.condition,
      isTrue: input.isTrue,
      before: before[input.condition] ?? null,
      controls: difference,
      tier: inspection.tier,
      tierProposed,
    },
    personal: { note },
  });
  // What was corrected while scope had it out is asked when it comes back.
  await askWhereOld(
    ctx,
    inspection,
    askedNow.filter((controlId) => !askedBefore.includes(controlId)),
  );
  await followAsked(ctx, inspection);
  await keepResult(ctx, await inspectionInScope(ctx, inspection.id), "live");
  return { id: inspection.id, added: Math.max(0, difference), removed: Math.max(0, -difference) };
}
