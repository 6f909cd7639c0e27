// Rights as the offices give, look up and hand on: roles made and compared, rights of a position, deputies, the second person,
// who can see what; in a real browser, in two languages.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import type { TestDatabase } from "../db.ts";
import { buildSmallGroup, type Id, type SignedIn, signedIn, type SmallGroup } from "../factories.ts";

const texts = loadTexts(textFolders);
const sayIn =
  (language: "ja" | "en") =>
  (key: string, values: Record<string, unknown> = {}) =>
    texts(language, key, values);
const say = sayIn("en");

let group: SmallGroup;
let office: SignedIn;
let second: SignedIn;
let officer: SignedIn;
let colleague: SignedIn;
let seat: Id;
let database: TestDatabase;

const { page: open } = await site(async (made) => {
  database = made;
  const { owner } = made;
  group = await buildSmallGroup(owner);
  const { own, parent } = group.companies;
  const atGroup = (name: string) =>
    signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group, name });
  [office, second] = [await atGroup("Aoyama"), await atGroup("Beppu")];
  [officer, colleague] = [
    await signedIn(owner, { companyId: own, role: "security_officer", name: "Chiba" }),
    await signedIn(owner, { companyId: own, role: "contributor", name: "Date" }),
  ];
  for (const { personId } of [officer, colleague])
    await owner.query(
      "insert into employments (person_id, unit_id, company_id, kind, valid_from) values ($1, $2, $2, 'regular', '2020-04-01')",
      [personId, own],
    );
  const { rows } = await owner.query<{ id: Id }>(
    `insert into positions (unit_id, company_id, name, name_ja, created_on)
     values ($1, $1, 'Head of IT', '情報システム部長', '2020-04-01') returning id`,
    [own],
  );
  seat = rows[0]?.id ?? "";
  await owner.query(
    "insert into position_holders (position_id, person_id, company_id, valid_from) values ($1, $2, $3, '2020-04-01')",
    [seat, officer.personId, own],
  );
});

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function chooseRole(page: Page, role: string) {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(say("grant.role"), { exact: true }).selectOption({ label: role });
}

