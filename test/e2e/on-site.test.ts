// T-17: a company that claims everything is audited in a plant without a network, on two devices, for four hours; then both come back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { fileStore } from "#core/files/store.ts";
import { usePublicUrl } from "#core/http/public-url.ts";
import { assertAccessible } from "../accessible.ts";
import { type AuditVisit, buildAuditVisit } from "../audit-visit.ts";
import { site } from "../browser.ts";
import { photograph, pin, takeSheetAlong, tellsOfCamera } from "../on-site.ts";
import { until } from "../until.ts";

let made: AuditVisit | undefined;
const one = await site(async (database) => {
  made = await buildAuditVisit(database.owner, database.ownerUrl);
});
const visit = made as unknown as AuditVisit;
const { owner } = one.database;
const phone = { language: "ja", width: 390, height: 844 } as const;

const takeAlong = (page: Page, device: string) => takeSheetAlong(page, visit.visitId, device);

async function unlock(page: Page): Promise<void> {
  await page.getByLabel("PIN").fill(pin);
  await page.getByRole("button", { name: "開く", exact: true }).click();
  await page.locator(".check-card").waitFor();
}

/** How much of any sheet lies on the device. */
const leftOn = (page: Page): Promise<{ kept: number; packs: number }> =>
  page.evaluate(`new Promise((done) => {
    const opened = indexedDB.open("yagura-on-site");
    opened.onsuccess = () => {
      const stores = opened.result.transaction(["kept", "packs"]);
      const kept = stores.objectStore("kept").count(), packs = stores.objectStore("packs").count();
      stores.oncomplete = () => done({ kept: kept.result, packs: packs.result });
    };
  })`);

const counted = async (page: Page): Promise<number> =>
  Number(await page.locator(".band button b").textContent());

/** Answers the check that is shown, and goes on by the button at the thumb. */
async function answer(page: Page, verdict: "達成" | "一部達成" | "未達", seen?: string): Promise<void> {
  const card = page.locator(".check-card");
  await card.locator(".answer-keys button", { hasText: verdict }).first().click();
  if (seen) await card.getByRole("textbox").first().fill(seen);
}
const next = (page: Page) => page.locator(".on-site > footer button").click();
const stop = (page: Page) => page.locator(".check-card h2").textContent();

