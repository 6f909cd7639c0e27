// The command line against a real server: every operation is there, with its rights and refusals.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { generate } from "otplib";
import { modules } from "#app/modules.ts";
import { askHidden } from "#core/cli/asking.ts";
import { inputFrom, kebab } from "#core/cli/flags.ts";
import type { Operation } from "#core/contract.ts";
import { StartError } from "#core/start-error.ts";
import { jobs } from "#modules/jobs/contract.ts";
import { organization } from "#modules/organization/contract.ts";
import { hashPassword } from "#modules/access/password.ts";
import { tokens } from "#modules/tokens/contract.ts";
import { testApp } from "./app.ts";
import { atTheEnd } from "./db.ts";
import { buildSmallGroup, signedIn } from "./factories.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
await owner.query("update accounts set login_name = 'officer', password_hash = $2 where id = $1", [
  officer.accountId,
  await hashPassword("a long enough phrase"),
]);
const server = await app.server();
const address = await server.listen({ port: 0, host: "127.0.0.1" });
const home = mkdtempSync(join(tmpdir(), "yagura-cli-"));
atTheEnd(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

type Run = { code: number; out: string; err: string };

function yagura(args: string[], env: Record<string, string> = {}, typed = ""): Promise<Run> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ["src/app/cli.ts", ...args],
      { env: { ...process.env, YAGURA_SERVER: address, XDG_CONFIG_HOME: home, INIT_CWD: home, ...env } },
      (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
    child.stdin?.end(typed);
  });
}

test("sign in, ask, send a file, fetch it, sign out: the session is kept for its owner alone", async () => {
  const signedInRun = await yagura([
    "sign-in",
    "--login-name",
    "officer",
    "--password",
    "a long enough phrase",
  ]);
  assert.equal(signedInRun.code, 0, signedInRun.err);
  const kept = join(home, "yagura", "sessions.json");
  assert.equal(statSync(kept).mode & 0o777, 0o600);
  const session = JSON.parse((await yagura(["get-session"])).out) as { loginName: string };
  assert.equal(session.loginName, "officer");
  writeFileSync(join(home, "proof.txt"), "proof");
  const sent = await yagura([
    "upload-file",
    "--purpose",
    "evidence",
    "--company-id",
    officer.companyId,
    "--file",
    "proof.txt",
  ]);
  assert.equal(sent.code, 0, sent.err);
  const { id } = JSON.parse(sent.out) as { id: string };
  const fetched = await yagura(["download-file", "--id", id, "--out", "back.txt"]);
  assert.equal(fetched.code, 0, fetched.err);
  assert.equal(readFileSync(join(home, "back.txt"), "utf8"), "proof");
  assert.equal((await yagura(["sign-out"])).code, 0);
  const after = await yagura(["get-session"]);
  assert.deepEqual([after.code, JSON.parse(after.out)], [0, null], "nobody is signed in");
  const refused = await yagura(["list-my-sessions"]);
  assert.deepEqual([refused.code, (JSON.parse(refused.err) as { code: string }).code], [1, "session.needed"]);
});

test("exit codes tell a refusal, wrong use and a server that is not there apart", async () => {
  assert.equal((await yagura(["list-jobs"])).code, 1);
  const wrong = await yagura(["list-jobs", "--nonsense", "1"]);
  assert.deepEqual([wrong.code, /--nonsense is no flag of list-jobs/.test(wrong.err)], [2, true]);
  const gone = await yagura(["list-jobs"], { YAGURA_SERVER: "http://127.0.0.1:9" });
  assert.deepEqual([gone.code, /cannot be reached/.test(gone.err)], [3, true]);
});

test("trail verify proves the trail of a database and says by its exit code when it was changed", async () => {
  const env = { DATABASE_URL: app.database.url };
  await app.as(officer.token)(jobs.listJobs, {});
  const whole = await yagura(["trail", "verify"], env);
  assert.deepEqual([whole.code, /the trail is whole/.test(whole.out)], [0, true], whole.err + whole.out);
  await owner.query("set session_replication_role = replica");
  await owner.query("update events set verb = 'nothing.happened' where id = (select min(id) from events)");
  await owner.query("set session_replication_role = origin");
  const changed = await yagura(["trail", "verify", "--json"], env);
  assert.equal(changed.code, 4);
  assert.equal((JSON.parse(changed.out) as { isWhole: boolean }).isWhole, false);
});

test("help names every operation, and each one's flags", async () => {
  const all = (await yagura(["help"])).out;
  for (const operation of modules.flatMap((module) => Object.values(module.contract)))
    assert.ok(all.includes(kebab(operation.name)), operation.name);
  assert.match(
    (await yagura(["help", "listJobs"])).out,
    /--state queued\|running\|done\|failed\|cancelled {2}\(optional\)/,
  );
});

test("flags become the input that the schema asks for", () => {
  const list: Operation = jobs.listJobs;
  assert.deepEqual(inputFrom(list, ["--limit=5", "--state", "done"]), { limit: 5, state: "done" });
  assert.throws(() => inputFrom(list, ["--limit", "many"]), StartError);
  assert.throws(() => inputFrom(list, ["--limit"]), StartError);
  const raw: Operation = { ...organization.moveUnit, name: "moveUnit" };
  assert.throws(() => inputFrom(raw, ["loose"]), StartError);
});

