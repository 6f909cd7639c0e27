import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "#core/config.ts";
import { StartError } from "#core/start-error.ts";
import { freshDatabase } from "#test/db.ts";
import { open } from "./open.ts";

const database = await freshDatabase();
const config = loadConfig({ DATABASE_URL: database.url });
const quiet = () => {};

test("without the owner's login a start works on a database of this program, and on no older one", async () => {
  // Rights on a database are not copied with it from the tests' template.
  await database.owner.query(`grant create on database ${database.name} to yagura_jobs`);
  await (await open(config, quiet)).close();
  const { rows } = await database.owner.query<{ name: string }>(
    "delete from schema_migrations where name = (select max(name) from schema_migrations) returning name",
  );
  const refused = (error: unknown) =>
    error instanceof StartError &&
    error.message.includes(`1 migrations are missing, the first is ${rows[0]?.name}`) &&
    error.hint.includes("DATABASE_OWNER_URL");
  await assert.rejects(open(config, quiet), refused);
  // As it was before this program's grants: not even readable.
  await database.owner.query("revoke all on schema_migrations from yagura_door");
  await assert.rejects(open(config, quiet), StartError);
});

test("the roles of requests neither read nor write what was migrated", async () => {
  const { rows } = await database.owner.query(
    `select grantee::text, privilege_type::text as right from information_schema.role_table_grants
     where table_name = 'schema_migrations' and grantee in ('yagura_group', 'yagura_scoped', 'yagura_jobs')`,
  );
  assert.deepEqual(rows, []);
});
