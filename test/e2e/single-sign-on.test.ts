// An officer connects the company's provider, people come in through it, and whoever leaves is out: in the browser, against
// a real provider.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import type { TestDatabase } from "../db.ts";
import { addPerson, buildSmallGroup, signedIn, type SignedIn, type SmallGroup } from "../factories.ts";
import { realProvider } from "../identity-provider.ts";
import { until } from "../until.ts";

const texts = loadTexts(textFolders);
const idp = await realProvider();
let group: SmallGroup;
let officer: SignedIn;
let office: SignedIn;
let database: TestDatabase;
const { page: open, address } = await site(async (made) => {
  database = made;
  group = await buildSmallGroup(made.owner);
  officer = await signedIn(made.owner, {
    companyId: group.companies.own,
    role: "security_officer",
    name: "Aoba",
  });
  office = await signedIn(made.owner, {
    companyId: group.companies.parent,
    role: "group_office",
    unitId: group.group,
  });
  const { owner } = made;
  await owner.query("update accounts set login_name = 'aoba@own.example' where id = $1", [officer.accountId]);
  await addPerson(owner, { companyId: group.companies.own, familyName: "Momiji", givenName: "Haru" });
});
usePublicUrl(address);
idp.people.set("aoba", { amr: ["pwd", "otp"], claims: { name: "Aoba at the provider" } });
idp.people.set("momiji", {});
idp.people.set("stranger", {});

const sayIn =
  (language: "ja" | "en") =>
  (key: string, values: Record<string, unknown> = {}) =>
    texts(language, key, values);
const say = sayIn("en");

async function atProvider(page: Page, login: string) {
  await page.getByLabel("Who are you?").fill(login);
  await page.getByRole("button", { name: "Go on" }).click();
}

const connectionId = async () =>
  (await database.owner.query("select id from identity_connections order by created_at desc limit 1")).rows[0]
    ?.id as string;

test("S-01 an officer connects the company's provider alone, tests it, and people come in through it", async () => {
  const page = await open({ language: "en", token: officer.token });
  await page.goto("/connections");
  await page.getByRole("heading", { name: say("connection.empty") }).waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: say("connection.add") }).click();
  const dialog = page.getByRole("dialog");
  // As it is pasted from the provider's pages; what follows the issuer is left out.
  await dialog.getByLabel(say("connection.issuer")).fill(`${idp.issuer}/.well-known/openid-configuration`);
  await dialog.getByRole("button", { name: say("connection.lookUp") }).click();
  await dialog.getByText(say("connection.found")).waitFor();
  await dialog.getByLabel(say("connection.name"), { exact: true }).fill("Own ID");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: say("connection.add") }).click();
  await page.waitForURL(/\/connections\/[0-9a-f-]{36}$/);
  const redirectUri = page.getByRole("textbox", { name: say("connection.redirectUri") });
  await redirectUri.waitFor();
  assert.equal(await redirectUri.inputValue(), `${address}/sign-in/return/${await connectionId()}`);
  await idp.register(
    await redirectUri.inputValue(),
    await page.getByRole("textbox", { name: say("connection.logoutAddress") }).inputValue(),
  );
  await page.getByRole("button", { name: new RegExp(say("connection.clientFirst")) }).waitFor();
  await page.getByLabel(say("connection.clientId")).fill(idp.clientId);
  await page.getByLabel(say("connection.clientSecret")).fill(idp.clientSecret);
  await page.getByText(say("connection.more")).click();
  await page.getByLabel(say("connection.factorValues")).fill("otp");
  await page.getByLabel(say("connection.domains")).fill("own.example");
  await assertAccessible(page);
  await page.getByRole("button", { name: say("connection.save") }).click();
  await page.getByRole("button", { name: new RegExp(say("connection.testFirst")) }).waitFor();

  await page.getByRole("button", { name: say("connection.test"), exact: true }).click();
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    page.getByRole("link", { name: say("connection.testGo") }).click(),
  ]);
  await atProvider(tab, "aoba");
  await tab.getByRole("heading", { name: say("ways.testDone") }).waitFor();
  assert.ok(!tab.url().includes("code="), "what came back does not stay in the address");
  await tab.close();
  await page.getByText(say("connection.testPassed")).waitFor();
  await page.getByRole("cell", { name: '["pwd","otp"]' }).waitFor();
  await page.getByText(say("connection.wouldMatchNobody")).waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: say("connection.adopt") }).click();
  await page.getByText(say("connection.wouldMatchSelf")).waitFor();
  await page.getByRole("radio", { name: say("connection.passwordsEnd") }).check();
  await page.getByRole("button", { name: say("connection.turnOn"), exact: true }).click();
  await page.getByText(say("connection.onNow", { known: 1, accounts: 1 })).waitFor();
  await assertAccessible(page);

  // The next morning, with nothing but the login name.
  const morning = await open({ language: "en" });
  await morning.goto("/connections");
  await morning.getByLabel(say("signIn.loginName")).fill("aoba@own.example");
  await morning.getByRole("button", { name: say("ways.through", { name: "Own ID" }) }).waitFor();
  await assertAccessible(morning);
  await morning.getByRole("button", { name: say("ways.through", { name: "Own ID" }) }).click();
  await atProvider(morning, "aoba");
  // Where the reader wanted to be.
  await morning.waitForURL((url) => url.pathname === "/connections");
  await morning.getByRole("link", { name: "Own ID" }).waitFor();
});

