// The provider of a shared service on its own page, and a proof whose day was typed wrongly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { type AnsweringCompany, buildAnsweringCompany } from "../answering-company.ts";
import { site } from "../browser.ts";
import { signedIn } from "../factories.ts";
import { until } from "../until.ts";

const say = loadTexts(textFolders);

test("T-08 a provider sees what is asked first and who rests on it; the day of a proof is corrected", async () => {
  let built: AnsweringCompany | undefined;
  const one = await site(async (database) => {
    built = await buildAnsweringCompany(database.owner, database.ownerUrl);
  });
  const made = built as unknown as AnsweringCompany;
  const { owner } = one.database;
  const { rows } = await owner.query("select id from inspections where company_id = $1 and round_id = $2", [
    made.parent,
    made.roundId,
  ]);
  const provider = await signedIn(owner, { companyId: made.parent, role: "security_officer" });
  const proof = await owner.query(
    `insert into evidence (company_id, title, kind, place, valid_from) values ($1, 'Report', 'declared', 'shelf', '2025-06-01') returning id`,
    [made.company],
  );
  await owner.query(
    "insert into evidence_uses (evidence_id, inspection_id, control_id, company_id, valid_until) values ($1, $2, 'ORG-01', $3, '2026-06-30')",
    [proof.rows[0].id, made.inspectionId, made.company],
  );
  for (const language of ["ja", "en"] as const) {
    const t = (key: string, values = {}) => say(language, key, values);
    const page = await one.page({ language, token: provider.token });
    await page.goto(`/inspections/${rows[0].id}/provided`);
    await page.locator("tbody th").first().waitFor();
    await page.getByText(t("provided.nobodyRests", { connected: 1 })).waitFor();
    await assertAccessible(page);

    const mine = await one.page({ language, token: made.officer.token });
    await mine.goto(`/inspections/${made.inspectionId}/answer?control=ORG-01`);
    await mine.getByRole("button", { name: t("proofDay.title", { title: "Report" }) }).click();
    const dialog = mine.getByRole("dialog");
    await dialog.getByLabel(t("proofDay.day")).fill(language === "ja" ? "2026/10/01" : "2026/10/02");
    await dialog.getByLabel(t("change.reason")).fill("the year was wrong");
    await assertAccessible(mine);
    await dialog.getByRole("button", { name: t("proofDay.correct") }).click();
    await dialog.waitFor({ state: "detached" });
  }
  const { rows: corrected } = await owner.query(
    "select valid_from::text as day, row_version from evidence where title = 'Report'",
  );
  assert.deepEqual(corrected[0], { day: "2026-10-02", row_version: 3 });
});

test("R-12 a provider corrected its answer: the company confirms it anew, or answers by itself", async () => {
  let built: AnsweringCompany | undefined;
  const one = await site(async (database) => {
    built = await buildAnsweringCompany(database.owner, database.ownerUrl);
  });
  const made = built as unknown as AnsweringCompany;
  const { owner } = one.database;
  // Confirmed for all of the use; the share has fallen to 90 % since.
  const { rows: unbacked } = await owner.query<{ controlId: string }>(
    `insert into answers (inspection_id, control_id, company_id, verdict, how, coverage_percent, origin, answered_by, backed_by, backed_verdict,
       backed_until, backing, backing_at)
     select $1, a.control_id, $2, 'met', 'Run by the group', 100, 'inherited', $3, a.inspection_id, 'met', current_date - 1, 'changed', now()
     from answers a join controls c on c.control_id = a.control_id and c.inherits_from = 'group_identity' and c.tiers ->> 'T4' = 'required'
     join inspections p on p.id = a.inspection_id and p.company_id = $4 and p.edition_id = c.edition_id and p.round_id = $5
     where a.verdict = 'met' order by a.control_id limit 2 returning control_id as "controlId"`,
    [made.inspectionId, made.company, made.officer.personId, made.parent, made.roundId],
  );
  const [anew = "", ourselves = ""] = unbacked.map((row) => row.controlId);
  const kept = async (controlId: string) => {
    const { rows } = await owner.query<{ origin: string; backing: string | null }>(
      "select origin, backing from answers where inspection_id = $1 and control_id = $2",
      [made.inspectionId, controlId],
    );
    return `${rows[0]?.origin} ${rows[0]?.backing}`;
  };
  for (const [language, controlId, button, after] of [
    ["ja", anew, "backing.confirmAnew", "inherited stands"],
    ["en", ourselves, "backing.answerOurselves", "entered null"],
  ] as const) {
    const page = await one.page({ language, token: made.officer.token });
    await page.goto(`/inspections/${made.inspectionId}/answer?control=${controlId}`);
    await page.getByRole("heading", { name: say(language, "backing.title") }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say(language, button) }).click();
    await until(after, async () => (await kept(controlId)) === after || undefined);
    await page.getByRole("heading", { name: say(language, "backing.title") }).waitFor({ state: "detached" });
  }
});
