// Before a visit: what is drawn, what the company has said of it, and where it is looked at.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import { scopeOf } from "#modules/inspections/loading.ts";
import { applicableControls } from "#modules/inspections/scoring/applicable.ts";
import { type LockedVisit, lockedVisit, planned } from "../programme/locked.ts";
import type { sheet } from "./contract/sheet.ts";
import { draw } from "./drawing.ts";
import { assertConducts, subjectOf } from "./loading.ts";
import { layOut, type PlaceKind } from "./rules.ts";

type In<K extends keyof typeof sheet> = Input<(typeof sheet)[K]>;
type Out<K extends keyof typeof sheet> = Promise<Output<(typeof sheet)[K]>>;
type Tier = "T1" | "T2" | "T3" | "T4";

type Base = {
  editionId: string;
  tier: Tier;
  inspection: { id: string; roundName: string; state: string; answered: number } | null;
};

/** The newest inspection that the company has handed in; of a company that never did, what this year's round asks. */
async function baseOf(ctx: Ctx, companyId: string): Promise<Base> {
  const { rows } = await sql<{
    editionId: string;
    tier: Tier;
    id: string;
    roundName: string;
    state: string;
    answered: number;
  }>`
    select i.edition_id, i.tier, i.id, r.name as round_name, i.state,
      (select count(*)::int from answers a where a.inspection_id = i.id) as answered
    from inspections i join rounds r on r.id = i.round_id
    where i.company_id = ${companyId}::uuid and i.submitted_at is not null and ${within(ctx, "i.company_id")}
    order by r.fiscal_year desc, r.launched_at desc nulls last, i.id desc limit 1`.execute(ctx.db);
  const [last] = rows;
  if (last) {
    const { editionId, tier, ...inspection } = last;
    return { editionId, tier, inspection };
  }
  const asked = await sql<{ editionId: string | null; tier: Tier | null }>`
    select (select r.edition_id from rounds r where r.launched_at is not null order by r.fiscal_year desc, r.launched_at desc limit 1) as edition_id,
      (select t.tier from tiers t where t.company_id = ${companyId}::uuid and holds_on(t.valid_from, t.valid_to, ${ctx.today}::date)) as tier`.execute(
    ctx.db,
  );
  const { editionId, tier } = asked.rows[0] ?? {};
  if (!editionId || !tier) throw conflict("audit.no_edition");
  return { editionId, tier, inspection: null };
}

type Said = {
  controlId: string;
  verdict: "met" | "partly" | "not_met" | "unknown" | "not_applicable";
  assurance: "declared" | "documented" | "measured" | "verified";
  words: string;
  saidOn: string;
  answerVersion: number;
  deskVerdict: Said["verdict"] | null;
};

export async function saidIn(ctx: Ctx, inspectionId: string | undefined): Promise<ReadonlyMap<string, Said>> {
  if (inspectionId === undefined) return new Map();
  const { rows } = await sql<Said>`
    select a.control_id, a.verdict, a.assurance, a.row_version as answer_version,
      left(concat_ws(E'\n', nullif(a.how, ''), nullif(a.missing, ''), nullif(a.reason, ''), nullif(a.exceptions, '')), 8000) as words,
      (a.answered_at at time zone (select time_zone from group_settings))::date as said_on, d.verdict as desk_verdict
    from answers a left join lateral (select r.verdict from desk_reviews r where r.inspection_id = a.inspection_id and r.control_id = a.control_id
      order by r.reviewed_at desc limit 1) d on true
    where a.inspection_id = ${inspectionId}::uuid and ${within(ctx, "a.company_id")}`.execute(ctx.db);
  return new Map(rows.map((row) => [row.controlId, row]));
}

const nameIn = (book: Book, area: string) => book.frame.areas.find((one) => one.id === area)?.name ?? {};

/** What the edition asks of this company: what it left out by its scope answers is looked at only if an auditor adds it. */
async function drawnOf(
  ctx: Ctx,
  base: Base,
  book: Book,
  { seed, sharePercent }: { seed: string; sharePercent: number },
) {
  const scope = base.inspection ? await scopeOf(ctx, base.inspection.id) : {};
  const asked = applicableControls(book.rules, base.tier, scope).filter((one) => one.demand === "required");
  const drawable = asked.map((one) => ({
    id: one.control.id,
    area: one.control.area,
    isMandatory: one.isMandatory,
  }));
  return new Map(draw(drawable, seed, sharePercent).map((one) => [one.id, one.why]));
}

