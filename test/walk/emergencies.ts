// Two roles taken at the walk's company in an emergency by somebody who is none of the walk's: one that is over and one in force.
import type pg from "pg";
import { signedIn } from "../factories.ts";

export async function addEmergencies(
  owner: pg.Client,
  companyId: string,
): Promise<{ emergencyId: string; runningEmergencyId: string }> {
  const { personId } = await signedIn(owner, { companyId, name: "Took" });
  const { rows } = await owner.query<{ id: string }>(
    `insert into emergencies (person_id, company_id, role_id, unit_id, with_subtree, reason, began_at, ends_at)
     select $1, $2, 'security_officer', $2, false, 'Nobody could be reached for the walk.', now() - interval '4 hours', end_at
     from unnest(array[now() - interval '1 hour', now() + interval '3 hours']) as x (end_at) returning id`,
    [personId, companyId],
  );
  return { emergencyId: rows[0]?.id ?? "", runningEmergencyId: rows[1]?.id ?? "" };
}
