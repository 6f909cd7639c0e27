// The moment a check is opened: who is asked is frozen with its hash, each has the entries in question beside it and a duty, the trail
// one entry.
import { type RawBuilder, sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { fiscalYearOf } from "#core/time/fiscal-year.ts";
import { openDuties } from "#modules/duties/service.ts";
import { heldOf, picked, type Rules } from "#modules/instructions/audience.ts";
import { heldEntries } from "#modules/ledgers/holding.ts";
import type { lateralChecks } from "./contract.ts";
import { issuerOf } from "./picking.ts";
import { numberOf } from "./rules.ts";
import { type Own, ownCheck, subjectOf } from "./visible.ts";

type In<K extends keyof typeof lateralChecks> = Input<(typeof lateralChecks)[K]>;
type Out<K extends keyof typeof lateralChecks> = Promise<Output<(typeof lateralChecks)[K]>>;
type Opening = In<"openLateralCheck">;

export const answerDuty = "lateral.answer";
const mostAsked = 5000;
/** Of one company; how many there are in all stands beside them. */
const mostEntries = 100;

type Asked = { id: string; companyId: string; dueOn: string; matched: number };
type Place = Pick<Own, "id" | "issuerUnitId" | "title">;

export async function openLateralCheck(ctx: Ctx, input: Opening): Out<"openLateralCheck"> {
  const issuer = await issuerOf(ctx, input.issuerUnitId);
  if (input.dueOn < ctx.today) throw invalid("lateral_check.days_passed");
  assertQuestions(input);
  const source = await sourceOf(ctx, input);
  const { fiscalYear, serial } = await nextNumber(ctx, issuer.unitId);
  const { rows } = await sql<{ id: string; isExercise: boolean }>`
    insert into lateral_checks (issuer_unit_id, company_id, issuer_kind, issuer_code, issuer_name, issuer_name_en, issuer_name_ja, issuer_name_zh,
      fiscal_year, serial, original_language, title, why, look, translations, questions, source_told, severity, due_on, contact, opened_at, opened_by,
      is_exercise)
    values (${issuer.unitId}::uuid, ${issuer.companyId}::uuid, ${issuer.kind}, ${issuer.code}, ${issuer.name}, ${issuer.nameEn}, ${issuer.nameJa},
      ${issuer.nameZh}, ${fiscalYear}, ${serial}, ${input.originalLanguage}, ${input.title}, ${input.why}, ${input.look},
      ${JSON.stringify(input.translations)}::jsonb, ${JSON.stringify(input.questions)}::jsonb, ${input.isSourceTold ? source.told : null},
      ${input.severity}, ${input.dueOn}::date, ${input.contact}, app_now(), ${ctx.actor.personId}::uuid,
      is_of_exercise(${source.kind}, ${source.id}::uuid))
    returning id, is_exercise`.execute(ctx.db);
  const { id, isExercise } = found(rows[0], "lateral_check");
  await sql`insert into lateral_check_origins (check_id, issuer_unit_id, source_kind, source_id, source_reference, source_company_id, source_words,
      rules, needs_all, exceptions)
    values (${id}::uuid, ${issuer.unitId}::uuid, ${source.kind}, ${source.id}::uuid, ${source.reference}, ${source.companyId}::uuid,
      ${input.sourceWords}, ${JSON.stringify(input.rules)}::jsonb, ${input.needsAll}, ${JSON.stringify(input.exceptions)}::jsonb)`.execute(
    ctx.db,
  );
  const place = { id, issuerUnitId: issuer.unitId, title: input.title };
  const asked = await ask(
    ctx,
    place,
    input.dueOn,
    input.rules,
    picked(ctx, issuer.unitId, input.rules, input.exceptions, input.needsAll),
  );
  if (asked.length > mostAsked) throw conflict("lateral_check.too_many", { values: { most: mostAsked } });
  const sha256 = await freeze(ctx, id, asked.length);
  const number = numberOf({ issuerKind: issuer.kind, issuerCode: issuer.code, fiscalYear, serial });
  await record(ctx, "lateral_check.opened", {
    subject: subjectOf({ id, companyId: issuer.companyId }),
    data: {
      number,
      asked: asked.length,
      matched: asked.reduce((sum, one) => sum + one.matched, 0),
      sha256,
      ruleKinds: [...new Set(input.rules.map((rule) => rule.kind))],
      exceptions: input.exceptions.length,
      severity: input.severity,
      dueOn: input.dueOn,
      // Of other records their kind and id are told by the origin alone: it is kept from whoever they are kept from.
      ...(source.kind === "finding" ? { sourceId: source.id } : {}),
      ...(isExercise ? { isExercise } : {}),
    },
    personal: { title: input.title },
  });
  return { id, number, asked: asked.length };
}

/** Each question is asked in the check's own language at least; only a choice has options, and it has two. */
function assertQuestions({ questions, originalLanguage }: Opening): void {
  const isSaid = (words: { ja?: string; en?: string; zh?: string }) =>
    Boolean(words[originalLanguage]?.trim());
  const isWhole = questions.every(
    ({ kind, words, options }) =>
      isSaid(words) &&
      (kind === "choice" ? options.length >= 2 && options.every(isSaid) : options.length === 0),
  );
  if (!isWhole || new Set(questions.map((one) => one.id)).size !== questions.length)
    throw invalid("lateral_check.question_words");
}

type Source = {
  kind: string | null;
  id: string | null;
  reference: string | null;
  companyId: string | null;
  told: string | null;
};

/** A finding is quoted by its number and whose it is; of other records their kind and id are kept for whoever brings them. */
async function sourceOf(ctx: Ctx, { sourceKind, sourceId, sourceWords }: Opening): Promise<Source> {
  const told = sourceWords.trim() === "" ? null : sourceWords.trim().slice(0, 300);
  const none = { reference: null, companyId: null, told };
  if (!sourceKind || !sourceId) return { kind: null, id: null, ...none };
  if (sourceKind !== "finding") return { kind: sourceKind, id: sourceId, ...none };
  const { rows } = await sql<{ reference: string; companyId: string; name: string }>`
    select f.reference, f.company_id, ${nameOfUnit(ctx.language, "n")} as name from findings f
    join unit_names n on n.unit_id = f.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where f.id = ${sourceId}::uuid and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  const finding = found(rows[0], "finding");
  return {
    kind: sourceKind,
    id: sourceId,
    reference: finding.reference,
    companyId: finding.companyId,
    told: `${finding.name} (${finding.reference})`.slice(0, 300),
  };
}

/** Counted per issuer and fiscal year, one after the other also when two are opened at once. */
async function nextNumber(ctx: Ctx, issuerUnitId: string): Promise<{ fiscalYear: number; serial: number }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${issuerUnitId}, 39))`.execute(ctx.db);
  const settings = await ctx.db.selectFrom("groupSettings").select("fiscalYearStartMonth").executeTakeFirst();
  const fiscalYear = fiscalYearOf(ctx.today, settings?.fiscalYearStartMonth ?? 4);
  const { rows } = await sql<{
    serial: number;
  }>`select 1 + coalesce(max(c.serial), 0) as serial from lateral_checks c
    where c.issuer_unit_id = ${issuerUnitId}::uuid and c.fiscal_year = ${fiscalYear}`.execute(ctx.db);
  return { fiscalYear, serial: rows[0]?.serial ?? 1 };
}

/** The companies, the entries in question and the duties, each in one statement whatever their number. */
async function ask(
  ctx: Ctx,
  place: Place,
  dueOn: string,
  rules: Rules,
  from: RawBuilder<unknown>,
): Promise<Asked[]> {
  const { rows } = await sql<Asked>`
    insert into lateral_check_members (check_id, issuer_unit_id, company_id, unit_code, unit_name, unit_name_en, unit_name_ja, unit_name_zh,
      division_id, tier, relation, country, region, picked_by, matched, added_on, due_on)
    select ${place.id}::uuid, ${place.issuerUnitId}::uuid, p.unit_id, p.unit_code, p.unit_name, p.unit_name_en, p.unit_name_ja, p.unit_name_zh,
      p.division_id, p.tier, p.relation, p.country, p.region, p.picked_by, p.matched, ${ctx.today}::date, ${dueOn}::date
    from (${from}) p where p.is_in and p.unit_kind = 'company'
    on conflict on constraint lateral_check_members_once do nothing
    returning id, company_id, due_on, matched`.execute(ctx.db);
  if (rows.length === 0) throw conflict("lateral_check.nobody_asked");
  if (heldOf(rules).length > 0) await keepEntries(ctx, place, rows, rules);
  await openDuties(
    ctx,
    rows.map((one) => ({
      kind: answerDuty,
      subjectKind: "lateral_check_member",
      subjectId: one.id,
      companyId: one.companyId,
      permission: "lateral.answer",
      dueOn: one.dueOn,
      about: place.title,
    })),
  );
  return rows;
}

async function keepEntries(ctx: Ctx, place: Place, asked: readonly Asked[], rules: Rules): Promise<void> {
  await sql`
    insert into lateral_check_entries (member_id, entry_id, issuer_unit_id, company_id, ledger, name, about, place)
    select m.id, e.entry_id, m.issuer_unit_id, m.company_id, e.ledger, e.name, e.about, e.place
    from (select x.*, row_number() over (partition by x.company_id order by x.ledger, x.name, x.entry_id)::int as place
      from (${heldEntries(ctx, heldOf(rules))}) x) e
    join lateral_check_members m on m.check_id = ${place.id}::uuid and m.company_id = e.company_id
    where e.place <= ${mostEntries} and m.id = any (${asked.map((one) => one.id)}::uuid[])
    on conflict do nothing`.execute(ctx.db);
}

async function freeze(ctx: Ctx, id: string, asked: number): Promise<string> {
  const { rows } = await sql<{ sha256: string }>`
    update lateral_checks c set asked = ${asked}, asked_sha256 = sha256(convert_to((select string_agg(m.company_id || '|'
        || array_to_string(m.picked_by, ',') || '|' || m.matched || '|' || m.due_on, E'\n' order by m.company_id)
      from lateral_check_members m where m.check_id = c.id), 'UTF8'))
    where c.id = ${id}::uuid returning encode(c.asked_sha256, 'hex') as sha256`.execute(ctx.db);
  return found(rows[0], "lateral_check").sha256;
}

export async function addLateralMembers(
  ctx: Ctx,
  { id, companyIds, dueOn }: In<"addLateralMembers">,
): Out<"addLateralMembers"> {
  const own = await ownCheck(ctx, id);
  if (dueOn < ctx.today) throw invalid("lateral_check.days_passed");
  const { rows: origins } = await sql<{ rules: Rules }>`
    select o.rules from lateral_check_origins o where o.check_id = ${own.id}::uuid`.execute(ctx.db);
  // By hand, and with the entries that the check is about where they hold any.
  const held = (origins[0]?.rules ?? []).filter((rule) => rule.kind === "ledgers");
  const named = picked(ctx, own.issuerUnitId, [{ kind: "units", unitIds: companyIds }, ...held], []);
  const asked = await ask(
    ctx,
    own,
    dueOn,
    held,
    sql`select p.* from (${named}) p where p.unit_id = any (${companyIds}::uuid[])`,
  );
  await sql`update lateral_checks set asked = asked + ${asked.length}, row_version = row_version + 1 where id = ${own.id}::uuid`.execute(
    ctx.db,
  );
  await record(ctx, "lateral_check.members_added", {
    subject: subjectOf(own),
    data: { asked: asked.length, memberIds: asked.map((one) => one.id), dueOn },
  });
  return { id: own.id, added: asked.length };
}
