// What each severity means: set by the group office, for what is raised from then on.
import { sql } from "kysely";
import type { Input, Output } from "#core/contract.ts";
import type { Ctx } from "#core/context.ts";
import { found } from "#core/db/scope.ts";
import { forbidden, lostRace } from "#core/errors.ts";
import { record } from "#core/events/record.ts";
import type { findings } from "./contract.ts";
import { permissions } from "./contract/words.ts";

type Row = Output<typeof findings.listFindingSeverities>["rows"][number];

export async function listFindingSeverities(
  ctx: Ctx,
): Promise<Output<typeof findings.listFindingSeverities>> {
  const { rows } =
    await sql<Row>`select severity, remedy_days, most_accepted_days, verified_within, row_version from finding_severities
    order by array_position(array['critical', 'high', 'medium', 'low'], severity)`.execute(ctx.db);
  const { rows: standing } = await sql<{ mayChange: boolean }>`
    select s.reach = 'group' as may_change from standing_of(${ctx.actor.personId}::uuid, ${permissions.rule}) s`.execute(
    ctx.db,
  );
  return { rows, mayChange: standing[0]?.mayChange ?? false };
}

export async function setFindingSeverity(
  ctx: Ctx,
  input: Input<typeof findings.setFindingSeverity>,
): Promise<Output<typeof findings.setFindingSeverity>> {
  if (ctx.reach !== "group") throw forbidden("finding_severity.whole_group");
  const { rows } =
    await sql<Row>`select severity, remedy_days, most_accepted_days, verified_within, row_version from finding_severities
    where severity = ${input.severity} for update`.execute(ctx.db);
  const before = found(rows[0], "finding_severity");
  if (before.rowVersion !== input.rowVersion)
    throw lostRace("finding_severity", { rowVersion: input.rowVersion }, before);
  const { remedyDays, mostAcceptedDays, verifiedWithin } = input;
  await sql`update finding_severities set remedy_days = ${remedyDays}, most_accepted_days = ${mostAcceptedDays},
    verified_within = ${verifiedWithin}, row_version = row_version + 1 where severity = ${input.severity}`.execute(
    ctx.db,
  );
  await record(ctx, "finding_severity.changed", {
    subject: { kind: "finding_severity", id: null, companyId: null },
    data: { severity: input.severity, remedyDays, mostAcceptedDays, verifiedWithin, from: before.remedyDays },
    personal: { reason: input.reason },
  });
  return { rowVersion: input.rowVersion + 1 };
}
