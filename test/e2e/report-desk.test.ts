// At the desk: taken down for whoever phoned, two reports of one thing, what came of a lock.
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { reportingSite, shoot } from "../reporting.ts";

test("R-17 the night desk takes it down for whoever phoned; the company sees that two reports are one, and the lock's outcome stands", async () => {
  const { page, director, colleague, officer, night } = await reportingSite();
  const first = await page({ language: "en", token: colleague.token });
  await first.goto("/report");
  await first.getByRole("radio", { name: "Lost or stolen" }).click();
  await first.getByRole("radio", { name: "Just now", exact: true }).click();
  await first.getByLabel("In your own words").fill("Sato's telephone is gone, in a taxi in Shinagawa");
  await first.getByRole("button", { name: "Report it now" }).click();
  await first.getByRole("heading", { level: 1, name: /C1-I1/ }).waitFor();

  const at = await page({ language: "ja", height: 2400, token: night.token });
  await at.goto("/report");
  await at.getByRole("button", { name: /別の会社/ }).click();
  await at.getByLabel("会社を探す").fill("Own");
  await at.getByRole("radio", { name: /Own Ltd/ }).click();
  await at.getByLabel("電話などで聞いた内容を代わりに報告する").check();
  await at.getByLabel("名前で探す").fill("Sato");
  await at.getByRole("radio", { name: /Sato/ }).check();
  await at.getByLabel("折り返しの電話番号").fill("090-0000-0000");
  await at.getByRole("radio", { name: "紛失・盗難" }).click();
  await at.getByRole("radio", { name: /SP-04821/ }).check();
  await at.getByRole("radio", { name: "たった今", exact: true }).click();
  await at.getByLabel("状況").fill("Sato's telephone was left in a taxi in Shinagawa");
  await assertAccessible(at);
  await shoot(at, "night-ja");
  await at.getByRole("button", { name: "報告してロックを依頼" }).click();
  await at.getByRole("heading", { level: 1, name: /C1-I2/ }).waitFor();

  await at.goto("/");
  await at.getByText("報告した件は対応中です").waitFor();
  await shoot(at, "home-ja");

  const own = await page({ language: "ja", width: 390, height: 844, token: director.token });
  await own.goto("/report/mine");
  await own.getByText(/C1-I2/).waitFor();
  await own
    .getByText(/代わりに|代理/)
    .first()
    .waitFor();

  const judge = await page({ language: "en", height: 1600, token: officer.token });
  await judge.goto("/incidents");
  await judge
    .getByRole("link", { name: /C1-I2|Sato's telephone was left/ })
    .first()
    .click();
  await judge.getByRole("button", { name: "Say what came of it" }).click();
  await judge.getByLabel("Outcome").selectOption("wiped");
  await shoot(judge, "lock-dialog-en");
  await judge.getByRole("dialog").getByRole("button", { name: "Say what came of it" }).click();
  await judge.getByText(/wiped .* after it was asked for/).waitFor();
  const panel = judge.getByRole("region", { name: "May be the same as another report" });
  await panel.getByText("words alike").waitFor();
  await assertAccessible(judge);
  await shoot(judge, "same-en");
  await panel.getByRole("link", { name: "C1-I1" }).click();
  await judge.getByRole("heading", { level: 1 }).filter({ hasText: "Shinagawa" }).first().waitFor();
  const other = judge.getByRole("region", { name: "May be the same as another report" });
  await other.getByRole("button", { name: "It is the same" }).click();
  const dialog = judge.getByRole("dialog");
  await dialog.getByRole("radio", { name: /C1-I2/ }).waitFor();
  await assertAccessible(judge);
  await shoot(judge, "judge-en");
  await dialog.getByRole("button", { name: "Close it as the same" }).click();
  await judge.getByRole("link", { name: "C1-I2 ›" }).waitFor();
  await shoot(judge, "duplicate-en");
  const ja = await page({ language: "ja", token: officer.token });
  await ja.goto("/incidents?view=nothing");
  await ja.getByText("重複", { exact: true }).filter({ visible: true }).waitFor();
  await shoot(ja, "register-ja");
  await ja.goto("/incidents");
  await ja
    .getByRole("link", { name: /C1-I2|Sato's telephone was left/ })
    .first()
    .click();
  await ja.getByText("同じ事象の別の報告").waitFor();
  await assertAccessible(ja);
  await shoot(ja, "kept-ja");
  await ja.goto(`/companies/${officer.companyId}`);
  await ja.getByText("C1-I2").waitFor();
  await assertAccessible(ja);
  await shoot(ja, "company-ja");

  // Whoever reported it first follows the one that is kept.
  await first.reload();
  await first.getByText(/The same was reported by somebody else as well, under C1-I2/).waitFor();
  await assertAccessible(first);
  await shoot(first, "follows-en");
});
