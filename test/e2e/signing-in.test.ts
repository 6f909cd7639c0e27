import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { hashPassword } from "#modules/access/password.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);
const password = "a long enough password";
const { page: open } = await site(async ({ owner }) => {
  const group = await buildSmallGroup(owner);
  const { accountId } = await signedIn(owner, {
    companyId: group.companies.own,
    role: "security_officer",
  });
  await owner.query(
    "update accounts set login_name = 'aoba@example.test', password_hash = $2, language = 'ja' where id = $1",
    [accountId, await hashPassword(password)],
  );
});

test("a first visit is no error; signing in leads to one's own language, here and the next time; a choice holds", async () => {
  const page = await open({ language: "en" });
  const errors: string[] = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const say = (language: "ja" | "en", key: string) => texts(language, key);
  const signIn = async (language: "ja" | "en") => {
    await page.getByRole("heading", { level: 1, name: say(language, "signIn.title") }).waitFor();
    await page.getByLabel(say(language, "signIn.loginName")).fill("aoba@example.test");
    await page.locator('input[type="password"]').fill(password);
    await page.getByRole("button", { name: say(language, "signIn.submit") }).click();
  };
  const signOut = async (language: "ja" | "en") => {
    const [before = "", after = ""] = say(language, "frame.ownMenu").split("{{name}}");
    await page.getByRole("button", { name: new RegExp(`^${before}.*${after}$`) }).click();
    await page.getByRole("menuitem", { name: say(language, "frame.signOut") }).click();
  };
  await page.goto("/standards");
  await page.getByRole("heading", { level: 1, name: say("en", "signIn.title") }).waitFor();
  await assertAccessible(page);
  assert.deepEqual(errors, [], "nobody being signed in is an answer, not a fault");
  await signIn("en");
  await page.getByRole("navigation", { name: say("ja", "frame.mainMenu") }).waitFor();
  await signOut("ja");
  await page.getByRole("heading", { level: 1, name: say("ja", "signIn.title") }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: say("ja", "signIn.title") }).waitFor();
  await page.getByRole("button", { name: "English" }).click();
  await signIn("en");
  await page.getByRole("navigation", { name: say("en", "frame.mainMenu") }).waitFor();
});
