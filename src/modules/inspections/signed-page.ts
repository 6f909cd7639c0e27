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

/**
 * Whether the last page that was issued here is older than the last review. Answers change only between two reviews. By the
 * order in the trail: its clock is not the one of reviews. False where no page was issued here.
 */
export const isPageOld = (inspectionId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql`coalesce((select max(e.id) filter (where e.verb = 'inspection.reviewed') > max(e.id) filter (where e.verb = 'paper.page_issued')
    from events e where e.subject_id = ${inspectionId} and e.verb in ('inspection.reviewed', 'paper.page_issued')), false)`;

/** @throws AppError `inspection.page_old` */
export async function assertPageOfNow(ctx: Ctx, inspectionId: string): Promise<void> {
  const { rows } = await sql<{ isOld: boolean }>`
    select ${isPageOld(sql`${inspectionId}::uuid`)} as is_old`.execute(ctx.db);
  if (rows[0]?.isOld) throw conflict("inspection.page_old");
}

/** Of person `p`: the company's accountable executive by seat, or whoever else confirms there. */
export const mayHaveSigned = sql<boolean>`(p.id in (select people_with_permission('inspection.confirm', p.company_id))
  or exists (select from position_holders h join positions t on t.id = h.position_id where h.person_id = p.id
    and t.purpose = 'accountable_executive' and holds_on(h.valid_from, h.valid_to, group_today())))`;

/** @throws AppError `inspection.signer_needs_reason` for anybody else, unless it is said why the signature counts. */
export async function assertSigner(
  ctx: Ctx,
  { companyId }: Inspection,
  personId: string,
  why: string | undefined,
): Promise<void> {
  const { rows } = await sql<{ mayHaveSigned: boolean }>`
    select ${mayHaveSigned} as may_have_signed from people p
    where p.id = ${personId}::uuid and p.company_id = ${companyId}::uuid and ${within(ctx, "p.company_id")}`.execute(
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
 * is an annotation, a field or a revision behind the first (ISO 32000-1, 7.5.6).
 */
function isAsIssued(bytes: Buffer): boolean {
  const text = bytes.toString("latin1");
  return (
    text.startsWith("%PDF-") &&
    text.includes("/Creator (Typst") &&
    !/\/Subtype\s*\/Image|\/Annots?\b|\/AcroForm|\/Prev\s/.test(text)
  );
}
