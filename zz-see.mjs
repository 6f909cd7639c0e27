import { chromium } from "playwright-core";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const shot = async (p, n, full=false) => { await p.waitForTimeout(900); await p.screenshot({ path: `/tmp/personal/shots/${n}.png`, fullPage: full }); };
async function signIn(name, locale) {
  const c = await b.newContext({ locale, viewport: { width: 1440, height: 900 }, baseURL: "http://127.0.0.1:4311", timezoneId: "Asia/Tokyo" });
  const p = await c.newPage();
  p.on("pageerror", (e) => console.log("pageerror", name, e.message));
  p.on("console", (m) => m.type() === "error" && console.log("console", m.text().slice(0, 300)));
  p.on("response", (r) => r.status() >= 400 && console.log(r.status(), r.url()));
  await p.goto("/sign-in");
  await p.fill("input[name=username]", name);
  await p.fill('input[autocomplete="current-password"]', "yagura-demo-2026");
  await p.keyboard.press("Enter");
  await p.locator("main h1").first().waitFor();
  await p.waitForTimeout(1200);
  return p;
}
const api = (p, method, path, body) => p.evaluate(async ([m, u, d]) => { const r = await fetch("/api" + u, { method: m, headers: { "x-yagura": "1", ...(d ? { "content-type": "application/json" } : {}) }, body: d ? JSON.stringify(d) : undefined }); return { s: r.status, b: await r.json().catch(() => null) }; }, [method, path, body]);
const o = await signIn("office.en@mihon.example", "en-GB");
const sv = (await api(o, "GET", "/ledgers/servers/entries?limit=6")).b.rows;
for (const [i, e] of sv.entries()) {
  if (i === 5) break;
  await api(o, "PUT", `/ledgers/servers/entries/${e.id}/continuity`, { why: "Orders and shipping stop without it", rtoMinutes: 240, rpoMinutes: i === 2 ? 0 : 60, backupMinutes: 120, backup: "Nightly to the second site", testMonths: 12 });
  if (i < 4) console.log(JSON.stringify(await api(o, "POST", `/ledgers/servers/entries/${e.id}/restore-tests`, { testedOn: i === 3 ? "2024-05-01" : "2026-10-01", outcome: i === 2 ? "failed" : "restored", tookMinutes: i === 2 ? null : 120 + i * 380, lostMinutes: i === 2 ? null : 45, testedBy: "Night shift", remark: "Second site, from the tapes", fileId: null })));
}
await o.goto("/ledgers/continuity"); await shot(o, "continuity-en");
await o.goto(`/ledgers/servers/${sv[1].id}`); await shot(o, "server-en", true);
await o.getByRole("button", { name: "Enter a restore test" }).click(); await shot(o, "test-dialog-en"); await o.keyboard.press("Escape");
const info = (await api(o, "GET", "/ledgers/information/entries?limit=6&where=nature:personal")).b.rows;
const inf = info[0];
await api(o, "PATCH", `/ledgers/information/entries/${inf.id}`, { rowVersion: inf.rowVersion, values: { peopleByCountry: [{ country: "JP", people: 1200 }, { country: "DE", people: 60 }, { country: "TH", people: 12 }] } });
const tr = (more) => api(o, "POST", `/ledgers/information/entries/${inf.id}/transfers`, { fromCountry: "JP", toCountry: "US", recipientCompanyId: null, recipient: "Cloud payroll Inc.", categories: "Names, bank accounts", basis: null, reference: "", fileId: null, validUntil: null, ...more });
console.log(JSON.stringify(await tr({})));
await tr({ toCountry: "GB", recipient: "Mihon Europe", basis: "adequacy", reference: "Adequacy decision of 2019-01-23", validUntil: "2027-06-30" });
await tr({ toCountry: "CN", recipient: "上海サービス", basis: "law_filing", reference: "備案 2024-118", validUntil: "2026-06-30" });
await o.goto(`/ledgers/information/${inf.id}`); await shot(o, "info-en", true);
await o.getByRole("button", { name: "Record a transfer" }).click(); await shot(o, "transfer-dialog-en"); await o.keyboard.press("Escape");
await o.goto("/ledgers/gaps"); await shot(o, "gaps-en");
const j = await signIn("office@mihon.example", "ja-JP");
await j.goto("/ledgers/gaps"); await shot(j, "gaps-ja");
await j.goto("/ledgers/continuity"); await shot(j, "continuity-ja");
await b.close();
