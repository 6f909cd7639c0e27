// Lent to later modules.
// A page that was issued for signing says what was reviewed then. After it came back, by the desk, an executive or an erratum,
// and was reviewed again, the page says something else than what would be confirmed with it.
import { buffer } from "node:stream/consumers";
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, invalid } from "#core/errors.ts";
import { fileStore } from "#core/files/store.ts";
import type { Inspection } from "./loading.ts";

/** Told of a page that was entered: whoever signed it, and whoever else confirms there. */
export const signedForDuty = "inspection.signed_for";
/** The desk's, after the signer took it back. */
export const signAgainDuty = "inspection.sign_again";

/**
 * Whether the last page that was issued here is older than the last review, or than the word of its signer that it does not
 * hold. Answers change only between two reviews. By the order in the trail: its clock is not the one of reviews. False where no
 * page was issued here.
 */
export const isPageOld = (inspectionId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`coalesce((select max(e.id) filter (where e.verb <> 'paper.page_issued') > max(e.id) filter (where e.verb = 'paper.page_issued')
    from events e where e.subject_id = ${inspectionId} and (e.verb in ('inspection.reviewed', 'paper.page_issued')
      or e.verb = 'inspection.confirmation_taken_back' and e.data ->> 'side' <> 'desk')), false)`;

/** @throws AppError `inspection.page_old` */
export async function assertPageOfNow(ctx: Ctx, inspectionId: string): Promise<void> {
  const { rows } = await sql<{ isOld: boolean }>`
    select ${isPageOld(sql`${inspectionId}::uuid`)} as is_old`.execute(ctx.db);
  if (rows[0]?.isOld) throw conflict("inspection.page_old");
}

/** Of person `p`: whoever confirms at the company, or sits there as its accountable executive, of whichever company's people. */
export const mayHaveSigned = (companyId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`(p.id in (${executivesAt(companyId)}))`;

export const executivesAt = (companyId: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select people_with_permission('inspection.confirm', ${companyId}) union all
    select h.person_id from position_holders h join positions t on t.id = h.position_id where t.company_id = ${companyId}
      and t.purpose = 'accountable_executive' and holds_on(h.valid_from, h.valid_to, group_today())`;

/** @throws AppError `inspection.signer_needs_reason` for anybody else, unless it is said why the signature counts. */
export async function assertSigner(
  ctx: Ctx,
  { companyId }: Inspection,
  personId: string,
  why: string | undefined,
): Promise<void> {
  const may = mayHaveSigned(sql`${companyId}::uuid`);
  const { rows } = await sql<{ mayHaveSigned: boolean }>`
    select ${may} as may_have_signed from people p
    where p.id = ${personId}::uuid and (p.company_id = ${companyId}::uuid or ${may}) and ${within(ctx, "p.company_id")}`.execute(
    ctx.db,
  );
  if (!found(rows[0], "person").mayHaveSigned && !why) throw invalid("inspection.signer_needs_reason");
}

/** Our pages have some tens of kilobytes. */
const mostOfOurs = 2_000_000;

/** @throws AppError `inspection.page_unsigned` for a page just as it left the product. */
export async function assertSignedFile(ctx: Ctx, { companyId }: Inspection, fileId: string): Promise<void> {
  const { rows } = await sql<{ sha256: Buffer; size: number }>`
    select f.sha256, f.size_bytes::float8 as size from files f where f.id = ${fileId}::uuid and f.company_id = ${companyId}::uuid
      and f.purpose = 'confirmation' and ${within(ctx, "f.company_id")}`.execute(ctx.db);
  const file = found(rows[0], "file");
  if (file.size > mostOfOurs || !(await fileStore().has(file.sha256))) return;
  if (isAsIssued(await buffer(await fileStore().read(file.sha256))))
    throw conflict("inspection.page_unsigned");
}

/**
 * A PDF of our own typesetting on which nothing was put since: a scan holds a picture, a signature drawn or set in a program
 * is an annotation, a field or a revision behind the first (ISO 32000-1, 7.5.6). The headings of many pages in one file point
 * to each other by /Prev as well, with a reference instead of an offset.
 */
function isAsIssued(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  return (
    text.startsWith("%PDF-") &&
    text.includes("/Creator (Typst") &&
    !/\/Subtype\s*\/Image|\/Annots?\b|\/AcroForm|\/Prev\s+\d+\b(?!\s+\d+\s+R)/.test(text)
  );
}
