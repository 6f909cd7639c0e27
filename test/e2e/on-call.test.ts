// A roster is made, filled by a rule, a turn is swapped between two colleagues and taken over, the number is read once.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type Site, site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

/** The folder to leave pictures in, for whoever wants to look at the pages. */
const screenshots = process.env["SCREENSHOTS"];

let officer: SignedIn;
let ann: SignedIn;
let bob: SignedIn;
let own = "";
const pages: Site = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  own = group.companies.own;
  officer = await signedIn(owner, { companyId: own, role: "security_officer", unitId: own, name: "Officer" });
  ann = await signedIn(owner, { companyId: own, role: "contributor", unitId: own, name: "Ann" });
  bob = await signedIn(owner, { companyId: own, role: "contributor", unitId: own, name: "Bob" });
});

test("a roster is made, a turn is swapped and taken over, and its number read, on a phone as well", async () => {
  const page = await pages.page({ language: "en", token: officer.token });
  await page.goto("/on-call");
  await page.getByRole("heading", { name: "There is no roster yet" }).waitFor();
  await page.getByRole("link", { name: "New roster" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Night desk");
  await page.getByRole("button", { name: "Begin the roster" }).click();
  await page.getByRole("button", { name: "Turns one after the other" }).click();
  for (const name of ["Ann", "Bob"]) {
    const adding = page.getByRole("button", { name: "Add somebody" });
    if (await adding.isVisible()) await adding.click();
    await page.getByLabel("Find by name").fill(name);
    await page.getByRole("radio", { name: new RegExp(name) }).click();
  }
  await page.getByRole("heading", { name: "Somebody is there at every hour of three weeks" }).waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Save the rules" }).click();
  await page.getByRole("heading", { level: 1, name: "Night desk" }).waitFor();
  await page.getByText("changes every week").waitFor();

  // The first of them has no time: on a phone.
  const { rows } = await pages.database.owner.query<{ person: string; id: string }>(
    "select person_id as person, id from on_call_turns where starts_at <= now() and now() < ends_at",
  );
  assert.equal(rows.length, 1);
  const [outgoing, incoming] = rows[0]?.person === ann.personId ? [ann, bob] : [bob, ann];
  const phone = await pages.page({ language: "en", token: outgoing.token, width: 390, height: 844 });
  await phone.goto("/");
  await phone.getByText(/^You are on call until/).waitFor();
  await phone.getByRole("link", { name: "My turns" }).first().click();
  await phone.getByLabel("Open matters for the next").fill("The gateway was restarted.");
  await phone.getByRole("button", { name: "Hand over" }).click();
  await phone.getByText("Written down for the next").waitFor();
  await assertAccessible(phone);
  await phone.getByRole("button", { name: "Ask for a swap" }).first().click();
  await phone.getByLabel("Colleague").selectOption(incoming.personId);
  await phone.getByRole("button", { name: "Ask", exact: true }).click();
  await phone.getByText(/Night desk · .*(Ann|Bob) is asked to take it/).waitFor();

  const other = await pages.page({ language: "en", token: incoming.token, width: 390, height: 844 });
  await other.goto("/on-call/mine");
  await other.getByRole("button", { name: "Take the turn" }).click();
  await other.getByRole("heading", { name: /^You are on call until/ }).waitFor();
  await other.getByText("The gateway was restarted.").waitFor();
  await other.getByRole("button", { name: "I have taken over" }).click();
  await other.getByText(/^Taken over/).waitFor();
  await other.getByLabel("Telephone for emergencies").fill("+81 90 0000 0001");
  await other.getByRole("button", { name: "Save the number" }).click();
  await other.getByText("Your number is saved").waitFor();

  // The officer sees whose the night is, and asks for the number of the one who has one.
  await page.goto(`/companies/${own}`);
  await page.getByRole("heading", { name: "On call now" }).waitFor();
  await page.getByRole("button", { name: /^Number of/ }).click();
  await page.getByRole("link", { name: "+81 90 0000 0001" }).waitFor();
  const { rows: told } = await pages.database.owner.query(
    "select verb from events where verb like 'on_call.%' order by id",
  );
  assert.deepEqual(
    told.map((row: { verb: string }) => row.verb),
    [
      "on_call.roster_added",
      "on_call.rules_set",
      "on_call.handed_over",
      "on_call.swap_asked",
      "on_call.swap_answered",
      "on_call.taken_over",
      "on_call.contact_set",
      "on_call.number_read",
    ],
  );
});

test("R-18 the turns of a roster go out as a list and come in again: what is wrong is said row by row, what is new is taken over, in en and on a phone in ja", async () => {
  const { owner } = pages.database;
  await owner.query("update people set email = 'ann@mihon.example', code = 'N-7' where id = $1", [
    ann.personId,
  ]);
  const { rows } = await owner.query<{ id: string }>(
    `insert into on_call_rosters (unit_id, company_id, name, time_zone, purposes, is_continuous)
     values ($1, $1, 'Plant desk', 'Asia/Tokyo', '{incident}', false) returning id`,
    [own],
  );
  const path = `/on-call/rosters/${rows[0]?.id}`;
  const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const list = (person: string) => ({
    name: "turns.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(
      `From,Until,Tier,Mail address or number,Reason\n${dayAfter(3)} 20:00,${dayAfter(4)} 08:00,1,${person},Festival\n` +
        `${dayAfter(5)} 20:00,${dayAfter(6)} 08:00,1,N-7,\n`,
    ),
  });
  for (const [language, width, more, take, said, wrong] of [
    [
      "en",
      1280,
      "More about this roster",
      "Take over a list (CSV)",
      "Nobody who may stand here",
      "To be mended",
    ],
    ["ja", 390, "この当番表の操作", "当番の一覧を取り込む（CSV）", "当番に入れる人がいません", "要修正"],
  ] as const) {
    const page = await pages.page({ language, token: officer.token, width, height: 900 });
    await page.goto(path);
    // On a phone the acts of a page stand folded.
    if (width < 600) await page.getByRole("button", { name: "その他の操作", exact: true }).click();
    await page.getByRole("button", { name: more }).click();
    await page.getByRole("menuitem", { name: take }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("input[type=file]").setInputFiles(list("nobody@mihon.example"));
    await dialog.getByText(new RegExp(said)).waitFor();
    assert.ok((await dialog.getByText(new RegExp(wrong, "i")).count()) > 0);
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/on-call-list-${language}.png` });
    if (language === "ja") continue;
    await dialog.locator("input[type=file]").setInputFiles(list("ann@mihon.example"));
    await dialog.getByText("New: 2 · as it is: 0 · over: 0 · wrong: 0").waitFor();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Agreed with the plant");
    await dialog.getByRole("button", { name: "Take over what is new" }).click();
    await page.getByText("2 turns were taken over.").waitFor();
    await page.getByText("Festival").first().waitFor();
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: more }).click();
    await page.getByRole("menuitem", { name: "Save the turns (CSV)" }).click();
    const saved = readFileSync(await (await coming).path(), "utf8");
    assert.match(saved, /ann@mihon\.example/);
    assert.equal(saved.trim().split("\n").length, 3);
  }
});
