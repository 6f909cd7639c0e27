// A roster is made, filled by a rule, a turn is swapped between two colleagues and taken over, the number is read once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type Site, site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

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
