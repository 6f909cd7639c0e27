// What goes into a document about one inspection: read once, in as many statements for few controls as for many.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { latestName } from "#modules/figures/company-rows.ts";
import { type Book, bookOf } from "#modules/inspections/book.ts";
import {
  type AnswerRow,
  answersOf,
  type Inspection,
  inspectionInScope,
} from "#modules/inspections/loading.ts";
import { compute, keptResults } from "#modules/inspections/results.ts";
import type { InspectionScore } from "#modules/inspections/scoring/score.ts";
import { isOfToday } from "../rules.ts";

export type Proof = {
  id: string;
  controlId: string;
  title: string;
  kind: string;
  place: string | null;
  validFrom: string;
  validUntil: string;
  fileName: string | null;
  mediaType: string | null;
  sha256: Buffer | null;
};
export type Desk = { decision: string; verdict: string; reason: string | null };

export type Said = {
  language: Language;
  now: string;
  inspection: Inspection & { begunAt: string | null };
  book: Book;
  /** The same reading of the answers as on the page of the company's result. */
  basis: "standing" | "live";
  score: InspectionScore;
  answers: ReadonlyMap<string, AnswerRow>;
  proofs: ReadonlyMap<string, readonly Proof[]>;
  desk: ReadonlyMap<string, Desk>;
  company: { code: string; name: string; timeZone: string };
  group: string;
  executive: { id: string; name: string } | null;
  opensOn: string;
};

type Names = {
  code: string;
  name: string;
  timeZone: string;
  group: string;
  executive: string | null;
  opensOn: string;
};

export async function saidOf(ctx: Ctx, id: string, language: Language): Promise<Said> {
  const inspection = (await inspectionInScope(ctx, id)) as Said["inspection"];
  const book = await bookOf(ctx, inspection.editionId);
  const kept = await keptResults(ctx, id);
  const of = (basis: Said["basis"]) => kept.find((row) => row.basis === basis);
  const basis = isOfToday(of("standing"), of("live"), inspection.state) ? "standing" : "live";
  const { score } = await compute(ctx, inspection, basis);
  const { rows } = await sql<Names>`
    select u.code, coalesce(case ${language} when 'ja' then n.name_ja when 'zh' then n.name_zh else n.name_en end, n.name) as name,
      coalesce(f.time_zone, g.time_zone) as time_zone, coalesce(g.names ->> ${language}, g.name) as "group", r.opens_on, (select ${nameOfPerson(language, "p")} from people p
        where p.id = coalesce(${inspection.confirmedFor}::uuid, ${inspection.confirmedBy}::uuid)) as executive
    from units u ${latestName("u.id")} cross join group_settings g
      left join company_facts f on f.company_id = u.id and holds_on(f.valid_from, f.valid_to, group_today()) join rounds r on r.id = ${inspection.roundId}::uuid
    where u.id = ${inspection.companyId}::uuid`.execute(ctx.db);
  const { executive, group, opensOn, ...company } = found(rows[0], "company");
  const confirmed = inspection.confirmedFor ?? inspection.confirmedBy;
  return {
    language,
    now: ctx.now.toISOString(),
    inspection,
    book,
    basis,
    score,
    answers: new Map((await answersOf(ctx, id)).map((answer) => [answer.controlId, answer])),
    proofs: await proofsOf(ctx, id),
    desk: await deskOf(ctx, id),
    company,
    group,
    opensOn,
    executive: confirmed && executive ? { id: confirmed, name: executive } : null,
  };
}

async function proofsOf(ctx: Ctx, id: string): Promise<Map<string, Proof[]>> {
  const { rows } = await sql<Proof>`
    select e.id, x.control_id, e.title, e.kind, e.place, e.valid_from, x.valid_until, f.name as file_name, f.media_type, f.sha256
    from evidence_uses x join evidence e on e.id = x.evidence_id left join files f on f.id = e.file_id
    where x.inspection_id = ${id}::uuid order by x.control_id, e.title, e.id`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.controlId);
}

/** What the desk said of the answers as they stand. */
async function deskOf(ctx: Ctx, id: string): Promise<Map<string, Desk>> {
  const { rows } = await sql<Desk & { controlId: string }>`
    select r.control_id, r.decision, r.verdict, r.reason from desk_reviews r
    join answers a on a.inspection_id = r.inspection_id and a.control_id = r.control_id and a.row_version = r.answer_version
      and a.proof_version = r.proof_version
    where r.inspection_id = ${id}::uuid`.execute(ctx.db);
  return new Map(rows.map(({ controlId, ...desk }) => [controlId, desk]));
}
