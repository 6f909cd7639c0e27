// Nothing typed is lost: without a network, without a server, with a lost acknowledgement, in two tabs, against somebody else.
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

const missingOf = async (controlId: string): Promise<string | null | undefined> =>
  (
    await owner.query("select missing from answers where inspection_id = $1 and control_id = $2", [
      company.inspectionId,
      controlId,
    ])
  ).rows[0]?.missing;

const officersPage = (options: { theme?: "light" | "dark" } = {}) =>
  one.page({ language: "en", token: company.officer.token, ...options });

async function openedAt(page: Awaited<ReturnType<typeof officersPage>>, controlId: string) {
  await page.goto(`${path}?control=${controlId}`);
  await page.locator(".mid .hd .id", { hasText: controlId }).waitFor();
}

test("without a network the page goes on, opens again with what was typed, and sends it when the network is back", async () => {
  const page = await officersPage();
  await openedAt(page, "TEC-01");
  await until("the page is kept for later", () =>
    page.evaluate<true | undefined>(
      `caches.open("yagura-reads-1").then((kept) => kept.keys())
        .then((all) => all.some((each) => each.url.endsWith("/whole-controls")) || undefined)`,
    ),
  );
  await page.context().setOffline(true);
  await page.keyboard.press("3");
  await page.getByLabel("What is missing").fill("Half of the machines are not listed.");
  await page.getByText(/^\d+ kept on this device/).waitFor();
  await page.getByText("The server cannot be reached").waitFor();
  await assertAccessible(page);
  // On to a control that was never opened with a network.
  await page.locator(".controls .list button", { hasText: "TEC-05" }).click();
  await page.getByText("What counts as proof").waitFor();
  await page.locator("summary", { hasText: "Guidance" }).click();
  await page.getByText("Spares in the cupboard count as well.").waitFor();
  await page.keyboard.press("4");
  // The device's database is held up, so that it cannot have written the last word before the page goes away.
  await page.evaluate(`new Promise((held) => {
    const opened = indexedDB.open("yagura-answering");
    opened.onsuccess = () => {
      const store = opened.result.transaction("drafts", "readwrite").objectStore("drafts");
      const again = () => { store.count().onsuccess = again; };
      again();
      held();
    };
  })`);
  await page.getByLabel("Owner").fill("IT");

  await page.reload();
  await page.locator(".mid .hd .id", { hasText: "TEC-05" }).waitFor();
  assert.equal(await page.getByLabel("Owner").inputValue(), "IT");
  await page.locator(".controls .list button", { hasText: "TEC-01" }).click();
  await page.locator(".mid .hd .id", { hasText: "TEC-01" }).waitFor();
  assert.equal(await page.getByLabel("What is missing").inputValue(), "Half of the machines are not listed.");
  assert.equal(await missingOf("TEC-01"), undefined);

  await page.context().setOffline(false);
  await until("both are with the server", async () =>
    (await missingOf("TEC-01")) === "Half of the machines are not listed." &&
    (await missingOf("TEC-05")) === null
      ? true
      : undefined,
  );
  const sent = await owner.query(
    "select data->>'controlId' as control from events where verb = 'answer.saved' and subject_id = $1 order by id",
    [company.inspectionId],
  );
  assert.deepEqual(
    sent.rows.map((row) => row.control),
    ["TEC-01", "TEC-05"],
    "in the order they were given",
  );
  await page.getByText(/^saved /).waitFor();
});

test("the server goes away while somebody types, the browser too; both come back and nothing is lost", async () => {
  const page = await officersPage();
  await openedAt(page, "TEC-03");
  await page.keyboard.press("3");
  await until("the first choice is saved", async () =>
    (await missingOf("TEC-03")) === null ? true : undefined,
  );
  await one.stop();
  await page.getByLabel("What is missing").fill("No console for the laptops of the plant.");
  await page.getByText(/^\d+ kept on this device/).waitFor();
  const context = page.context();
  await page.close();
  await one.start();
  // Another page of the product is enough to send what was left.
  const next = await context.newPage();
  await next.goto("/");
  await until("what the closed page had kept is sent", async () =>
    (await missingOf("TEC-03")) === "No console for the laptops of the plant." ? true : undefined,
  );
});

test("an acknowledgement that is lost on the way does not become a conflict", async () => {
  const page = await officersPage();
  await openedAt(page, "TEC-04");
  let lost = 0;
  await page.context().route(/\/answers\/TEC-04$/, async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort("connectionreset");
  });
  await page.keyboard.press("4");
  await page.getByLabel("Owner").fill("K. Sato");
  await until("it is saved with what was typed since", async () => {
    const { rows } = await owner.query(
      "select owner from answers where inspection_id = $1 and control_id = 'TEC-04'",
      [company.inspectionId],
    );
    return rows[0]?.owner === "K. Sato" || undefined;
  });
  await page.getByText(/^saved /).waitFor();
  assert.equal(await page.getByText("Somebody changed this before you").count(), 0);
});

