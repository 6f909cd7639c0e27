// Issuing workbooks of inspections: each row with its secret, its bytes, its event. Many with as many statements as one.
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { found } from "#core/db/scope.ts";
import { recordEach } from "#core/events/record.ts";
import { asPart, safeName } from "#core/files/name.ts";
import { type Inspection, subjectOf } from "#modules/inspections/loading.ts";
import { measurementsOf } from "#modules/ledgers/measuring.ts";
import { type Content, contentsOf } from "./content.ts";
import { writeWorkbook } from "./write.ts";

export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export type Issued = { id: string; bytes: Buffer; name: string };

/** @param language null: the language each company works in. @returns what was issued, by inspection. */
export async function issueMany(
  ctx: Ctx,
  inspections: readonly Inspection[],
  language: Language | null,
): Promise<ReadonlyMap<string, Issued>> {
  const contents = [...(await contentsOf(ctx, inspections)).values()];
  const measured = await measurementsOf(
    ctx,
    inspections.map((one) => one.companyId),
  );
  const rows = contents.map((content) => rowOf(content, language ?? content.company.language));
  const kept = await keep(ctx, rows);
  const issued = new Map<string, Issued>();
  for (const [at, content] of contents.entries()) {
    const { inspection, company } = content;
    const row = rows[at];
    if (!row) continue;
    const { id, issuedByName } = found(kept.get(inspection.id), "inspection");
    const bytes = await writeWorkbook(content, {
      workbookId: id,
      secret: row.secret,
      language: row.language,
      issuedOn: ctx.today,
      issuedByName: issuedByName ?? "",
      measured: measured.get(inspection.companyId)?.measurements ?? new Map(),
    });
    const said = asPart(`${company.code} ${company.name} ${inspection.roundName}`);
    issued.set(inspection.id, { id, bytes: Buffer.from(bytes), name: safeName(`${said}.xlsx`, xlsx) });
  }
  await recordEach(
    ctx,
    "workbook.issued",
    contents.map(({ inspection }, at) => ({
      subject: subjectOf(inspection),
      data: { workbookId: issued.get(inspection.id)?.id, language: rows[at]?.language },
    })),
  );
  return issued;
}

/** One workbook. */
export async function issue(ctx: Ctx, inspection: Inspection, language: Language | null): Promise<Issued> {
  return found((await issueMany(ctx, [inspection], language)).get(inspection.id), "inspection");
}

type Row = { content: Content; language: Language; secret: Buffer; seen: object };

const rowOf = (content: Content, language: Language): Row => ({
  content,
  language,
  secret: randomBytes(32),
  seen: {
    answers: Object.fromEntries(
      content.rows.flatMap((row) => (row.answer ? [[row.control.id, row.answer.rowVersion]] : [])),
    ),
    scope: content.scopeVersions,
  },
});

type Kept = { inspectionId: string; id: string; issuedByName: string | null };

async function keep(ctx: Ctx, rows: readonly Row[]): Promise<ReadonlyMap<string, Kept>> {
  const given = rows.map(({ content: { inspection, book }, language, secret, seen }) => ({
    inspection_id: inspection.id,
    company_id: inspection.companyId,
    language,
    secret: secret.toString("hex"),
    seen,
    errata: book.errata,
  }));
  const { rows: kept } = await sql<Kept>`
    insert into workbooks (inspection_id, company_id, language, secret, issued_by, answers_as_of, seen, errata)
    select x.inspection_id, x.company_id, x.language, decode(x.secret, 'hex'), ${ctx.actor.personId}::uuid, app_now(), x.seen, x.errata
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x(inspection_id uuid, company_id uuid, language text, secret text,
      seen jsonb, errata integer)
    returning inspection_id, id, (select ${nameOfPerson(ctx.language, "p")} from people p where p.id = issued_by) as issued_by_name`.execute(
    ctx.db,
  );
  return new Map(kept.map((row) => [row.inspectionId, row]));
}