test("T-17 four hours without a network: 60 answers and 25 photos on two devices arrive whole, conflicts are shown, nothing is overwritten", async () => {
  // Prepared at the desk.
  const desk = await one.page({ language: "ja", token: visit.lead.token });
  await desk.goto(`/audits/visits/${visit.visitId}`);
  await desk.getByRole("link", { name: "確認表" }).click();
  await desk.getByLabel("領域ごとの無作為抽出の割合").fill("80");
  await desk.getByLabel("種", { exact: true }).fill("kita");
  await assertAccessible(desk);
  await desk.getByRole("button", { name: /件で準備する$/ }).click();
  await desk.getByRole("heading", { level: 1, name: /件中0件を確認/ }).waitFor();
  await assertAccessible(desk);
  const total = (await owner.query("select count(*)::int as n from audit_checks")).rows[0].n as number;
  assert.ok(total >= 60, `a sheet of ${total} checks`);

  const [lead, partner] = [
    await one.page({ ...phone, token: visit.lead.token }),
    await one.page({ ...phone, width: 820, height: 1180, token: visit.partner.token }),
  ];
  await takeAlong(lead, "電話1");
  await takeAlong(partner, "タブレット2");
  await assertAccessible(lead);
  for (const page of [lead, partner]) await page.clock.install();
  // In the air: neither hears of the server or of the other.
  for (const page of [lead, partner]) await page.context().setOffline(true);

  // Both look at the same first checks and see different things; then each goes an own way.
  const seenAt = new Map<string, number>();
  const fill = async (page: Page, verdict: "達成" | "未達", from: number, count: number, photos: number) => {
    for (let nth = 0; nth < count; nth += 1) {
      const short = nth % 10 === 3;
      await answer(
        page,
        short ? "一部達成" : verdict,
        short || verdict === "未達" ? `見たこと ${from + nth}` : undefined,
      );
      if (nth < photos)
        await page
          .locator(".check-card .photos input[type=file]")
          .setInputFiles(await photograph(page, from + nth));
      if (nth < photos) await page.locator(".check-card .photos figure img").first().waitFor();
      const title = (await stop(page)) ?? "";
      seenAt.set(title, (seenAt.get(title) ?? 0) + 1);
      await next(page);
      // Four hours by the device's own clock, touched now and then.
      if (nth % 3 === 2) await page.clock.fastForward("10:00");
    }
  };
  await fill(lead, "達成", 0, 3, 3);
  await fill(partner, "未達", 100, 3, 2);
  await lead.locator(".band", { hasText: "オフライン" }).waitFor();
  await fill(lead, "達成", 3, 27, 10);
  // The partner walks on to the gate and inwards.
  await partner.locator(".places button").nth(1).click();
  await fill(partner, "達成", 103, 27, 10);
  await assertAccessible(partner);

  // What nobody drew turns out to matter, and something is to be said of the place as a whole.
  await lead.getByRole("button", { name: "ここで別の項目も確認する" }).click();
  const adding = lead.getByRole("region", { name: "ここで別の項目も確認する" });
  const left = await owner.query<{ id: string }>(
    `select c.control_id as id from controls c join audit_sheets s on s.edition_id = c.edition_id
     where not exists (select from audit_controls k where k.visit_id = s.visit_id and k.control_id = c.control_id) order by 1 limit 1`,
  );
  await adding.getByLabel("項目の番号または語句").fill(left.rows[0]?.id ?? "");
  await adding.locator("li button", { hasText: "抽出外" }).click();
  await assertAccessible(lead);
  await adding.getByLabel("ここで確認する理由").fill("画面に警告が出ていた");
  await adding.getByRole("button", { name: "ここに追加" }).click();
  await lead.locator(".check-card", { hasText: "現地で追加" }).waitFor();
  await answer(lead, "未達", "警告が放置されていた");
  await lead.locator(".of-place summary").click();
  await lead.locator(".of-place").getByRole("button", { name: "メモ" }).click();
  await lead.locator(".of-place textarea").fill("会議室の鍵は開いていた");
  await lead.locator(".of-place").getByRole("button", { name: "残す" }).click();
  await lead.locator(".of-place p", { hasText: "会議室の鍵" }).waitFor();

  // Meanwhile the desk puts the places into another order: the gate by mouse, the talks by key; two checks go to a new place.
  await desk.reload();
  await desk.getByRole("button", { name: "場所を並べ替える" }).click();
  await desk.getByText("端末2台が確認表を持ち出しています").waitFor();
  const rows = desk.locator(".places-form > li");
  const nameOf = (nth: number) => rows.nth(nth).getByLabel("名前").inputValue();
  const [first, second, third] = [await nameOf(0), await nameOf(1), await nameOf(2)];
  await rows.nth(0).locator(".grip").focus();
  await desk.keyboard.press("ArrowDown");
  assert.deepEqual([await nameOf(0), await nameOf(1)], [second, first]);
  assert.equal(
    await desk.evaluate("document.activeElement.closest('li').querySelector('input').value"),
    first,
  );
  const [from, to] = [await rows.nth(2).locator(".grip").boundingBox(), await rows.nth(0).boundingBox()];
  assert.ok(from && to);
  await desk.mouse.move(from.x + 5, from.y + 5);
  await desk.mouse.down();
  await desk.mouse.move(from.x + 5, to.y + 4, { steps: 8 });
  await desk.mouse.up();
  assert.deepEqual([await nameOf(0), await nameOf(1), await nameOf(2)], [third, second, first]);
  await desk.getByRole("button", { name: "場所を追加" }).click();
  await rows.last().getByLabel("名前").fill("守衛所");
  const talks = desk.locator(".arrange-place", { hasText: first });
  await talks.locator("summary").click();
  for (const nth of [1, 2]) await talks.getByRole("checkbox").nth(nth).check();
  await assertAccessible(desk);
  await desk
    .getByRole("region", { name: "選択した行" })
    .getByLabel("移動先")
    .selectOption({ label: "守衛所" });
  await desk.getByRole("region", { name: "選択した行" }).getByRole("button", { name: "移動" }).click();
  await desk.getByRole("button", { name: "この順で保存" }).click();
  await desk.getByRole("heading", { level: 2, name: "守衛所" }).waitFor();
  await desk.locator(".devices-out", { hasText: "場所の変更はまだ届いていません" }).waitFor();

  // From a camera and from paper, at the desk; what should not have been noted is taken out.
  const guard = desk.getByRole("region", { name: "守衛所" });
  const noting = desk.getByRole("dialog", { name: "守衛所全体について" });
  await guard.getByRole("button", { name: "メモ・写真" }).click();
  await noting.locator("textarea").fill("来訪者の名簿が外から読める");
  await noting.getByRole("button", { name: "残す" }).click();
  await guard.getByText("来訪者の名簿が外から読める").waitFor();
  await guard.getByRole("button", { name: "メモ・写真" }).click();
  await noting.getByText("写真", { exact: true }).click();
  await noting.locator("input[type=file]").setInputFiles(await photograph(desk, 9));
  await noting.getByRole("button", { name: "残す" }).click();
  await guard.getByRole("button", { name: "写真1", exact: true }).waitFor();
  await guard.getByRole("button", { name: "メモを外す" }).click();
  await desk
    .getByRole("dialog", { name: "メモを外す" })
    .getByRole("button", { name: "外す", exact: true })
    .click();
  await guard.getByText("来訪者の名簿が外から読める").waitFor({ state: "detached" });

  // The browser is killed in the midst of it: opened again without a network, by the PIN, everything is there.
  const before = await counted(lead);
  const context = lead.context();
  await lead.close();
  const again = await context.newPage();
  await again.clock.install({ time: Date.now() + 4 * 3_600_000 });
  await again.goto("/on-site");
  await again.getByText(`未送信 ${before} 件`).waitFor();
  await again.locator(".on-site-list a").click();
  await again.getByLabel("PIN").fill("wrong pin");
  await again.getByRole("button", { name: "開く", exact: true }).click();
  await again.getByText("開けませんでした").waitFor();
  await unlock(again);
  assert.equal(await counted(again), before);
  // What lies on the device says nothing to whoever reads the disk.
  const raw = await again.evaluate<string>(`new Promise((done) => {
    const opened = indexedDB.open("yagura-on-site");
    opened.onsuccess = () => {
      const read = opened.result.transaction(["kept", "packs"]);
      const all = read.objectStore("kept").getAll();
      const packs = read.objectStore("packs").getAll();
      read.oncomplete = () => done([...all.result, ...packs.result].map((row) => Object.values(row).map((value) =>
        value && value.bytes ? new TextDecoder().decode(value.bytes) : JSON.stringify(value)).join(" ")).join(" "));
    };
  })`);
  assert.ok(!raw.includes("見たこと") && !raw.includes("partly") && !raw.includes("Exif"));
  assert.equal(
    (await owner.query("select count(*)::int as n from audit_ops")).rows[0].n,
    0,
    "nothing has arrived yet",
  );

  // Back in the network.
  for (const page of [again, partner]) await page.context().setOffline(false);
  for (const page of [again, partner])
    await until("everything is sent", async () => ((await counted(page)) === 0 ? true : undefined));
  const photos = await owner.query<{ sha256: Buffer }>(
    "select f.sha256 from audit_notes n join files f on f.id = n.file_id where n.kind = 'photo'",
  );
  assert.equal(photos.rows.length, 26, "of the devices 25, and the one of the desk");
  for (const { sha256 } of photos.rows) {
    const bytes = await buffer(await fileStore().read(sha256));
    assert.ok(!tellsOfCamera(bytes), "where it was taken is not in it");
  }
  const entered = await owner.query(
    "select count(*) filter (where field = 'verdict')::int as verdicts, count(*) filter (where outcome = 'conflict' and field = 'verdict')::int as conflicts from audit_ops",
  );
  assert.deepEqual(entered.rows[0], { verdicts: 61, conflicts: 3 });
  const kept = await owner.query(
    `select distinct v.value #>> '{}' as verdict, o.person_id from audit_ops o join audit_values v on v.check_id = o.check_id and v.field = o.field
     where o.outcome = 'conflict' and o.field = 'verdict'`,
  );
  assert.deepEqual(kept.rows.length, 1, "what one side entered holds until somebody decides");

  // What was taken up says why and is no part of the sample; what was entered is at its check, wherever that is by now.
  const added = await owner.query(
    `select k.drawn, c.reason, (select count(*)::int from audit_values x where x.check_id = c.id) as entered
     from audit_controls k join audit_checks c on c.visit_id = k.visit_id and c.control_id = k.control_id where k.taken_up_at is not null`,
  );
  assert.deepEqual(added.rows, [{ drawn: "added", reason: "画面に警告が出ていた", entered: 2 }]);
  const elsewhere = await owner.query(
    `select count(*)::int as n from audit_values x join audit_checks c on c.id = x.check_id join audit_places p on p.id = c.place_id
     where p.name = '守衛所' and x.field = 'verdict'`,
  );
  assert.equal(elsewhere.rows[0].n, 2);
  await again.getByText("事務局が場所を並べ替えました").waitFor();
  await again.locator(".places button", { hasText: "守衛所" }).click();
  await again.locator(".places button.on", { hasText: "守衛所2/2" }).waitFor();

  // Decided by a person who sees both.
  await desk.reload();
  await desk.getByRole("heading", { name: /食い違う記入が\d+件あります/ }).waitFor();
  for (let left = await desk.locator(".to-decide > li").count(); left > 0; left -= 1) {
    await desk.locator(".to-decide .side").last().getByRole("button", { name: "これにする" }).click();
    await until("one is decided", async () =>
      (await desk.locator(".to-decide > li").count()) < left ? true : undefined,
    );
  }
  assert.equal(
    (await owner.query("select count(*)::int as n from audit_ops where outcome = 'conflict'")).rows[0].n,
    0,
  );
  assert.equal(
    (await owner.query("select count(*)::int as n from audit_ops where outcome in ('kept', 'dropped')"))
      .rows[0].n > 2,
    true,
  );

  // Handed back, nothing of it is left on the device.
  await again.locator(".band button").click();
  await again.getByRole("button", { name: "返却する" }).click();
  await again.getByRole("heading", { name: "返却しました" }).waitFor();
  await again.goto("/on-site");
  await again.getByText("この端末に確認表はありません").waitFor();

  // The other device is revoked from afar: at its next contact it lets go.
  await desk.reload();
  await desk.getByRole("button", { name: "無効にする" }).click();
  await desk.getByLabel("理由").fill("置き忘れ");
  await desk.getByRole("dialog").getByRole("button", { name: "無効にする" }).click();
  await desk.locator(".devices-out", { hasText: "無効" }).waitFor();
  await partner.locator(".check-card .answer-keys button").first().click();
  await partner.getByRole("heading", { name: "この端末は無効にされました" }).waitFor();
  assert.deepEqual(await leftOn(partner), { kept: 0, packs: 0 });
});