test("S-01 a role is begun as a copy, given, compared; more for its holder waits for a second person, and less does not", async () => {
  const page = await open({ language: "en", token: office.token });
  await page.goto("/rights/roles");
  await page.getByRole("table", { name: say("role.builtIn") }).waitFor();
  await assertAccessible(page);
  await press(page, say("role.add"));
  const form = page.getByRole("dialog");
  await form.getByLabel(say("role.basedOn")).selectOption({ label: say("role.reader") });
  await form.getByLabel(say("role.name", { language: "English" })).fill("Reads results only");
  const area = form.getByRole("group", { name: say("role.area.organization") });
  await area.getByRole("checkbox", { name: say("permission.organization.read") }).uncheck();
  await assertAccessible(page);
  await form.getByRole("button", { name: say("role.add"), exact: true }).click();
  await page
    .getByRole("table", { name: say("role.own") })
    .getByText("Reads results only")
    .waitFor();

  // Given on a person's account, told in words before.
  await page.goto("/accounts?search=Date");
  await page.getByRole("button", { name: /Date/ }).first().click();
  await chooseRole(page, "Reads results only");
  const give = page.getByRole("dialog");
  await give.getByLabel(say("grant.reason"), { exact: true }).fill("Prepares the board's pages");
  await give.getByText(say("permission.result.read")).first().waitFor();
  await give.getByRole("button", { name: say("grant.give"), exact: true }).click();
  await give.getByRole("listitem").filter({ hasText: "Reads results only" }).waitFor();

  // Side by side.
  await page.goto("/rights/roles");
  for (const role of ["Reads results only", say("role.reader")])
    await page.getByRole("checkbox", { name: say("role.compareThis", { role }) }).check();
  const compared = page.getByRole("table", { name: say("role.sideBySide") });
  await compared.getByRole("row", { name: new RegExp(say("permission.organization.read")) }).waitFor();
  assert.equal(await compared.getByRole("row", { name: /✓/ }).count(), 1, "they differ in one point");
  await assertAccessible(page);

  // More for somebody who holds it: shown before, and decided by another.
  await page.getByRole("button", { name: say("role.actions", { role: "Reads results only" }) }).click();
  await page.getByRole("menuitem", { name: say("role.change"), exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("checkbox", { name: say("permission.standard.publish") })
    .check();
  await page.getByRole("dialog").getByLabel(say("grant.reason"), { exact: true }).fill("They publish, too");
  await page.getByText(say("role.changeTakesTwo")).waitFor();
  await page.getByText(say("role.affected", { count: 1, names: "Test Date" })).waitFor();
  await assertAccessible(page);
  await press(page, say("role.changeSave"));
  await page.getByText(say("role.waits")).waitFor();

  const other = await open({ language: "ja", token: second.token });
  const ja = sayIn("ja");
  await other.goto("/rights/proposals");
  const proposal = other.getByRole("article");
  await proposal.getByText(ja("permission.standard.publish")).waitFor();
  await assertAccessible(other);
  await proposal.getByRole("button", { name: ja("proposal.refuse"), exact: true }).click();
  const refusing = other.getByRole("dialog");
  await refusing.getByLabel(ja("grant.reason")).fill("公開は統括部門だけが行う");
  await refusing.getByRole("button", { name: ja("proposal.refuse"), exact: true }).click();
  await other
    .getByRole("listitem")
    .filter({ hasText: ja("proposal.state.refused") })
    .waitFor();
  await other.getByText("公開は統括部門だけが行う").waitFor();
});

test("R-20 a right is given to a position until a day, passes to its deputy while the holder is away, and comes back", async () => {
  const { own } = group.companies;
  const page = await open({ language: "en", token: office.token });
  await page.goto(`/companies/${own}`);
  await page.getByRole("button", { name: say("rights.ofSeat", { name: "Head of IT" }) }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Test Chiba").waitFor();
  await chooseRole(page, say("role.company_executive"));
  await dialog.getByLabel(say("grant.to")).fill("2099/03/31");
  await dialog.getByLabel(say("grant.reason"), { exact: true }).fill("Stands for the board in IT");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: say("grant.give"), exact: true }).click();
  await dialog
    .getByRole("listitem")
    .filter({ hasText: say("role.company_executive") })
    .waitFor();
  const { rows } = await database.owner.query(
    "select person_id, valid_to::text as until from grants where position_id = $1",
    [seat],
  );
  assert.deepEqual(rows, [{ person_id: null, until: "2099-04-01" }]);

  // The holder names who stands in, and is away from today on.
  const mine = await open({ language: "en", token: officer.token });
  await mine.goto("/me");
  const away = mine.getByRole("region", { name: say("away.title") });
  await away.getByText(say("away.noDeputy")).waitFor();
  await away.getByRole("button", { name: say("position.nameDeputy"), exact: true }).click();
  const naming = mine.getByRole("dialog");
  await naming.getByRole("radio", { name: /Date/ }).check();
  await assertAccessible(mine);
  await naming.getByRole("button", { name: say("position.nameDeputy"), exact: true }).click();
  await away.getByText(say("away.hasDeputy", { name: "Date Test" })).waitFor();
  const { today } = (await database.owner.query("select group_today()::text as today")).rows[0];
  await away.getByLabel(say("away.lastDay")).fill(today.replaceAll("-", "/"));
  await away.getByRole("button", { name: say("away.enter"), exact: true }).click();
  await away.getByText(say("away.now"), { exact: true }).waitFor();
  await assertAccessible(mine);

  // The deputy sees it, and has the right.
  const ja = sayIn("ja");
  await database.owner.query("update accounts set language = 'ja' where id = $1", [colleague.accountId]);
  const deputy = await open({ language: "ja", token: colleague.token });
  await deputy.goto("/me");
  await deputy.getByText(ja("away.acting")).waitFor();
  const rights = deputy.getByRole("region", { name: ja("rights.mine") });
  await rights.getByText(ja("role.company_executive"), { exact: true }).waitFor();
  await rights.getByText(ja("rights.asDeputyOf", { position: "情報システム部長" })).waitFor();
  await assertAccessible(deputy);

  await away.getByRole("button", { name: say("away.back"), exact: true }).click();
  await away.getByText(say("away.none")).waitFor();
  await deputy.reload();
  await deputy.getByText(ja("away.youStandIn")).waitFor();
  assert.equal(await deputy.getByText(ja("away.acting")).count(), 0);
});

test("what somebody can see is told with where it comes from, and who can see a company is kept as a list with the roles' names", async () => {
  const { own } = group.companies;
  const page = await open({ language: "en", token: office.token });
  await page.goto("/accounts?search=Chiba");
  await page.getByRole("button", { name: /Chiba/ }).first().click();
  await page
    .getByRole("dialog")
    .getByRole("link", { name: say("rights.ask") })
    .click();
  await page
    .getByRole("heading", { level: 1, name: say("rights.ofPerson", { name: "Test Chiba" }) })
    .waitFor();
  await page.getByText(say("rights.asHolderOf", { position: "Head of IT" })).waitFor();
  await page
    .getByText(
      new RegExp(`^${say("rights.allows", { count: 0 }).split("0")[0]?.replace(/[(（]/, "\\$&")}\\d`),
    )
    .first()
    .click();
  await page.getByText(say("permission.inspection.confirm")).waitFor();
  await assertAccessible(page);
  // Years before, only what was held then.
  await page.getByRole("textbox", { name: say("rights.day") }).fill("2021/01/01");
  await page.getByText(say("rights.held", { count: 1 })).waitFor();

  await page.goto(`/companies/${own}`);
  await press(page, say("rights.whoSees"));
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel(say("rights.canWhat"), { exact: true })
    .selectOption({ label: say("permission.inspection.confirm") });
  await dialog.getByText(say("rights.whoCount", { count: 1 }), { exact: true }).waitFor();
  assert.match((await dialog.getByRole("row").allInnerTexts()).join(), /Test Chiba[^]*Head of IT/);
  await assertAccessible(page);

  const ja = sayIn("ja");
  await database.owner.query("update accounts set language = 'ja' where id = $1", [second.accountId]);
  const other = await open({ language: "ja", token: second.token });
  await other.goto(`/rights/who?company=${own}`);
  await other.getByRole("table", { name: ja("rights.whoTitle") }).waitFor();
  await assertAccessible(other);
  const [file] = await Promise.all([
    other.waitForEvent("download"),
    other.getByRole("button", { name: ja("rights.export") }).click(),
  ]);
  const csv = await readFile(await file.path(), "utf8");
  assert.ok(csv.includes(ja("role.company_executive")), csv);
  assert.ok(csv.includes("Reads results only"), csv);
  assert.ok(!/own_[0-9a-f]|company_executive/.test(csv), csv);
});

test("on a phone the pages of rights hold together", async () => {
  const page = await open({ language: "ja", token: second.token, width: 390, height: 844 });
  for (const path of [
    "/rights/roles",
    `/rights/who?company=${group.companies.own}`,
    "/rights/proposals",
    "/me",
  ]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    const wide = await page.evaluate("document.documentElement.scrollWidth > window.innerWidth");
    assert.equal(wide, false, `${path} is wider than a phone`);
    await assertAccessible(page);
  }
});
