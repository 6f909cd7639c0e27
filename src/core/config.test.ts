import assert from "node:assert/strict";
import { test } from "node:test";
import { loadConfig } from "./config.ts";
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