export async function proposeSheet(ctx: Ctx, input: In<"proposeSheet">): Out<"proposeSheet"> {
  const visit = planned(await lockedVisit(ctx, input.id, { forUpdate: false }));
  const base = await baseOf(ctx, visit.companyId);
  const book = await bookOf(ctx, base.editionId);
  const drawn = await drawnOf(ctx, base, book, input);
  const said = await saidIn(ctx, base.inspection?.id);
  const sites = await sql<{ id: string; name: string; isPlant: boolean }>`
    select s.unit_id as id, ${nameOfUnit(ctx.language, "n")} as name, s.is_plant from audit_visit_sites c
    join sites s on s.unit_id = c.site_id join unit_names n on n.unit_id = s.unit_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where c.visit_id = ${visit.id}::uuid and ${within(ctx, "c.company_id")} order by n.name, s.unit_id limit 50`.execute(
    ctx.db,
  );
  return {
    edition: `${book.standard} ${book.edition}`.slice(0, 60),
    tier: base.tier,
    inspection: base.inspection,
    controls: book.controls.slice(0, 1000).map((control) => {
      const answer = said.get(control.id);
      return {
        id: control.id,
        area: control.area,
        areaName: nameIn(book, control.area),
        title: control.texts.title,
        drawn: drawn.get(control.id) ?? null,
        saidVerdict: answer?.verdict ?? null,
        saidAssurance: answer?.assurance ?? null,
      };
    }),
    sites: sites.rows,
  };
}

export async function prepareSheet(ctx: Ctx, input: In<"prepareSheet">): Out<"prepareSheet"> {
  const visit = planned(await lockedVisit(ctx, input.id, { forUpdate: false }));
  await assertConducts(ctx, visit.id, visit.companyId);
  if (visit.programmeState !== "approved") throw conflict("audit.not_approved");
  const base = await baseOf(ctx, visit.companyId);
  const book = await bookOf(ctx, base.editionId);
  const drawn = new Map<string, "mandatory" | "sample" | "added">(await drawnOf(ctx, base, book, input));
  for (const id of input.added) {
    if (!book.byId.has(id)) throw invalid("audit.control_unknown", { values: { control: id } });
    if (!drawn.has(id)) drawn.set(id, "added");
  }
  const reference = await addSheet(ctx, visit, base, input);
  const placeIds = await addPlaces(ctx, visit, input.places);
  await addControls(ctx, visit, book, drawn, await saidIn(ctx, base.inspection?.id));
  const controls = book.controls.filter((one) => drawn.has(one.id));
  const places = input.places.map(({ kind }, nth) => ({ id: placeIds[nth] ?? "", kind: kind as PlaceKind }));
  const laid = layOut(controls, places);
  await sql`insert into audit_checks (visit_id, company_id, place_id, control_id, point, position)
    select ${visit.id}::uuid, ${visit.companyId}::uuid, x."placeId", x."controlId", x.point, x.position
    from jsonb_to_recordset(${JSON.stringify(laid.map((one, position) => ({ ...one, position })))}::jsonb)
      as x ("placeId" uuid, "controlId" text, point text, position int)`.execute(ctx.db);
  await record(ctx, "audit.sheet_prepared", {
    subject: subjectOf(visit),
    data: {
      visitId: visit.id,
      reference,
      seed: input.seed,
      sharePercent: input.sharePercent,
      controls: drawn.size,
      checks: laid.length,
    },
  });
  return { reference, controls: drawn.size, checks: laid.length };
}

