// From discovery to proof in a real browser, with a real mail server and the whole program as a process with its own PostgreSQL: a
// director's phone is lost in the night, a colleague reports it from a phone, everything is killed with its PostgreSQL, stands still until the
// next day and starts again, whoever is on call is rung, the manager's deputy is reached, it becomes graver, five countries' clocks run from their own moments, every notice has its
// proof, and the review ends in findings and a question to the other companies.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import pg from "pg";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { useSealingKeys } from "#core/crypto/secrets.ts";
import { runningAddress } from "#core/db/embedded.ts";
import { openDatabase } from "#core/db/pool.ts";
import { embeddedLogin } from "#core/db/roles.ts";
import { asSystem } from "#core/system.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { newSecret, sealSecret } from "#modules/calls/signing.ts";
import { bringShipped } from "#modules/clock-rules/shipped/shipped.ts";
import { assertAccessible } from "../accessible.ts";
import { openPage, walked } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { ask, type Product, startProduct } from "../product.ts";
import { mailServer } from "../smtp.ts";
import { until } from "../until.ts";

const [language = "ja"] = walked("ja", "en");
const texts = loadTexts(textFolders);
const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
const screenshots = process.env["SCREENSHOTS"];

const folder = mkdtempSync(join(tmpdir(), "yagura-friday-"));
const key = Buffer.alloc(32, 7);
const smtp = await mailServer();
/** What somebody's telephone gets: the second way, for mail wakes nobody. */
const rung: { data: Record<string, unknown> }[] = [];
const telephone = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    rung.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(204).end();
  });
});
await new Promise<void>((done) => telephone.listen(0, "127.0.0.1", done));
const ringsAt = `http://127.0.0.1:${(telephone.address() as AddressInfo).port}`;
const env: Record<string, string> = {
  YAGURA_DATA: folder,
  LOG_LEVEL: "warn",
  SECRET_KEY: key.toString("base64"),
  SMTP_URL: `smtp://127.0.0.1:${smtp.settings.port}`,
  SMTP_TLS: "none",
  MAIL_FROM: "Yagura <yagura@mihon.example>",
  OUTGOING_ALLOW: "127.0.0.1",
};
let product: Product = await startProduct(env);
// Whoever has a page open finds it where it was.
env["PORT"] = new URL(product.address).port;
let owner: pg.Client = await connect();
atTheEnd(async () => {
  await owner.end().catch(() => undefined);
  product.child.kill("SIGTERM");
  await product.ended;
  telephone.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function connect(): Promise<pg.Client> {
  const running = runningAddress(join(folder, "postgres"));
  const client = new pg.Client({ connectionString: running?.url("postgres", "yagura") ?? "" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** PostgreSQL with all its processes, in the middle of whatever it does: it recovers what was committed when it starts. */
async function killDatabase(): Promise<void> {
  const [pid = ""] = readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n");
  const of = (parent: string) =>
    execFileSync("ps", ["-o", "pid=", "--ppid", parent], { encoding: "utf8" })
      .trim()
      .split(/\s+/)
      .filter(Boolean);
  const all = [pid, ...of(pid)].map(Number);
  // Some end by themselves as soon as the first is gone.
  spawnSync("kill", ["-9", ...all.map(String)]);
  // What nobody buries is gone as well.
  const isGone = (one: number) =>
    !existsSync(`/proc/${one}/stat`) || / Z /.test(readFileSync(`/proc/${one}/stat`, "utf8"));
  await until("it is gone", async () => (all.every(isGone) ? true : undefined));
}

/** Everything goes away at once and comes back so many hours later: what was written has become that much older meanwhile. */
async function standStillFor(hours: number): Promise<void> {
  await owner.query("set session_replication_role = replica");
  const { rows } = await owner.query<{ table: string; columns: string[] }>(
    `select c.table_name as table, array_agg(c.column_name::text) as columns from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'timestamp with time zone' and c.is_generated = 'NEVER'
       and (c.table_name in ('incidents', 'duties', 'calls', 'timed_runs') or c.table_name like 'incident\\_%')
       and not exists (select from pg_inherits i where i.inhrelid = c.table_name::regclass)
     group by c.table_name`,
  );
  product.child.kill("SIGKILL");
  await product.ended;
  for (const { table, columns } of rows)
    await owner.query(
      `update ${table} set ${columns.map((one) => `${one} = ${one} - make_interval(mins => ${Math.round(hours * 60)})`).join(", ")}`,
    );
  await owner.end();
  await killDatabase();
  product = await startProduct(env);
  owner = await connect();
}

const officers: Record<string, SignedIn> = {};
const of = (who: string) => officers[who] ?? assert.fail(who);
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
for (const [name, companyId, role, unitId] of [
  ["Colleague", own, "employee", own],
  ["Officer", own, "security_officer", own],
  ["Second", own, "security_officer", own],
  ["Night", own, "responder", own],
  ["Elsewhere", sister, "security_officer", sister],
  ["Manager", parent, "reader", group.group],
  ["Deputy", parent, "reader", group.group],
  ["Office", parent, "group_office", group.group],
  ["Office2", parent, "group_office", group.group],
  ["Secretary", parent, "division_secretary", group.divisions.one],
] as const)
  officers[name] = await signedIn(owner, { companyId, role, unitId, name });
const seat = await owner.query<{ id: string }>(
  `insert into positions (unit_id, company_id, purpose, name, created_on) values ($1, $1, 'group_security_head', 'General Manager', '2020-04-01') returning id`,
  [parent],
);
const positionId = seat.rows[0]?.id;
await owner.query(
  "insert into position_holders (position_id, person_id, company_id, rank, valid_from) values ($1, $2, $3, 'Director', '2024-07-01')",
  [positionId, of("Manager").personId, parent],
);
await owner.query(
  "insert into deputies (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2024-07-01')",
  [positionId, of("Deputy").personId, parent],
);
await owner.query("update incident_settings set head_position_id = $1", [positionId]);
// A group that wants a lost device judged by its company first: else it is at headquarters with the report, and no clock runs.
await owner.query("update incident_kinds set reaches_head = 'when_judged' where kind = 'lost_device'");
useSealingKeys([key]);
const receiverId = crypto.randomUUID();
await owner.query(
  "insert into receivers (id, name, url, kinds, language, tells_on_call, secret) values ($1, 'Telephone', $2, '{clock.hard}', 'en', true, $3)",
  [receiverId, `${ringsAt}/ring`, sealSecret(newSecret(), receiverId)],
);
// On call for the company over these days, with the number to ring.
const roster = await owner.query<{ id: string }>(
  "insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes) values ($1::uuid, $1, 'Nights', 'Asia/Tokyo', '{incident}') returning id",
  [own],
);
await owner.query(
  `insert into on_call_rules (roster_id, unit_id, place, tier, kind, time_zone, at_time, every, starts_on, people)
   values ($1, $2, 0, 1, 'turns', 'Asia/Tokyo', '09:00', 7, current_date - 14, array[$3]::uuid[])`,
  [roster.rows[0]?.id, own, of("Night").personId],
);
await owner.query(
  "insert into on_call_contacts (person_id, company_id, telephone) values ($1, $2, '+81 3 5555 0199')",
  [of("Night").personId, own],
);
for (const [name, { accountId, personId }] of Object.entries(officers)) {
  await owner.query("update people set email = $2 where id = $1", [
    personId,
    `${name.toLowerCase()}@mihon.example`,
  ]);
  await owner.query("update accounts set language = $2 where id = $1", [accountId, language]);
}
{
  const opened = openDatabase({
    connectionString: runningAddress(join(folder, "postgres"))?.url(embeddedLogin, "yagura") ?? "",
    size: 2,
  });
  await asSystem(opened.db, "test", (ctx) => bringShipped(ctx));
  await opened.close();
  await owner.query("update clock_rules set adopted_at = now(), adopted_by = $1 where status = 'in_force'", [
    of("Office").personId,
  ]);
}

await owner.query(
  "insert into internet_exits (company_id, name, exit_kind, product, registered_at) values ($1, 'VPN', 'vpn', 'Phone gateway', now())",
  [sister],
);

const page = (who: string, width = 1440) =>
  openPage(product.address, {
    language,
    token: of(who).token,
    width,
    height: width < 500 ? 844 : 1000,
  });
const shoot = async (of: Page, name: string) => {
  if (screenshots)
    await of.screenshot({ path: `${screenshots}/friday-${name}-${language}.png`, fullPage: true });
};
const api = async <T>(who: string, method: string, path: string, body?: object): Promise<T> => {
  const reply = await ask(product.address, method, `/api${path}`, body, `yagura_session=${of(who).token}`);
  assert.equal(
    reply.status,
    200,
    `${method} ${path}: ${JSON.stringify(reply.body)} ${product.said().slice(-3000)}`,
  );
  return reply.body as T;
};
const button = (on: Page, text: string, values = {}) =>
  on.getByRole("button", { name: say(text, values), exact: true });

let id = "";

test("a colleague reports the director's phone from a phone, in a minute", async () => {
  const phone = await page("Colleague", 390);
  const began = Date.now();
  await phone.goto("/report");
  await phone.getByRole("radio", { name: say("incident.plain.lost_device") }).click();
  const answer = (question: string, said: string) =>
    phone
      .getByRole("radiogroup", { name: say(`incident.ask.${question}`) })
      .getByRole("radio", { name: say(`incident.said.${said}`), exact: true })
      .click();
  await answer("data", "no");
  await answer("protected", "yes");
  await phone.getByRole("radio", { name: say("report.when.now"), exact: true }).click();
  await phone.getByLabel(say("report.words")).fill("専務の電話をタクシーに置き忘れたそうです");
  await phone.getByLabel(say("report.forSomebody")).check();
  await phone.getByLabel(say("report.whoCalled")).fill("専務より電話");
  await assertAccessible(phone);
  await shoot(phone, "report");
  await button(phone, "report.do").click();
  await phone.waitForURL(/\/report\/[0-9a-f-]{36}$/);
  assert.ok(Date.now() - began < 60_000);
  await shoot(phone, "reported");
  id = phone.url().split("/").at(-1) ?? "";
});

const lastReminder = async () =>
  (
    await owner.query<{ verb: string; level: string }>(
      `select e.verb, e.data ->> 'level' as level from events e join duties d on d.id = e.subject_id
       where d.subject_id = $1 and d.kind = 'incident.report' and e.verb in ('duty.reminded', 'duty.risen') order by e.id`,
      [id],
    )
  ).rows;

test("R-18 the clock runs on while everything stands still, and reminds once at the step it has reached", async () => {
  await standStillFor(21);
  const told = await until(
    "somebody is reminded",
    async () => ((await lastReminder()).length > 0 ? lastReminder() : undefined),
    60_000,
  );
  assert.deepEqual(told, [{ verb: "duty.risen", level: "1" }]);
  const mail = await until(
    "the mail server has it",
    async () => smtp.arrived.find((one) => one.to === "officer@mihon.example"),
    90_000,
  );
  assert.match(mail.mail.text ?? "", /https?:\/\/127\.0\.0\.1:\d+\/messages\//);
  await until("and the second way rang", async () => rung[0], 60_000);
  assert.match(String(rung[0]?.data["text"]), /waits for you. It is due/, "three hours are left");
});

test("R-20 judged it goes to headquarters, graver it rings; the manager is silent and the deputy takes note from the call", async () => {
  const desk = await page("Officer");
  await desk.goto(`/incidents/${id}`);
  await button(desk, "incident.do.judge").click();
  await desk.getByLabel(say("incident.judge.known")).fill("専務の電話が見つからない");
  await button(desk, "incident.judge.do.incident").click();
  await desk.getByText(say("incident.state.open")).first().waitFor();
  await shoot(desk, "judged");
  await button(desk, "incident.do.weigh").click();
  await desk.getByLabel(say("incident.weigh.potential")).selectOption("critical");
  await desk.getByLabel(say("incident.weigh.actual")).selectOption("medium");
  await desk.getByLabel(say("change.reason")).fill("画面ロックがなく、顧客名簿が入っていた");
  rung.splice(0);
  await button(desk, "incident.weigh.do", { severity: say("severity.critical") }).click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
  const ringing = () => until("it rings", async () => (rung.length > 0 ? rung.splice(0) : undefined), 90_000);
  type Rung = { onCall?: { name: string; telephone: string | null }[] };
  const numbers = new Set<string | null>();
  await until(
    "whoever is on call is rung at their number",
    async () => {
      for (const { data } of rung.splice(0))
        for (const one of (data as Rung).onCall ?? []) numbers.add(one.telephone);
      return numbers.has("+81 3 5555 0199") || undefined;
    },
    90_000,
  );
  await standStillFor(0.6);
  await ringing();
  const call = await until(
    "the deputy is called",
    async () =>
      (
        await owner.query<{ id: string }>(
          `select c.id from calls c join duties d on d.id = c.duty_id
           where d.subject_id = $1 and d.kind = 'incident.take_note_now' and c.level = 1 and c.state = 'open'`,
          [id],
        )
      ).rows[0]?.id,
    60_000,
  );
  const phone = await page("Deputy", 390);
  await phone.goto(`/calls/${call}`);
  await assertAccessible(phone);
  await shoot(phone, "call");
  await button(phone, "call.acknowledge").click();
  await phone
    .getByText(/に確認|Acknowledged by/)
    .first()
    .waitFor();
  const desk2 = await page("Officer");
  await desk2.goto(`/incidents/${id}`);
  await desk2
    .getByText(say("incident.noted", { name: "Test Deputy", as: say("incident.notedAs.deputy") }))
    .first()
    .waitFor();
  await shoot(desk2, "noted");
});

const countries = ["JP", "DE", "TH", "KR", "GB"];
type Clock = {
  key: string;
  name: string;
  jurisdiction: string;
  anchor: string;
  outcome: string;
  standing: string;
  state: string;
  isAssumed: boolean;
  isDraft: boolean;
  kept: { id: string; endedAs: string | null; secondedAt: string | null; rowVersion: number } | null;
};
const isOver = ({ kept }: Clock) => kept?.endedAs === "notified" || Boolean(kept?.secondedAt);
const clocks = async () =>
  (await api<{ clocks: Clock[] }>("Officer", "GET", `/incidents/${id}/clocks`)).clocks.filter(
    (one) => !one.isDraft,
  );

test("T-03 people of five countries: their clocks stand with their different starting events, and begin with what is said of them", async () => {
  const desk = await page("Officer");
  await desk.goto(`/incidents/${id}/affected`);
  for (const country of countries) {
    await button(desk, "room.countPeople").click();
    await desk.getByRole("combobox", { name: say("room.country"), exact: true }).fill(country);
    await desk.getByRole("option", { name: new RegExp(`\\(${country}\\)`) }).click();
    await desk.getByLabel(say("room.howMany"), { exact: true }).fill("1500");
    await button(desk, "room.countDo").click();
    await desk.getByRole("dialog").waitFor({ state: "detached" });
  }
  await shoot(desk, "affected");
  await desk.goto(`/incidents/${id}/clocks`);
  // By hand, where the page asks it: what decides for Japan, and what decides for the European Union.
  await desk.locator(".inc-question").first().waitFor();
  const more = desk.locator(".inc-question ~ button");
  if (await more.first().isVisible()) await more.first().click();
  await desk.getByLabel(say("clockFact.is.risk_to_people"), { exact: true }).first().selectOption("likely");
  await until("it is answered", async () => {
    const { rows } = await owner.query(
      "select from incident_answers where incident_id = $1 and fact = 'risk_to_people'",
      [id],
    );
    return rows.length > 0 || undefined;
  });
  // The same act again.
  await api("Officer", "PUT", `/incidents/${id}/answers/unreadable`, { value: false });
  const before = await until("all five", async () => {
    const all = await clocks();
    const places = new Set(all.filter((one) => one.kept).map((one) => one.jurisdiction));
    return ["JP", "EU", "TH", "KR", "GB"].every((place) => places.has(place)) ? all : undefined;
  });
  const anchors = new Set(before.filter((one) => one.outcome === "applies").map((one) => one.anchor));
  for (const anchor of ["discovered", "aware"]) assert.ok(anchors.has(anchor), anchor);
  assert.ok(
    before.every((one) => one.anchor !== "aware" || one.isAssumed),
    "nobody has said since when it is known: from the discovery until somebody does",
  );
  await button(desk, "law.setMoment").click();
  const at = desk.getByLabel(say("law.at"), { exact: true });
  await at.fill(new Date(Date.now() + 9 * 3_600_000 - 20 * 60_000).toISOString().slice(0, 16));
  await button(desk, "law.setMomentDo").click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
  await until("what was assumed is said", async () => {
    const all = await clocks();
    return all.some((one) => one.anchor === "aware" && one.outcome === "applies" && !one.isAssumed)
      ? true
      : undefined;
  });
  await desk.reload();
  await desk.locator(".inc-clocks").first().waitFor();
  await assertAccessible(desk);
  await shoot(desk, "clocks");
});

test("every clock that is adopted and applies is notified with its reference, or not, with a second person", async () => {
  const owed = () => clocks().then((all) => all.filter((one) => one.outcome === "applies" && one.kept));
  // That of the group's own rule ended with the report to headquarters.
  const first = (await owed()).filter((one) => one.state === "runs" && one.kept?.endedAs === null);
  assert.ok(first.length >= 4, String(first.length));
  const desk = await page("Officer");
  await desk.goto(`/incidents/${id}/clocks`);
  const rowOf = (on: Page, name: string) => on.locator(".inc-clocks > li").filter({ hasText: name }).first();
  const [unneeded, notified, ...others] = first;
  assert.ok(unneeded && notified);
  await rowOf(desk, notified.name)
    .getByRole("button", { name: say("law.notify"), exact: true })
    .click();
  await desk
    .getByRole("dialog")
    .getByRole("textbox", { name: say("law.reference") })
    .fill("2026-0412");
  await assertAccessible(desk);
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("law.notify"), exact: true })
    .click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
  await rowOf(desk, unneeded.name)
    .getByRole("button", { name: say("law.omit"), exact: true })
    .click();
  await desk.getByLabel(say("law.whyNot"), { exact: true }).fill("遠隔で消去でき、開かれた形跡がない");
  await desk.getByLabel(say("notice.criteria"), { exact: true }).fill("監督機関のガイドライン");
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("law.omit"), exact: true })
    .click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
  const other = await page("Second");
  await other.goto(`/incidents/${id}/clocks`);
  await rowOf(other, unneeded.name)
    .getByRole("button", { name: say("law.second"), exact: true })
    .click();
  await other
    .getByRole("dialog")
    .getByRole("button", { name: say("law.second.agrees"), exact: true })
    .click();
  await other.getByRole("dialog").waitFor({ state: "detached" });
  for (const { name } of others) {
    const kept = (await owed()).find((one) => one.name === name)?.kept;
    if (!kept || kept.endedAs) continue;
    await api("Officer", "POST", `/incident-clocks/${kept.id}/notification`, {
      at: new Date().toISOString(),
      recipient: name,
      proofReference: "2026-0413",
      said: "",
      rowVersion: kept.rowVersion,
    });
  }
  const after = (await owed()).filter((one) => first.some((each) => each.name === one.name));
  for (const { name, kept } of after)
    assert.ok(kept?.endedAs === "notified" || kept?.secondedAt, `${name} has its proof or its reason`);
  await desk.reload();
  await rowOf(desk, notified.name).getByText("2026-0412").waitFor();
  await shoot(desk, "clocks-ended");
});

type Notice = {
  id: string;
  name: string;
  channel: string;
  proof: string;
  approvals: number;
  state: string;
  rowVersion: number;
};
const notices = async () =>
  (await api<{ rows: Notice[] }>("Officer", "GET", `/incidents/${id}/notices`)).rows;

async function sendByHand(noticeId: string): Promise<void> {
  const desk = await page("Officer");
  await desk.goto(`/incidents/notices/${noticeId}`);
  await button(desk, "notice.form.addRecipient").first().waitFor();
  for (const field of await desk.locator("textarea").all()) {
    const words = await field.inputValue();
    if (words.includes("____")) await field.fill(words.replaceAll("____", "–"));
  }
  await button(desk, "notice.form.addRecipient").click();
  await desk.getByLabel(say("notice.form.recipientName"), { exact: true }).fill("Told by hand");
  await desk.getByLabel(say("notice.form.recipientAddress"), { exact: true }).fill("told@mihon.example");
  await button(desk, "notice.form.addRecipient").click();
  await shoot(desk, "notice-by-hand");
  await button(desk, "notice.form.handIn").click();
  await desk.getByText(say("notice.state.to_approve"), { exact: true }).first().waitFor();
  // Whoever may approve it, on a phone.
  let isApproved = false;
  for (const who of ["Secretary", "Office", "Manager"]) {
    const phone = await page(who, 390);
    await phone.goto(`/incidents/notices/${noticeId}`);
    await phone.getByText(say("notice.state.to_approve"), { exact: true }).first().waitFor();
    const approve = button(phone, "notice.approve.do", { n: 1 });
    if (!(await approve.isVisible()) || !(await approve.isEnabled())) continue;
    await approve.click();
    await phone.getByText(say("notice.state.approved"), { exact: true }).first().waitFor();
    isApproved = true;
    break;
  }
  assert.ok(isApproved, "somebody approves it by hand");
  await desk.reload();
  await button(desk, "notice.act.send").click();
  await button(desk, "notice.send.do", { count: 1 }).click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
}

test("every notice has its proof: of a mail what the other server said, elsewhere who was told when and under which number", async () => {
  const opened = await notices();
  assert.ok(opened.length >= 6, String(opened.length));
  // One whole by hand: text, recipient, approval, sending. The others take the same acts over the API.
  let byHand = "";
  for (const one of opened) {
    if (byHand || one.channel !== "mail" || one.approvals !== 1) continue;
    const { draft } = await api<{ draft: { texts: unknown[] } }>(
      "Officer",
      "GET",
      `/incident-notices/${one.id}`,
    );
    if (draft.texts.length === 1) byHand = one.id;
  }
  assert.ok(byHand, "one goes by mail, in one language, with one approval");
  await sendByHand(byHand);
  for (const { id: noticeId } of opened) {
    if (noticeId === byHand) continue;
    const now = () =>
      api<Notice & { draft: { texts: { body: string }[] } }>(
        "Officer",
        "GET",
        `/incident-notices/${noticeId}`,
      );
    let one = await now();
    const to =
      one.channel === "mail"
        ? { kind: "address", name: one.name, address: "told@mihon.example" }
        : { kind: "words", name: one.name };
    const texts = one.draft.texts.map((text) => ({ ...text, body: text.body.replaceAll("____", "–") }));
    await api("Officer", "POST", `/incident-notices/${noticeId}/texts`, {
      texts,
      recipients: [{ ...to, language }],
      handIn: true,
      rowVersion: one.rowVersion,
    });
    for (const who of ["Office", "Office2", "Manager", "Secretary", "Deputy"]) {
      one = await now();
      if (one.state !== "to_approve") break;
      await ask(
        product.address,
        "POST",
        `/api/incident-notices/${noticeId}/approvals`,
        { n: 1, verdict: "approved", said: "", rowVersion: one.rowVersion },
        `yagura_session=${of(who).token}`,
      );
    }
    one = await now();
    assert.equal(one.state, "approved", one.name);
    if (one.channel === "mail")
      await api("Officer", "POST", `/incident-notices/${noticeId}/sending`, { rowVersion: one.rowVersion });
  }
  const desk = await page("Officer");
  const prove = async ({ id: noticeId, proof }: Notice, reference: string) => {
    await desk.goto(`/incidents/notices/${noticeId}`);
    // Where its clock was notified already, what was given is recorded.
    await button(desk, "notice.act.prove").or(button(desk, "notice.act.given")).first().click();
    await desk.getByRole("textbox", { name: say("notice.prove.reference") }).fill(reference);
    if (proof === "file")
      await desk
        .getByRole("dialog")
        .locator("input[type=file]")
        .setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("letter") });
    await button(desk, "notice.prove.do").click();
    await desk.getByRole("dialog").waitFor({ state: "detached" });
  };
  for (const one of await notices()) {
    if (one.channel === "mail") continue;
    await prove(one, "第1234号");
    await desk.getByText(say("notice.state.proven")).first().waitFor();
    await shoot(desk, `proven-${one.name.slice(0, 6)}`);
  }
  // What the other server said does not prove to an insurer that they took it in: its number is still asked for.
  const byMail = await until(
    "what was mailed is proven",
    async () => {
      const rows = (await notices()).filter((one) => one.channel === "mail");
      return rows.every((one) => one.state === (one.proof === "who_when" ? "proven" : "sent"))
        ? rows
        : undefined;
    },
    120_000,
  );
  assert.ok(smtp.arrived.filter((one) => one.to === "told@mihon.example").length >= byMail.length);
  for (const one of byMail.filter(({ state }) => state === "sent")) await prove(one, "事故番号 55");
  const states = [...new Set((await notices()).map((one) => one.state))];
  assert.deepEqual(states, ["proven"]);
  await desk.goto(`/incidents/${id}/notices`);
  await desk.getByRole("article").first().waitFor();
  await assertAccessible(desk);
  await shoot(desk, "notices");
});

