// The roles that operations, the door and the keeper of trail and jobs take. Roles belong to the whole PostgreSQL
// cluster, so they are made before the migrations of any one database.
import type pg from "pg";

const roles = ["yagura_door", "yagura_group", "yagura_scoped", "yagura_outside", "yagura_jobs"] as const;
export const embeddedLogin = "yagura_app";

/** Makes what is missing and lets `login` take the roles. Needs CREATEROLE or a superuser. */
export async function ensureRoles(
  owner: pg.ClientBase,
  login: string,
  mayCreateLogin: boolean,
): Promise<void> {
  // One lock for the cluster: test files clone databases at the same time.
  await owner.query("select pg_advisory_lock(hashtext('yagura.roles'))");
  try {
    for (const role of roles) {
      const { rowCount } = await owner.query("select from pg_roles where rolname = $1", [role]);
      if (rowCount === 0) await owner.query(`create role ${role} nologin nobypassrls`);
    }
    const { rowCount } = await owner.query("select from pg_roles where rolname = $1", [login]);
    if (rowCount === 0 && mayCreateLogin)
      await owner.query(`create role ${quoted(login)} login noinherit nobypassrls`);
    for (const role of roles) await owner.query(`grant ${role} to ${quoted(login)}`);
  } finally {
    await owner.query("select pg_advisory_unlock(hashtext('yagura.roles'))");
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Why this login must not serve requests, or null. Row-level security binds neither a superuser nor an owner. */
export async function unsafeLogin(client: pg.ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean; owns: boolean }>(`
    select rolsuper, rolbypassrls,
      exists (select from pg_class c where c.relowner = r.oid and c.relname = 'units') as owns
    from pg_roles r where rolname = session_user`);
  const login = rows[0];
  if (!login) return "unknown";
  if (login.rolsuper) return "superuser";
  if (login.rolbypassrls) return "bypassrls";
  return login.owns ? "owner" : null;
}
