// What the wire refuses before any operation is asked, and what every answer says to a browser.
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import type { FastifyInstance, InjectOptions } from "fastify";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { Budgets } from "#core/http/limits.ts";
import { type ServerOptions, sessionCookieName } from "#core/http/server.ts";
import { usualPatience } from "#core/http/patience.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { testApp } from "./app.ts";
import { atTheEnd } from "./db.ts";
import { buildSmallGroup, signedIn } from "./factories.ts";

const app = await testApp();
const group = await buildSmallGroup(app.database.owner);
const officer = await signedIn(app.database.owner, {
  companyId: group.companies.own,
  role: "security_officer",
});
async function serverWith(options: Partial<ServerOptions> = {}): Promise<FastifyInstance> {
  const server = await app.server(options);
  atTheEnd(() => server.close());
  return server;
}
const server = await serverWith();
const cookies = (token = officer.token) => ({ yagura_session: token });
const put = (headers: Record<string, string>, more: Partial<InjectOptions> = {}): InjectOptions => ({
  method: "PUT",
  url: "/api/language",
  cookies: cookies(),
  headers: { host: "yagura.example", "content-type": "application/json", "x-yagura": "1", ...headers },
  payload: JSON.stringify({ language: "en" }),
  ...more,
});

const calls: readonly [what: string, headers: Record<string, string>, status: number][] = [
  ["our own page", { origin: "http://yagura.example", "sec-fetch-site": "same-origin" }, 200],
  ["a command without a browser", {}, 200],
  ["a form, which carries no header of ours", { "x-yagura": "" }, 403],
  ["a page of another site that got the header through", { "sec-fetch-site": "cross-site" }, 403],
  ["a page of a neighbouring host", { "sec-fetch-site": "same-site" }, 403],
  ["a browser without Fetch Metadata, by its origin", { origin: "https://evil.example" }, 403],
  ["a page in a sandbox", { origin: "null" }, 403],
  ["our host with another port", { origin: "http://yagura.example:8443" }, 403],
];
for (const [what, headers, status] of calls)
  test(`a write sent by ${what} is answered with ${status}`, async () => {
    assert.equal((await server.inject(put(headers))).statusCode, status);
  });

test("behind a proxy that asks under another name the public origin counts", async () => {
  const behind = await serverWith({ publicUrl: "https://governance.example" });
  const from = (origin: string) => behind.inject(put({ host: "10.0.0.7:8080", origin }));
  assert.equal((await from("https://governance.example")).statusCode, 200);
  assert.equal((await from("https://governance.example.evil.example")).statusCode, 403);
});

test("forms, texts and uploads of another site reach no operation", async () => {
  const form = (content: string) =>
    `--x\r\ncontent-disposition: form-data; name="purpose"\r\n\r\n${content}\r\n--x--\r\n`;
  for (const [url, type, payload] of [
    ["/api/files", "multipart/form-data; boundary=x", form("evidence")],
    ["/api/session", "application/x-www-form-urlencoded", "loginName=a&password=b"],
    ["/api/session", "text/plain", '{"loginName":"a","password":"b"}'],
  ] as const) {
    const forged = { method: "POST", url, payload, cookies: cookies() } as const;
    assert.equal(
      (await server.inject({ ...forged, headers: { "content-type": type } })).statusCode,
      403,
      type,
    );
    const headers = { "content-type": type, "x-yagura": "1", "sec-fetch-site": "cross-site" };
    assert.equal((await server.inject({ ...forged, headers })).statusCode, 403, type);
  }
  const text = put({ "content-type": "text/plain" });
  assert.equal((await server.inject(text)).statusCode, 400, "also our own page sends no text");
  const asForm = put({ "content-type": "multipart/form-data; boundary=x" }, { payload: form("x") });
  assert.equal((await server.inject(asForm)).statusCode, 400, "a form is no input of an operation");
});

test("another site may open a file in a window, and read nothing", async () => {
  const get = (headers: Record<string, string>) =>
    server.inject({ method: "GET", url: "/api/session", cookies: cookies(), headers });
  const opened = {
    "sec-fetch-site": "cross-site",
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
  };
  assert.equal((await get(opened)).statusCode, 200);
  for (const dest of ["iframe", "embed", "object"])
    assert.equal((await get({ ...opened, "sec-fetch-dest": dest })).statusCode, 403, dest);
  for (const mode of ["no-cors", "cors"])
    assert.equal((await get({ ...opened, "sec-fetch-mode": mode })).statusCode, 403, mode);
});

