import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { sayIn } from "#modules/papers/words.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound, testControls } from "../editions.ts";
import { addPerson, buildSmallGroup, signedIn } from "../factories.ts";
import { holds, shows } from "../until.ts";

const texts = loadTexts(textFolders);
const names = { ja: "日本語", en: "English" };

for (const language of walked("ja", "en")) {
  test(`T-11 in the browser (${language}): confirmed by a page signed by hand, answers signed as PDF and verified`, async () => {
    const say = sayIn(language);
    const words = (key: string) => texts(language, key);
    let inspectionId = "";
    let roundId = "";
    let token = "";
    let colleague = "";
    const { page: open, database } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const { own, sister } = group.companies;
      const editionId = await addEdition(owner);
      const round = await addOpenRound(owner, { editionId, companies: [own, sister], dueOn: "2027-12-15" });
      roundId = round.id;
      inspectionId = round.inspections.get(own) ?? "";
      await owner.query(
        "insert into scope_answers (inspection_id, company_id, condition, is_true) values ($1, $2, 'has_plant', true)",
        [inspectionId, own],
      );
      for (const { id } of testControls)
        await owner.query(
          "insert into answers (inspection_id, control_id, company_id, verdict, coverage_percent) values ($1, $2, $3, 'met', 100)",
          [inspectionId, id, own],
        );
      await owner.query(
        "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where round_id = $1",
        [roundId],
      );
      for (const companyId of [own, sister]) {
        const personId = await addPerson(owner, { companyId, familyName: "青葉", givenName: "薫" });
        await owner.query(
          `with seat as (insert into positions (unit_id, company_id, name, purpose, created_on)
             values ($1, $1, 'CISO', 'accountable_executive', '2020-01-01') returning id)
           insert into position_holders (position_id, person_id, company_id, valid_from) select id, $2, $1, '2020-01-01' from seat`,
          [companyId, personId],
        );
      }
      const secretary = await signedIn(owner, {
        companyId: group.companies.parent,
        role: "division_secretary",
        unitId: group.divisions.one,
      });
      token = secretary.token;
      const other = await signedIn(owner, {
        companyId: group.companies.parent,
        role: "division_secretary",
        unitId: group.divisions.one,
      });
      colleague = other.token;
    });
    const page = await open({ language, token });
    await page.goto(`/inspections/${inspectionId}/papers`);
    const toSign = page.waitForEvent("download");
    await page.getByRole("button", { name: say("paper.screen.pageDownload") }).click();
    const path = join(tmpdir(), `yagura-signed-${inspectionId}.pdf`);
    await writeFile(path, await readFile(await (await toSign).path()));
    await assertAccessible(page);

    await page.getByRole("radio", { name: /青葉 薫/ }).check();
    await page.locator("input[type=file]").last().setInputFiles(path);
    await page
      .getByRole("button", { name: say("paper.screen.confirm", { name: "青葉 薫" }), exact: true })
      .click();
    await page.getByRole("alert").waitFor();
    // A pen's stroke, as a program for PDFs puts it.
    const drawn = `yagura-drawn-${inspectionId}.pdf`;
    const stroke = Buffer.from("\n<</Type /Annot /Subtype /Ink>>\n%%EOF\n");
    await writeFile(join(tmpdir(), drawn), Buffer.concat([await readFile(path), stroke]));
    await page.locator("input[type=file]").last().setInputFiles(join(tmpdir(), drawn));
    await page.getByText(drawn).waitFor();
    await page
      .getByRole("button", { name: say("paper.screen.confirm", { name: "青葉 薫" }), exact: true })
      .click();
    // Whoever entered it does not compare it; a colleague does.
    await page.getByRole("button", { name: words("onPaper.compare"), disabled: true }).waitFor();
    const beside = await open({ language, token: colleague });
    await beside.goto(`/inspections/${inspectionId}/papers`);
    await beside.getByRole("button", { name: words("onPaper.compare") }).click();
    await beside.getByRole("button", { name: words("onPaper.compareAct") }).click();
    await shows(beside.getByText(words("onPaper.comparedNot")), 0);
    await assertAccessible(beside);
    await beside.close();
    await page.getByRole("button", { name: say("paper.screen.make", { language: names[language] }) }).click();
    const signed = page.waitForEvent("download");
    await page
      .getByRole("button", { name: say("paper.screen.fetchOf", { language: names[language] }) })
      .click();
    await writeFile(path, await readFile(await (await signed).path()));
    await page.locator("input[type=file]").first().setInputFiles(path);
    await page.getByText(say("paper.screen.check.signature")).waitFor();
    await shows(page.getByText(say("paper.screen.yes"), { exact: true }), 4);
    await assertAccessible(page);
    await writeFile(path, "%PDF-1.7 something else");
    await page.locator("input[type=file]").first().setInputFiles(path);
    await page.getByText(say("paper.screen.unknown")).waitFor();
    const { rows } = await database.owner.query(
      "select i.state, e.on_behalf_of = i.confirmed_for as for_signer from inspections i join events e on e.subject_id = i.id and e.verb = 'inspection.confirmed' where i.id = $1",
      [inspectionId],
    );
    assert.deepEqual(rows, [{ state: "confirmed", for_signer: true }]);

    // For many at once: the pages as one file, the scans by the company's code in their names.
    await page.goto(`/rounds/${roundId}/confirmations`);
    // A button that says why it is off breaks its words on a phone.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole("button", { name: say("paper.pages.confirmNone") }).waitFor();
    await holds(page, "document.documentElement.scrollWidth <= innerWidth");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: say("paper.pages.all", { count: 1 }) }).click();
    await page.getByRole("button", { name: say("paper.pages.order", { count: 1 }) }).click();
    const toPrint = page.waitForEvent("download");
    await page.getByRole("button", { name: say("paper.pages.pdf") }).click();
    const printed = await readFile(await (await toPrint).path());
    const buffer = Buffer.concat([printed, stroke]);
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles([
        { name: "C2 signed.pdf", mimeType: "application/pdf", buffer },
        { name: "nobody.pdf", mimeType: "application/pdf", buffer },
      ]);
    await page.getByText("nobody.pdf").waitFor();
    await page.getByRole("button", { name: say("paper.pages.likely", { count: 1 }) }).click();
    const signer = page.getByLabel(say("paper.pages.signerOf", { name: "Sister Ltd." }));
    assert.equal(await signer.locator("option:checked").textContent(), "青葉 薫 (CISO)");
    await signer.selectOption({ label: "青葉 薫 (CISO)" });
    await assertAccessible(page);
    await page.getByRole("button", { name: say("paper.pages.confirm", { count: 1 }) }).click();
    const asked = page.getByRole("dialog");
    await asked.getByText("青葉 薫 (CISO)").waitFor();
    await assertAccessible(page);
    await asked.getByRole("button", { name: say("paper.pages.confirm", { count: 1 }) }).click();
    await page
      .getByRole("heading", { level: 1, name: say("paper.pages.titleNone", { confirmed: 2 }) })
      .waitFor();
    // What was entered waits here for a second person.
    await page.getByRole("heading", { level: 2, name: say("paper.pages.toCompare", { count: 1 }) }).waitFor();
    await page.getByText(say("paper.pages.enteredByYou")).last().waitFor();
    await assertAccessible(page);
  });
}
