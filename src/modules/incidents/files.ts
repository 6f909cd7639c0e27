// Photos and papers of an incident: sent before (POST /files, purpose incident_file), named by the act.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { invalid } from "#core/errors.ts";

/** @throws AppError invalid where one of them is no such file of that company. */
export async function addFiles(
  ctx: Ctx,
  incident: { id: string; companyId: string },
  fileIds: readonly string[],
): Promise<void> {
  if (fileIds.length === 0) return;
  const ids = [...new Set(fileIds)];
  const { rows } = await sql`insert into incident_files (incident_id, company_id, file_id, added_by)
    select ${incident.id}::uuid, ${incident.companyId}::uuid, f.id, ${ctx.actor.personId}::uuid from files f
    where f.id = any (${ids}::uuid[]) and f.purpose = 'incident_file' and f.company_id = ${incident.companyId}::uuid
      and ${within(ctx, "f.company_id")} returning file_id`.execute(ctx.db);
  if (rows.length !== ids.length) throw invalid("incident.unknown_file");
}

/** Of the file `x` of the incident: whether whoever reported it sent it, with the report or with what they added. One act has one moment. */
export const isReporters: RawBuilder<boolean> = sql<boolean>`(
  exists (select from incidents o where o.id = x.incident_id and o.entered_at = x.added_at)
  or exists (select from incident_additions a where a.incident_id = x.incident_id and a.at = x.added_at)
  or exists (select from incident_intake_files k where k.file_id = x.file_id))`;