test("T-17 a lost device lets go of all when its page is opened, without a session and before a PIN", async () => {
  const page = await one.page({ ...phone, token: visit.partner.token });
  await takeAlong(page, "電話4");
  await page.context().setOffline(true);
  await answer(page, "未達", "失くす前に見たこと");
  await page.close();
  const context = page.context();
  await context.clearCookies();
  const desk = await one.page({ language: "ja", token: visit.lead.token });
  await desk.goto(`/audits/visits/${visit.visitId}/sheet`);
  const row = desk.locator(".devices-out li", { hasText: "電話4" });
  await row.getByRole("button", { name: "無効にする" }).click();
  await desk.getByLabel("理由").fill("電車に置き忘れ");
  await desk.getByRole("dialog").getByRole("button", { name: "無効にする" }).click();
  await row.filter({ hasText: "無効" }).waitFor();
  await desk.context().close();
  // Without a network it cannot know, and asks for the PIN; with one it lets go by itself.
  const found = await context.newPage();
  await found.goto(`/on-site/${visit.visitId}`);
  await found.getByLabel("PIN").waitFor();
  assert.ok((await leftOn(found)).kept > 0);
  await context.setOffline(false);
  await found.getByRole("heading", { name: "この端末は無効にされました" }).waitFor();
  assert.deepEqual(await leftOn(found), { kept: 0, packs: 0 });
  await context.close();
});

