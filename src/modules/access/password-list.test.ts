import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { AppError } from "#core/errors.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { access } from "./contract.ts";
import { closePasswordList, isListed, usePasswordList } from "./password-list.ts";
import { hashPassword } from "./password.ts";
import { passwordCores } from "./rules.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-passwords-"));
after(async () => {
  await closePasswordList();
  rmSync(folder, { recursive: true, force: true });
});

const app = await testApp();
const group = await buildSmallGroup(app.database.owner);
const old = "a long enough phrase";
const who = await signedIn(app.database.owner, { companyId: group.companies.own });
await app.database.owner.query("update accounts set password_hash = $2 where id = $1", [
  who.accountId,
  await hashPassword(old),
]);

async function refusalOf(newPassword: string): Promise<string | null> {
  const ask = app.as(who.token)(access.changePassword, { currentPassword: old, newPassword });
  const code = await ask.then(
    () => null,
    (error: AppError) => error.code,
  );
  if (code === null)
    await app.as(who.token)(access.changePassword, { currentPassword: newPassword, newPassword: old });
  return code;
}

test("well-known passwords are refused, also behind digits, signs, a disguise or twice; phrases are not", async () => {
  for (const word of ["password2026!", "P@ssw0rd123456", "dragondragon", "123456football"])
    assert.equal(await refusalOf(word), "password.too_common", word);
  for (const word of ["Own-Ltd-2026-11", "yagura-yagura1"])
    assert.equal(await refusalOf(word), "password.too_easy", word);
  for (const word of ["three grey herons wait", "雪の朝に犬が二匹走る庭の石"])
    assert.equal(await refusalOf(word), null, word);
});

test("the operator's list refuses what it holds, whatever its size, and is sorted once", async () => {
  const path = join(folder, "list.txt");
  const lines = Array.from({ length: 50_000 }, (_, at) => `made up line ${at}`);
  writeFileSync(path, [...lines, lines[7], "abc", "Kirschblüte Am Fluss"].join("\r\n"));
  assert.equal(await refusalOf("made up line 49999"), null);
  assert.equal(await usePasswordList(path, folder), 50_001);
  assert.equal(await refusalOf("made up line 49999"), "password.too_common");
  assert.equal(await refusalOf("KIRSCHBLÜTE am fluss"), "password.too_common");
  assert.equal(await isListed("made up line 50000"), false);
  for (const line of lines.slice(0, 500)) assert.ok(await isListed(line), line);
  assert.equal(await usePasswordList(path, folder), 50_001);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".parts")),
    [],
  );
});

test("what a list is asked for: the word behind its digits, signs and disguise", () => {
  assert.ok(passwordCores("P@ssw0rd!2026").includes("password"));
  assert.ok(passwordCores("monkeymonkey").includes("monkey"));
});
