// Changing the secret of the installation: nothing is lost wherever it is broken off, and what was signed stays ours.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { type Config, loadConfig, secretKey } from "#core/config.ts";
import { isKeyOfOurs, keysOfBefore } from "#core/crypto/endorsement.ts";
import { refreshKeysBy } from "#core/crypto/refresh.ts";
import { isOutdated, seal, sealingKeyId, unseal, useSealingKeys } from "#core/crypto/secrets.ts";
import { signingKey, signingKeyFrom, useSigningKey } from "#core/crypto/signing.ts";
import { openDatabase } from "#core/db/pool.ts";
import { atTheEnd, freshDatabase } from "#test/db.ts";
import { rotateSecrets } from "./rotating.ts";
import { sealedColumns, shortLived } from "./sealed.ts";
import { secretsBefore, useKeys } from "./secrets.ts";

const database = await freshDatabase();
const { owner, ownerUrl } = database;
const column = { table: "test_secrets", column: "value", id: "id", purpose: "test" };
const opened = openDatabase({ connectionString: ownerUrl, size: 2 });
atTheEnd(() => opened.close());
/** The keys of test/files.ts again: other files of tests are in the same process. */
function restoring(t: TestContext): void {
  t.after(() => {
    refreshKeysBy(() => undefined);
    useSigningKey(Buffer.alloc(32, 7));
    useSealingKeys([Buffer.alloc(32, 7)]);
  });
}
const many = 3_000;

function freshFolder(): { folder: string; config: Config } {
  const folder = mkdtempSync(join(tmpdir(), "yagura-keys-"));
  atTheEnd(async () => rmSync(folder, { recursive: true, force: true }));
  return { folder, config: loadConfig({ YAGURA_DATA: folder }) };
}

/** Values as they were before, sealed with the key in use. */
async function fill(count: number): Promise<void> {
  await owner.query(
    "drop table if exists test_secrets; create table test_secrets (id uuid primary key default gen_random_uuid(), value bytea)",
  );
  await owner.query("insert into test_secrets (id) select gen_random_uuid() from generate_series(1, $1)", [
    count,
  ]);
  const { rows } = await owner.query<{ id: string }>("select id from test_secrets");
  await owner.query(
    "update test_secrets t set value = n.value from unnest($1::uuid[], $2::bytea[]) n(id, value) where t.id = n.id",
    [
      rows.map((row) => row.id),
      rows.map((row) => seal(`value of ${row.id}`, { purpose: "test", of: row.id })),
    ],
  );
  // One row that holds nothing.
  await owner.query("insert into test_secrets (id) values (gen_random_uuid())");
}

async function openAll(): Promise<{ opened: number; older: number }> {
  const { rows } = await owner.query<{ id: string; value: Buffer }>(
    "select id, value from test_secrets where value is not null",
  );
  for (const { id, value } of rows)
    assert.equal(unseal(value, { purpose: "test", of: id }), `value of ${id}`);
  return { opened: rows.length, older: rows.filter((row) => isOutdated(row.value)).length };
}

