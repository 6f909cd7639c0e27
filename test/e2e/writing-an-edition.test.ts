// The next edition of the group's standard: copied, written, decided, reviewed by somebody else, in force; the officer reads
// the redline.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { loadBuiltinStandard } from "#modules/standards/builtin.ts";
import { writeEdition } from "#modules/standards/service.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);

for (const language of walked("ja", "en")) {
  test(`T-10 R-11 R-21 from an edition in force to the next one, in two pairs of hands (${language})`, async () => {
    const say = (key: string, values?: Record<string, unknown>) => texts(language, key, values);
    const tokens = { author: "", approver: "", officer: "" };
    const { page: open } = await site(async ({ owner, ownerUrl }) => {
      const group = await buildSmallGroup(owner);
      for (const name of ["author", "approver"] as const)
        tokens[name] = (
          await signedIn(owner, {
            companyId: group.companies.parent,
            role: "group_office",
            unitId: group.group,
            name,
          })
        ).token;
      tokens.officer = (
        await signedIn(owner, { companyId: group.companies.own, role: "security_officer" })
      ).token;
      const { db, close } = openDatabase({ connectionString: ownerUrl, size: 1 });
      // An earlier edition had a control that went since: its id is never given again.
      const builtin = loadBuiltinStandard();
      const [one] = builtin.controls;
      const old = await writeEdition(
        db,
        {
          ...builtin,
          standard: { ...builtin.standard, edition: "2025.1" },
          controls: [...builtin.controls, ...(one ? [{ ...one, id: "OLD-01" }] : [])],
        },
        null,
      );
      await owner.query(
        "update editions set state = 'published', published_at = now(), effective_on = '2025-04-01' where id = $1",
        [old],
      );
      const id = await writeEdition(db, builtin, null);
      await close();
      await owner.query(
        "update editions set state = 'published', published_at = now(), effective_on = '2026-04-01' where id = $1",
        [id],
      );
    });

    const page = await open({ language, token: tokens.author });
    await page.goto("/standards/editions");
    await page.getByRole("button", { name: say("draft.actions", { edition: "2026.1" }) }).click();
    await page.getByRole("menuitem", { name: say("draft.next") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(say("draft.edition")).fill("２０２７．１");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say("draft.begin") }).click();
    await page.waitForURL(/\/draft/);

    // One is changed, one is new, one is withdrawn.
    await page.getByRole("button", { name: /ORG-01/ }).click();
    const asked = page
      .getByRole("group", { name: say("draft.requirement") })
      .getByRole("textbox")
      .first();
    await asked.fill(`${await asked.inputValue()} It is signed each year.`);
    await page.locator(".redline ins").first().waitFor();
    // What is not saved waits while one looks at another control, and is asked about before the page is left.
    await page.getByRole("button", { name: /ORG-02/ }).click();
    await page.getByRole("region", { name: "ORG-02" }).waitFor();
    await page.getByRole("link", { name: say("draft.tab.frame") }).click();
    await page
      .getByRole("dialog")
      .getByText(say("draft.wouldLose", { controls: "ORG-01" }))
      .waitFor();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: say("action.cancel") })
      .click();
    await page.getByRole("button", { name: /ORG-01/ }).click();
    await page.getByRole("region", { name: "ORG-01" }).waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText(say("draft.saved", { control: "ORG-01" })).waitFor();
    await page.getByText(say("draft.becomes.changed")).waitFor();
    await page.locator('textarea[lang="ja"]').first().waitFor();
    const breaking = `getComputedStyle(document.querySelector('textarea[lang="ja"]')).wordBreak`;
    assert.equal(await page.evaluate(breaking), "normal");
    // Its Japanese was looked at again and stands; the Chinese still waits.
    const stands = (tongue: string) =>
      page.getByRole("button", { name: say("draft.stillRight", { language: tongue }), exact: true });
    await stands("日本語").click();
    await page.locator(".still-right .age").waitFor();
    await stands("日本語").waitFor({ state: "detached" });
    await stands("简体中文").waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say("carry.show"), exact: true }).click();
    await page.getByRole("button", { name: say("draft.decideIt"), exact: true }).click();
    await page.getByText(say("draft.decided", { control: "ORG-01" })).waitFor();
    await page.getByRole("button", { name: say("draft.addControl") }).click();
    // What nobody said stays empty and is asked for; the id of another control is refused where it is typed.
    await dialog.getByLabel(say("draft.titleIn", { language: "English" })).fill("Use of AI services");
    await dialog
      .getByLabel(say("draft.requirementIn", { language: "English" }))
      .fill("AI use is registered.");
    await dialog.getByLabel(say("draft.topic")).selectOption({ index: 1 });
    await dialog.getByLabel(say("draft.id"), { exact: true }).fill("org-02");
    await dialog.getByText(say("draft.idIsThere", { control: "org-02" })).waitFor();
    await dialog.getByLabel(say("draft.id"), { exact: true }).fill("ORG-35");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say("draft.addControl") }).click();
    await page.getByRole("button", { name: /ORG-35/ }).waitFor();
    await page.getByText(say("draft.becomes.new")).waitFor();
    // One of a hundred is found by its id.
    const find = page.getByRole("searchbox", { name: say("standard.find"), exact: true });
    await find.fill("phy-14");
    await page.getByRole("button", { name: /ORG-01/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /PHY-14/ }).click();
    await page.getByRole("region", { name: "PHY-14" }).waitFor();
    await find.fill("");
    await page.getByRole("button", { name: /ORG-01/ }).waitFor();
    // What goes goes with a reason; the way back is offered at once, and taken once.
    const withdraw = async () => {
      await page.getByRole("button", { name: say("draft.remove"), exact: true }).click();
      await dialog.getByLabel(say("draft.goneReason")).fill("Covered by ORG-01.");
      await dialog.getByRole("button", { name: say("draft.remove"), exact: true }).click();
      await page.getByText(say("draft.removed", { control: "PHY-14" })).waitFor();
    };
    await withdraw();
    await page
      .getByRole("alert")
      .getByRole("button", { name: say("draft.bringBack") })
      .click();
    await page.getByText(say("draft.broughtBack", { control: "PHY-14" })).waitFor();
    await page.getByRole("button", { name: /PHY-14/ }).click();
    await page.getByRole("region", { name: "PHY-14" }).waitFor();
    await withdraw();

    // An id that a control bore once is refused where it is typed, with what it was.
    await page.getByRole("button", { name: say("draft.addControl") }).click();
    await dialog.getByLabel(say("draft.id"), { exact: true }).fill("phy-14");
    await dialog.getByText(/PHY-14/).waitFor();
    await dialog.getByLabel(say("draft.id"), { exact: true }).fill("OLD-01");
    await dialog.getByText(say("draft.idUsed", { control: "OLD-01" })).waitFor();
    await assertAccessible(page);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    // A value of the group's own is made where it is needed, and the text is read with it.
    await page.getByRole("button", { name: /ORG-35/ }).click();
    await page.getByRole("region", { name: "ORG-35" }).waitFor();
    await page.getByRole("button", { name: say("draft.valueNew") }).click();
    await dialog.getByLabel(say("draft.id"), { exact: true }).fill("limit");
    await dialog.getByLabel(say("frameOf.valueIn", { language: "English" })).fill("30 days");
    await dialog.getByText(/30 days$/).waitFor();
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say("draft.valueMake", { language: "English" }) }).click();
    await page
      .getByRole("region", { name: "ORG-35" })
      .getByText(say("draft.valueReads", { text: "AI use is registered.30 days" }))
      .waitFor();
    await page.keyboard.press("Control+s");
    await page.getByText(say("draft.saved", { control: "ORG-35" })).waitFor();

    // A value of the group's own, once for every text that inserts it.
    await page.getByRole("link", { name: say("draft.tab.frame") }).click();
    const values = page.getByRole("region", { name: say("frameOf.parameters", { count: 1 }) });
    await values.getByLabel(say("frameOf.newId")).fill("ｄａｙｓ");
    await values.getByRole("button", { name: say("frameOf.add") }).click();
    await page.getByLabel("days English").fill("14 days");
    await assertAccessible(page);
    await page.keyboard.press("Control+s");
    await page.getByText(say("frameOf.saved")).waitFor();
    await page.getByRole("region", { name: say("frameOf.parameters", { count: 2 }) }).waitFor();

    // What goes stands there with its reason; then the edition is sent to review.
    await page.getByRole("link", { name: say("draft.tab.changes") }).click();
    await page.getByText("Covered by ORG-01.").waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: say("draft.tab.publication") }).click();
    await page.getByLabel(say("review.what")).fill("AI services are new.");
    await assertAccessible(page);
    await page.getByRole("button", { name: say("review.send") }).click();
    await page.getByRole("heading", { name: say("review.waitsForApproval") }).waitFor();

    const other = await open({ language, token: tokens.approver });
    await other.goto(page.url());
    await other.getByRole("button", { name: say("review.act.adviser"), exact: true }).click();
    await other.getByLabel(say("review.adviserName")).fill("A. Adviser");
    await other.getByLabel(say("review.adviserFirm")).fill("Outside Ltd.");
    await other.getByRole("textbox", { name: say("review.words"), exact: true }).fill("Good, and short.");
    await assertAccessible(other);
    await other.getByRole("button", { name: say("review.do.adviser") }).click();
    await other.getByText("Outside Ltd.", { exact: false }).waitFor();
    await other.getByRole("button", { name: say("review.act.approved"), exact: true }).click();
    await other
      .getByRole("textbox", { name: say("review.words"), exact: true })
      .fill("Approved by the committee.");
    await other.getByRole("button", { name: say("review.do.approved") }).click();
    await other.getByRole("heading", { name: say("review.approved") }).waitFor();
    const opinions = other.locator(".edition-opinions > li");
    await opinions.nth(2).waitFor();
    const lefts = await opinions.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left));
    assert.equal(new Set(lefts).size, 1, "what was said stands one below the other");
    await other.getByLabel(say("publish.reason")).fill("Yearly revision.");
    await other.getByRole("checkbox", { name: say("publish.confirm") }).check();
    await assertAccessible(other);
    await other.locator("form").last().getByRole("button").last().click();
    await other.waitForURL(/\/standards\/[0-9a-f-]{36}$/);
    const inForce = new URL(other.url()).pathname;

    // What goes out as a file comes in again: as a draft, once its name is another; a wrong file takes nothing.
    await other.goto("/standards/editions");
    const saved = other.waitForEvent("download");
    await other.getByRole("button", { name: say("draft.actions", { edition: "2027.1" }) }).click();
    await other.getByRole("menuitem", { name: say("editions.export") }).click();
    const text = readFileSync(await (await saved).path(), "utf8");
    const bring = (content: string) =>
      other
        .locator("input[type=file]")
        .setInputFiles({ name: "edition.yaml", mimeType: "text/yaml", buffer: Buffer.from(content) });
    await bring(text.replace("area: PHY", "area: MOON"));
    const fault = say("edition.fault.not_among", { value: "MOON", list: say("draft.area") });
    await other.getByText(fault).waitFor();
    await assertAccessible(other);
    await bring(text.replace(/edition: "?2027\.1"?/, 'edition: "2028"'));
    await other.waitForURL(/\/draft/);
    await other.getByRole("heading", { level: 1, name: /2028/ }).waitFor();

    // So does what goes out as OSCAL; whoever brings in what is there already gives it another name.
    await other.goto("/standards/editions");
    const catalogue = other.waitForEvent("download");
    await other.getByRole("button", { name: say("draft.actions", { edition: "2027.1" }) }).click();
    await other.getByRole("menuitem", { name: say("editions.exportOscal") }).click();
    const oscal = readFileSync(await (await catalogue).path(), "utf8");
    await bring(oscal);
    await other.getByText(say("errors.editions_unique")).waitFor();
    await assertAccessible(other);
    await other.getByLabel(say("draft.edition")).fill("2029");
    await other.getByRole("button", { name: say("editions.bringUnder") }).click();
    await other.waitForURL(/\/draft/);
    await other.getByRole("heading", { level: 1, name: /2029/ }).waitFor();

    const reader = await open({ language, token: tokens.officer });
    await reader.goto(`${inForce}/changes`);
    await reader.getByText(/It is signed each year/).waitFor();
    await reader.getByText("Covered by ORG-01.").waitFor();
    await assertAccessible(reader);
    assert.equal(await reader.getByRole("button", { name: say("draft.decideIt") }).count(), 0);
  });
}