test("T-17 a device whose time is over keeps no sheet and loses no entry; its sealed file is brought in with the PIN", async () => {
  const page = await one.page({ ...phone, token: visit.partner.token });
  await takeAlong(page, "電話3");
  await page.context().setOffline(true);
  const title = (await stop(page)) ?? "";
  const nextTitle = (await page.locator(".on-site > footer button small").textContent()) ?? "";
  await answer(page, "未達", "期限の前に見たこと");
  await page.locator(".check-card .photos input[type=file]").setInputFiles(await photograph(page, 1));
  await page.locator(".check-card .photos figure img").waitFor();
  const waiting = await counted(page);
  // Four days later by its own clock, and set back again: a clock that goes back wins no time.
  const context = page.context();
  await page.close();
  const late = await context.newPage();
  await late.clock.install({ time: Date.now() + 4 * 86_400_000 });
  await late.goto(`/on-site/${visit.visitId}`);
  await late.getByText("持ち出しの期限が過ぎたため").waitFor();
  await late.close();
  const back = await context.newPage();
  await back.goto(`/on-site/${visit.visitId}`);
  await back.getByText("持ち出しの期限が過ぎたため").waitFor();
  await back.getByLabel("PIN").fill(pin);
  await back.getByRole("button", { name: "開く", exact: true }).click();
  await back.getByRole("heading", { name: /持ち出し終了$/ }).waitFor();
  assert.ok(!(await back.content()).includes(nextTitle), "nothing of the sheet is left");
  const rows = back.locator(".waiting li", { hasText: title });
  assert.equal(await rows.count(), waiting, "what was entered says what it is about");
  const saved = back.waitForEvent("download");
  await back.getByRole("button", { name: "ファイルに保存" }).click();
  const file = readFileSync(await (await saved).path());
  // Taken off the team meanwhile, nothing is taken from the person; a colleague brings it in, and it stays theirs.
  await owner.query(
    "delete from audit_visit_team where visit_id = $1 and auditor_id = (select id from auditors where person_id = $2)",
    [visit.visitId, visit.partner.personId],
  );
  await context.setOffline(false);
  await back.getByText("サインイン中の人はこの確認表を担当していません").waitFor();
  await context.close();

  const desk = await one.page({ language: "ja", token: visit.lead.token });
  await desk.goto(`/audits/visits/${visit.visitId}/sheet`);
  const bring = desk.getByRole("region", { name: "端末のファイルを取り込む" });
  await bring
    .locator("input[type=file]")
    .setInputFiles({ name: "C1-A1.yagura", mimeType: "application/json", buffer: file });
  await bring.getByLabel("PIN").fill("another pin");
  await bring.getByRole("button", { name: "取り込む" }).click();
  await bring.getByText("PINが違うか").waitFor();
  await bring.getByLabel("PIN").fill(pin);
  await bring.getByRole("button", { name: "取り込む" }).click();
  await desk.getByText(/件を取り込みました/).waitFor();
  const arrived = await owner.query(
    `select count(*)::int as n from audit_ops o join audit_checkouts d on d.id = o.checkout_id
     where d.device = '電話3' and o.value #>> '{}' in ('not_met', '期限の前に見たこと') and o.person_id = $1`,
    [visit.partner.personId],
  );
  assert.equal(arrived.rows[0].n, 2);
  const photo = await owner.query(
    "select count(*)::int as n from audit_notes n join audit_checkouts d on d.id = n.checkout_id where d.device = '電話3' and n.kind = 'photo'",
  );
  assert.equal(photo.rows[0].n, 1);
});

