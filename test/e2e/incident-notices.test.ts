// An incident meets the decision table on screen: its notices appear, one is written, approved on a phone by a second person and sent to a
// real mail server, another is proven by telephone; graver, it calls for more; and a case is tried without writing anything.
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
import { incidents } from "#modules/incidents/contract.ts";
import { assertAccessible } from "../accessible.ts";
import { testApp } from "../app.ts";
import { site } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { addCompany, buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { mailServer } from "../smtp.ts";
import { until } from "../until.ts";

const screenshots = process.env["SCREENSHOTS"];

test("R-19 the notices of an incident on screen, from the table to the proof", async () => {
  const smtp = await mailServer();
  const before = [mailSettings(), publicUrl()] as const;
  useMail(smtp.settings, "https://yagura.mihon.example");
  let officer: SignedIn | undefined;
  let secretary: SignedIn | undefined;
  let office: SignedIn | undefined;
  const { page: open, database } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own, parent } = group.companies;
    const gone = await addCompany(owner, {
      code: "C8",
      name: "Own Gone Ltd.",
      parentId: group.divisions.one,
    });
    await owner.query("update units set ended_on = group_today(), ended_reason = 'sold' where id = $1", [
      gone,
    ]);
    officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
    const unitId = group.divisions.one;
    secretary = await signedIn(owner, {
      companyId: parent,
      role: "division_secretary",
      unitId,
      name: "Secretary",
    });
    office = await signedIn(owner, {
      companyId: parent,
      role: "group_office",
      unitId: group.group,
      name: "Office",
    });
  });
  const folder = mkdtempSync(join(tmpdir(), "yagura-notice-page-"));
  const { db, close } = openDatabase({ connectionString: database.url, size: 3 });
  const sender = await startSender({
    url: database.url,
    db,
    kinds: modules.flatMap((module) => module.mails ?? []),
    settings: smtp.settings,
    texts: loadTexts(textFolders),
    publicUrl: publicUrl(),
    folder,
    log: makeLog("silent"),
    patience: () => 1,
  });
  atTheEnd(async () => {
    useMail(...before);
    await sender.close();
    await close();
    rmSync(folder, { recursive: true, force: true });
  });
  assert.ok(officer && secretary && office);

  const desk = await open({ language: "en", token: officer.token });
  const shoot = async (page: typeof desk, name: string) => {
    if (screenshots) await page.screenshot({ path: `${screenshots}/notices-${name}.png`, fullPage: true });
  };
  // Reporting and judging have a walk of their own.
  const app = await testApp({ database });
  const asOfficer = app.as(officer.token);
  const { id } = await asOfficer(incidents.reportIncident, {
    companyId: officer.companyId,
    kind: "malware",
    what: "A program locked files",
    discoveredAt: new Date(Date.now() - 3_600_000).toISOString(),
    zone: "Asia/Tokyo",
  });
  const versionNow = async () => (await asOfficer(incidents.getIncident, { id })).rowVersion;
  await asOfficer(incidents.judgeIncident, {
    id,
    as: "incident",
    because: "",
    rowVersion: await versionNow(),
  });
  await until(
    "the table has answered",
    async () => (await asOfficer(incidents.listNotices, { id })).rows.length > 0 || undefined,
  );
  await desk.goto(`/incidents/${id}`);
  await desk.getByRole("link", { name: "Notices", exact: true }).click();
  const warning = desk.getByRole("article").filter({ hasText: "Warning to employees" });
  await warning.waitFor();
  await assertAccessible(desk);
  await shoot(desk, "tab");
  const page = desk.url();

  await warning.getByRole("link", { name: "Write", exact: true }).click();
  await desk.getByRole("heading", { name: "Warning to employees" }).waitFor();
  await desk.getByRole("button", { name: "Add the recipient" }).click();
  await desk.getByLabel("Name", { exact: true }).fill("Everybody");
  await desk.getByLabel("Mail address").fill("all@own.example");
  await desk.getByRole("button", { name: "Add the recipient" }).click();
  await assertAccessible(desk);
  await shoot(desk, "write");
  await desk.getByRole("button", { name: "Hand in for approval" }).click();
  await desk.getByText("to approve", { exact: true }).waitFor();
  const notice = desk.url();

  const phone = await open({ language: "en", token: secretary.token, width: 390, height: 844 });
  await phone.goto(new URL(notice).pathname);
  await phone.getByRole("button", { name: "Approve version 1" }).waitFor();
  await assertAccessible(phone);
  await shoot(phone, "approve-phone");
  assert.equal(await phone.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
  await phone.getByRole("button", { name: "Approve version 1" }).click();
  await phone.getByText("Test Secretary approved version 1").waitFor();

  await desk.goto(new URL(notice).pathname);
  await desk.getByRole("button", { name: "Send", exact: true }).click();
  await desk.getByRole("button", { name: "Send to one recipient" }).click();
  await until(
    "the mail has arrived",
    async () => smtp.arrived.some((one) => one.to === "all@own.example") || undefined,
  );
  const noticeId = new URL(notice).pathname.split("/").at(-1) ?? "";
  await until(
    "its proof is there",
    async () => (await asOfficer(incidents.getNotice, { id: noticeId })).state === "proven" || undefined,
  );
  await desk.goto(new URL(notice).pathname);
  await desk.getByText("sent and proven").first().waitFor();
  await assertAccessible(desk);
  await shoot(desk, "proven");

  await asOfficer(incidents.weighIncident, {
    id,
    potential: "critical",
    actual: "none",
    reason: "It spreads",
    rowVersion: await versionNow(),
  });
  await until(
    "more is called for",
    async () => (await asOfficer(incidents.listNotices, { id })).rows.length > 3 || undefined,
  );
  await desk.goto(new URL(page).pathname);
  await desk.getByText("Report to the police").waitFor();
  await desk
    .getByRole("article")
    .filter({ hasText: "Warning to employees" })
    .getByText("sent and proven")
    .waitFor();
  await shoot(desk, "tab-critical");

  // The police were telephoned at once: no text, and the approval of the table was not waited for.
  await desk.getByRole("link", { name: "Report to the police" }).click();
  await desk.getByRole("button", { name: "Record that it was given" }).click();
  await desk.getByText("One approval that the decision table asks for is missing").waitFor();
  await desk.getByLabel("To whom").fill("Inspector on duty");
  await desk.getByLabel("Number or reference").fill("P-2026-17");
  await desk.getByLabel("What was said").fill("Files are being locked; the line was cut");
  await desk.getByLabel("Why it was not waited for").fill("The attack was running");
  await assertAccessible(desk);
  await shoot(desk, "ahead-dialog");
  await desk.getByRole("button", { name: "Record it" }).click();
  await desk.getByText("Given before its approval, one was missing:").waitFor();
  await desk.getByText("Whoever approves has not looked at it yet.").waitFor();
  await assertAccessible(desk);
  await shoot(desk, "ahead");
  const head = await open({ language: "en", token: office.token, width: 390, height: 844 });
  await head.goto(new URL(desk.url()).pathname);
  await head.getByRole("button", { name: "Look at what was given" }).click();
  await head.getByText("The attack was running").first().waitFor();
  await assertAccessible(head);
  await shoot(head, "ahead-phone");
  await head.getByRole("button", { name: "Seen", exact: true }).click();
  await head.getByText(/Looked at afterwards by Test Office/).waitFor();
  // The lines of the table stand one below the other on a phone, each value after its heading.
  await head.goto("/incidents/notice-table");
  const line = head.getByRole("row", { name: /Report to the police/ });
  await line.waitFor();
  assert.ok(((await line.boundingBox())?.height ?? 999) < 240, "a line is no column of syllables");
  assert.equal(
    await head
      .locator(".notice-scroll")
      .evaluateAll((all) => all.some((one) => one.scrollWidth > one.clientWidth + 1)),
    false,
    "no severity is out of sight",
  );
  await assertAccessible(head);
  await shoot(head, "table-phone");
  await desk.goto(new URL(page).pathname);
  await desk
    .getByRole("article")
    .filter({ hasText: "Report to the police" })
    .getByText("given before its approval")
    .waitFor();
  if (screenshots) {
    const pages = await open({ language: "ja", token: officer.token });
    await pages.goto(new URL(page).pathname);
    await pages.getByText("承認前に通知").first().waitFor();
    await shoot(pages, "tab-ja");
    await pages.getByRole("link", { name: "公表" }).click();
    await pages.getByRole("button", { name: "通知済みとして記録" }).click();
    await pages.getByLabel("承認を待たなかった理由").waitFor();
    await shoot(pages, "ahead-dialog-ja");
  }

  const table = await open({ language: "en", token: office.token });
  await table.goto("/incidents/notice-table");
  await table.getByRole("button", { name: /^Malware, critical:/ }).click();
  await assertAccessible(table);
  await shoot(table, "table");
  await table.getByRole("link", { name: "Report to the police" }).click();
  await table.getByRole("button", { name: "Change the line" }).click();
  await table.getByLabel("Hours", { exact: true }).fill("12");
  await table.getByLabel("Reason").fill("Sooner");
  await assertAccessible(table);
  await shoot(table, "line-form");
  await table.getByRole("button", { name: "Save as a new version" }).click();
  await table.getByText("12 h from the weighing").waitFor();
  await assertAccessible(table);
  await shoot(table, "line");
  await table.goto("/incidents/notice-table/try");
  await table.getByPlaceholder(/find/i).first().click();
  // Searched by name: one that left the group is not offered.
  await table.getByRole("option", { name: "Parent Inc." }).waitFor();
  await table.getByPlaceholder(/find/i).first().fill("Own");
  await table.getByRole("option", { name: "Parent Inc." }).waitFor({ state: "detached" });
  await table.getByRole("option", { name: "Own Ltd." }).waitFor();
  assert.equal(await table.getByRole("option", { name: /Gone/ }).count(), 0);
  await table.getByRole("option", { name: "Own Ltd." }).click();
  await table.getByText(/notices at Own Ltd\./).waitFor();
  await assertAccessible(table);
  await shoot(table, "try");
  await table.goto("/incidents/notice-table/omissions");
  await table.getByText("Nobody has decided not to notify").first().waitFor();
  await assertAccessible(table);

  // A notice to two, one of whom is named in words; and a decision not to notify, listed for auditors with how far it is.
  const rows = (await asOfficer(incidents.listNotices, { id })).rows;
  const omitted = rows.find((one) => one.name === "Notice to the insurer");
  await asOfficer(incidents.omitNotice, {
    id: omitted?.id ?? "",
    reason: "The policy does not cover it",
    criteria: "Its clause on malware",
    rowVersion: omitted?.rowVersion ?? 0,
  });
  const press = rows.find((one) => one.name === "Press statement");
  await asOfficer(incidents.writeNotice, {
    id: press?.id ?? "",
    texts: [{ language: "en", subject: "A disruption", body: "We were attacked." }],
    recipients: [
      { kind: "words", name: "The newspapers", language: "en" },
      { kind: "address", name: "News agency", address: "desk@agency.example", language: "en" },
    ],
    handIn: true,
    rowVersion: press?.rowVersion ?? 0,
  });
  await table.goto("/incidents/notice-table/omissions");
  await table.getByText("The policy does not cover it").waitFor();
  await assertAccessible(table);
  await shoot(table, "omissions");
  await desk.goto(`/incidents/notices/${press?.id}`);
  await desk.getByText("2 recipients are still to be reached").waitFor();
  await assertAccessible(desk);
  await shoot(desk, "reach");
  await desk.getByRole("button", { name: "Record that it was given" }).click();
  await desk.getByText("Which recipients it reached").waitFor();
  await assertAccessible(desk);
  await shoot(desk, "reach-dialog");
  if (screenshots) {
    const japanese = await open({ language: "ja", token: office.token });
    await japanese.goto("/incidents/notice-table/omissions");
    await japanese.getByText("The policy does not cover it").waitFor();
    await shoot(japanese, "omissions-ja");
    await japanese.goto(`/incidents/notices/${press?.id}`);
    await japanese.getByText("宛先ごとの到達状況").waitFor();
    await shoot(japanese, "reach-ja");
  }
});
