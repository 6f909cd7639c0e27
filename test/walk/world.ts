// The small group of the walks: one target per company, one asker per role and place.
import { testApp } from "../app.ts";
import type { Locks } from "#core/context.ts";
import { sql } from "kysely";
import { type Operation } from "#core/contract.ts";
import { AppError } from "#core/errors.ts";
import { type BuiltInRole, builtInRoles } from "#core/module.ts";
import { handlerOf, type TestApp } from "../app.ts";
import { addPerson, buildSmallGroup, giveRole, type SignedIn, type SmallGroup, signedIn } from "../factories.ts";
import { aims, type Target, type World } from "./inputs.ts";

export const places = ["own", "sister", "parent", "other"] as const;
export type Place = (typeof places)[number];

export type WalkWorld = {
  app: TestApp;
  group: SmallGroup;
  world: World;
  targets: Record<Place, Target>;
  askers: { role: BuiltInRole; isExpired: boolean; who: SignedIn }[];
};

const atGroup: BuiltInRole[] = ["administrator", "group_office", "reader", "committee_member"];

export async function buildWalkWorld(locks: Locks): Promise<WalkWorld> {
  const app = await testApp({ locks });
  const { owner } = app.database;
  const group = await buildSmallGroup(owner);
  const targets = {} as Record<Place, Target>;
  for (const place of places) targets[place] = await buildTarget(app, group.companies[place]);
  const askers: WalkWorld["askers"] = [];
  for (const role of builtInRoles) {
    for (const isExpired of [false, true]) {
      const unitId = atGroup.includes(role) ? group.group : role === "division_secretary" ? group.divisions.one : group.companies.own;
      const companyId = unitId === group.companies.own ? group.companies.own : group.companies.parent;
      const who = await signedIn(owner, { companyId, role, unitId, ...(isExpired ? { to: "2026-01-01" } : {}) });
      askers.push({ role, isExpired, who });
    }
  }
  const { rows } = await owner.query<{ today: string }>("select group_today()::text as today");
  return { app, group, world: { group: group.group, division: group.divisions.one, today: rows[0]?.today ?? "" }, targets, askers };
}

async function buildTarget(app: TestApp, companyId: string): Promise<Target> {
  const { owner } = app.database;
  const person = await signedIn(owner, { companyId, name: "Target" });
  const grantId = await giveRole(owner, { personId: person.personId, companyId, role: "contributor", unitId: companyId });
  const freePersonId = await addPerson(owner, { companyId, familyName: "Free" });
  const position = await owner.query<{ id: string }>(
    "insert into positions (unit_id, company_id, name, created_on) values ($1, $1, 'Seat', '2020-04-01') returning id", [companyId]);
  const job = await owner.query<{ id: string }>(
    "insert into jobs (kind, company_id, permission) values ('walk', $1, 'organization.read') returning id", [companyId]);
  const file = await owner.query<{ id: string }>(
    "insert into files (company_id, sha256, size_bytes, media_type, name, purpose) values ($1, sha256('x'), 1, 'text/csv', 'x.csv', 'import') returning id", [companyId]);
  const load = await owner.query<{ id: string }>(
    "insert into imports (kind, company_id, file_id, recognised, created_by) values ('companies', $1, $2, '{}', $3) returning id",
    [companyId, file.rows[0]?.id, person.personId]);
  return {
    companyId, personId: person.personId, freePersonId, accountId: person.accountId, grantId,
    positionId: position.rows[0]?.id ?? "", jobId: job.rows[0]?.id ?? "", importId: load.rows[0]?.id ?? "",
  };
}

export type Outcome = { kind: "allowed"; output: unknown; verbs: string[] } | { kind: "refused"; code: string; status: string };

class RolledBack extends Error {
  readonly output: unknown;
  readonly verbs: string[];
  constructor(output: unknown, verbs: string[]) {
    super("rolled back on purpose");
    this.output = output;
    this.verbs = verbs;
  }
}

/** Tries an operation for real and rolls it back, so that every try meets the same world. */
export async function attempt(walk: WalkWorld, operation: Operation, token: string | null, place: Place): Promise<Outcome> {
  const aim = aims[operation.name];
  if (!aim) throw new Error(`test/walk/inputs.ts has no entry for ${operation.name}`);
  const handler = handlerOf(operation) as (ctx: never, input: never) => Promise<unknown>;
  const input = aim.input(walk.targets[place], walk.world);
  try {
    await walk.app.door.perform(
      operation,
      async (ctx, given) => {
        const output = await handler(ctx as never, given as never);
        await sql`select set_config('role', 'yagura_jobs', true)`.execute(ctx.db);
        const { rows } = await sql<{ verb: string }>`select verb from events where xid = pg_current_xact_id_if_assigned()`.execute(ctx.db);
        throw new RolledBack(output, rows.map((row) => row.verb));
      },
      { token },
      input,
    );
    throw new Error("unreachable");
  } catch (error) {
    if (error instanceof RolledBack) return { kind: "allowed", output: error.output, verbs: error.verbs };
    if (error instanceof AppError) return { kind: "refused", code: error.code, status: error.kind };
    throw new Error(`${operation.name} at ${place}: ${(error as Error).message}`, { cause: error });
  }
}
