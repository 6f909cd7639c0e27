// Those around the officer: whoever something was delegated to, and the officer with a phone in the plant.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { type AnsweringCompany, buildAnsweringCompany } from "../answering-company.ts";
import { site } from "../browser.ts";
import { until } from "../until.ts";

let made: AnsweringCompany | undefined;
const one = await site(async (database) => {
  made = await buildAnsweringCompany(database.owner, database.ownerUrl);
  await database.owner.query(
    `insert into scope_answers (inspection_id, company_id, condition, is_true, note)
     select $1, $2, c, false, 'Offices only' from unnest(array['has_servers','has_plant','has_restricted_rooms','develops_software','develops_products']) c`,
    [made.inspectionId, made.company],
  );
});
const company = made as unknown as AnsweringCompany;
const path = `/inspections/${company.inspectionId}/answer`;
const { owner } = one.database;
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("an officer delegates by the keyboard; the contributor sees only that, answers, hands back with a word", async () => {
  const page = await one.page({ language: "ja", token: company.officer.token });
  await page.goto(`${path}?control=TEC-05`);
  await page.getByRole("heading", { level: 2, name: "マルウェア対策" }).waitFor();
  await page.keyboard.press("d");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /情報/ }).check();
  await dialog.getByLabel("伝えたいこと").fill("ウイルス対策の管理画面をご確認ください。");
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "委任する" }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "委任 1件" }).waitFor();

  const theirs = await one.page({ language: "en", token: company.helper.token });
  await theirs.goto(path);
  await theirs.locator(".mid .hd .id", { hasText: "TEC-05" }).waitFor();
  assert.equal(await theirs.locator(".controls .list li").count(), 1, "nothing but what was delegated");
  assert.equal(await theirs.getByText("forecast").count(), 0);
  await theirs.keyboard.press("4");
  await theirs.getByLabel("Owner").fill("IT");
  await theirs.getByLabel("Due").fill("2030/01/31");
  await until("the contributor's answer is saved", async () => {
    const { rows } = await owner.query(
      "select due_on from answers where inspection_id = $1 and control_id = 'TEC-05'",
      [company.inspectionId],
    );
    return rows[0]?.due_on ?? undefined;
  });
  await theirs.getByText("Everything is answered").waitFor();
  await theirs.locator(".foot-nav").getByRole("button", { name: "Hand back" }).click();
  await theirs.getByText("ウイルス対策の管理画面をご確認ください。").waitFor();
  await assertAccessible(theirs);
  await theirs.getByRole("button", { name: "Done: hand back" }).click();
  await theirs.getByLabel("A word to the officer").fill("Two laptops are missing.");
  await theirs.getByRole("button", { name: "Hand back", exact: true }).last().click();
  await until("it is handed back", async () => {
    const { rows } = await owner.query("select ended_at from delegations where inspection_id = $1", [
      company.inspectionId,
    ]);
    return rows[0]?.ended_at ?? undefined;
  });

  await page.goto(`${path}?pane=delegations`);
  await page.getByText("Two laptops are missing.", { exact: false }).waitFor();
  await assertAccessible(page);
});

test("at 390 px one control at a time: the answer under the thumb, the proof by the camera", async () => {
  const page = await one.page({ language: "ja", token: company.officer.token, width: 390, height: 844 });
  await page.goto(`${path}?control=TEC-03`);
  await page.getByRole("heading", { level: 2, name: "端末の一元管理" }).waitFor();
  await page.locator(".foot-nav").getByRole("button", { name: "達成", exact: true }).click();
  await assertAccessible(page);
  await page
    .locator("input[capture]")
    .setInputFiles({ name: "管理画面.png", mimeType: "image/png", buffer: png });
  const dialog = page.getByRole("dialog", { name: "ファイル1件は、いつ時点の状態を示しますか" });
  await dialog.getByLabel("管理画面.png").fill("2026-04-01");
  await dialog.getByLabel("管理画面.png").blur();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "ファイル1件を追加" }).click();
  await page.getByRole("button", { name: "管理画面.png", exact: true }).waitFor();
  const { rows } = await owner.query(
    `select e.kind, e.valid_from::text, f.company_id from evidence e join evidence_uses x on x.evidence_id = e.id join files f on f.id = e.file_id
     where x.inspection_id = $1 and x.control_id = 'TEC-03'`,
    [company.inspectionId],
  );
  assert.deepEqual(rows, [{ kind: "documented", valid_from: "2026-04-01", company_id: company.company }]);
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  assert.ok(width <= 390, `${width} px wide`);
  await page.getByRole("button", { name: /^一覧（残り/ }).click();
  await page.locator(".controls .list button", { hasText: "TEC-05" }).click();
  await page.getByRole("heading", { level: 2, name: "マルウェア対策" }).waitFor();
});

test("one piece of proof serves many controls, new or given before; a question goes to the division", async () => {
  const page = await one.page({ language: "en", token: company.officer.token });
  await page.goto(`${path}?control=ORG-01`);
  await page.locator(".mid .hd .id", { hasText: "ORG-01" }).waitFor();
  await page.keyboard.press("e");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title", { exact: true }).fill("Security policy, 5th edition");
  await dialog.getByLabel("Where it can be seen").fill("Portal, rules");
  await dialog.getByText("Use it for other controls too", { exact: false }).click();
  await dialog.getByRole("checkbox", { name: /^ORG-02/ }).check();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: "Add to 2 controls" }).click();
  await page.locator(".beside .ev", { hasText: "Security policy, 5th edition" }).waitFor();
  await page.goto(`${path}?control=ORG-03`);
  await page.locator(".mid .hd .id", { hasText: "ORG-03" }).waitFor();
  await page.keyboard.press("e");
  await dialog.getByRole("button", { name: "Reuse what was given" }).click();
  await dialog.getByLabel("Find evidence of the company").fill("5th");
  await dialog.getByText("used for 2 controls", { exact: false }).waitFor();
  const known = dialog.locator(".known li", { hasText: "Security policy, 5th edition" });
  await known.getByRole("button", { name: "Use" }).click();
  await known.getByText("in use", { exact: false }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".beside .ev", { hasText: "Security policy, 5th edition" }).waitFor();
  await page.keyboard.press("m");
  await page.getByLabel("Write a question or a note").fill("Does the policy of the parent count?");
  await page.getByRole("button", { name: "Ask the division" }).click();
  await page.locator(".msg", { hasText: "Does the policy of the parent count?" }).waitFor();
  const asked = await owner.query("select asks_division, control_id from talks where inspection_id = $1", [
    company.inspectionId,
  ]);
  assert.deepEqual(asked.rows, [{ asks_division: true, control_id: "ORG-03" }]);
});
