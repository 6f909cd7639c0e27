// Certificates made by openssl, served on a real socket.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { connect, type ConnectionOptions, type Server } from "node:tls";
import type { AddressInfo } from "node:net";
import { makeServer } from "#core/http/server.ts";
import { until } from "#test/until.ts";
import { endOf, firstPair, followCertificate, minVersion, readPair } from "./certificate.ts";

const folder = mkdtempSync(join(tmpdir(), "yagura-tls-"));
after(() => rmSync(folder, { recursive: true }));
const at = (name: string) => ({
  certFile: join(folder, `${name}.crt`),
  keyFile: join(folder, `${name}.key`),
});

function make(name: string, days: number): void {
  const { certFile, keyFile } = at(name);
  const made = ["-keyout", keyFile, "-out", certFile, "-days", String(days), "-subj", `/CN=${name}`];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", ...made],
    { stdio: "ignore" },
  );
}
for (const [name, days] of [
  ["first", 90],
  ["second", 90],
  ["ending", 5],
] as const)
  make(name, days);
const used = at("used");
const use = (name: string, part: "both" | "certFile" = "both") => {
  copyFileSync(at(name).certFile, used.certFile);
  if (part === "both") copyFileSync(at(name).keyFile, used.keyFile);
};

type Line = { level: string; text: string; what: Record<string, unknown> };
function logged() {
  const lines: Line[] = [];
  const note = (level: string) => (what: object, text?: string) =>
    void lines.push({ level, text: text ?? "", what: what as Record<string, unknown> });
  return { lines, log: { info: note("info"), warn: note("warn"), error: note("error") } };
}

async function serve() {
  use("first");
  const pair = firstPair(used);
  const server = await makeServer({
    modules: [],
    door: {} as never,
    translate: (_language, key) => key,
    version: "test",
    https: { ...pair, minVersion },
    isSecure: true,
    ready: async () => true,
  });
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  const subject = async (options: ConnectionOptions = {}): Promise<string> => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
    try {
      await once(socket, "secureConnect");
      return `${socket.getPeerCertificate().subject.CN} ${socket.getProtocol()}`;
    } finally {
      socket.destroy();
    }
  };
  return { server, pair, subject };
}

test("a renewed certificate is in use without a start; a half renewed one leaves the one before; the last word is told", async (t) => {
  const { server, pair, subject } = await serve();
  const { lines, log } = logged();
  const stop = followCertificate(used, pair, server.server as unknown as Server, log, { everyMs: 20 });
  t.after(async () => {
    stop();
    await server.close();
  });
  assert.equal(await subject(), "first TLSv1.3");
  use("second", "certFile");
  await until("it is told that the two do not fit", async () => lines.find((one) => one.level === "warn"));
  assert.equal(await subject(), "first TLSv1.3");
  use("second");
  await until("the renewed one is served", async () =>
    (await subject()) === "second TLSv1.3" ? true : undefined,
  );
  assert.equal(lines.filter((one) => one.level === "warn").length, 1, "told once, not at every look");
  assert.equal(lines.at(-1)?.text, "a renewed certificate is in use");
});

test("nothing before TLS 1.2 is spoken, and plain http is no answer", async (t) => {
  const { server, subject } = await serve();
  t.after(() => server.close());
  assert.equal(await subject({ maxVersion: "TLSv1.2" }), "first TLSv1.2");
  for (const version of ["TLSv1.1", "TLSv1"] as const)
    await assert.rejects(subject({ minVersion: version, maxVersion: version, ciphers: "ALL:@SECLEVEL=0" }));
  const { port } = server.server.address() as AddressInfo;
  await assert.rejects(fetch(`http://127.0.0.1:${port}/health`));
});

test("a certificate that ends soon is told at the start and again each day; one that holds is not", async () => {
  const { lines, log } = logged();
  const ending = readPair(at("ending"));
  const stop = followCertificate(at("ending"), ending, { setSecureContext: () => undefined }, log, {
    warnEveryMs: 20,
  });
  await until("told again", async () => (lines.length >= 2 ? true : undefined));
  stop();
  assert.equal(lines[0]?.text, "the certificate ends soon");
  assert.equal(lines[0]?.what["days"], 4);
  const fine = logged();
  followCertificate(at("first"), readPair(at("first")), { setSecureContext: () => undefined }, fine.log)();
  assert.deepEqual(fine.lines, []);
  assert.ok(endOf(readFileSync(at("ending").certFile), Date.now() + 6 * 86_400_000).days < 0);
});

test("a key of another certificate, or none, is refused at the start in plain words", () => {
  const wrong = { certFile: at("first").certFile, keyFile: at("second").keyFile };
  assert.throws(() => firstPair(wrong), /does not belong to the certificate/);
  assert.throws(
    () => firstPair({ certFile: at("first").keyFile, keyFile: at("first").keyFile }),
    /cannot be used/,
  );
});
