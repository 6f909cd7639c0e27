// One instruction from the group's office to a company and back: written by rules, taken note of and reported on a phone, accepted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const words = {
  ja: {
    title: "件名",
    body: "実施すること",
    add: "条件",
    divisions: "事業部門の会社",
    tiers: "区分",
    save: "下書きとして保存",
    issue: "指示を出す",
    told: /に2件送りました|を2件に送りました/,
    open: "対応が必要",
    note: "確認しました",
    done: "完了を報告",
    words: "説明",
    say: "完了を報告する",
    reported: "完了報告済み",
    accept: "承認する",
    accepted: "承認済み",
    needs: /Own Ltd.に指示があります/,
  },
  en: {
    title: "Title",
    body: "What to do",
    add: "Filter",
    divisions: "Companies of divisions",
    tiers: "By tier",
    save: "Keep as a draft",
    issue: "Issue",
    told: /is issued to 2/,
    open: "To do",
    note: "I have taken note",
    done: "Report as done",
    words: "In words",
    say: "Say that it is done",
    reported: "done",
    accept: "Accept",
    accepted: "accepted",
    needs: /Own Ltd. is told something/,
  },
} as const;

for (const language of walked("ja", "en"))
  test(`T-06 R-05 an instruction is written by rules, carried out on a phone and accepted (${language})`, async () => {
    const say = words[language];
    let office: SignedIn | undefined;
    let officer: SignedIn | undefined;
    const { page: open, database } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const { parent, own } = group.companies;
      office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
      officer = await signedIn(owner, { companyId: own, role: "security_officer" });
    });
    assert.ok(office && officer);
    const desk = await open({ language, token: office.token });
    await desk.goto("/instructions");
    await assertAccessible(desk);
    await desk.goto("/instructions/new");
    await desk.getByRole("textbox", { name: say.title, exact: true }).fill("Close the VPN");
    await desk.getByRole("textbox", { name: say.body, exact: true }).fill("Take the box out of service.");
    for (const rule of [say.divisions, say.tiers]) {
      await desk.getByRole("button", { name: say.add, exact: true }).click();
      await desk.getByRole("menuitem", { name: rule, exact: true }).click();
    }
    await desk.getByRole("button", { name: "Division One" }).click();
    await desk.getByRole("button", { name: "T4", exact: true }).click();
    // Both companies of the division, of which one also fits the tier.
    await desk.getByRole("row", { name: /Own Ltd/ }).waitFor();
    await desk
      .getByRole("row", { name: /Sister Ltd/ })
      .filter({ hasText: say.tiers })
      .waitFor();
    await assertAccessible(desk);
    await desk.getByRole("button", { name: say.save }).click();
    await desk.getByRole("button", { name: say.issue, exact: true }).click();
    await desk.getByText(say.told).waitFor();
    await desk.getByRole("row", { name: /Own Ltd/ }).waitFor();
    await assertAccessible(desk);
    const board = desk.url();

    const phone = await open({ language, token: officer.token, width: 390, height: 844 });
    await phone.goto("/");
    await phone.getByText(say.needs).first().waitFor();
    await phone.goto("/instructions");
    await phone.getByRole("link", { name: "Close the VPN" }).click();
    await phone.getByText("Take the box out of service.").waitFor();
    await assertAccessible(phone);
    await phone.getByRole("button", { name: say.note }).click();
    await phone.getByRole("button", { name: say.note }).waitFor({ state: "detached" });
    await phone.getByRole("button", { name: say.done }).click();
    await phone.getByLabel(say.words).fill("The box is out.");
    await phone
      .locator("input[type=file]")
      .setInputFiles({ name: "photo.txt", mimeType: "text/plain", buffer: Buffer.from("taken out") });
    await phone.getByText("photo.txt").waitFor();
    await phone.getByRole("button", { name: say.say, exact: true }).click();
    await phone.getByText("The box is out.").waitFor();
    await phone.getByText(say.reported, { exact: true }).first().waitFor();

    await desk.goto(board);
    await desk
      .getByRole("row", { name: /Own Ltd/ })
      .getByRole("link")
      .click();
    await desk.getByRole("button", { name: "photo.txt" }).waitFor();
    await desk.getByRole("button", { name: say.accept, exact: true }).click();
    await desk.getByText(say.accepted, { exact: true }).first().waitFor();
    await assertAccessible(desk);
    const { rows } = await database.owner.query(
      "select count(*)::int as n from instruction_recipients where accepted_at is not null",
    );
    assert.equal(rows[0]?.n, 1);
  });
