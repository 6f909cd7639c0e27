// From hand to hand on screen: desk review, return, executive on a phone, lock, correction; and a third postponement.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { formatDay } from "#core/text/format.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import { assertAccessible } from "../accessible.ts";
import { type Site, site, walked } from "../browser.ts";
import { addEdition, addOpenRound, testControls } from "../editions.ts";
import { buildSmallGroup, type Id, type SignedIn, signedIn } from "../factories.ts";
import { shows, until } from "../until.ts";

const say = loadTexts(textFolders);
const today = new Date().toISOString().slice(0, 10);
const dueOn = addDays(today, 20);
const asked = testControls.filter((one) => one.appliesWhen === undefined).map((one) => one.id);

type People = Record<"officer" | "secretary" | "executive" | "office", SignedIn>;
type World = Site & { id: Id; roundId: Id; companyId: Id; people: People };

async function opened(): Promise<World> {
  let made: Omit<World, keyof Site> | undefined;
  const one = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    const { own, sister, parent } = group.companies;
    const people = {
      officer: await signedIn(owner, { companyId: own, role: "security_officer" }),
      executive: await signedIn(owner, { companyId: own, role: "company_executive" }),
      secretary: await signedIn(owner, {
        companyId: parent,
        role: "division_secretary",
        unitId: group.divisions.one,
      }),
      office: await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group }),
    };
    const editionId = await addEdition(owner);
    const round = await addOpenRound(owner, { editionId, companies: [own, sister], dueOn });
    const id = round.inspections.get(own) ?? "";
    await owner.query(
      `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, postponed_count)
       values (2026, 'inspection.answer', 'inspection', $1, $2, 'inspection.answer', now() - interval '30 days', $3::date + interval '14 hours', 'Asia/Tokyo', 2)`,
      [id, own, dueOn],
    );
    made = { id, roundId: round.id, companyId: own, people };
  });
  if (!made) throw new Error("nothing was built");
  return { ...one, ...made };
}

/** What another screen does (answering has tests of its own), through the same door. */
async function call(page: Page, method: string, path: string, body: object): Promise<void> {
  const status = await page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(`/api${where}`, {
        method: how as string,
        headers: { "content-type": "application/json", "x-yagura": "1" },
        body: JSON.stringify(what),
      });
      return response.ok ? "" : `${response.status} ${await response.text()}`;
    },
    [method, path, body] as const,
  );
  assert.equal(status, "", `${method} ${path}`);
}

const rowVersion = async (world: World) =>
  Number(
    (await world.database.owner.query("select row_version from inspections where id = $1", [world.id]))
      .rows[0].row_version,
  );
const stateOf = async (world: World) =>
  (await world.database.owner.query("select state from inspections where id = $1", [world.id])).rows[0]
    .state as string;
const holds = (what: string, ask: () => Promise<boolean>) =>
  until(what, async () => ((await ask()) ? true : undefined));
const isIn = (world: World, state: string) =>
  holds(`it is ${state}`, async () => (await stateOf(world)) === state);

async function answerAndHandIn(world: World, page: Page) {
  await page.goto("/");
  await call(page, "PUT", `/inspections/${world.id}/scope/has_plant`, { isTrue: false, rowVersion: null });
  for (const controlId of asked)
    await call(page, "PUT", `/inspections/${world.id}/answers/${controlId}`, {
      verdict: "met",
      how: "as written",
      rowVersion: null,
      ...(controlId === "TEC-02" ? { coveragePercent: 100 } : {}),
    });
  await call(page, "POST", `/inspections/${world.id}/evidence`, {
    title: "Records",
    kind: "declared",
    place: "shelf 4",
    validFrom: today,
    controlIds: asked,
  });
  await call(page, "POST", `/inspections/${world.id}/submission`, { rowVersion: await rowVersion(world) });
}