/** Another tab that is writing: until it lets go, nothing is written on this device. Answers what lets go. */
async function holdDevice(page: Page): Promise<() => Promise<unknown>> {
  await page.evaluate(`new Promise((done) => {
    const opened = indexedDB.open("yagura-on-site");
    opened.onsuccess = () => {
      const store = opened.result.transaction("kept", "readwrite").objectStore("kept");
      window.isHeld = true;
      const goOn = () => { store.count().onsuccess = () => window.isHeld ? goOn() : opened.result.close(); };
      goOn();
      done();
    };
  })`);
  return () => page.evaluate("window.isHeld = false");
}

test("T-17 what is typed while a sync is under way is what arrives", async () => {
  const page = await one.page({ ...phone, token: visit.lead.token });
  await takeAlong(page, "電話6");
  await page.context().setOffline(true);
  await answer(page, "未達", "初めの言葉");
  await until("it lies on the device", async () => ((await leftOn(page)).kept === 2 ? true : undefined));
  const letGo = await holdDevice(page);
  await page.context().setOffline(false);
  await page.locator(".band", { hasText: "送信中" }).waitFor();
  const seen = page.locator(".check-card").getByRole("textbox").first();
  await seen.fill("後の言葉");
  await letGo();
  await until("everything is sent", async () => ((await counted(page)) === 0 ? true : undefined));
  assert.equal(await seen.inputValue(), "後の言葉");
  const { rows } = await owner.query<{ seen: string }>(
    `select x.value #>> '{}' as seen from audit_values x join audit_ops o on o.id = x.op_id join audit_checkouts d on d.id = o.checkout_id
     where d.device = '電話6' and x.field = 'seen'`,
  );
  assert.deepEqual(rows, [{ seen: "後の言葉" }]);

  // In use, it is there no longer than it was taken along for.
  await page.getByRole("button", { name: "確認表をロックする" }).click();
  await page.clock.install();
  await unlock(page);
  await page.clock.setSystemTime(Date.now() + 4 * 86_400_000);
  await page.clock.fastForward("01:01");
  await page.getByRole("heading", { name: "このシートは終了しました" }).waitFor();
  assert.deepEqual(await leftOn(page), { kept: 0, packs: 0 });
});