test("somebody else saved the same control: both versions are shown, one is chosen, the trail has both", async () => {
  const page = await officersPage();
  const other = await one.page({ language: "ja", token: company.second.token });
  await openedAt(page, "TEC-07");
  await openedAt(other, "TEC-07");
  await other.keyboard.press("3");
  await other.getByLabel("不足している点").fill("申請の手順がない。");
  await until("the other's is saved", async () =>
    (await missingOf("TEC-07")) === "申請の手順がない。" ? true : undefined,
  );
  await page.keyboard.press("2");
  await page.getByLabel("What is missing").fill("Nothing but the list.");
  const conflict = page.getByRole("region", { name: "Somebody changed this before you" });
  await conflict.getByText("申請の手順がない。").waitFor();
  await conflict.getByText("Nothing but the list.").waitFor();
  assert.equal(await missingOf("TEC-07"), "申請の手順がない。", "nothing is overwritten before the choice");
  await assertAccessible(page);
  await conflict.getByRole("button", { name: "Save mine" }).click();
  await until("mine stands", async () =>
    (await missingOf("TEC-07")) === "Nothing but the list." ? true : undefined,
  );
  await conflict.waitFor({ state: "detached" });
  const trail = await owner.query(
    "select count(*)::int as n from events where verb = 'answer.saved' and subject_id = $1 and data->>'controlId' = 'TEC-07'",
    [company.inspectionId],
  );
  assert.ok(trail.rows[0].n >= 2);
});

test("two tabs of one person work on the same words", async () => {
  const page = await officersPage();
  const tab = await page.context().newPage();
  await openedAt(page, "TEC-08");
  await openedAt(tab, "TEC-08");
  await page.keyboard.press("3");
  await page.getByLabel("What is missing").fill("USB ports are open");
  await tab.getByLabel("What is missing").waitFor();
  await until("the other tab shows it", async () =>
    (await tab.getByLabel("What is missing").inputValue()) === "USB ports are open" ? true : undefined,
  );
  await until("it is saved", async () =>
    (await missingOf("TEC-08")) === "USB ports are open" ? true : undefined,
  );
  await tab.getByLabel("What is missing").fill("USB ports are open in the plant");
  await until("the second tab's words stand", async () =>
    (await missingOf("TEC-08")) === "USB ports are open in the plant" ? true : undefined,
  );
  assert.equal(await tab.getByText("Somebody changed this before you").count(), 0);
  assert.equal(await page.getByText("Somebody changed this before you").count(), 0);
});

test("a proof that the device refuses to keep is sent all the same, and waits where it can be seen until then", async () => {
  const page = await officersPage();
  await openedAt(page, "TEC-10");
  await page.evaluate(`(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      if (this.name === "proofs") throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, given);
    };
  })()`);
  await page.route(/\/api\/files$/, (route) => route.abort("connectionreset"), { times: 1 });
  const give = async (name: string) => {
    await page
      .locator("input[type=file]:not([capture])")
      .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(name) });
    await page.getByRole("button", { name: "Add the file" }).click();
  };
  await give("first.txt");
  await page.locator(".ev.waiting", { hasText: "first.txt" }).waitFor();
  await page.getByText(/this browser keeps nothing/).waitFor();
  await give("second.txt");
  const titles = async () =>
    (
      await owner.query(
        `select e.title from evidence e join evidence_uses x on x.evidence_id = e.id
         where x.inspection_id = $1 and x.control_id = 'TEC-10' order by e.title`,
        [company.inspectionId],
      )
    ).rows.map((row) => row.title);
  await until("both proofs are with the server", async () =>
    (await titles()).join() === "first.txt,second.txt" ? true : undefined,
  );
  await page.locator(".ev.waiting").first().waitFor({ state: "detached" });
});

test("signing out asks before it drops what could not be sent, and leaves nothing on the device", async () => {
  const page = await officersPage();
  await openedAt(page, "TEC-09");
  await page.route(/\/answers\/TEC-09$/, (route) => route.abort("connectionreset"));
  await page.keyboard.press("4");
  await page.getByLabel("Owner").fill("not sent");
  await page.getByText(/^\d+ kept on this device/).waitFor();
  const menu = page.getByRole("button", { name: /^Menu of/ });
  await menu.click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  const question = page.getByRole("dialog");
  await question.getByText(/entr(y has|ies have) not been sent yet/).waitFor();
  await question.getByRole("button", { name: "Stay signed in" }).click();
  assert.equal(await page.getByLabel("Owner").inputValue(), "not sent");
  await menu.click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.evaluate(`localStorage.setItem("yagura.units", "[]")`);
  // Not even the server can be told: what is on the device goes all the same, and it is said.
  await page.route(/\/api\/session$/, (route) =>
    route.request().method() === "DELETE" ? route.abort("connectionreset") : route.continue(),
  );
  await question.getByRole("button", { name: /^Discard/ }).click();
  await page.getByText("The server could not be told that you signed out").waitFor();
  assert.equal(await page.evaluate(`localStorage.getItem("yagura.units")`), null);
  const left = await page.evaluate<number>(
    `new Promise((done, fail) => {
      const opening = indexedDB.open("yagura-answering");
      opening.onerror = fail;
      opening.onsuccess = () => {
        const counting = opening.result.transaction("drafts").objectStore("drafts").count();
        counting.onsuccess = () => done(counting.result);
      };
    })`,
  );
  assert.equal(left, 0);
});
