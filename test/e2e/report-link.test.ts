// A report behind a link, on a small telephone without an account: kept through a dead spot, sent with a photo, looked at by the company,
// asked about and answered; and a link that was taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";
import { until } from "../until.ts";
import { fewestSeconds } from "#modules/incidents/intake/rules.ts";

const words = {
  ja: {
    kind: "紛失・盗難",
    now: "たった今",
    text: "状況",
    send: "報告を送る",
    kept: "まだ送信されていません",
    sent: /報告 R-[2-9A-Z]{6} を受け付けました/,
    photos: "写真1枚が届いています",
    ask: "報告者に質問・連絡",
    askDo: "送る",
    keep: "インシデントに添える",
    keptBy: /が添付$/,
    add: "追記・回答",
    addDo: "送る",
    gone: "このアドレスでは報告を受け付けていません",
  },
  en: {
    kind: "Lost or stolen",
    now: "Just now",
    text: "In your own words",
    send: "Send the report",
    kept: "Not sent yet",
    sent: /Your report R-[2-9A-Z]{6} has arrived/,
    photos: "1 photo has arrived",
    ask: "Ask or tell the sender",
    askDo: "Send",
    keep: "Keep with the incident",
    keptBy: /^Kept by/,
    add: "Add or answer",
    addDo: "Send",
    gone: "This address takes no reports",
  },
} as const;

const photo = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

for (const language of walked("ja", "en")) {
  test(`R-18 anybody reports behind a link at 360 px, through a dead spot, and is asked and answers (${language})`, async () => {
    const say = words[language];
    let token = "";
    let revoke = async (): Promise<unknown> => null;
    const { page: open, address } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const companyId = group.companies.own;
      token = (await signedIn(owner, { companyId, role: "security_officer", unitId: companyId })).token;
      await owner.query(
        "insert into report_links (company_id, code, label, languages, phone) values ($1, 'K7M2QX4P', 'Canteen', '{ja,en,zh}', '03-1234-5678')",
        [companyId],
      );
      revoke = () => owner.query("update report_links set revoked_at = now()");
    });
    const phone = await open({ language, width: 360, height: 740 });
    await phone.goto("/r/k7m2-qx4p");
    await phone.getByRole("radio", { name: say.kind }).click();
    assert.equal(
      await phone.getByRole("link", { name: "03-1234-5678" }).getAttribute("href"),
      "tel:0312345678",
    );
    // From here, since the form's own time begins when it was read, not when the address was opened.
    const openedAt = Date.now();
    await phone.getByRole("radio", { name: say.now, exact: true }).click();
    await phone.getByLabel(say.text).fill("電車に置き忘れました");
    await assertAccessible(phone);
    const width = await phone.locator("html").evaluate((html) => html.scrollWidth);
    assert.ok(width <= 360, `the page is ${width} wide`);
    await phone.context().setOffline(true);
    await phone.getByRole("button", { name: say.send }).click();
    await phone.getByText(say.kept).first().waitFor();
    await phone.context().setOffline(false);
    await phone.reload();
    assert.equal(await phone.getByLabel(say.text).inputValue(), "電車に置き忘れました");
    await phone
      .locator("input[type=file]")
      .setInputFiles({ name: "x.png", mimeType: "image/png", buffer: photo });
    await phone.locator(".intake-photos img").waitFor();
    // As a person: whoever fills the form faster than anybody types is looked through first.
    await until(
      "as long as typing takes",
      async () => Date.now() > openedAt + (fewestSeconds + 1) * 1000 || undefined,
    );
    await phone.getByRole("button", { name: say.send }).click();
    await phone.getByRole("heading", { level: 1, name: say.sent }).waitFor();
    await assertAccessible(phone);
    const own = await phone.locator(".intake-address a").getAttribute("href");
    assert.ok(own?.startsWith(`${address}/report-status#`), own ?? "");
    await phone.goto(own ?? "");
    await phone.getByText(say.photos).waitFor();
    await assertAccessible(phone);

    const officer = await open({ language, token });
    await officer.goto("/incidents/intake?view=all");
    await officer.getByRole("link", { name: "電車に置き忘れました" }).click();
    await officer.getByRole("button", { name: say.keep }).click();
    await officer.getByText(say.keptBy).waitFor();
    await officer.getByLabel(say.ask).fill("何線の電車ですか");
    await officer.getByRole("button", { name: say.askDo, exact: true }).click();
    await officer.locator(".intake-talk").getByText("何線の電車ですか").waitFor();
    await assertAccessible(officer);

    await phone.reload();
    await phone.getByText("何線の電車ですか").waitFor();
    await phone.getByLabel(say.add).fill("東海道線です");
    await phone.getByRole("button", { name: say.addDo, exact: true }).click();
    await phone.locator(".intake-talk .mine").getByText("東海道線です").waitFor();
    await officer.reload();
    await officer.getByText("東海道線です").waitFor();

    await revoke();
    const late = await open({ language, width: 360, height: 740 });
    await late.goto("/r/K7M2QX4P");
    await late.getByText(say.gone).waitFor();
    assert.equal(await late.getByText("Own Ltd.").count(), 0);
  });
}

test("R-18 a link that was put up in other languages is read in the browser's own, and says nothing of the next page", async () => {
  const { page: open } = await site(async ({ owner }) => {
    const group = await buildSmallGroup(owner);
    await owner.query(
      "insert into report_links (company_id, code, label, languages) values ($1, 'K7M2QX4P', 'Canteen', '{ja,en}')",
      [group.companies.own],
    );
  });
  const phone = await open({ language: "zh", width: 360, height: 740 });
  await phone.goto("/r/K7M2QX4P");
  await phone.getByRole("heading", { level: 1, name: "向Own Ltd.报告" }).waitFor();
  assert.equal(await phone.locator("html").getAttribute("lang"), "zh");
  await phone.goto("/sign-in");
  await phone.getByRole("heading", { level: 1, name: "登录" }).waitFor();
});
