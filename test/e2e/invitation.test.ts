// From the invitation to the first look: one link, one password, one's own company and no other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { addPerson, buildSmallGroup, signedIn } from "../factories.ts";

const words = {
  en: {
    invite: "Invite",
    whom: "Whom do you invite?",
    login: "Login name",
    copy: "Copy",
    password: "New password",
    accept: "Set it and sign in",
    rights: "Rights",
    role: "Role",
    officer: "Company security officer",
    where: "Where",
    reason: "Reason",
    lastDay: "Last day",
    give: "Give a right",
    allows: "answer, hand over and submit the inspection",
    find: "Find by name or mail",
  },
  ja: {
    invite: "招待する",
    whom: "だれを招待しますか",
    login: "ログイン名",
    copy: "コピー",
    password: "新しいパスワード",
    accept: "決定してサインイン",
    rights: "権限",
    role: "役割",
    officer: "会社の情報セキュリティ責任者",
    where: "対象",
    reason: "理由",
    lastDay: "最終日",
    give: "権限を与える",
    allows: "点検に回答し、依頼し、提出する",
    find: "氏名またはメールで探す",
  },
} as const;

for (const language of walked("ja", "en")) {
  test(`S-01 invite, give a right, accept, sign in and see the own company alone (${language})`, async () => {
    const say = words[language];
    let token = "";
    let endOfGrant = async (): Promise<unknown> => null;
    const { page: open } = await site(async ({ owner }) => {
      endOfGrant = async () =>
        (await owner.query("select valid_to::text from grants where role_id = 'security_officer'")).rows[0]
          ?.valid_to;
      const group = await buildSmallGroup(owner);
      token = (
        await signedIn(owner, {
          companyId: group.companies.parent,
          role: "group_office",
          unitId: group.group,
        })
      ).token;
      await addPerson(owner, { companyId: group.companies.own, familyName: "Aoba", givenName: "Kaoru" });
    });
    const office = await open({ language, token });
    await office.goto("/accounts");
    await office.getByRole("button", { name: say.invite, exact: true }).click();
    const dialog = office.getByRole("dialog");
    const whom = dialog.getByRole("combobox", { name: say.whom }).or(dialog.getByLabel(say.whom));
    await whom.first().fill("Aoba");
    await office.getByRole("option", { name: /Aoba/ }).click();
    await dialog.getByLabel(say.login).fill("kaoru@example.test");
    await assertAccessible(office);
    await dialog.getByRole("button", { name: say.invite, exact: true }).click();
    const link = await dialog.getByRole("textbox", { name: say.copy }).inputValue();
    assert.match(link, /\/invitation#.{20,}/);
    await office.goto("/accounts");
    await office.getByRole("searchbox", { name: say.find }).fill("Aoba");
    await office.getByRole("row", { name: /Aoba/ }).getByRole("button", { name: say.rights }).click();
    await dialog.getByLabel(say.role).selectOption({ label: say.officer });
    await dialog.getByLabel(say.where).first().fill("Own");
    await office.getByRole("option", { name: /Own Ltd/ }).click();
    await dialog.getByLabel(say.reason, { exact: false }).first().fill("appointed");
    // The last day is one of the right's days; in the record the right ends the day after.
    await dialog.getByLabel(say.lastDay).fill("2099-03-31");
    // What it will allow is said before it is given.
    await dialog.getByText(say.allows).waitFor();
    await assertAccessible(office);
    await dialog.getByRole("button", { name: say.give }).click();
    const given = dialog.getByRole("listitem").filter({ hasText: say.officer });
    assert.match(await given.innerText(), /(2099.*31|31.*2099)/);
    assert.equal(await endOfGrant(), "2099-04-01");

    const officer = await open({ language });
    await officer.goto(link);
    await officer.getByLabel(say.password).fill("a long enough phrase");
    await assertAccessible(officer);
    await officer.getByRole("button", { name: say.accept }).click();
    await officer.waitForURL((url) => url.pathname === "/");
    await officer.goto("/companies");
    await officer.getByRole("link", { name: "Own Ltd." }).waitFor();
    const text = await officer.locator("main").innerText();
    for (const other of ["Sister", "Other", "Parent"]) assert.ok(!text.includes(other), other);
  });
}