test("S-01 an invitation is taken up at the provider; a stranger is told whom to ask; a leaver is out", async () => {
  const id = await connectionId();
  const page = await open({ language: "en", token: officer.token });
  await page.goto("/accounts");
  await page.getByRole("button", { name: say("account.invite"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  const whom = dialog.getByRole("combobox", { name: say("account.invitePerson") });
  await whom
    .or(dialog.getByLabel(say("account.invitePerson")))
    .first()
    .fill("Momiji");
  await page.getByRole("option", { name: /Momiji/ }).click();
  await dialog.getByLabel(say("account.loginName")).fill("momiji@own.example");
  await dialog.getByRole("button", { name: say("account.invite"), exact: true }).click();
  const link = await dialog.getByRole("textbox", { name: say("account.copy") }).inputValue();

  const invited = await open({ language: "en" });
  await invited.goto(link);
  await invited.getByText(say("ways.invitation")).waitFor();
  await assertAccessible(invited);
  await invited.getByRole("button", { name: say("ways.through", { name: "Own ID" }) }).click();
  await atProvider(invited, "momiji");
  await invited.waitForURL((url) => url.pathname === "/" && url.origin === address);
  await invited.getByRole("navigation", { name: say("frame.mainMenu") }).waitFor();
  await invited.goto("/me");
  await invited.getByText(say("identity.mine")).waitFor();
  // How this sign-in came in, and that it was not by a password.
  await invited.getByRole("row", { name: new RegExp(`Own ID.*${say("session.this")}`) }).waitFor();
  await invited.getByText(say("factor.noneProvider", { provider: "Own ID" })).waitFor();
  await assertAccessible(invited);

  const stranger = await open({ language: "en" });
  await stranger.goto(`/sign-in/${id}?to=/me`);
  await atProvider(stranger, "stranger");
  await stranger.getByText(say("errors.identity.unknown_here", { provider: "Own ID" })).waitFor();
  await assertAccessible(stranger);

  const began = Date.now();
  const { rows } = await database.owner.query(
    "select id, person_id from accounts where login_name = 'momiji@own.example'",
  );
  await database.owner.query(
    "insert into employments (person_id, unit_id, company_id, kind, valid_from, valid_to) values ($1, $2, $2, 'regular', '2024-04-01', group_today())",
    [rows[0].person_id, group.companies.own],
  );
  // The product's own clock does it: within the minute.
  await until(
    "the leaver's sign-in has ended",
    async () => {
      const found = await database.owner.query(
        "select from sessions where account_id = $1 and ended_at is null",
        [rows[0].id],
      );
      return found.rowCount === 0 || undefined;
    },
    60_000,
    200,
  );
  assert.ok(Date.now() - began < 60_000);
  await invited.reload();
  await invited.getByRole("heading", { level: 1, name: say("signIn.title") }).waitFor();
});

test("S-01 what asks for a fresh proof gets one at the provider, in a tab of its own; what was typed stays", async () => {
  const id = await connectionId();
  const page = await open({ language: "en" });
  await page.goto(`/sign-in/${id}?to=/accounts`);
  await atProvider(page, "aoba");
  await page.getByRole("button", { name: say("account.invite"), exact: true }).waitFor();
  await database.owner.query(
    "update sessions set confirmed_at = now() - interval '1 hour' where account_id = $1",
    [officer.accountId],
  );
  await page.getByRole("searchbox", { name: say("account.findPerson") }).fill("momiji");
  await page.waitForURL(/search=momiji/);
  await page
    .getByRole("row", { name: /momiji@own\.example/ })
    .getByRole("button")
    .first()
    .click();
  await page.locator("button.danger", { hasText: say("account.close") }).click();
  const closing = page.getByRole("dialog", {
    name: say("account.closeTitle", { login: "momiji@own.example" }),
  });
  await closing.getByLabel(say("account.closeReason")).fill("Has left the company");
  await closing.locator("button.danger").click();
  const asks = page.getByRole("dialog", { name: say("prove.title") });
  await asks.getByText(say("ways.confirmHelp")).waitFor();
  assert.equal(await asks.getByLabel(say("signIn.password")).count(), 0, "the password opens nothing here");
  await assertAccessible(page);
  const goToProvider = async (name: string) => {
    const [tab] = await Promise.all([
      page.context().waitForEvent("page"),
      asks.getByRole("button", { name: say(name, { name: "Own ID" }) }).click(),
    ]);
    return tab;
  };
  // Thought better of it there: the page waits, and is gone to once more.
  const left = await goToProvider("ways.confirm");
  await left.getByLabel("Who are you?").waitFor();
  await left.close();
  await asks.getByText(say("ways.confirmWaits", { name: "Own ID" })).waitFor();
  await assertAccessible(page);
  const tab = await goToProvider("ways.confirmAgain");
  // However lately it was: the provider asks anew.
  await atProvider(tab, "aoba");
  await asks.waitFor({ state: "detached" });
  await closing.waitFor({ state: "detached" });
  const { rows } = await database.owner.query(
    "select state from accounts where login_name = 'momiji@own.example'",
  );
  assert.equal(rows[0].state, "closed");
  assert.match(page.url(), /search=momiji/, "the page stands where it stood");
});

test("S-01 signing out at the provider signs out here; turning it off ends whoever came in through it", async () => {
  const id = await connectionId();
  const page = await open({ language: "ja" });
  const ja = sayIn("ja");
  await page.goto(`/sign-in/${id}`);
  await atProvider(page, "aoba");
  await page.getByRole("navigation", { name: say("frame.mainMenu") }).waitFor();
  const session = async () =>
    (
      await database.owner.query(
        "select ended_at is not null as is_over from sessions where account_id = $1 and connection_id is not null order by created_at desc limit 1",
        [officer.accountId],
      )
    ).rows[0].is_over as boolean;
  assert.equal(await session(), false);
  // RP-initiated at the provider itself: its page asks, and it tells us by the back channel.
  await page.goto(`${idp.issuer}/session/end`);
  await page.getByRole("button", { name: /yes|sign me out/i }).click();
  await until("the provider's word has ended the sign-in", async () => (await session()) || undefined);

  await page.goto(`/sign-in/${id}`);
  await atProvider(page, "aoba");
  await page.getByRole("navigation", { name: say("frame.mainMenu") }).waitFor();
  const desk = await open({ language: "ja", token: office.token });
  await desk.goto(`/connections/${id}`);
  await desk.getByRole("button", { name: ja("connection.turnOff"), exact: true }).click();
  await assertAccessible(desk);
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: ja("connection.turnOff"), exact: true })
    .click();
  await desk.getByText(ja("connection.offNow")).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: say("signIn.title") }).waitFor();
});
