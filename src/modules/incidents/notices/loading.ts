// One notice on its way: loaded with its incident and locked, where the act is one for its state.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { conflict, lostRace } from "#core/errors.ts";
import type { Language } from "#core/text/format.ts";
import type { Kind, Severity } from "../rules.ts";
import { seen } from "../visible.ts";
import { type Act, type Audience, type Channel, isOpenTo, type Proof, type State } from "./rules.ts";

export type Notice = {
  id: string;
  incidentId: string;
  companyId: string;
  reference: string;
  title: string;
  what: string;
  kind: Kind;
  severity: Severity;
  discoveredAt: string;
  reportedAt: string | null;
  aboutIds: string[];
  lineId: string | null;
  lineN: number | null;
  names: Partial<Record<Language, string>>;
  audience: Audience;
  channel: Channel;
  proof: Proof;
  approvals: number;
  approverPermission: string | null;
  approverPositionId: string | null;
  approverPersonId: string | null;
  dueAt: string;
  state: State;
  handedN: number | null;
  authorId: string | null;
  omittedBy: string | null;
  sentAt: string | null;
  sentBy: string | null;
  /** Approvals that were missing when it was given. */
  lacking: number;
  aheadSeenAt: string | null;
  isExercise: boolean;
  rowVersion: number;
};

export const noticeColumns = sql`c.id, c.incident_id, c.company_id, i.reference, i.title, i.what, i.kind, i.severity, i.discovered_at, i.reported_at,
  i.about_ids, c.line_id, c.line_n, c.names, c.audience, c.channel, c.proof, c.approvals, c.approver_permission, c.approver_position_id,
  c.approver_person_id, c.due_at, c.state, c.handed_n, c.author_id, c.omitted_by, c.sent_at, c.sent_by,
  (select coalesce(max(p.lacking), 0) from incident_notice_proofs p where p.notice_id = c.id) as lacking, c.ahead_seen_at, c.is_exercise, c.row_version`;

/** @throws AppError not_found outside what one may see; conflict where the act is not for its state, or somebody else was faster. */
export async function noticeTo(ctx: Ctx, act: Act, id: string, rowVersion: number): Promise<Notice> {
  const { rows } =
    await sql<Notice>`select ${noticeColumns} from incident_notices c join incidents i on i.id = c.incident_id
    where c.id = ${id}::uuid and ${seen(ctx)} for no key update of c`.execute(ctx.db);
  const notice = found(rows[0], "notice");
  if (notice.rowVersion !== rowVersion)
    throw lostRace("notice", { rowVersion }, { rowVersion: notice.rowVersion, state: notice.state });
  if (!isOpenTo(act, notice.state)) throw conflict("notice.not_now", { values: { state: notice.state } });
  return notice;
}

export async function set(
  ctx: Ctx,
  { id }: { id: string },
  to: RawBuilder<unknown>,
): Promise<{ id: string; rowVersion: number }> {
  const { rows } = await sql<{
    id: string;
    rowVersion: number;
  }>`update incident_notices c set ${to}, row_version = c.row_version + 1
    where c.id = ${id}::uuid returning c.id, c.row_version`.execute(ctx.db);
  return found(rows[0], "notice");
}

/** On the incident's own story. */
export const ofIncident = ({ incidentId, companyId }: Pick<Notice, "incidentId" | "companyId">) => ({
  kind: "incident",
  id: incidentId,
  companyId,
});