type Held = { came: Promise<unknown>; letGo: () => void };

/** The next request to this address is answered, and the answer held back until it is let go. */
async function holdAnswer(page: Page, path: string): Promise<Held> {
  const [came, letGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await page.route(
    `**/api${path}`,
    async (route) => {
      const response = await route.fetch();
      came.resolve();
      await letGo.promise;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  return { came: came.promise, letGo: letGo.resolve };
}

test("T-17 a photo that is taken back while it is on its way stays out of the report", async () => {
  const page = await one.page({ ...phone, token: visit.lead.token });
  await takeAlong(page, "電話7");
  const photos = page.locator(".check-card .photos");
  const shoot = async (nth: number) => {
    await photos.locator("input[type=file]").setInputFiles(await photograph(page, nth));
    await photos.locator("figure img").waitFor();
  };
  const remove = () => photos.getByRole("button", { name: "写真を外す" }).click();
  const notes = async () =>
    (
      await owner.query<{ kind: string; isOut: boolean }>(
        `select n.kind, n.withdrawn_at is not null as "isOut" from audit_notes n join audit_checkouts d on d.id = n.checkout_id
         where d.device = '電話7' order by n.received_at`,
      )
    ).rows;
  // While the picture itself is sent: it is noted nowhere.
  const upload = await holdAnswer(page, "/files");
  await shoot(1);
  await upload.came;
  await remove();
  upload.letGo();
  const card = page.locator(".check-card");
  await card.getByRole("button", { name: "メモ", exact: true }).click();
  await card.locator(".notes textarea").fill("顔が写ったので外した");
  await card.getByRole("button", { name: "残す" }).click();
  await until("the note has arrived", async () => ((await notes()).length > 0 ? true : undefined));
  assert.deepEqual(await notes(), [{ kind: "note", isOut: false }]);
  // While the answer is on its way: what has been noted is withdrawn.
  const sync = await holdAnswer(page, `/audit-visits/${visit.visitId}/sync`);
  await shoot(2);
  await sync.came;
  await remove();
  assert.equal(await counted(page), 1, "that it is withdrawn is still to be said");
  sync.letGo();
  await until("it is withdrawn", async () => ((await notes())[1]?.isOut ? true : undefined));
  await until("everything is sent", async () => ((await counted(page)) === 0 ? true : undefined));
});

/** Another visit of the same team, with a sheet of its own. */
async function addVisit(): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `insert into audit_visits (company_id, programme_id, month, from_on, to_on, kind, auditor_days, why, announced_at, announced_by)
     select company_id, programme_id, month, from_on, to_on, kind, auditor_days, why, announced_at, announced_by from audit_visits
     where id = $1 returning id`,
    [visit.visitId],
  );
  const id = rows[0]?.id ?? "";
  await owner.query(
    `insert into audit_visit_team (visit_id, auditor_id, company_id, is_lead, days)
     select $2, auditor_id, company_id, is_lead, days from audit_visit_team where visit_id = $1`,
    [visit.visitId, id],
  );
  const desk = await one.page({ language: "ja", token: visit.lead.token });
  await desk.goto(`/audits/visits/${id}/sheet`);
  await desk.getByRole("button", { name: /件で準備する$/ }).click();
  await desk.getByRole("heading", { level: 1, name: /件中0件を確認/ }).waitFor();
  await desk.context().close();
  return id;
}

test("T-17 an answer that comes late goes to the sheet it belongs to, whichever is open by then", async () => {
  const other = await addVisit();
  const page = await one.page({ ...phone, token: visit.lead.token });
  await takeAlong(page, "電話8");
  await takeSheetAlong(page, other, "電話8-2");
  const head = page.locator(".on-site > header small");
  const whole = await head.textContent();
  await page.goto(`/on-site/${visit.visitId}`);
  await unlock(page);
  const sync = await holdAnswer(page, `/audit-visits/${visit.visitId}/sync`);
  await answer(page, "一部達成", "遅れて返る返事");
  await sync.came;
  await page.getByRole("button", { name: "確認表をロックする" }).click();
  await page.getByRole("link", { name: "この端末の確認表" }).click();
  await page.locator(`.on-site-list a[href$="${other}"]`).click();
  await unlock(page);
  assert.equal(await head.textContent(), whole);
  const [, own] = await Promise.all([
    page.waitForResponse((one) => one.url().endsWith(`${visit.visitId}/sync`)),
    page.waitForRequest((one) => one.url().endsWith(`${other}/sync`)),
    (async () => {
      sync.letGo();
      await answer(page, "達成");
    })(),
  ]);
  assert.deepEqual(
    own.postDataJSON().ops.map((one: { value: unknown }) => one.value),
    ["met"],
  );
  assert.equal(await head.textContent(), whole?.replace(/0(?=件| )/, "1"));
  await until("everything is sent", async () => ((await counted(page)) === 0 ? true : undefined));
  // What was not acknowledged is still there, sealed, and goes with the next.
  await page.goto(`/on-site/${visit.visitId}`);
  await unlock(page);
  await until("everything is sent", async () => ((await counted(page)) === 0 ? true : undefined));

  // At the desk the other sheet is finished without the device that has it along: named, and with a reason.
  const desk = await one.page({ language: "ja", token: visit.lead.token });
  await desk.goto(`/audits/visits/${other}/sheet`);
  await desk.getByRole("button", { name: "確認表を完了する" }).click();
  const finish = desk.getByRole("dialog");
  await finish.getByText("まだ1台の端末が確認表を持ち出しています").waitFor();
  await finish.locator(".devices-out", { hasText: "電話8-2" }).waitFor();
  await assertAccessible(desk);
  await finish.getByLabel("理由").fill("電話の電池が切れた");
  await finish.getByRole("button", { name: "確認表を完了する" }).click();
  await desk.getByRole("button", { name: "確認表を再開する" }).waitFor();
});

test("T-17 a passkey of the device opens a sheet without PIN and network; where a photo is taken stays only when somebody wants it", async () => {
  // A passkey is made for a name, never for an address.
  const address = one.address.replace("127.0.0.1", "localhost");
  usePublicUrl(address);
  const page = await one.page(phone);
  const context = page.context();
  await context.addCookies([{ name: "yagura_session", value: visit.lead.token, url: address }]);
  await context.grantPermissions(["geolocation"], { origin: address });
  await context.setGeolocation({ latitude: 35.68945, longitude: 139.69174 });
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  // The one that signs in.
  await page.goto(`${address}/me`);
  await page.getByRole("button", { name: "パスキーを追加" }).click();
  await page.getByLabel("名前").fill("電話5");
  await page.getByRole("button", { name: "パスキーを作成" }).click();
  await page.getByRole("list", { name: "回復コード" }).waitFor();
  await page.goto(`${address}/on-site/${visit.visitId}`);
  await page.getByLabel("この端末の名前").fill("電話5");
  await page.getByLabel("PIN", { exact: true }).fill(pin);
  await page.getByLabel("PINをもう一度").fill(pin);
  await page.getByRole("checkbox", { name: "この端末のパスキーでも開けるようにする" }).check();
  await page.getByRole("button", { name: "この端末に持ち出す" }).click();
  await page.locator(".check-card").waitFor();
  await until("the pages are kept for later", () =>
    page.evaluate<true | undefined>(
      `caches.open("yagura-shell-1").then((kept) => kept.keys()).then((all) => all.length > 3 || undefined)`,
    ),
  );
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "パスキーで開く" }).click();
  const card = page.locator(".check-card");
  await card.waitFor();

  const shoot = async (nth: number) => {
    await card.locator(".photos input[type=file]").setInputFiles(await photograph(page, nth));
    await card.locator(".photos figure img").nth(nth).waitFor();
  };
  await shoot(0);
  await card.getByRole("checkbox", { name: "撮影した場所を残す" }).check();
  await shoot(1);
  await context.setOffline(false);
  await until("both are sent", async () => ((await counted(page)) === 0 ? true : undefined));
  const { rows } = await owner.query<{ words: string; sha256: Buffer }>(
    `select n.words, f.sha256 from audit_notes n join files f on f.id = n.file_id join audit_checkouts d on d.id = n.checkout_id
     where d.device = '電話5' order by n.taken_at`,
  );
  assert.deepEqual(
    rows.map((row) => row.words),
    ["", "35.68945, 139.69174"],
    "where it was taken is beside the photo that somebody wanted it of",
  );
  for (const { sha256 } of rows)
    assert.ok(!tellsOfCamera(await buffer(await fileStore().read(sha256))), "and in none of them");

  // Somebody else's finger opens nothing; the PIN does.
  await page.reload();
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.getByRole("button", { name: "パスキーで開く" }).click();
  await page.getByText("開けませんでした").waitFor();
  await unlock(page);
});
