// A load with what its source is, for the work on it.
import { sql } from "kysely";
import type { Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import type { ledgers as contract } from "../contract.ts";

export type LoadRow = {
  id: string;
  sourceId: string;
  companyId: string | null;
  kind: string;
  state: Output<(typeof contract)["listLoads"]>["rows"][number]["state"];
  extent: "whole" | "changes" | null;
  capturedAt: string | null;
  openedAt: string;
  counts: Record<string, number>;
  choices: Record<string, unknown>;
  rank: number;
  sees: boolean;
  records: boolean;
  isAutomatic: boolean;
  sha256: Buffer;
  rowVersion: number;
};

/** The group's loads are for whoever reaches the whole group. `l` is a row of source_loads. */
export const isReadable = (ctx: Ctx) =>
  ctx.reach === "group" ? sql<boolean>`true` : within(ctx, "l.company_id");

/** A load whose job came to no end (everything that ran it died) has failed: what was on its way in is read again. */
export const stateNow = sql<LoadRow["state"]>`case when l.state in ('reading', 'applying')
  and not exists (select from jobs j where j.subject_id = l.id and j.state in ('queued', 'running')) then 'failed' else l.state end`;

export async function loadInScope(ctx: Ctx, id: string): Promise<LoadRow> {
  const { rows } =
    await sql<LoadRow>`select l.id, l.source_id, l.company_id, s.kind, l.state, l.extent, l.captured_at, l.opened_at, l.counts,
      s.choices, s.rank, s.sees, s.records, s.is_automatic, f.sha256, l.row_version
    from source_loads l join asset_sources s on s.id = l.source_id join files f on f.id = l.file_id
    where l.id = ${id}::uuid and ${isReadable(ctx)}`.execute(ctx.db);
  return found(rows[0], "asset_load");
}