/** Runs it as a process of its own and kills it when it says a line like this. */
async function killedAt(folder: string, when: RegExp | null): Promise<string> {
  const child = spawn(process.execPath, ["test/rotate-process.ts", ownerUrl, JSON.stringify([column])], {
    env: { ...process.env, YAGURA_DATA: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
      if (when?.test(said)) child.kill("SIGKILL");
    });
  await once(child, "close");
  return said;
}

test("the secret is changed through a kill at every stage, and no value is ever without its key", async (t) => {
  restoring(t);
  const { folder, config } = freshFolder();
  useKeys(config);
  await fill(many);
  const first = sealingKeyId();
  for (const stage of [/key: a new one/, /: 500 sealed anew/, /: 1500 sealed anew/, /nothing left/]) {
    await killedAt(folder, stage);
    const { opened: count } = await openAll();
    assert.equal(count, many, String(stage));
  }
  const second = sealingKeyId();
  assert.notEqual(second, first, "this process took the new key without a start");
  const said = await killedAt(folder, null);
  assert.match(said, /going on with a change begun before/);
  assert.match(said, new RegExp(`${many} open with the new key`));
  assert.deepEqual(await openAll(), { opened: many, older: 0 });
  assert.equal(sealingKeyId(), second, "a change that was broken off is ended, none is begun anew");
  assert.deepEqual(readdirSync(folder).sort(), ["secret.key", `secret.key.${first}.retired`]);
  assert.deepEqual(secretsBefore(config), []);
  const { rows } = await owner.query(
    "select verb, (data->>'keyId') as key from events where verb = 'secret.changed'",
  );
  assert.deepEqual(rows, [{ verb: "secret.changed", key: second }]);
});

test("a change broken off between two files is gone on with", async (t) => {
  restoring(t);
  const { folder, config } = freshFolder();
  useKeys(config);
  await fill(10);
  const old = readFileSync(join(folder, "secret.key"), "utf8");
  // The next key is there and the old one was copied; the new one did not take its place.
  writeFileSync(join(folder, "secret.key.next"), Buffer.alloc(32, 9).toString("base64"));
  writeFileSync(join(folder, "secret.key.before"), old);
  await openAll();
  await rotateSecrets(config, ownerUrl, () => undefined, [column]);
  assert.deepEqual(secretKey(config), Buffer.alloc(32, 9));
  assert.deepEqual(await openAll(), { opened: 10, older: 0 });
});

test("a value that no key opens ends the change before the old key is put away", async (t) => {
  restoring(t);
  const { folder, config } = freshFolder();
  useKeys(config);
  await fill(10);
  await owner.query(
    "update test_secrets set value = set_byte(value, 40, 255 - get_byte(value, 40)) where id = (select min(id::text)::uuid from test_secrets where value is not null)",
  );
  await assert.rejects(rotateSecrets(config, ownerUrl, () => undefined, [column]));
  assert.ok(readdirSync(folder).includes("secret.key.before"));
});

test("as a variable the key is changed by the operator, and the command seals anew", async (t) => {
  restoring(t);
  const keys = [1, 2].map((n) => Buffer.alloc(32, n).toString("base64"));
  const { folder } = freshFolder();
  const withKeys = (now = "", before = "") =>
    loadConfig({ YAGURA_DATA: folder, SECRET_KEY: now, SECRET_KEY_BEFORE: before });
  refreshKeysBy(() => undefined);
  useKeys(withKeys(keys[0]));
  await fill(20);
  await assert.rejects(
    rotateSecrets(withKeys(keys[1]), ownerUrl, () => undefined, [column]),
    /SECRET_KEY_BEFORE is not/,
  );
  await rotateSecrets(withKeys(keys[1], keys[0]), ownerUrl, () => undefined, [column]);
  useKeys(withKeys(keys[1]));
  assert.deepEqual(await openAll(), { opened: 20, older: 0 });
});

test("keys of before stay ours by the word of the key in use, through two changes; a row put in by hand is nobody's", async (t) => {
  restoring(t);
  await owner.query("delete from signing_keys");
  const { config } = freshFolder();
  useKeys(config);
  const signed = [signingKey().publicKey];
  for (let n = 0; n < 2; n += 1) {
    await rotateSecrets(config, ownerUrl, () => undefined, []);
    signed.push(signingKey().publicKey);
  }
  for (const key of signed) assert.ok(await isKeyOfOurs(opened.db, key));
  assert.equal((await keysOfBefore(opened.db)).length, 2);
  const forged = signingKeyFrom(Buffer.alloc(32, 77)).publicKey;
  await owner.query("insert into signing_keys select $1, now(), endorsement from signing_keys limit 1", [
    forged,
  ]);
  assert.equal(await isKeyOfOurs(opened.db, forged), false);
  await rotateSecrets(config, ownerUrl, () => undefined, []);
  assert.equal(await isKeyOfOurs(opened.db, forged), false, "a change endorses only what was endorsed");
  for (const key of signed) assert.ok(await isKeyOfOurs(opened.db, key));
  useSigningKey(Buffer.alloc(32, 5));
  for (const key of signed) assert.equal(await isKeyOfOurs(opened.db, key), false, "another installation");
});

test("every purpose that something is sealed for is known to a change, and every column that is named is there", async (t) => {
  restoring(t);
  const purposes = new Set(
    globSync("src/**/*.ts")
      .filter((path) => !/\.test\.ts$|src\/app\/sealed\.ts$/.test(path))
      .flatMap((path) =>
        [...readFileSync(path, "utf8").matchAll(/purpose: "([^"]+)",\s*of\b/g)].map((one) => one[1]),
      ),
  );
  const known = new Set([...sealedColumns.map((one) => one.purpose), ...shortLived]);
  assert.deepEqual(
    [...purposes].filter((one) => one !== undefined && !known.has(one)),
    [],
  );
  for (const one of sealedColumns) {
    const { rows } = await owner.query(
      "select data_type from information_schema.columns where table_schema = 'public' and table_name = $1 and column_name in ($2, $3)",
      [one.table, one.column, one.id],
    );
    assert.equal(rows.length, 2, `${one.table}.${one.column}`);
  }
});