async function addSheet(
  ctx: Ctx,
  visit: LockedVisit,
  base: Base,
  { seed, sharePercent }: { seed: string; sharePercent: number },
): Promise<string> {
  // Two who prepare visits of the same company at once: the second counts on.
  await sql`select pg_advisory_xact_lock(hashtextextended('yagura.audit_sheets.' || ${visit.companyId}::text, 0))`.execute(
    ctx.db,
  );
  const { rows } = await sql<{ reference: string }>`
    insert into audit_sheets (visit_id, company_id, number, reference, edition_id, tier, inspection_id, seed, share_percent, prepared_by, prepared_at)
    select ${visit.id}::uuid, u.id, n.next, u.code || '-A' || n.next, ${base.editionId}::uuid, ${base.tier}, ${base.inspection?.id ?? null}::uuid,
      ${seed}, ${sharePercent}, ${ctx.actor.personId}::uuid, app_now()
    from units u cross join lateral (select coalesce(max(s.number), 0) + 1 as next from audit_sheets s where s.company_id = u.id) n
    where u.id = ${visit.companyId}::uuid
    on conflict (visit_id) do nothing returning reference`.execute(ctx.db);
  const [one] = rows;
  if (!one) throw conflict("audit.sheet_there");
  return one.reference;
}

/** Sites are those of the visit's company alone. */
export async function assertSites(
  ctx: Ctx,
  companyId: string,
  places: readonly { siteId: string | null }[],
): Promise<void> {
  const wanted = [...new Set(places.flatMap((one) => (one.siteId === null ? [] : [one.siteId])))];
  const { rows } = await sql`select s.unit_id from sites s where s.unit_id = any (${wanted}::uuid[])
    and s.company_id = ${companyId}::uuid`.execute(ctx.db);
  if (rows.length !== wanted.length) throw invalid("audit.site_elsewhere");
}

async function addPlaces(
  ctx: Ctx,
  visit: LockedVisit,
  places: In<"prepareSheet">["places"],
): Promise<string[]> {
  await assertSites(ctx, visit.companyId, places);
  const rows = places.map((one, position) => ({ ...one, name: one.name.trim() || one.kind, position }));
  const { rows: added } = await sql<{ id: string }>`
    insert into audit_places (visit_id, company_id, site_id, kind, name, position)
    select ${visit.id}::uuid, ${visit.companyId}::uuid, x."siteId", x.kind, x.name, x.position
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x ("siteId" uuid, kind text, name text, position int)
    order by x.position returning id`.execute(ctx.db);
  return added.map((one) => one.id);
}

async function addControls(
  ctx: Ctx,
  visit: LockedVisit,
  book: Book,
  drawn: ReadonlyMap<string, string>,
  said: ReadonlyMap<string, Said>,
): Promise<void> {
  const rows = [...drawn].map(([id, why]) => ({
    id,
    area: book.byId.get(id)?.area ?? "",
    why,
    ...said.get(id),
  }));
  await sql`insert into audit_controls (visit_id, control_id, company_id, area, drawn, said_verdict, said_assurance, said_words, said_on,
      answer_version, desk_verdict)
    select ${visit.id}::uuid, x.id, ${visit.companyId}::uuid, x.area, x.why, x.verdict, x.assurance, coalesce(x.words, ''), x."saidOn",
      x."answerVersion", x."deskVerdict"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id text, area text, why text, verdict text, assurance text, words text,
      "saidOn" date, "answerVersion" int, "deskVerdict" text)`.execute(ctx.db);
}

/** A control that an auditor takes up on site: what the company had said of it is read now. */
export async function addControl(
  ctx: Ctx,
  sheet: { visitId: string; companyId: string; editionId: string; inspectionId: string | null },
  controlId: string,
): Promise<boolean> {
  const book = await bookOf(ctx, sheet.editionId);
  const control = book.byId.get(controlId);
  if (!control) return false;
  const said = (await saidIn(ctx, sheet.inspectionId ?? undefined)).get(controlId);
  await sql`insert into audit_controls (visit_id, control_id, company_id, area, drawn, said_verdict, said_assurance, said_words, said_on,
      answer_version, desk_verdict, taken_up_at)
    values (${sheet.visitId}::uuid, ${controlId}, ${sheet.companyId}::uuid, ${control.area}, 'added', ${said?.verdict ?? null},
      ${said?.assurance ?? null}, ${said?.words ?? ""}, ${said?.saidOn ?? null}::date, ${said?.answerVersion ?? null}, ${said?.deskVerdict ?? null}, app_now())
    on conflict do nothing`.execute(ctx.db);
  return true;
}
