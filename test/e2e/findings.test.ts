// A finding in the browser: raised, answered for, said to be remedied with a file, not gone, gone; and one that is lived with.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const people: Record<string, { token: string }> = {};
const { page: open } = await site(async ({ owner }) => {
  const { companies, divisions, group } = await buildSmallGroup(owner);
  await addEdition(owner);
  people["officer"] = await signedIn(owner, { companyId: companies.own, role: "security_officer" });
  people["sister"] = await signedIn(owner, { companyId: companies.sister, role: "security_officer" });
  people["desk"] = await signedIn(owner, {
    companyId: companies.parent,
    role: "division_secretary",
    unitId: divisions.one,
  });
  people["office"] = await signedIn(owner, {
    companyId: companies.parent,
    role: "group_office",
    unitId: group,
  });
});

const words = {
  ja: {
    none: "指摘事項はまだありません",
    raise: "指摘事項を登録",
    companies: "会社",
    what: "問題を一行で",
    severity: "深刻度",
    high: "高",
    controls: "管理策",
    effect: /対応を求めます/,
    doRaise: "登録する",
    title: "VPN装置が応答する",
    remedied: "対応済みと報告",
    done: "対応の内容",
    toVerify: "検証待ち",
    verify: "検証する",
    notGone: "解消していない",
    seen: "確認した内容",
    back: /を差し戻す/,
    close: /を完了にする/,
    said: /が対応済みと報告/,
    gone: /が解消を確認/,
    closed: "完了",
    ask: "例外承認を申請",
    reason: "今は是正できない理由",
    doAsk: "申請する",
    reopen: "再開する",
    why: "理由",
    decide: "判断する",
    allow: "例外承認する",
    granted: /が承認/,
    accepted: "例外承認",
  },
  en: {
    none: "No findings yet",
    raise: "Raise a finding",
    companies: "Companies",
    what: "What is wrong, in one line",
    severity: "Severity",
    high: "high",
    controls: "Controls",
    effect: /gets it as a duty/,
    doRaise: "Raise",
    title: "VPN box answers",
    remedied: "Say it is remedied",
    done: "What was done",
    toVerify: "to verify",
    verify: "Verify",
    notGone: "It is not gone",
    seen: "What you saw",
    back: /^Send .* back$/,
    close: /^Close /,
    said: /says it is remedied/,
    gone: /has seen that it is gone/,
    closed: "closed",
    ask: "Ask to live with it",
    reason: "Why it cannot be remedied now",
    doAsk: "Ask",
    reopen: "Open again",
    why: "Reason",
    decide: "Decide",
    allow: "Live with it",
    granted: /agreed/,
    accepted: "by acceptance",
  },
} as const;

for (const language of walked("ja", "en"))
  test(`R-16 a finding from its number to whoever has seen it gone, and one that is lived with (${language})`, async () => {
    const say = words[language];
    const as = (who: string, width = 1280) => open({ language, width, token: people[who]?.token ?? "" });

    // Raised by the office.
    const office = await as("office");
    await office.goto("/findings");
    await office
      .getByRole("link", { name: say.raise })
      .or(office.getByRole("button", { name: say.raise }))
      .first()
      .click();
    await office.getByLabel(say.companies, { exact: true }).first().fill("Own");
    await office.getByRole("option", { name: "Own Ltd." }).click();
    await office.getByLabel(say.what).fill(say.title);
    await office.locator("main").getByLabel(say.severity).selectOption({ label: say.high });
    await office.locator("main").getByLabel(say.controls).fill("org-01");
    await office.getByText(say.effect).waitFor();
    await assertAccessible(office);
    await office.getByRole("button", { name: say.doRaise, exact: true }).click();
    await office.getByRole("heading", { level: 1, name: say.title }).waitFor();
    await office.getByText("ORG-01 title").waitFor();
    const address = new URL(office.url()).pathname;

    // Its company says that it is done, with a file, on a phone.
    const officer = await as("officer", 390);
    await officer.goto(address);
    await officer.getByRole("heading", { level: 1, name: say.title }).waitFor();
    await assertAccessible(officer);
    await officer.getByRole("button", { name: say.remedied }).first().click();
    await officer.getByLabel(say.done).fill("Switched off.");
    await officer
      .locator("input[type=file]")
      .setInputFiles({ name: "off.txt", mimeType: "text/plain", buffer: Buffer.from("port closed") });
    await officer.getByText("off.txt").waitFor();
    await officer.getByRole("dialog").getByRole("button", { name: say.remedied }).click();
    await officer.getByText(say.said).waitFor();
    await officer.getByText(say.toVerify).first().waitFor();

    // A sister company sees nothing of it.
    const sister = await as("sister");
    await sister.goto("/findings?view=all");
    await sister.getByText(say.none).waitFor();

    // The desk finds it in its work, sends it back, and after another word closes it.
    const desk = await as("desk");
    const look = async (result: "back" | "close") => {
      await desk.goto(address);
      await desk.getByRole("button", { name: say.verify, exact: true }).click();
      if (result === "back") await desk.getByText(say.notGone).click();
      await desk.getByLabel(say.seen).fill("Scanned.");
      if (result === "back") await assertAccessible(desk);
      await desk.getByRole("button", { name: say[result] }).click();
    };
    await look("back");
    await officer.goto(address);
    await officer.getByRole("button", { name: say.remedied }).first().click();
    await officer.getByLabel(say.done).fill("Taken away.");
    await officer.getByRole("dialog").getByRole("button", { name: say.remedied }).click();
    await officer.getByText(say.toVerify).first().waitFor();
    await look("close");
    await desk.getByText(say.gone).waitFor();
    await desk.getByText(say.closed, { exact: true }).first().waitFor();

    // Open again, and lived with by the office's leave.
    await desk.getByRole("button", { name: say.reopen }).click();
    await desk.getByRole("dialog").getByLabel(say.why).fill("It answers again.");
    await desk.getByRole("dialog").getByRole("button", { name: say.reopen }).click();
    await officer.goto(address);
    await officer.getByRole("button", { name: say.ask }).click();
    await officer.getByLabel(say.reason).fill("No patch yet.");
    await officer.getByRole("button", { name: say.doAsk, exact: true }).click();
    await officer.getByText("No patch yet.").waitFor();
    await office.goto(address);
    await office.getByRole("button", { name: say.decide, exact: true }).click();
    await office.getByLabel(say.why, { exact: true }).fill("Until the patch.");
    await assertAccessible(office);
    await office.getByRole("dialog").getByRole("button", { name: say.allow, exact: true }).last().click();
    await office.getByText(say.granted).waitFor();
    await office.goto("/findings?view=accepted");
    await office.getByRole("link", { name: say.title }).waitFor();
    assert.match(await office.getByRole("row", { name: say.title }).innerText(), new RegExp(say.accepted));
    await assertAccessible(office);
  });