test("over https the cookie is held to this host; the old name opens nothing; signing out tells the browser to forget", async () => {
  const secure = await serverWith({ isSecure: true, publicUrl: "https://yagura.example" });
  const name = sessionCookieName(true);
  assert.equal(name, "__Host-yagura_session");
  const who = await signedIn(app.database.owner, { companyId: group.companies.own });
  const asked = async (cookie: string) =>
    (await secure.inject({ method: "GET", url: "/api/session", cookies: { [cookie]: who.token } })).body;
  assert.equal(await asked("yagura_session"), "null");
  assert.match(await asked(name), /personId/);
  const out = await secure.inject({
    method: "DELETE",
    url: "/api/session",
    headers: { "x-yagura": "1" },
    cookies: { [name]: who.token },
  });
  const cookie = String(out.headers["set-cookie"]);
  for (const part of ["__Host-yagura_session=;", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"])
    assert.ok(cookie.includes(part), `${part} in ${cookie}`);
  assert.doesNotMatch(cookie, /Domain/);
  assert.equal(out.headers["clear-site-data"], '"cache"');
  assert.match(await asked(name), /session\.needed/);
});

test("every answer of the interface, refusals too, is kept by nobody and isolated from other origins", async () => {
  for (const url of [
    "/api/session",
    "/api/setup",
    "/api/nothing",
    "/api/people/x",
    "/health",
    "/api/openapi.json",
  ]) {
    const { headers } = await server.inject({ method: "GET", url, cookies: cookies() });
    assert.equal(headers["cache-control"], "no-store", url);
    assert.equal(headers["etag"], undefined, url);
    assert.equal(headers["cross-origin-resource-policy"], "same-origin", url);
    assert.equal(headers["cross-origin-opener-policy"], "same-origin", url);
    assert.equal(headers["x-content-type-options"], "nosniff", url);
    assert.match(String(headers["permissions-policy"]), /camera=\(\), .*geolocation=\(self\)/, url);
    assert.match(String(headers["content-security-policy"]), /require-trusted-types-for 'script'/, url);
  }
});

const many = (of: string, times: number) => of.repeat(times);
const shapes: readonly [what: string, payload: string, code: string][] = [
  ["NUL in a text", '{"language":"a\\u0000"}', "input.letters"],
  ["half a pair in a text", '{"language":"\\ud800"}', "input.letters"],
  ["NUL in a name of a field", '{"a\\u0000":1}', "input.letters"],
  ["deep nesting", `{"language":${many("[", 5000)}${many("]", 5000)}}`, "input.too_deep"],
  [
    "the deepest nesting a body can hold",
    `{"language":${many("[", 500_000)}${many("]", 500_000)}}`,
    "input.too_deep",
  ],
  ["a huge list", `{"language":[${many("1,", 400_000)}1]}`, "input.too_many_values"],
  ["a prototype", '{"__proto__":{"isAdmin":true},"language":"en"}', "input.unreadable"],
  ["a constructor", '{"constructor":{"prototype":{"a":1}},"language":"en"}', "input.unreadable"],
  ["a field twice as large as a body may be", `{"language":"${many("x", 2_000_000)}"}`, "input.too_large"],
  ["JSON that ends early", '{"language":', "input.unreadable"],
  ["a field nobody knows", '{"language":"en","isAdmin":true}', "input.invalid"],
];
for (const [what, payload, code] of shapes)
  test(`${what} is refused as ${code}`, async () => {
    const began = performance.now();
    const reply = await server.inject(put({}, { payload }));
    assert.ok(reply.statusCode >= 400 && reply.statusCode < 500, String(reply.statusCode));
    assert.equal((reply.json() as { code: string }).code, code);
    assert.ok(reply.body.length < 20_000, `${reply.body.length} letters of refusal`);
    assert.ok(performance.now() - began < 5_000);
    assert.equal(({} as Record<string, unknown>)["isAdmin"], undefined);
  });

test("a list of wrong values is refused in a few words", async () => {
  const token = (
    await signedIn(app.database.owner, {
      companyId: group.companies.parent,
      role: "group_office",
      unitId: group.group,
    })
  ).token;
  const reply = await server.inject({
    method: "POST",
    url: "/api/setup",
    headers: { "x-yagura": "1", "content-type": "application/json" },
    cookies: cookies(token),
    payload: JSON.stringify({ languages: Array.from({ length: 100_000 }, () => 5) }),
  });
  assert.equal(reply.statusCode, 400);
  assert.ok(reply.body.length < 60_000, String(reply.body.length));
});

test("a value given twice, a year that is none and an address without end are refused", async () => {
  const get = (url: string) => server.inject({ method: "GET", url, cookies: cookies() });
  for (const url of [
    "/api/search?words=a&words=b",
    "/api/search?words=%00",
    "/api/search?words=a&nobody=knows",
    "/api/companies?asOf=0000-01-01",
    "/api/companies?asOf=2026-02-30",
    "/api/people/%00",
  ])
    assert.equal((await get(url)).statusCode, 400, url);
  assert.ok((await get(`/api/people/${many("9", 5_000)}`)).statusCode < 500);
});

test("an account has one budget, however many sessions and addresses it has, and is told when to come back", async () => {
  const limited = await serverWith({
    limits: { perMinute: 5, filesPerMinute: 5, atOnce: 5, filesAtOnce: 5 },
    trustProxy: 1,
    translate: loadTexts(textFolders),
  });
  const who = await signedIn(app.database.owner, { companyId: group.companies.own });
  const { rows } = await app.database.owner.query<{ token: string }>(
    `insert into sessions (account_id, company_id, token_hash, expires_at)
     select account_id, company_id, sha256('second'), expires_at from sessions where account_id = $1
     returning 'second' as token`,
    [who.accountId],
  );
  const tokens = [who.token, rows[0]?.token ?? ""];
  const ask = (n: number, language = "ja") =>
    limited.inject({
      method: "GET",
      url: "/api/session",
      cookies: cookies(tokens[n % 2]),
      headers: { "x-forwarded-for": `203.0.113.${n}`, "x-yagura-language": language },
    });
  for (let n = 0; n < 5; n += 1) assert.equal((await ask(n)).statusCode, 200);
  const refused = await ask(5);
  assert.equal(refused.statusCode, 429);
  assert.equal(refused.headers["retry-after"], "12");
  assert.match((refused.json() as { title: string }).title, /12秒/);
  assert.match(((await ask(6, "zh")).json() as { title: string }).title, /12 秒后/);
  const other = await limited.inject({ method: "GET", url: "/api/session", cookies: cookies() });
  assert.equal(other.statusCode, 200, "somebody else is not held back");
});

test("a search has a budget of its own within the account's", async () => {
  const limited = await serverWith({
    limits: { perMinute: 10_000, filesPerMinute: 1, atOnce: 9, filesAtOnce: 9 },
  });
  const who = await signedIn(app.database.owner, { companyId: group.companies.own });
  const search = () =>
    limited.inject({ method: "GET", url: "/api/search?words=a", cookies: cookies(who.token) });
  const began = performance.now();
  let answered = 0;
  while ((await search()).statusCode === 200) answered += 1;
  // The minute's 120, and those that came back meanwhile: two a second.
  const most = 121 + (2 * (performance.now() - began)) / 1000;
  assert.ok(answered >= 119 && answered <= most, `${answered}, at most ${most}`);
  const session = await limited.inject({ method: "GET", url: "/api/session", cookies: cookies(who.token) });
  assert.equal(session.statusCode, 200, "what is cheap goes on");
});

test("the address that counts is the one the trusted proxy saw, whatever the caller wrote before it", async () => {
  const limited = await serverWith({ callsPerMinute: 3, trustProxy: 1 });
  const ask = (forwarded: string) =>
    limited.inject({ method: "GET", url: "/api/setup", headers: { "x-forwarded-for": forwarded } });
  for (let n = 0; n < 3; n += 1) assert.equal((await ask(`192.0.2.${n}, 203.0.113.9`)).statusCode, 200);
  const refused = await ask("192.0.2.77, 203.0.113.9");
  assert.equal(refused.statusCode, 429);
  assert.ok(Number(refused.headers["retry-after"]) > 0);
  assert.equal((refused.json() as { code: string }).code, "rate.limited");
  assert.equal((await ask("203.0.113.9, 203.0.113.10")).statusCode, 200, "another address");
  const direct = await serverWith({ callsPerMinute: 1 });
  const alone = (forwarded: string) =>
    direct.inject({ method: "GET", url: "/api/setup", headers: { "x-forwarded-for": forwarded } });
  assert.equal((await alone("192.0.2.1")).statusCode, 200);
  assert.equal((await alone("192.0.2.2")).statusCode, 429, "without a proxy nobody is believed");
});

test("a budget refills steadily and forgets who has not asked for long", () => {
  let now = 0;
  const budgets = new Budgets(() => now);
  for (let n = 0; n < 60; n += 1) budgets.spend("a", 60);
  assert.throws(() => budgets.spend("a", 60), { code: "rate.limited" });
  now += 1_000;
  budgets.spend("a", 60);
  assert.throws(() => budgets.spend("a", 60));
  budgets.spend("b", 60);
});

/** An operation that waits until it is told. */
async function serverThatWaits() {
  const held: (() => void)[] = [];
  const [module] = modules.filter((one) => one.contract["searchAll"]);
  assert.ok(module);
  const slow = {
    ...module,
    service: {
      searchAll: async () => {
        await new Promise<void>((go) => held.push(go));
        return { companies: [], controls: [], people: [], findings: [], lateralChecks: [], incidents: [] };
      },
    },
  };
  const limits = { perMinute: 1000, filesPerMinute: 9, atOnce: 2, filesAtOnce: 2 };
  return { held, server: await serverWith({ modules: [slow as never], limits }) };
}

test("an account has so many calls under way and no more; a call that is over or broken off makes room", async () => {
  const { held, server: slow } = await serverThatWaits();
  const address = await slow.listen({ port: 0, host: "127.0.0.1" });
  const ask = (signal?: AbortSignal) =>
    fetch(`${address}/api/search?words=a`, {
      headers: { cookie: `yagura_session=${officer.token}` },
      ...(signal ? { signal } : {}),
    });
  const waiting = async (count: number) => {
    while (held.length < count) await new Promise((done) => setImmediate(done));
  };
  const first = ask();
  const gone = new AbortController();
  const second = ask(gone.signal).catch(() => null);
  await waiting(2);
  const third = await ask();
  assert.equal(third.status, 429);
  assert.equal(third.headers.get("retry-after"), "1");
  gone.abort();
  await second;
  let fourth: Response | null = null;
  const asked = (async () => {
    for (;;) {
      const reply = await ask();
      if (reply.status !== 429) return reply;
    }
  })().then((reply) => (fourth = reply));
  await waiting(3);
  for (const go of held) go();
  assert.equal((await first).status, 200);
  await asked;
  assert.equal((fourth as Response | null)?.status, 200);
});

/** Cut off may come as a reset, which `once` of Node would take for a failure: the close that follows it is what is waited for. */
const closed = (socket: Socket) => new Promise((done) => socket.once("close", done));

test("who sends headers or a body letter by letter is cut off, and others are served meanwhile", async () => {
  const impatient = await serverWith({ patience: { ...usualPatience, headersMs: 400, bodyMs: 300 } });
  const address = new URL(await impatient.listen({ port: 0, host: "127.0.0.1" }));
  const cut = async (start: string): Promise<string> => {
    const socket = connect(Number(address.port), address.hostname);
    let said = "";
    socket.on("data", (piece) => (said += piece));
    socket.on("error", () => undefined);
    socket.write(start);
    const drip = setInterval(() => socket.write("x"), 50);
    await closed(socket);
    clearInterval(drip);
    return said;
  };
  const head = `PUT /api/language HTTP/1.1\r\nhost: ${address.host}\r\n`;
  const [headers, body] = await Promise.all([
    cut(`${head}x-slow: `),
    cut(
      `${head}x-yagura: 1\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"language":"`,
    ),
    fetch(new URL("/health", address)).then((reply) => assert.equal(reply.status, 200)),
  ]);
  assert.match(headers, /^(HTTP\/1\.1 408|$)/);
  assert.doesNotMatch(body, /200 OK/);
});

test("headers beyond what Node takes and a request that is none are refused without a word about us", async () => {
  const address = new URL(await (await serverWith()).listen({ port: 0, host: "127.0.0.1" }));
  for (const request of [
    `GET /health HTTP/1.1\r\nhost: x\r\nx-long: ${many("a", 20_000)}\r\n\r\n`,
    `GET /${many("a", 20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
    "NONSENSE\r\n\r\n",
    "GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
  ]) {
    const socket = connect(Number(address.port), address.hostname);
    let said = "";
    socket.on("data", (piece) => (said += piece));
    socket.end(request);
    await closed(socket);
    assert.match(said, /^HTTP\/1\.1 4\d\d/, request.slice(0, 40));
    assert.doesNotMatch(said, /node|fastify|at .*\.js/i);
  }
});
