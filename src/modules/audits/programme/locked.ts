// A visit as it is about to be changed.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found, within } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";

export type LockedVisit = {
  id: string;
  companyId: string;
  programmeId: string;
  fiscalYear: number;
  programmeState: "draft" | "approved" | "closed";
  month: string;
  fromOn: string | null;
  toOn: string | null;
  state: "planned" | "held" | "cancelled";
  announcedAt: string | null;
  rowVersion: number;
};

export async function lockedVisit(ctx: Ctx, id: string, { forUpdate = true } = {}): Promise<LockedVisit> {
  const { rows } = await sql<LockedVisit>`
    select v.id, v.company_id, v.programme_id, p.fiscal_year, p.state as programme_state, v.month, v.from_on, v.to_on, v.state,
      v.announced_at, v.row_version
    from audit_visits v join audit_programmes p on p.id = v.programme_id
    where v.id = ${id}::uuid and ${within(ctx, "v.company_id")} ${forUpdate ? sql`for update of v` : sql``}`.execute(
    ctx.db,
  );
  return found(rows[0], "audit_visit");
}

/** What is held or cancelled is changed no more. */
export function planned(visit: LockedVisit): LockedVisit {
  if (visit.state !== "planned") throw conflict("audit.visit_over");
  return visit;
}

export function ofVersion(visit: LockedVisit, rowVersion: number): LockedVisit {
  if (visit.rowVersion !== rowVersion)
    throw lostRace("audit_visit", { rowVersion }, { rowVersion: visit.rowVersion });
  return visit;
}
