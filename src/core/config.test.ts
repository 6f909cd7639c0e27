import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeServer } from "./http/server.ts";
import { loadConfig, secretKey } from "./config.ts";
import { StartError } from "./start-error.ts";

test("defaults need no variable at all", () => {
  const config = loadConfig({});
  assert.equal(config.port, 8080);
  assert.equal(config.publicUrl, "http://127.0.0.1:8080");
  assert.equal(config.databaseUrl, null);
});

test("every wrong variable is named at once, and a secret one without its value", () => {
  const wrong = {
    PORT: "eighty",
    LOG_LEVEL: "loud",
    DATABASE_URL: "mysql://secret@host",
    TLS_CERT_FILE: "/nowhere.pem",
  };
  assert.throws(
    () => loadConfig(wrong),
    (error: unknown) => {
      assert.ok(error instanceof StartError);
      for (const name of Object.keys(wrong)) assert.ok(error.message.includes(name), name);
      assert.ok(error.message.includes("TLS_KEY_FILE"));
      assert.ok(!error.message.includes("secret@host"));
      return true;
    },
  );
});

const folder = mkdtempSync(join(tmpdir(), "yagura-config-"));
after(() => rmSync(folder, { recursive: true }));

test("the key is made once, whole and for the owner alone; a short one is refused and left as it is", () => {
  const config = loadConfig({ YAGURA_DATA: folder });
  const key = secretKey(config);
  assert.equal(key.length, 32);
  assert.deepEqual(secretKey(config), key);
  const path = join(folder, "secret.key");
  assert.deepEqual(readdirSync(folder), ["secret.key"]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  for (const short of ["", "c2hvcnQ="]) {
    writeFileSync(path, short);
    assert.throws(() => secretKey(config), StartError);
    assert.equal(readFileSync(path, "utf8"), short);
  }
});

test("TRUST_PROXY believes as many hops as there are proxies, or their addresses, and never a sender's own word", async () => {
  const addressSeenFor = async (value: string, forwarded: string) => {
    const { trustProxy } = loadConfig({ TRUST_PROXY: value });
    const server = await makeServer({
      modules: [],
      door: {} as never,
      translate: (_language, key) => key,
      version: "test",
      trustProxy,
      ready: async () => true,
    });
    server.get("/ip", async (request) => ({ ip: request.ip }));
    const answer = await server.inject({ url: "/ip", headers: { "x-forwarded-for": forwarded } });
    await server.close();
    return answer.json<{ ip: string }>().ip;
  };
  const spoofed = "198.51.100.66, 203.0.113.9";
  assert.equal(await addressSeenFor("no", spoofed), "127.0.0.1");
  assert.equal(await addressSeenFor("yes", spoofed), "203.0.113.9");
  assert.equal(await addressSeenFor("1", spoofed), "203.0.113.9");
  assert.equal(await addressSeenFor("2", `${spoofed}, 10.0.0.5`), "203.0.113.9");
  assert.equal(await addressSeenFor("127.0.0.1, 10.0.0.0/8", `${spoofed}, 10.0.0.5`), "203.0.113.9");
  for (const wrong of ["maybe", "0", "12", "10.0.0.0/33", "proxy.example"])
    assert.throws(() => loadConfig({ TRUST_PROXY: wrong }), StartError, wrong);
});
