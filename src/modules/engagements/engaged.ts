// What somebody from outside sees: their engagements, the records that these open, and nothing beside.
import { like } from "#core/db/like.ts";
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { nameOfActor } from "#core/db/person-name.ts";
import { engaged, found } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { asSensitiveRead } from "#core/events/sensitive.ts";
import { withContent } from "#core/files/content.ts";
import { fileStore } from "#core/files/store.ts";
import { bookOf } from "#modules/inspections/book.ts";
import { scopeOf } from "#modules/inspections/loading.ts";
import { applicable } from "#modules/inspections/scoring/applicable.ts";
import { textIn } from "#modules/standards/edition.ts";
import type { engagements } from "./contract.ts";
import { permissions } from "./contract/words.ts";
import { days } from "./reading.ts";
import { stateOf } from "./rules.ts";
import { paged, readCursor } from "./visible.ts";

type In<K extends keyof typeof engagements> = Input<(typeof engagements)[K]>;
type Out<K extends keyof typeof engagements> = Promise<Output<(typeof engagements)[K]>>;
type Mine = Output<typeof engagements.listMyEngagements>["rows"][number];

/** Also those that have not begun: their people come in and see from when. Nobody of the group has any. */
export async function listMyEngagements(ctx: Ctx): Out<"listMyEngagements"> {
  const { rows } = await sql<Omit<Mine, "state">>`
    select e.id, e.title, e.purpose, f.name as firm_name, e.role_id, ${nameOfActor(ctx.language, sql`e.ordered_by`)} as ordered_by_name,
      ${days}, coalesce(x.companies, 0) as companies, coalesce(x.inspections, 0) as inspections
    from engagements e join outside_firms f on f.id = e.firm_id
    left join (select o.engagement_id, count(distinct o.company_id)::int as companies,
        count(*) filter (where o.subject_kind = 'inspection')::int as inspections
      from engaged_in(${ctx.actor.personId}::uuid, ${permissions.engaged}) o group by o.engagement_id) x on x.engagement_id = e.id
    where e.id in (select own_engagements()) and e.ends_at > app_now()
    order by e.ends_at, e.id limit 100`.execute(ctx.db);
  return { rows: rows.map((row) => ({ ...row, state: stateOf(row, ctx.now) })) };
}

type Listed = Output<typeof engagements.listEngagedRecords>["rows"][number];

export async function listEngagedRecords(
  ctx: Ctx,
  input: In<"listEngagedRecords">,
): Out<"listEngagedRecords"> {
  const limit = input.limit ?? 50;
  const after = readCursor(input.after);
  const own =
    await sql`select from engagements e where e.id = ${input.id}::uuid and ${engaged(ctx, "engagement", "e.id")}`.execute(
      ctx.db,
    );
  found(own.rows[0], "engagement");
  const name = nameOfUnit(ctx.language, "n");
  const { rows } = await sql<Listed>`
    select c.subject_id as id, c.subject_kind as kind, c.company_id, ${name} as company_name, r.name as round_name, r.fiscal_year, i.state
    from engagement_covers c
    join unit_names n on n.unit_id = c.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    left join inspections i on i.id = c.subject_id and c.subject_kind = 'inspection' and ${engaged(ctx, "inspection", "i.id")}
    left join rounds r on r.id = i.round_id
    where c.engagement_id = ${input.id}::uuid and ${engaged(ctx, "engagement", "c.engagement_id")}
      and ${input.search ? sql`n.sought ilike ${like(input.search)}` : sql`true`}
      and ${after ? sql`(${name}, c.subject_id) > (${after.value}, ${after.id}::uuid)` : sql`true`}
    order by ${name}, c.subject_id limit ${limit + 1}`.execute(ctx.db);
  return paged(rows, limit, (row) => `${row.companyName}|${row.id}`);
}

type Head = {
  id: string;
  companyId: string;
  companyName: string;
  roundName: string;
  fiscalYear: number;
  state: string;
  tier: string;
  editionId: string;
  opensFiles: boolean;
  opensPapers: boolean;
};
type Whole = Output<typeof engagements.getEngagedInspection>;
type Control = Whole["controls"][number];
type Answer = Pick<
  Control,
  "controlId" | "verdict" | "how" | "missing" | "reason" | "exceptions" | "owner" | "dueOn" | "answeredAt"
>;

/** Which of the engagement's permissions opens this inspection beside the one that is asked under. */
const opens = (ctx: Ctx, permission: string) =>
  sql`i.id = any ((select engaged_subjects(${ctx.actor.personId}::uuid, ${permission}, 'inspection'))::uuid[])`;

async function headOf(ctx: Ctx, id: string): Promise<Head> {
  const { rows } = await sql<Head>`
    select i.id, i.company_id, ${nameOfUnit(ctx.language, "n")} as company_name, r.name as round_name, r.fiscal_year, i.state, i.tier,
      i.edition_id, ${opens(ctx, permissions.readEvidence)} as opens_files, ${opens(ctx, permissions.readPapers)} as opens_papers
    from inspections i join rounds r on r.id = i.round_id
    join unit_names n on n.unit_id = i.company_id and holds_on(n.valid_from, n.valid_to, ${ctx.today}::date)
    where i.id = ${id}::uuid and ${engaged(ctx, "inspection", "i.id")}`.execute(ctx.db);
  return found(rows[0], "inspection");
}

