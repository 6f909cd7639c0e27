// The schema a backup was made of, built by the very migrations that had built it there.
import type pg from "pg";
import { readMigrations } from "../db/migrate.ts";
import { StartError } from "../start-error.ts";
import type { Head } from "./manifest.ts";
import { quoted } from "./tables.ts";

/** @throws StartError where this program cannot know that schema. */
export function migrationsFor(
  head: Head,
): { name: string; sql: string; sha256: string; appliedAt: string }[] {
  const own = new Map(readMigrations().map((one) => [one.name, one]));
  return head.migrations.map(({ name, sha256, appliedAt }) => {
    const migration = own.get(name);
    if (migration?.sha256 === sha256) return { ...migration, appliedAt };
    throw new StartError(
      `The backup was made by Yagura ${head.version}, whose ${name} this one does not have`,
      "Restore with that version, or with a newer one.",
    );
  });
}

export async function buildSchema(client: pg.ClientBase, head: Head): Promise<void> {
  await client.query(
    `create table schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
  );
  for (const { name, sql, sha256, appliedAt } of migrationsFor(head)) {
    await client.query(sql);
    await client.query("insert into schema_migrations values ($1, $2, $3)", [name, sha256, appliedAt]);
  }
}

/**
 * Takes away what slows rows down or refuses them while only some are there: foreign keys, further indexes, triggers.
 * Needs the owner and no superuser.
 *
 * @returns how to put it back. What does not fit together is refused there.
 */
export async function loosen(client: pg.ClientBase): Promise<() => Promise<void>> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(`
    select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace order by 1, 2`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid and not x.relispartition
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`);
  const { rows: tables } = await client.query<{ name: string }>(`
    select distinct tgrelid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and c.relnamespace = 'public'::regnamespace`);
  for (const one of keys) await client.query(`alter table ${one.table} drop constraint ${quoted(one.name)}`);
  for (const one of indexes) await client.query(`drop index ${one.name}`);
  for (const one of tables) await client.query(`alter table ${one.name} disable trigger user`);
  return async () => {
    for (const one of indexes) await client.query(one.definition);
    for (const one of keys)
      await client.query(`alter table ${one.table} add constraint ${quoted(one.name)} ${one.definition}`);
    for (const one of tables) await client.query(`alter table ${one.name} enable trigger user`);
  };
}
