// Issuing the workbook of one inspection: its row with the secret, its bytes, its event.
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { record } from "#core/events/record.ts";
import { safeName } from "#core/files/name.ts";
import { type Inspection, subjectOf } from "#modules/inspections/loading.ts";
import { contentOf } from "./content.ts";
import { writeWorkbook } from "./write.ts";

export const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
export type Issued = { id: string; bytes: Buffer; name: string };

/** @param language null: the language the company works in. */
export async function issue(ctx: Ctx, inspection: Inspection, language: Language | null): Promise<Issued> {
  const content = await contentOf(ctx, inspection);
  const { company } = content;
  const spoken = language ?? company.language;
  const secret = randomBytes(32);
  const answers = Object.fromEntries(
    content.rows.flatMap((row) => (row.answer ? [[row.control.id, row.answer.rowVersion]] : [])),
  );
  const seen = JSON.stringify({ answers, scope: content.scopeVersions });
  const { rows } = await sql<{ id: string; issuedByName: string | null }>`
    insert into workbooks (inspection_id, company_id, language, secret, issued_by, answers_as_of, seen, errata)
    values (${inspection.id}::uuid, ${inspection.companyId}::uuid, ${spoken}, ${secret}, ${ctx.actor.personId}::uuid, app_now(), ${seen}::jsonb,
      ${content.book.errata})
    returning id, (select ${nameOfPerson(ctx.language, "p")} from people p where p.id = issued_by) as issued_by_name`.execute(
    ctx.db,
  );
  const row = rows[0];
  if (!row) throw new Error("the workbook was not kept");
  const bytes = await writeWorkbook(content, {
    workbookId: row.id,
    secret,
    language: spoken,
    issuedOn: ctx.today,
    issuedByName: row.issuedByName ?? "",
  });
  await record(ctx, "workbook.issued", {
    subject: subjectOf(inspection),
    data: { workbookId: row.id, language: spoken },
  });
  // A stroke in a name would be read as a folder, and what stands before it be lost.
  const said = `${company.code} ${company.name} ${inspection.roundName}`.replace(/[/\\]/g, "-");
  return { id: row.id, bytes: Buffer.from(bytes), name: safeName(`${said}.xlsx`, xlsx) };
}