test("an access token stands in for a sign-in: by flag and by environment, and keeps no session", async () => {
  const asker = await signedIn(owner, { companyId: group.companies.own, role: "division_secretary" });
  const made = await app.as(asker.token)(tokens.makeToken, {
    name: "command line",
    permissions: ["organization.read"],
    isReadOnly: true,
    days: 1,
  });
  const ids = (run: Run) => (JSON.parse(run.out) as { rows: { id: string }[] }).rows.map((one) => one.id);
  const elsewhere = { XDG_CONFIG_HOME: join(home, "nobody") };
  const byEnvironment = await yagura(["list-companies"], { ...elsewhere, YAGURA_TOKEN: made.token });
  assert.equal(byEnvironment.code, 0, byEnvironment.err);
  assert.deepEqual(ids(byEnvironment), [group.companies.own]);
  assert.deepEqual(ids(await yagura(["list-companies", "--token", made.token], elsewhere)), [
    group.companies.own,
  ]);
  const refused = await yagura(["list-my-sessions", "--token", made.token], elsewhere);
  assert.deepEqual(
    [refused.code, (JSON.parse(refused.err) as { code: string }).code],
    [1, "token.not_for_this"],
  );
});

test("the curl of docs/operations/api.md does what it says", async () => {
  const asker = await signedIn(owner, { companyId: group.companies.own, role: "division_secretary" });
  const { token } = await app.as(asker.token)(tokens.makeToken, {
    name: "guide",
    permissions: ["organization.read"],
    isReadOnly: true,
    days: 1,
  });
  const command = /^ {4}(curl [^\n\\]*api\/companies[^\n]*)$/m.exec(
    readFileSync("docs/operations/api.md", "utf8"),
  )?.[1];
  assert.ok(command);
  const out = await new Promise<string>((done, fail) => {
    execFile(
      "sh",
      ["-c", command],
      { env: { ...process.env, YAGURA_SERVER: address, YAGURA_TOKEN: token } },
      (error, text) => (error ? fail(error) : done(text)),
    );
  });
  assert.equal((JSON.parse(out) as { rows: { id: string }[] }).rows[0]?.id, group.companies.own);
});

test("what asks for a fresh proof takes it from a flag, the environment or standard input, and goes on", async () => {
  const colleague = await signedIn(owner, { companyId: group.companies.own });
  const signIn = ["sign-in", "--login-name", "officer", "--password", "a long enough phrase"];
  assert.equal((await yagura(signIn)).code, 0);
  const lapse = () =>
    owner.query("update sessions set confirmed_at = now() - interval '1 hour' where account_id = $1", [
      officer.accountId,
    ]);
  const renew = ["renew-invitation", "--id", colleague.accountId];
  const codeIn = ({ err }: Run) => (JSON.parse(err.slice(err.indexOf("{"))) as { code: string }).code;
  await lapse();
  const bare = await yagura(renew);
  assert.deepEqual([bare.code, codeIn(bare)], [1, "session.confirmation_needed"]);
  assert.match(bare.err, /--proof/);
  const wrong = await yagura([...renew, "--proof", "not this", "--proof-by", "password"]);
  assert.deepEqual([wrong.code, codeIn(wrong)], [1, "password.wrong"]);
  const flagged = await yagura([...renew, "--proof", "a long enough phrase"]);
  assert.equal(flagged.code, 0, flagged.err);
  assert.ok((JSON.parse(flagged.out) as { invitationToken: string }).invitationToken);
  await lapse();
  const piped = await yagura([...renew, "--proof", "-"], {}, "a long enough phrase\n");
  assert.equal(piped.code, 0, piped.err);
  // The proof has changed the session's token, and the command line has kept the new one.
  const { secret, id } = JSON.parse((await yagura(["begin-totp", "--name", "App"])).out) as Record<
    string,
    string
  >;
  const confirmed = await yagura([
    "confirm-totp",
    "--id",
    id ?? "",
    "--code",
    await generate({ secret: secret ?? "" }),
  ]);
  assert.equal(confirmed.code, 0, confirmed.err);
  await lapse();
  const { recoveryCodes } = JSON.parse(confirmed.out) as { recoveryCodes: string[] };
  const byCode = await yagura([...renew, "--proof-by", "recovery-code"], {
    YAGURA_PROOF: recoveryCodes[0] ?? "",
  });
  assert.equal(byCode.code, 0, byCode.err);
  const nonsense = await yagura([...renew, "--input", "-", "--proof", "-"]);
  assert.equal(nonsense.code, 2);
});

test("an answer typed at the terminal is shown to nobody", async () => {
  const heard: ((bytes: Buffer) => void)[] = [];
  const raw: boolean[] = [];
  const shown: string[] = [];
  const terminal = {
    setRawMode: (isRaw: boolean) => raw.push(isRaw),
    on: (_event: "data", then: (bytes: Buffer) => void) => heard.push(then),
    off: (_event: "data", then: (bytes: Buffer) => void) => heard.splice(heard.indexOf(then), 1),
    resume: () => undefined,
    pause: () => undefined,
  };
  const ask = () => askHidden("Password: ", terminal, (text) => shown.push(text));
  const type = (text: string) => heard[0]?.(Buffer.from(text));
  const asked = ask();
  type("secrex");
  type("\u007ft 鍵\r");
  assert.equal(await asked, "secret 鍵");
  const broken = ask();
  type("half\u0003");
  assert.equal(await broken, null);
  assert.deepEqual(raw, [true, false, true, false]);
  assert.deepEqual(shown, ["Password: ", "\n", "Password: ", "\n"]);
  assert.equal(heard.length, 0);
});