test("the review leads to a finding and a question to the other companies", async () => {
  const desk = await page("Officer");
  await desk.goto(`/incidents/${id}`);
  await button(desk, "incident.do.take_up").click();
  for (const step of ["contained", "handled"] as const) {
    await button(desk, `incident.do.${step}`).click();
    await desk.getByRole("textbox", { name: say("incident.step.said") }).fill("済み");
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: say(`incident.step.do.${step}`), exact: true })
      .click();
    await desk.getByRole("dialog").waitFor({ state: "detached" });
  }
  await desk.getByRole("link", { name: say("incident.tab.after"), exact: true }).click();
  await button(desk, "after.writeReview").click();
  await desk.getByLabel(say("after.cause.error")).check();
  await desk.getByLabel(say("after.how"), { exact: true }).fill("画面ロックの設定が配られていなかった");
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("after.save"), exact: true })
    .click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
  for (const leadsTo of ["finding", "lateral_check"] as const) {
    await button(desk, "after.addLesson").click();
    await desk
      .getByRole("textbox", { name: say("after.lesson"), exact: true })
      .fill("役員の電話にも画面ロックを必ず配る");
    await desk.getByLabel(say("after.leads"), { exact: true }).selectOption(leadsTo);
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: say(`after.do.${leadsTo}`), exact: true })
      .click();
    await desk.getByRole("dialog").waitFor({ state: "detached" });
  }
  await desk.getByRole("link", { name: /C1-F1/ }).waitFor();
  await assertAccessible(desk);
  await shoot(desk, "review");
  const { rows: found } = await owner.query(
    "select reference, source_kind from findings where source_id = $1",
    [id],
  );
  assert.deepEqual(found, [{ reference: "C1-F1", source_kind: "incident" }]);

  const office = await page("Secretary");
  // The lesson is owed by the nearest who may ask the others, here the division: from the home page to the check, and the review says what became of it.
  await office.goto("/");
  await office.locator('a[href*="/incidents/requests/"]').first().click();
  await office.waitForURL(/\/incidents\/requests\//);
  const request = new URL(office.url()).pathname;
  await office.getByRole("link", { name: say("spread.requestWrite") }).click();
  await office.getByRole("textbox", { name: say("lateral.look"), exact: true }).fill("役員の端末");
  await office.getByRole("button", { name: say("table.addFilter"), exact: true }).click();
  await office.getByRole("menuitem", { name: say("instruction.rule.ledgers") }).click();
  await office.getByLabel(say("held.words"), { exact: true }).fill("gateway");
  await office.getByRole("row", { name: /Sister Ltd/ }).waitFor();
  const asking = office.getByRole("button", { name: say("lateral.ask", { count: 1 }) });
  await asking.click();
  await office
    .getByRole("dialog")
    .getByRole("button", { name: say("lateral.ask", { count: 1 }) })
    .click();
  await office.waitForURL(/\/lateral-checks\/[0-9a-f-]{36}/);
  await office.getByRole("row", { name: /Sister Ltd/ }).waitFor();
  await shoot(office, "lateral");
  await office.goto(request);
  await office.getByRole("button", { name: /L-/ }).click();
  await office.getByRole("button", { name: /L-/ }).waitFor({ state: "detached" });
  await desk.reload();
  await desk
    .getByText(/L-(?:\w+-)?\d{4}-\d{3}/)
    .first()
    .waitFor();
  await desk.goto(`/incidents/${id}`);
  // What was notified has begun the next stages: nothing is closed while one of them is owed.
  for (;;) {
    const owed = (await clocks()).filter(
      (one) => one.outcome === "applies" && one.standing === "due" && one.state !== "waits" && !isOver(one),
    );
    if (owed.length === 0) break;
    for (const { name, kept } of owed)
      if (kept)
        await api("Officer", "POST", `/incident-clocks/${kept.id}/notification`, {
          at: new Date().toISOString(),
          recipient: name.slice(0, 100),
          proofReference: "2026-0414",
          said: "",
          rowVersion: kept.rowVersion,
        });
  }
  await button(desk, "incident.do.close").click();
  await desk.getByRole("textbox", { name: say("incident.step.said") }).fill("残る質問は確認できない");
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: say("incident.step.do.closed"), exact: true })
    .click();
  await desk.getByText(say("incident.state.closed")).first().waitFor();
  await shoot(desk, "closed");
});
