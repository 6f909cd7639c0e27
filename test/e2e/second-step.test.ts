// The second step in a real browser: an app set up and asked for, a passkey of Chromium's virtual authenticator, a fresh proof.
import assert from "node:assert/strict";
import { test } from "node:test";
import { generate } from "otplib";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { hashPassword } from "#modules/access/password.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);
const say = (key: string) => texts("en", key);
const password = "a long enough password";
const logins = ["app@example.test", "key@example.test"];
const one = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const passwordHash = await hashPassword(password);
  for (const login of logins) {
    const { accountId } = await signedIn(owner, {
      companyId: group.companies.own,
      role: "security_officer",
    });
    await owner.query("update accounts set login_name = $2, password_hash = $3 where id = $1", [
      accountId,
      login,
      passwordHash,
    ]);
  }
  await owner.query(
    `insert into sign_in_rules (unit_id, company_id, demands, from_day, reason)
     values ($1, $1, 'second_factor', current_date - 1, 'test')`,
    [group.companies.own],
  );
});
// A passkey is made for a name, never for an address.
const address = one.address.replace("127.0.0.1", "localhost");
usePublicUrl(address);

async function signIn(page: Page, login: string) {
  await page.goto(`${address}/sign-in`);
  await page.getByLabel(say("signIn.loginName")).fill(login);
  await page.locator('input[type="password"]').fill(password);
  await page.getByRole("button", { name: say("signIn.submit"), exact: true }).click();
}
const isIn = (page: Page) => page.getByRole("navigation", { name: say("frame.mainMenu") }).waitFor();
const press = (page: Page, key: string) => page.getByRole("button", { name: say(key) }).click();

async function keepCodes(page: Page) {
  await page.getByRole("list", { name: say("recovery.title") }).waitFor();
  const codes = await page
    .getByRole("list", { name: say("recovery.title") })
    .getByRole("listitem")
    .allInnerTexts();
  assert.equal(codes.length, 10);
  await assertAccessible(page);
  await page.getByRole("checkbox", { name: say("recovery.kept") }).check();
  await press(page, "recovery.done");
  return codes;
}

test("whom a rule concerns sets up an app before going on, and is asked for its code the next time", async () => {
  const page = await one.page({ language: "en", width: 360, height: 780 });
  await signIn(page, "app@example.test");
  await page.getByRole("heading", { level: 1, name: say("signIn.further") }).waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: new RegExp(`^${say("factor.kind.totp")}`) }).click();
  await press(page, "factor.totpStart");
  await page.getByRole("img", { name: say("factor.qr") }).waitFor();
  await page.getByText(say("factor.byHand")).click();
  await assertAccessible(page);
  const secret = (await page.locator(".key").innerText()).replaceAll(" ", "");
  await page.getByLabel(say("factor.code")).fill(await generate({ secret }));
  await press(page, "factor.finish");
  const codes = await keepCodes(page);
  await page.waitForURL((url) => url.pathname === "/");
  const again = await one.page({ language: "en" });
  await signIn(again, "app@example.test");
  await again.getByLabel(say("factor.code")).fill("000000");
  await press(again, "prove.go");
  await again.getByText(say("errors.factor.code_wrong")).waitFor();
  await assertAccessible(again);
  await press(again, "prove.by.recoveryCode");
  await again.getByLabel(say("recovery.code")).fill(codes[0] ?? "");
  await press(again, "prove.go");
  await isIn(again);
});

test("a passkey is made, comes in by itself, and a removal asks for a fresh proof and goes on", async () => {
  const page = await one.page({ language: "en" });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signIn(page, "key@example.test");
  await page.getByRole("button", { name: new RegExp(`^${say("factor.kind.passkey")}`) }).click();
  await press(page, "factor.passkeyMake");
  await keepCodes(page);
  await isIn(page);
  // A browser that offers nothing beside the form: there the button alone comes in.
  await page.addInitScript(
    "if (location.hash === '#pressed') PublicKeyCredential.isConditionalMediationAvailable = async () => false",
  );
  await page.context().clearCookies();
  await page.goto(`${address}/sign-in#pressed`);
  await press(page, "signIn.passkey");
  await isIn(page);
  const { owner } = one.database;
  const count = async () =>
    (await owner.query("select count(*)::int as n from sessions where completed_at is not null")).rows[0].n;
  const before = await count();
  // One that offers it: touched at once, it comes in by itself.
  await page.context().clearCookies();
  await page.goto(`${address}/sign-in`);
  await isIn(page);
  assert.equal(await count(), before + 1);
  const held = await owner.query(
    "select methods from sessions where completed_at is not null and agent is not null order by created_at desc limit 1",
  );
  assert.deepEqual(held.rows[0].methods, ["pop", "user", "mfa"]);
  await owner.query("update sessions set confirmed_at = now() - interval '1 hour'");
  await page.goto(`${address}/me`);
  await press(page, "recovery.make");
  const dialog = page.getByRole("dialog", { name: say("recovery.make") });
  await dialog.getByRole("button", { name: say("recovery.make") }).click();
  const proof = page.getByRole("dialog", { name: say("prove.title") });
  await proof.getByRole("button", { name: say("prove.usePasskey") }).click();
  await page.getByRole("list", { name: say("recovery.title") }).waitFor();
  await assertAccessible(page);
});
