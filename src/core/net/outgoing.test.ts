import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, type TestContext, test } from "node:test";
import { AppError } from "../errors.ts";
import { assertOutgoing, fetchOutgoing, isPublicAddress, useOutgoing } from "./outgoing.ts";

const server = createServer((request, reply) => {
  if (request.url === "/away") reply.writeHead(302, { location: "http://169.254.169.254/" }).end();
  else if (request.url === "/flood") reply.end(Buffer.alloc(3_000_000, "x"));
  else reply.end("hello");
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
const { port } = server.address() as AddressInfo;
after(() => server.close());

const code = (error: unknown) => (error instanceof AppError ? error.code : String(error));
const refusal = async (address: string) => fetchOutgoing(address).then(() => "let out", code);

test("addresses of the inside are told from those of the internet, in every form they are written in", () => {
  const inside = [
    "127.0.0.1",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.8",
    "::ffff:7f00:1",
    "64:ff9b::a00:8",
    "2002:a00:8::",
    "2001:db8::1",
  ];
  for (const address of inside) assert.equal(isPublicAddress(address), false, address);
  for (const address of ["8.8.8.8", "203.0.114.1", "2606:4700::1111"])
    assert.equal(isPublicAddress(address), true, address);
});

/** Other files of the same process have hosts of their own allowed. */
const allowing = (t: TestContext, list: readonly string[]) => {
  const before = useOutgoing(list);
  t.after(() => void useOutgoing(before));
};

test("nothing typed as an address reaches the inside: by number, by name, by odd spellings, over plain http", async (t) => {
  allowing(t, []);
  for (const host of ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "169.254.169.254"])
    assert.equal(await refusal(`https://${host}:${port}/`), "outgoing.private_address", host);
  assert.equal(await refusal(`https://localhost:${port}/`), "outgoing.private_address");
  assert.equal(await refusal("http://example.com/"), "outgoing.plain_http");
  for (const odd of ["file:///etc/passwd", "gopher://x/", "https://user:word@example.com/", "nonsense", ""])
    assert.equal(await refusal(odd), "outgoing.address", odd);
});

test("what the operator allows is reached, by network, address or name; a redirect is not followed", async (t) => {
  allowing(t, []);
  for (const list of [["127.0.0.0/8"], ["127.0.0.1"]]) {
    useOutgoing(list);
    const answer = await fetchOutgoing(`http://127.0.0.1:${port}/`);
    assert.equal(await answer.text(), "hello");
  }
  useOutgoing(["localhost"]);
  assert.equal(await (await fetchOutgoing(`http://localhost:${port}/`)).text(), "hello");
  const away = await fetchOutgoing(`http://localhost:${port}/away`);
  assert.deepEqual([away.status, away.headers.get("location")], [302, "http://169.254.169.254/"]);
  assert.throws(
    () => assertOutgoing("http://10.0.0.1/"),
    (error) => code(error) === "outgoing.plain_http",
  );
  assert.equal(await refusal("https://10.0.0.1/"), "outgoing.private_address");
});

test("an answer that does not end is cut off, and nobody there is said so", async (t) => {
  allowing(t, ["127.0.0.1"]);
  await assert.rejects(async () => (await fetchOutgoing(`http://127.0.0.1:${port}/flood`)).arrayBuffer());
  assert.equal(await refusal("http://127.0.0.1:1/"), "outgoing.no_answer");
});
