// An erratum of a running round: proposed by one, put in force by another; the company that answered says that it holds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);

for (const language of walked("en", "ja")) {
  test(`T-10 R-11 a wrong number in force is corrected, and who answered it is asked again (${language})`, async () => {
    const say = (key: string, values?: Record<string, unknown>) => texts(language, key, values);
    const tokens = { author: "", approver: "", officer: "" };
    const ids = { edition: "", inspection: "", draft: "", later: "" };
    const { page: open } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const { own, parent } = group.companies;
      for (const name of ["author", "approver"] as const)
        tokens[name] = (
          await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group, name })
        ).token;
      const officer = await signedIn(owner, { companyId: own, role: "security_officer" });
      tokens.officer = officer.token;
      ids.edition = await addEdition(owner, { controls: [{ id: "ORG-01" }] });
      // One was published for the years after, one was only begun, before anybody found the wrong number.
      ids.later = await addEdition(owner, {
        edition: "3",
        controls: [{ id: "ORG-01" }],
        previousId: ids.edition,
      });
      const { rows } = await owner.query<{ id: string }>(
        `insert into editions (standard, edition, frame, content_sha256, previous_id)
         select standard, '2', jsonb_set(frame, '{standard,edition}', '"2"'), content_sha256, id from editions where id = $1 returning id`,
        [ids.edition],
      );
      ids.draft = rows[0]?.id ?? "";
      await owner.query(
        `insert into controls (edition_id, control_id, position, area, topic, mandatory, weight, tiers, functions, harms, applies_when,
           cadence, asks_coverage, texts)
         select $2, control_id, position, area, topic, mandatory, weight, tiers, functions, harms, applies_when, cadence, asks_coverage, texts
         from controls where edition_id = $1`,
        [ids.edition, ids.draft],
      );
      const round = await addOpenRound(owner, { editionId: ids.edition, companies: [own] });
      ids.inspection = round.inspections.get(own) ?? "";
      await owner.query(
        `insert into answers (inspection_id, control_id, company_id, verdict, missing, owner, due_on, answered_by)
         values ($1, 'ORG-01', $2, 'not_met', 'a rule', 'the plant', '2199-03-31', $3)`,
        [ids.inspection, own, officer.personId],
      );
      await owner.query("update inspections set state = 'submitted', submitted_at = now() where id = $1", [
        ids.inspection,
      ]);
    });
    const where = `/standards/${ids.edition}/controls/ORG-01`;

    const author = await open({ language, token: tokens.author });
    await author.goto(where);
    await author.getByRole("link", { name: say("erratum.correct") }).click();
    await author
      .getByRole("group", { name: say("draft.requirement") })
      .getByRole("textbox")
      .first()
      .fill("ORG-01 requirement within 72 hours");
    await author.locator(".redline ins").first().waitFor();
    await author.getByText(say("erratum.comesBack", { count: 1 })).waitFor();
    await author.getByLabel(say("erratum.reason")).fill("The hours were missing");
    // The other languages stay as they are: who proposes it has to have looked at them.
    const propose = author.getByRole("button", { name: new RegExp(say("erratum.propose")) });
    assert.equal(await propose.isDisabled(), true);
    await author.getByRole("checkbox").last().check();
    await assertAccessible(author);
    await propose.click();
    const put = author.getByRole("button", { name: new RegExp(say("erratum.issue")) });
    await put.waitFor();
    assert.equal(await put.isDisabled(), true, "not by who proposed it");

    const approver = await open({ language, token: tokens.approver });
    // It waits in the work list of whoever may decide it.
    await approver.goto("/");
    await approver.getByText(say("needs.erratum.decide.mine")).waitFor();
    await assertAccessible(approver);
    await approver
      .getByRole("link", { name: say("needs.erratum.decide.mine.act"), exact: true })
      .first()
      .click();
    await approver.waitForURL(`**${where}/correct`);
    await approver.getByRole("button", { name: say("erratum.issue") }).waitFor();
    await assertAccessible(approver);
    await approver.getByRole("button", { name: say("erratum.issue") }).click();
    await approver.getByText(say("erratum.asked", { asked: 1, settled: 0 })).waitFor();
    await assertAccessible(approver);

    const officer = await open({ language, token: tokens.officer });
    await officer.goto("/");
    await officer.locator(`a[href="/inspections/${ids.inspection}/answer"]`).first().waitFor();
    await officer.goto(`/inspections/${ids.inspection}/answer?control=ORG-01&pane=control`);
    const note = officer.locator(".corrected-words");
    await note.getByText("The hours were missing").waitFor();
    await assertAccessible(officer);
    await note.getByRole("button", { name: say("answering.correctedHolds") }).click();
    await note.getByRole("button").waitFor({ state: "detached" });

    await approver.reload();
    await approver.getByText(say("erratum.asked", { asked: 1, settled: 1 })).waitFor();

    await author.goto(`/standards/${ids.draft}/changes`);
    const since = author.getByRole("region", { name: say("draft.errata", { count: 1 }) });
    await since.getByText("The hours were missing").waitFor();
    await assertAccessible(author);
    await since.getByRole("button", { name: say("draft.erratumTake") }).click();
    await author.getByText(say("changes.none")).waitFor();
    assert.equal(await since.count(), 0);

    // Whoever reads the later edition is told, and the same words are proposed for it as well.
    await author.goto(`/standards/${ids.later}?control=ORG-01`);
    await author.getByText(say("notHere.count", { count: 1 })).waitFor();
    await author.getByText(say("notHere.unsaid")).first().waitFor();
    await assertAccessible(author);
    await author.getByRole("link", { name: say("notHere.see") }).click();
    await author.getByRole("link", { name: say("notHere.correctHere") }).click();
    await author.getByText(say("notHere.filledIn", { edition: "1" })).waitFor();
    await author.locator(".redline ins").first().waitFor();
    await assertAccessible(author);
  });
}
