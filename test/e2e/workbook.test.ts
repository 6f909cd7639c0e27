import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { openArchive } from "#core/sheets/archive.ts";
import { usualLimits } from "#core/sheets/sheet.ts";
import { headingOf } from "#modules/workbooks/rules.ts";
import { sayIn } from "#modules/workbooks/words.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { office, savedByOffice } from "../office.ts";
import { filledIn } from "../workbooks.ts";
import { zip } from "../zip.ts";

for (const language of walked("en", "ja")) {
  test(`T-11 R-12 in the browser (${language}): a workbook goes out, comes back, conflicts are decided, answers are kept`, async (t) => {
    const say = sayIn(language);
    let inspectionId = "";
    let sisterId = "";
    let roundId = "";
    let token = "";
    const { page: open, database } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const { own, sister } = group.companies;
      const editionId = await addEdition(owner);
      const round = await addOpenRound(owner, { editionId, companies: [own, sister], dueOn: "2027-12-15" });
      inspectionId = round.inspections.get(own) ?? "";
      sisterId = round.inspections.get(sister) ?? "";
      roundId = round.id;
      await owner.query(
        "update company_facts set answers_by_workbook = true, language = $2 where company_id = $1",
        [own, language],
      );
      const secretary = await signedIn(owner, {
        companyId: group.companies.parent,
        role: "division_secretary",
        unitId: group.divisions.one,
      });
      token = secretary.token;
    });
    const page = await open({ language, token });
    await page.goto(`/rounds/${roundId}/workbooks`);
    await assertAccessible(page);
    const who = page.getByRole("group", { name: say("workbook.many.who") });
    await who.getByRole("button", { name: say("workbook.many.byHand") }).click();
    await page.getByRole("row").filter({ hasText: "Own Ltd." }).getByRole("checkbox").check();
    await assertAccessible(page);
    await page.getByRole("button", { name: say("workbook.many.order", { count: 1 }) }).click();
    const getZip = page.getByRole("button", { name: say("workbook.many.download", { count: 1 }) });
    await getZip.waitFor();
    await assertAccessible(page);
    const archive = page.waitForEvent("download");
    await getZip.click();
    assert.match((await archive).suggestedFilename(), /^Inspection\.zip$/);
    const { names } = await openArchive(await readFile(await (await archive).path()), usualLimits);
    assert.equal(names.length, 1);
    await page.goto(`/inspections/${inspectionId}/workbook`);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: say("workbook.out.download") }).click();
    const issued = await readFile(await (await download).path());
    assert.match((await download).suggestedFilename(), /\.xlsx$/);
    await assertAccessible(page);

    // Somebody answers on line while the company has the file.
    await database.owner.query(
      "insert into answers (inspection_id, control_id, company_id, verdict, owner) select id, 'ORG-01', company_id, 'unknown', 'online' from inspections where id = $1",
      [inspectionId],
    );
    let filled = await filledIn(issued, ({ set }) => {
      set("has_plant", "isTrue", say("workbook.sheet.no"));
      for (const id of ["ORG-01", "ORG-02"]) {
        set(id, "verdict", say("verdict.met"));
        set(id, "how", language === "ja" ? "全社で実施しています" : "Done everywhere");
        set(id, "proofTitle", "Rules");
        set(id, "proofPlace", "DMS 7");
        set(id, "proofOn", new Date("2026-10-01T00:00:00Z"));
      }
      set("TEC-01", "verdict", "perhaps");
    });
    if (office) filled = await savedByOffice(filled, "xlsx");
    else t.diagnostic("soffice is not installed here: the file was not opened and saved by LibreOffice");
    const path = join(tmpdir(), `yagura-back-${inspectionId}.xlsx`);
    await writeFile(path, filled);
    await page.locator("input[type=file]").setInputFiles(path);

    await page
      .getByRole("heading", { level: 1, name: say("workbook.return.titleConflicts", { count: 1 }) })
      .waitFor();
    await page.getByText(say("workbook.problem.answer_unknown", { given: "perhaps" })).waitFor();
    await assertAccessible(page);
    // All that is decided stands there, the proof too.
    await page.locator(".conflict").getByText("DMS 7").waitFor();
    const keep = page.getByRole("button", { name: say("workbook.return.decideFirst", { count: 1 }) });
    assert.ok(await keep.isDisabled(), "a conflict without a decision keeps the button off, and it says so");
    await page.getByRole("button", { name: say("workbook.conflict.takeFile"), exact: true }).click();
    await page.getByRole("button", { name: say("workbook.return.apply", { count: 3 }) }).click();
    await page
      .getByRole("heading", { level: 1, name: say("workbook.return.titleApplied", { count: 3 }) })
      .waitFor();
    await assertAccessible(page);
    const { rows } = await database.owner.query(
      "select control_id, verdict, origin from answers where inspection_id = $1 order by control_id",
      [inspectionId],
    );
    assert.deepEqual(
      rows.map((row) => [row.control_id, row.verdict, row.origin]),
      [
        ["ORG-01", "met", "workbook"],
        ["ORG-02", "met", "workbook"],
      ],
    );

    // Many at once: the same file again, the sister's, and something else.
    const hers = await page.request.post(`/api/inspections/${sisterId}/workbooks`, {
      data: { language },
      headers: { "x-yagura": "1" },
    });
    const files = [
      { name: "returned/own.xlsx", data: filled },
      {
        name: "returned/sister.xlsx",
        data: await filledIn(await hers.body(), ({ set }) =>
          set("ORG-01", "verdict", say("verdict.unknown")),
        ),
      },
      { name: "returned/letter.txt", data: "Dear colleagues" },
    ];
    await page.goto(`/rounds/${roundId}/workbooks`);
    await page.getByRole("link", { name: say("workbook.delivery.toPage") }).click();
    await page.getByText(say("workbook.delivery.none")).waitFor();
    await assertAccessible(page);
    // As a ZIP, or as the folder it was unpacked to.
    if (language === "ja")
      await page
        .locator("input[type=file]")
        .first()
        .setInputFiles({ name: "all.zip", mimeType: "application/zip", buffer: zip(files) });
    else {
      const folder = join(await mkdtemp(join(tmpdir(), "yagura-returned-")), "returned");
      t.after(() => rm(dirname(folder), { recursive: true, force: true }));
      await mkdir(folder);
      for (const { name, data } of files) await writeFile(join(dirname(folder), name), data);
      await page.locator("input[type=file]").nth(1).setInputFiles(folder);
    }
    await page
      .getByRole("heading", {
        level: 1,
        name: headingOf({ ready: 1, errors: 1, unreadable: 1 }, say),
      })
      .waitFor();
    // On a phone it stands below the company, and is there unseen.
    await page
      .getByText(say("errors.sheet.no_workbook"), { exact: true })
      .filter({ visible: true })
      .waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: "Own Ltd." }).click();
    await page.getByRole("link", { name: say("workbook.return.toDelivery") }).click();
    await page.getByRole("button", { name: say("workbook.delivery.keep", { count: 1 }) }).click();
    const dialog = page.getByRole("dialog");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say("workbook.delivery.keep", { count: 1 }) }).click();
    await page
      .getByRole("heading", {
        level: 1,
        name: headingOf({ errors: 1, applied: 1, unreadable: 1 }, say),
      })
      .waitFor();
    const verdicts = page.getByRole("group", { name: say("workbook.returns.found") });
    await verdicts.getByRole("button", { name: say("workbook.verdict.applied") }).click();
    await page.getByRole("link", { name: "Sister Ltd." }).waitFor();
    const report = page.waitForEvent("download");
    await page.getByRole("button", { name: say("workbook.delivery.xlsx") }).click();
    assert.match((await report).suggestedFilename(), /\.xlsx$/);
  });
}
