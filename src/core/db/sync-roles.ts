// Built-in roles are data of the modules that own the permissions. Written after migrating, so that the database's
// own lock (scope_companies) and the checks of the application read the same rows.
import type pg from "pg";
import { builtInRoles, type Module } from "../module.ts";

export async function syncRoles(owner: pg.ClientBase, modules: readonly Module[]): Promise<void> {
  const pairs = modules.flatMap((module) =>
    Object.entries(module.roles).flatMap(([role, permissions]) =>
      permissions.map((permission) => ({ role, permission })),
    ),
  );
  await owner.query("begin");
  await owner.query(
    `insert into roles (id, is_built_in) select unnest($1::text[]), true on conflict (id) do update set is_built_in = true`,
    [[...builtInRoles]],
  );
  await owner.query(
    `delete from role_permissions rp using roles r where r.id = rp.role_id and r.is_built_in
       and (rp.role_id, rp.permission) not in (select * from unnest($1::text[], $2::text[]))`,
    [pairs.map((pair) => pair.role), pairs.map((pair) => pair.permission)],
  );
  await owner.query(
    `insert into role_permissions (role_id, permission) select * from unnest($1::text[], $2::text[])
       on conflict do nothing`,
    [pairs.map((pair) => pair.role), pairs.map((pair) => pair.permission)],
  );
  await owner.query("commit");
}
