// A password is forgotten: asked for at the door, caught at a real mail server, set anew by its link; and a link to come in by.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeLog } from "#core/http/log.ts";
import { startSender } from "#core/mail/sender.ts";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { hashPassword } from "#modules/access/password.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { addPerson, buildSmallGroup, type SignedIn, signedIn, type SmallGroup } from "../factories.ts";
import { mailServer } from "../smtp.ts";
import { until } from "../until.ts";

const texts = loadTexts(textFolders);
const old = "a long enough password";
let group: SmallGroup;
let officer: SignedIn;
const people = { ja: "sumire@mihon.example", en: "violet@mihon.example" } as const;
const pages = await site(async ({ owner }) => {
  group = await buildSmallGroup(owner);
  officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  for (const [language, login] of Object.entries(people)) {
    const who = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
    await owner.query("update people set email = $2 where id = $1", [who.personId, login]);
    await owner.query(
      "update accounts set login_name = $2, password_hash = $3, language = $4 where id = $1",
      [who.accountId, login, await hashPassword(old), language],
    );
  }
  const newcomer = await addPerson(owner, { companyId: group.companies.own, familyName: "Kikyo" });
  await owner.query("update people set email = 'kikyo@mihon.example' where id = $1", [newcomer]);
});
const smtp = await mailServer();
const before = [mailSettings(), publicUrl()] as const;
useMail(smtp.settings, pages.address);
const folder = mkdtempSync(join(tmpdir(), "yagura-forgotten-"));
const opened = openDatabase({ connectionString: pages.database.url, size: 4 });
const sender = await startSender({
  url: pages.database.url,
  db: opened.db,
  kinds: modules.flatMap((module) => module.mails ?? []),
  settings: smtp.settings,
  texts,
  publicUrl: pages.address,
  folder,
  log: makeLog("silent"),
});
atTheEnd(async () => {
  await sender.close();
  await opened.close();
  useMail(...before);
  rmSync(folder, { recursive: true, force: true });
});
const linkTo = async (address: string) => {
  const { mail } = await until(`a mail to ${address}`, async () =>
    smtp.arrived.find((one) => one.to === address),
  );
  return { subject: mail.subject ?? "", link: /http:\/\/\S+#\S+/.exec(mail.text ?? "")?.[0] ?? "" };
};

for (const language of walked("en", "ja"))
  test(`S-01 a forgotten password: asked for, mailed, set anew, signed in (${language})`, async () => {
    const say = (key: string, values = {}) => texts(language, key, values);
    const page = await pages.page({ language, ...(language === "ja" ? { width: 390, height: 844 } : {}) });
    await page.goto("/sign-in");
    await page.getByRole("button", { name: say("link.password") }).click();
    await page.getByLabel(say("signIn.loginName")).fill(people[language]);
    await assertAccessible(page);
    await page.getByRole("button", { name: say("link.ask") }).click();
    await page.getByText(say("link.asked")).waitFor();
    await assertAccessible(page);
    const { subject, link } = await linkTo(people[language]);
    assert.equal(subject, say("access.mail.password.subject"));
    await page.goto(link);
    await page.getByText(say("link.passwordFor", { loginName: people[language] })).waitFor();
    await assertAccessible(page);
    await page.locator('input[type="password"]').first().fill("seven blue lanterns float");
    await page.getByRole("button", { name: say("link.setPassword") }).click();
    await page.waitForURL((url) => url.pathname === "/");
    await page.locator("main").waitFor();
    // Used up.
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await page.goto(link);
    await page.getByText(say("errors.link.not_valid")).waitFor();
    await page.goto("/sign-in");
    await page.getByLabel(say("signIn.loginName")).fill(people[language]);
    await page.locator('input[type="password"]').fill(old);
    await page.getByRole("button", { name: say("signIn.submit"), exact: true }).click();
    await page.getByText(say("errors.sign_in.refused")).waitFor();
    await page.locator('input[type="password"]').fill("seven blue lanterns float");
    await page.getByRole("button", { name: say("signIn.submit"), exact: true }).click();
    await page.waitForURL((url) => url.pathname === "/");
  });

test("S-01 an invitation goes by mail and is taken up from it; who invited never sees the link", async () => {
  const say = (key: string, values = {}) => texts("en", key, values);
  const page = await pages.page({ language: "en", token: officer.token });
  await page.goto("/accounts");
  await page.getByRole("button", { name: say("account.invite"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByRole("combobox", { name: say("account.invitePerson") })
    .or(dialog.getByLabel(say("account.invitePerson")))
    .first()
    .fill("Kikyo");
  await page.getByRole("option", { name: /Kikyo/ }).click();
  await assertAccessible(page);
  assert.equal(await dialog.getByRole("checkbox", { name: say("account.byMail") }).isChecked(), true);
  await dialog.getByRole("button", { name: say("account.invite"), exact: true }).click();
  await dialog.getByText(/kikyo@mihon\.example, good until/).waitFor();
  await assertAccessible(page);
  const { link } = await linkTo("kikyo@mihon.example");
  const invited = await pages.page({ language: "en" });
  await invited.goto(link);
  await invited.locator('input[type="password"]').first().fill("seven blue lanterns float");
  await invited.getByRole("button", { name: say("invitation.submit") }).click();
  await invited.waitForURL((url) => url.pathname === "/");
});
