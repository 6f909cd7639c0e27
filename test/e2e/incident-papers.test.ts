// Papers of an incident on screen: the offline pack set up by a company's officer, made by the product and taken along; the brief and a
// notice's letter as PDF.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { incidents } from "#modules/incidents/contract.ts";
import { assertAccessible } from "../accessible.ts";
import { testApp } from "../app.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

/** The folder to leave pictures in, for whoever wants to look at the pages. */
const screenshots = process.env["SCREENSHOTS"];

async function downloaded(page: Page, act: () => Promise<void>): Promise<{ path: string; name: string }> {
  const coming = page.waitForEvent("download");
  await act();
  const download = await coming;
  return { path: await download.path(), name: download.suggestedFilename() };
}
const isPdf = (path: string) => readFileSync(path).subarray(0, 5).toString() === "%PDF-";

test("S-01 the offline pack and the papers of an incident on screen, also on a phone", async () => {
  let officer: SignedIn | undefined;
  const { page: open, database } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    officer = await signedIn(owner, {
      companyId: group.companies.own,
      role: "security_officer",
      name: "Officer",
    });
  });
  assert.ok(officer);
  const app = await testApp({ database });
  const as = app.as(officer.token);
  const { id } = await as(incidents.reportIncident, {
    companyId: officer.companyId,
    kind: "malware",
    title: "Kingfisher",
    what: "A program locked files",
    discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
    zone: "Asia/Tokyo",
  });
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  const page = await open({ language: "en", token: officer.token });

  await page.goto("/incidents/procedures");
  await page.getByRole("link", { name: "Offline packs" }).click();
  await page.getByText("No pack is kept yet").waitFor();
  await assertAccessible(page);
  await page.getByRole("button", { name: "Keep a pack" }).click();
  const set = page.getByRole("button", { name: /^Set it/ });
  assert.ok(await set.isDisabled(), "a passphrase first");
  await page.getByRole("button", { name: "Propose one" }).click();
  const passphrase = await page.getByLabel("Passphrase").inputValue();
  assert.match(passphrase, /^[a-z2-9]{4}(-[a-z2-9]{4}){5}$/);
  await page.getByRole("checkbox", { name: /Officer/ }).check();
  await assertAccessible(page);
  await set.click();
  await page.getByRole("button", { name: /Take it along.*being made/ }).waitFor();
  // Its next look at the clock, now.
  await database.owner.query("delete from timed_runs where name = 'incidents.packs'");
  const take = page.getByRole("button", { name: "Take it along (PDF)", exact: true });
  // The page looks again by itself.
  await take.waitFor({ timeout: 60_000 });
  await assertAccessible(page);
  const pack = await downloaded(page, () => take.click());
  assert.match(pack.name, /\.pdf$/);
  assert.ok(isPdf(pack.path) && readFileSync(pack.path).includes("/Encrypt"));
  if (existsSync("/usr/bin/pdftotext")) {
    const words = execFileSync("pdftotext", ["-upw", passphrase, pack.path, "-"], { encoding: "utf8" });
    assert.match(words, /Kingfisher/);
  }

  // Whom to ring outside of the house, kept beside the packs.
  await page.getByRole("link", { name: "Contacts outside" }).click();
  await page.getByText("No contact yet").waitFor();
  await page.getByRole("button", { name: "Add a contact" }).click();
  const contact = page.getByRole("dialog");
  await contact.getByRole("textbox", { name: "Name" }).fill("Harbour Insurance");
  await contact.getByRole("combobox", { name: "Kind" }).selectOption({ label: "Insurer" });
  assert.ok(await contact.getByRole("button", { name: /^Keep/ }).isDisabled(), "reached somehow");
  await contact.getByRole("textbox", { name: "Telephone" }).fill("+81 3 5555 0202");
  await assertAccessible(page);
  if (screenshots) await page.screenshot({ path: `${screenshots}/contact-dialog-en.png`, fullPage: true });
  await contact.getByRole("button", { name: "Keep", exact: true }).click();
  await page.getByRole("link", { name: "+81 3 5555 0202" }).first().waitFor();
  await database.owner.query("update incident_contacts set checked_on = '2020-01-15'");
  await page.reload();
  await page
    .getByRole("heading", { name: "One contact outside was not looked at for half a year" })
    .waitFor();
  await assertAccessible(page);
  if (screenshots) await page.screenshot({ path: `${screenshots}/contacts-en.png`, fullPage: true });
  await page.getByRole("button", { name: "Still right" }).first().click();
  await page.getByRole("heading", { name: "Contacts outside", exact: true }).waitFor();

  const phone = await open({ language: "ja", token: officer.token, width: 390, height: 844 });
  await phone.goto("/incidents/packs");
  await phone.getByRole("button", { name: "PDFを保存" }).waitFor();
  assert.ok(
    (await phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")) === 0,
    "nothing runs out of a phone",
  );
  await assertAccessible(phone);
  await phone.goto("/incidents/contacts");
  await phone.getByText("Harbour Insurance").first().waitFor();
  await assertAccessible(phone);
  if (screenshots) await phone.screenshot({ path: `${screenshots}/contacts-ja.png`, fullPage: true });
  await phone.goto(`/incidents/${id}`);
  await phone.getByRole("button", { name: "経営報告のPDF" }).click();
  const brief = await downloaded(phone, () => phone.getByRole("menuitem", { name: "英語" }).click());
  assert.ok(isPdf(brief.path));
  await phone.close();

  const notice = await as(incidents.addNotice, {
    id,
    name: "To the landlord",
    audience: "partners",
    channel: "letter",
    proof: "who_when",
    hours: 24,
    approvals: 0,
    because: "He asked",
  });
  await page.goto(`/incidents/notices/${notice.id}`);
  await page.getByRole("heading", { name: "To the landlord" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Letter as PDF" }).count(), 0, "no text, no letter");
  await as(incidents.writeNotice, {
    id: notice.id,
    texts: [{ language: "en", subject: "The gate", body: "It stands open." }],
    recipients: [{ kind: "words", name: "The landlord", language: "en" }],
    handIn: true,
    rowVersion: (await as(incidents.getNotice, { id: notice.id })).rowVersion,
  });
  await page.reload();
  await page.getByRole("button", { name: "Letter as PDF" }).click();
  assert.equal(await page.getByRole("menuitem").count(), 1, "in the languages that there are");
  const letter = await downloaded(page, () => page.getByRole("menuitem", { name: "In English" }).click());
  assert.ok(isPdf(letter.path));
});