for (const language of walked("en", "ja")) {
  const t = (key: string, values?: Record<string, unknown>) => say(language, key, values);
  const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });

  test(`T-11 from submission to lock and correction on screen (${language})`, async () => {
    const world = await opened();
    const { officer, secretary, executive, office } = world.people;
    const own = await world.page({ token: officer.token, language });
    await answerAndHandIn(world, own);

    // The desk: one comes back with a reason, the rest together.
    const desk = await world.page({ token: secretary.token, language, theme: "dark" });
    await desk.goto("/");
    await desk.getByText(t("needs.inspection.review.mine", { company: "Own Ltd." })).waitFor();
    await assertAccessible(desk);
    await desk.goto(`/inspections/${world.id}/review?view=all`);
    await desk.getByRole("heading", { level: 1, name: t("review.title", { company: "Own Ltd." }) }).waitFor();
    await assertAccessible(desk);
    await desk.getByRole("button", { name: "ORG-01 title", exact: false }).first().click();
    await desk.getByRole("textbox", { name: t("review.reasonWords") }).fill("The policy is of 2019.");
    await button(desk, t("review.verdict.partly")).click();
    await button(desk, t("review.returnAndNext")).click();
    await desk
      .locator("tr .back")
      .filter({ hasText: t("review.toReturn") })
      .waitFor();
    await desk.keyboard.press("Shift+A");
    await holds("all are decided", async () =>
      button(desk, t("review.finishBack", { count: 1 })).isEnabled(),
    );
    await button(desk, t("review.finishBack", { count: 1 })).click();
    const dialog = desk.getByRole("dialog");
    await dialog.getByRole("button", { name: t("review.finishBack", { count: 1 }) }).click();
    await isIn(world, "returned");

    // The company answers again; only that answer waits for the desk anew.
    const { rows } = await world.database.owner.query(
      "select row_version from answers where inspection_id = $1 and control_id = 'ORG-01'",
      [world.id],
    );
    await call(own, "PUT", `/inspections/${world.id}/answers/ORG-01`, {
      verdict: "partly",
      missing: "a newer policy",
      owner: "K. Sato",
      dueOn: addDays(today, 60),
      rowVersion: rows[0].row_version,
    });
    await call(own, "POST", `/inspections/${world.id}/submission`, { rowVersion: await rowVersion(world) });
    await desk.goto(`/inspections/${world.id}/review?view=open`);
    await desk.getByText("ORG-01").first().waitFor();
    await shows(desk.locator("tr[data-control]"), 1);
    await desk.keyboard.press("a");
    await button(desk, t("review.finish")).waitFor();
    await holds("the review can be finished", async () => button(desk, t("review.finish")).isEnabled());
    await button(desk, t("review.finish")).click();
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: t("review.finish") })
      .click();
    await isIn(world, "reviewed");

    // The executive, with one thumb.
    const phone = await world.page({
      token: executive.token,
      language,
      width: 390,
      height: 844,
      theme: "dark",
    });
    await phone.goto(`/inspections/${world.id}/confirm`);
    await phone.getByRole("heading", { level: 1, name: t("confirm.title") }).waitFor();
    await assertAccessible(phone);
    await button(phone, t("confirm.ask")).click();
    await phone.getByRole("dialog").getByRole("textbox").fill("Who owns the new policy?");
    await phone
      .getByRole("dialog")
      .getByRole("button", { name: t("confirm.askSend") })
      .click();
    await phone.getByText(t("confirm.asked")).waitFor();
    await button(phone, t("confirm.confirm", { result: t("result.improve") })).click();
    await isIn(world, "confirmed");
    await phone.getByText(t("confirm.openRecord")).waitFor();

    // The group office locks, and later opens a correction with its reason.
    const group = await world.page({ token: office.token, language, theme: "dark" });
    await group.goto(`/inspections/${world.id}`);
    await group.getByText("Who owns the new policy?").first().waitFor();
    // The desk answers it on the record; the company sees who did.
    await desk.goto(`/inspections/${world.id}`);
    await desk.getByRole("heading", { name: t("questions.open", { count: 1 }) }).waitFor();
    await desk.getByLabel(t("questions.reply")).fill("The legal office.");
    await assertAccessible(desk);
    await button(desk, t("questions.send")).click();
    await desk.getByRole("heading", { name: t("questions.allAnswered") }).waitFor();
    await desk.getByText("The legal office.").first().waitFor();
    const owed = await world.database.owner.query(
      "select state from duties where subject_id = $1 and kind = 'inspection.question'",
      [world.id],
    );
    assert.deepEqual(owed.rows, [{ state: "done" }]);
    await button(group, t("inspections.do.lock")).click();
    await group
      .getByRole("dialog")
      .getByRole("button", { name: t("inspections.do.lock") })
      .click();
    await isIn(world, "locked");
    await holds("a correction can be opened", async () =>
      button(group, t("inspections.do.correct")).isEnabled(),
    );
    await assertAccessible(group);
    await button(group, t("inspections.do.correct")).click();
    await group
      .getByRole("textbox", { name: t("inspections.correctReason") })
      .fill("The wrong file was attached.");
    await group
      .getByRole("dialog")
      .getByRole("button", { name: t("inspections.do.correct") })
      .click();
    await isIn(world, "returned");
    await group.getByText("The wrong file was attached.").waitFor();
    const kept = await world.database.owner.query(
      "select result from inspection_results where inspection_id = $1 and basis = 'locked'",
      [world.id],
    );
    assert.equal(kept.rows[0].result, "improve");

    // The register shows where it stands, and gives out what it shows.
    await group.goto(`/rounds/${world.roundId}/inspections?state=returned`);
    await group.getByRole("link", { name: "Own Ltd." }).waitFor();
    await assertAccessible(group);
    const [file] = await Promise.all([
      group.waitForEvent("download"),
      button(group, t("inspections.saveAsCount", { form: "Excel", count: 1 })).click(),
    ]);
    assert.match(file.suggestedFilename(), /\.xlsx$/);
  });

  test(`the third postponement is decided inside the division's home page, with a reason (${language})`, async () => {
    const world = await opened();
    const { officer, secretary } = world.people;
    const own = await world.page({ token: officer.token, language });
    await own.goto(`/inspections/${world.id}`);
    await button(own, t("duty.postpone")).click();
    await own.getByRole("textbox", { name: t("duty.postponeReason") }).fill("The auditor is ill.");
    await assertAccessible(own);
    await button(own, t("duty.askDivision")).click();
    await own.getByText(t("duty.postponementSent")).waitFor();

    const desk = await world.page({ token: secretary.token, language });
    await desk.goto("/");
    const day = formatDay(addDays(dueOn, 7), language, "short");
    await button(desk, t("needs.allowTo", { day })).click();
    await desk.getByRole("textbox", { name: t("needs.reasonKept") }).fill("Agreed by phone.");
    await assertAccessible(desk);
    await desk.keyboard.press("Control+Enter");
    await holds("it is postponed", async () => {
      const { rows } = await world.database.owner.query(
        "select postponed_count from duties where subject_id = $1",
        [world.id],
      );
      return rows[0].postponed_count === 3;
    });
    await holds(
      "the row is gone",
      async () => (await desk.getByRole("textbox", { name: t("needs.reasonKept") }).count()) === 0,
    );
  });
}

