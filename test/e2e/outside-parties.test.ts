// An outside firm registered and engaged in the browser; its person sees the engagement and nothing else; it is ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { hashToken } from "#core/http/door.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addEdition, addOpenRound } from "../editions.ts";
import { buildSmallGroup, signedIn } from "../factories.ts";

const screenshots = process.env["SCREENSHOTS"];

const words = {
  en: {
    none: "No outside party sees anything",
    register: "Register a firm",
    firm: "Firm",
    firms: "Firms",
    change: "Change",
    note: /Note/,
    save: "Save",
    add: "Add a person",
    family: "Family name",
    mail: /Mail address/,
    copy: "Copy",
    done: "Done",
    engage: "Engage a firm",
    title: "Title",
    purpose: "What for",
    last: "Last day",
    make: "Engage",
    sees: "What its people see",
    mine: "Your engagements",
    open: "See the records",
    search: "Search",
    answered: /of \d+ answered/,
    end: "End now",
    reason: "Reason",
    over: "Over",
    gone: "You have no engagement now",
    refused: "Sign in",
  },
  ja: {
    none: "何かを見ている社外関係者はいません",
    register: "会社を登録",
    firm: "会社",
    firms: "会社",
    change: "変更",
    note: /メモ/,
    save: "保存",
    add: "人を追加",
    family: "姓",
    mail: /メールアドレス/,
    copy: "コピー",
    done: "完了",
    engage: "委託を登録",
    title: "件名",
    purpose: "目的",
    last: "最終日",
    make: "委託する",
    sees: "相手が見られるもの",
    mine: "あなたの委託",
    open: "記録を見る",
    search: "検索",
    answered: /件中\d+件回答/,
    end: "今すぐ終了",
    reason: "理由",
    over: "終了",
    gone: "現在の委託はありません",
    refused: "サインイン",
  },
} as const;

for (const language of walked("en", "ja"))
  test(`R-15 an outside party from its registration to its end (${language})`, async () => {
    const say = words[language];
    let token = "";
    let outside = async (): Promise<string> => "";
    const { page: open } = await site(async ({ owner }) => {
      const group = await buildSmallGroup(owner);
      const editionId = await addEdition(owner);
      await addOpenRound(owner, {
        editionId,
        companies: [group.companies.own, group.companies.sister],
        dueOn: "2030-12-15",
      });
      const { companies, group: unitId } = group;
      token = (await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId })).token;
      outside = async () => {
        const session = `outside-${crypto.randomUUID()}`;
        await owner.query(
          `insert into sessions (account_id, company_id, token_hash, expires_at, methods)
           select id, company_id, $1, now() + interval '1 hour', '{pwd,otp,mfa}' from accounts where login_name = 'ada@firm.example'`,
          [hashToken(session)],
        );
        await owner.query(
          "update accounts set state = 'active', password_hash = '-', language = $1 where login_name = 'ada@firm.example'",
          [language],
        );
        return session;
      };
    });
    const shoot = async (of: Page, name: string) => {
      if (screenshots)
        await of.screenshot({ path: `${screenshots}/outside-${name}-${language}.png`, fullPage: true });
    };
    const page = await open({ language, token });
    const dialog = page.getByRole("dialog");
    await page.goto("/outside");
    await page.getByRole("heading", { name: say.none }).waitFor();
    await assertAccessible(page);
    await page.getByRole("button", { name: say.register }).click();
    await dialog.getByLabel(say.firm, { exact: true }).fill("Blue Lantern Security");
    await dialog.getByRole("button", { name: say.register }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: say.firms, exact: true }).click();
    await page.getByRole("cell", { name: "Blue Lantern Security" }).first().waitFor();
    const actions = () => page.getByRole("button", { name: /Blue Lantern/ }).click();
    await actions();
    await page.getByRole("menuitem", { name: say.change, exact: true }).click();
    await dialog.getByLabel(say.firm, { exact: true }).fill("Blue Lantern Assurance");
    await dialog.getByLabel(say.note).fill("Framework agreement");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.save }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("cell", { name: "Blue Lantern Assurance Framework agreement" }).first().waitFor();
    await shoot(page, "firms");
    await actions();
    await page.getByRole("menuitem", { name: say.add }).click();
    await dialog.getByLabel(say.family, { exact: true }).fill("Lovelace");
    await dialog.getByLabel(say.mail).fill("ada@firm.example");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: say.add }).click();
    assert.match(
      await dialog.locator("input.mono").inputValue(),
      /\/invitation#.+/,
      "the link is shown, behind #",
    );
    await dialog.getByRole("button", { name: say.done }).click();

    await page.getByRole("link", { name: say.engage }).click();
    await page.getByLabel(say.title, { exact: true }).fill("Yearly assessment");
    await page.getByLabel(say.purpose, { exact: true }).fill("A second pair of eyes");
    await page.getByLabel(say.last, { exact: true }).fill("2027-06-30");
    await page.getByLabel(say.last, { exact: true }).press("Tab");
    await page.getByLabel("Own Ltd.").check();
    await page.getByLabel(/ada@firm\.example/).check();
    await assertAccessible(page);
    await shoot(page, "new");
    await page.getByRole("button", { name: say.make, exact: true }).click();
    await page.getByRole("heading", { name: say.sees }).waitFor();
    await page.getByRole("cell", { name: "Own Ltd." }).waitFor();
    await assertAccessible(page);
    await shoot(page, "engagement");

    const theirs = await open({ language, token: await outside() });
    await theirs.goto("/");
    await theirs.getByRole("heading", { name: say.mine }).waitFor();
    await theirs.getByText("A second pair of eyes").waitFor();
    assert.equal(
      await theirs.locator("nav.rail .group a").count(),
      1,
      "no page but the start page in the rail",
    );
    assert.ok(!(await theirs.content()).includes("Sister"));
    await assertAccessible(theirs);
    await shoot(theirs, "start");
    await theirs.getByRole("link", { name: say.open }).click();
    await theirs.getByRole("link", { name: "Own Ltd." }).click();
    await theirs.getByText(say.answered).waitFor();
    await assertAccessible(theirs);
    await shoot(theirs, "inspection");

    await page.getByRole("button", { name: say.end }).click();
    await dialog.getByLabel(say.reason).fill("Finished early");
    await dialog.getByRole("button", { name: say.end }).click();
    await page.getByText("Finished early").waitFor();
    await theirs.goto("/");
    await theirs
      .getByRole("heading", { name: say.gone })
      .or(theirs.getByRole("heading", { name: say.refused }))
      .first()
      .waitFor();

    const phone = await open({ language, token, width: 360, height: 740 });
    await phone.goto("/outside?state=over");
    await phone.getByRole("link", { name: "Yearly assessment" }).waitFor();
    await shoot(phone, "phone");
    const isWide = await phone.evaluate("document.documentElement.scrollWidth > innerWidth");
    assert.equal(isWide, false, "nothing runs out of the phone's page");
  });
