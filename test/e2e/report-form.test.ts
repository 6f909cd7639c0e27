// The form of whoever is signed in, on a telephone: a lost device and its lock, the number to call, what stays when the page is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { reportingSite, shoot } from "../reporting.ts";

const words = {
  ja: {
    kind: "紛失・盗難",
    device: /SP-04821/,
    hand: "その日のうち",
    now: "たった今",
    doAndLock: "報告してロックを依頼",
    call: "+81 3 0000 0199 に電話する",
    lock: "SP-04821 のロック",
    all: "自分の報告の一覧",
    list: "自分の報告",
  },
  en: {
    kind: "Lost or stolen",
    device: /SP-04821/,
    hand: "Earlier that day",
    now: "Just now",
    doAndLock: "Report and ask to lock",
    call: "Call +81 3 0000 0199",
    lock: "Locking SP-04821",
    all: "All that I reported",
    list: "What I reported",
  },
  zh: {
    kind: "丢失或被盗",
    device: /SP-04821/,
    hand: "当天早些时候",
    now: "刚刚",
    doAndLock: "上报并请求锁定",
    call: "拨打 +81 3 0000 0199",
    lock: "锁定 SP-04821",
    all: "我的全部报告",
    list: "我的报告",
  },
} as const;

for (const language of ["ja", "en", "zh"] as const)
  test(`R-17 a lost telephone is reported from a small screen with its lock, the number to call beside it, and found again (${language})`, async () => {
    const say = words[language];
    const { page, director } = await reportingSite();
    const phone = await page({ language, width: 390, height: 844, token: director.token });
    await phone.goto("/report");
    await phone.getByRole("radio", { name: say.kind }).click();
    await phone.getByRole("radio", { name: say.device }).check();
    await phone.getByRole("radio", { name: say.hand }).click();
    await phone.getByRole("radio", { name: say.now, exact: true }).click();
    assert.equal(await phone.getByRole("link", { name: say.call }).getAttribute("href"), "tel:+81300000199");
    assert.equal(await phone.getByRole("switch").isChecked(), true);
    await assertAccessible(phone);
    const width = await phone.locator("html").evaluate((html) => html.scrollWidth);
    assert.ok(width <= 390, `the page is ${width} wide`);
    await shoot(phone, `form-${language}`);
    await phone.getByRole("button", { name: say.doAndLock }).click();
    await phone.getByText(say.lock).waitFor();
    await assertAccessible(phone);
    await shoot(phone, `reported-${language}`);
    await phone.getByRole("link", { name: say.all }).click();
    await phone.getByRole("heading", { level: 1, name: say.list }).waitFor();
    await phone.locator(".own-reports a").first().waitFor();
    assert.equal(await phone.locator(".own-reports a").count(), 1);
    await assertAccessible(phone);
    await shoot(phone, `mine-${language}`);
  });

test("R-17 what was typed and the photos sent stay when the telephone loses the page", async () => {
  const { page, colleague } = await reportingSite();
  const phone = await page({ language: "en", width: 390, height: 844, token: colleague.token });
  await phone.goto("/report");
  // Nothing of theirs is in the ledger: the form says so instead of leaving the choice out.
  await phone.getByRole("radio", { name: "Lost or stolen" }).click();
  await phone.getByText("No device of yours is in the ledger", { exact: false }).waitFor();
  await assertAccessible(phone);
  await shoot(phone, "no-device");
  await phone.getByRole("radio", { name: "Odd mail" }).click();
  // The zone lies neither over the browser's button nor over the time.
  for (const width of [390, 1280]) {
    await phone.setViewportSize({ width, height: 844 });
    const zone = phone.locator(".with-end.moment .end").first();
    const [over, within] = [await zone.boundingBox(), await zone.locator("xpath=../input").boundingBox()];
    assert.ok(over && within && over.x > within.x + 190, "beside the time");
    assert.ok(over.x + over.width < within.x + within.width - 34, "beside the button");
    await shoot(phone, `moment-${width}`);
  }
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.getByLabel("In your own words").fill("A door stood open");
  await phone.locator("input[type=file]").setInputFiles({
    name: "door.png",
    mimeType: "image/png",
    buffer: Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
  });
  await phone.getByText("door.png").waitFor();
  await phone.reload();
  await phone.getByText("door.png").waitFor();
  assert.equal(await phone.getByLabel("In your own words").inputValue(), "A door stood open");
});