test("a company that answers on paper: the division uploads the signed page and acts on its behalf", async () => {
  const world = await opened();
  const { secretary, executive } = world.people;
  const t = (key: string, values?: Record<string, unknown>) => say("ja", key, values);
  await world.database.owner.query(
    "update inspections set state = 'reviewed', submitted_at = now(), reviewed_at = now() where id = $1",
    [world.id],
  );
  const desk = await world.page({ token: secretary.token, language: "ja" });
  await desk.goto("/duties");
  await desk.getByRole("heading", { level: 1 }).waitFor();
  await assertAccessible(desk);
  await desk.goto(`/inspections/${world.id}/confirm`);
  await desk.getByRole("button", { name: t("confirm.onPaper") }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.locator(`input[type=radio][value="${executive.personId}"]`).check();
  await dialog.locator("input[type=file]").setInputFiles({
    name: "署名.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"),
  });
  await dialog.getByText(t("confirm.pageThere", { name: "署名.pdf" })).waitFor();
  await assertAccessible(desk);
  await dialog.getByRole("button", { name: t("confirm.onBehalf") }).click();
  await isIn(world, "confirmed");
  const { rows } = await world.database.owner.query(
    "select actor_id, on_behalf_of from events where verb = 'inspection.confirmed' and subject_id = $1",
    [world.id],
  );
  assert.deepEqual(rows, [{ actor_id: secretary.personId, on_behalf_of: executive.personId }]);
});