/** What is not answered yet is listed without an answer, so that nobody takes it for not asked. */
export async function getEngagedInspection(
  ctx: Ctx,
  { id }: In<"getEngagedInspection">,
): Out<"getEngagedInspection"> {
  const { editionId, opensPapers, ...head } = await headOf(ctx, id);
  const book = await bookOf(ctx, editionId);
  const scope = await scopeOf(ctx, id);
  const answers = await sql<Answer>`
    select a.control_id, a.verdict, a.how, a.missing, a.reason, a.exceptions, a.owner, a.due_on, a.answered_at
    from answers a where a.inspection_id = ${id}::uuid`.execute(ctx.db);
  const answerOf = new Map(answers.rows.map((row) => [row.controlId, row]));
  const proofs = Map.groupBy(await proofsOf(ctx, id, head.opensFiles), (row) => row.controlId);
  const areas = new Map(book.frame.areas.map((area) => [area.id, textIn(area.name, ctx.language)]));
  const controls = book.controls.flatMap((control): Control[] => {
    const { demand, isMandatory } = applicable(control, head.tier, scope);
    if (demand === "not_asked") return [];
    const answer = answerOf.get(control.id);
    return [
      {
        controlId: control.id,
        area: areas.get(control.area) ?? control.area,
        title: textIn(control.texts.title, ctx.language),
        requirement: textIn(control.texts.requirement, ctx.language),
        auditTest: control.texts.auditTest ? textIn(control.texts.auditTest, ctx.language) : null,
        isMandatory,
        verdict: answer?.verdict ?? null,
        how: answer?.how ?? null,
        missing: answer?.missing ?? null,
        reason: answer?.reason ?? null,
        exceptions: answer?.exceptions ?? null,
        owner: answer?.owner ?? null,
        dueOn: answer?.dueOn ?? null,
        answeredAt: answer?.answeredAt ?? null,
        evidence: (proofs.get(control.id) ?? []).slice(0, 200),
      },
    ];
  });
  const output = {
    ...head,
    edition: book.edition,
    controls,
    papers: opensPapers ? await papersOf(ctx, id) : [],
  };
  return asSensitiveRead(output, {
    verb: "engagement.answers_read",
    subject: { kind: "inspection", id, companyId: head.companyId },
  });
}

type Proof = Control["evidence"][number] & { controlId: string };

async function proofsOf(ctx: Ctx, inspectionId: string, withFiles: boolean): Promise<Proof[]> {
  const { rows } = await sql<Proof>`
    select x.control_id, e.id, e.title, e.kind, e.place, e.valid_from, x.valid_until, f.name as file_name, f.size_bytes
    from evidence_uses x join evidence e on e.id = x.evidence_id and e.withdrawn_at is null
    left join files f on f.id = e.file_id and ${withFiles}::boolean
    where x.inspection_id = ${inspectionId}::uuid order by x.used_at desc, e.id limit 5000`.execute(ctx.db);
  return rows;
}

async function papersOf(ctx: Ctx, inspectionId: string): Promise<Whole["papers"]> {
  const { rows } = await sql<Whole["papers"][number]>`
    select p.id, p.language, p.verb, p.made_at, f.size_bytes from papers p join files f on f.id = p.file_id
    where p.inspection_id = ${inspectionId}::uuid order by p.made_at desc, p.id limit 100`.execute(ctx.db);
  return rows;
}

type Kept = { companyId: string; name: string; mediaType: string; sizeBytes: number; sha256: Buffer };

export async function downloadEngagedEvidence(
  ctx: Ctx,
  { id }: In<"downloadEngagedEvidence">,
): Out<"downloadEngagedEvidence"> {
  const { rows } = await sql<Kept & { fileId: string }>`
    select e.company_id, f.id as file_id, f.name, f.media_type, f.size_bytes, f.sha256
    from evidence e join files f on f.id = e.file_id
    where e.id = ${id}::uuid and e.withdrawn_at is null
      and exists (select from evidence_uses x where x.evidence_id = e.id and ${engaged(ctx, "inspection", "x.inspection_id")})`.execute(
    ctx.db,
  );
  const file = found(rows[0], "file");
  const output = asSensitiveRead(
    { id },
    {
      verb: "file.read",
      subject: { kind: "file", id: file.fileId, companyId: file.companyId },
      data: { purpose: "evidence" },
    },
  );
  return withContent(output, contentOf(file));
}

export async function downloadEngagedPaper(
  ctx: Ctx,
  { id }: In<"downloadEngagedPaper">,
): Out<"downloadEngagedPaper"> {
  const { rows } = await sql<Kept & { inspectionId: string }>`
    select p.company_id, p.inspection_id, f.name, f.media_type, f.size_bytes, f.sha256
    from papers p join files f on f.id = p.file_id
    where p.id = ${id}::uuid and ${engaged(ctx, "inspection", "p.inspection_id")}`.execute(ctx.db);
  const paper = found(rows[0], "paper");
  const output = asSensitiveRead(
    { id },
    {
      verb: "paper.read",
      subject: { kind: "inspection", id: paper.inspectionId, companyId: paper.companyId },
      data: { paperId: id },
    },
  );
  return withContent(output, contentOf(paper));
}

const contentOf = ({ name, mediaType, sizeBytes, sha256 }: Kept) => ({
  name,
  mediaType,
  sizeBytes,
  open: () => fileStore().read(sha256),
});
