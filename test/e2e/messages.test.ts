import assert from "node:assert/strict";
import { test } from "node:test";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { assertAccessible } from "../accessible.ts";
import { type Site, site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn, type SmallGroup } from "../factories.ts";
import { until } from "../until.ts";

let officer: SignedIn;
let administrator: SignedIn;
let group: SmallGroup;
const kinds = ["duty.reminded", "duty.risen"] as const;
const pages: Site = await site(async ({ owner }) => {
  group = await buildSmallGroup(owner);
  officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
  administrator = await signedIn(owner, {
    companyId: group.companies.parent,
    role: "administrator",
    unitId: group.group,
  });
  await owner.query("update people set email = 'officer@mihon.example' where id = $1", [officer.personId]);
  // Many more than one looks at.
  await owner.query(
    `insert into messages (person_id, kind, company_id, permission, subject_kind, subject_id, data, event_id, read_at, made_at)
     select $1, 'inspection.confirmed', $2, 'inspection.read', 'inspection', gen_random_uuid(), '{}', -n, now(), now() - interval '40 days'
     from generate_series(1, 100000) n`,
    [officer.personId, group.companies.own],
  );
  for (const kind of kinds)
    await owner.query(
      `insert into messages (person_id, kind, company_id, permission, subject_kind, subject_id, data, event_id)
       values ($1, $2, $3, 'inspection.read', 'inspection', gen_random_uuid(),
         '{"dutyKind": "inspection.answer", "dueAt": "2026-12-01T14:59:59Z", "level": 1}', 1)`,
      [officer.personId, kind, group.companies.own],
    );
  await owner.query(
    `insert into messages (person_id, kind, company_id, permission, subject_kind, subject_id, event_id)
     values ($1, 'inspection.talked', $2, 'inspection.read', 'inspection', gen_random_uuid(), 2)`,
    [officer.personId, group.companies.other],
  );
  await owner.query(
    `insert into mails (person_id, company_id, kind, state, address, problem, reply, expires_at, ended_at)
     values ($1, $2, 'messages', 'failed', 'officer@mihon.example', 'smtp.550', '550 5.1.1 no such user', now(), now())`,
    [officer.personId, group.companies.own],
  );
});
const screenshots = process.env["SCREENSHOTS"];

for (const [language, words] of [
  [
    "en",
    {
      title: "3 unread messages",
      reminder: /^Reminder: answer the inspection, Own Ltd\./,
      gone: "About something that is no longer yours to see",
      goneTitle: "What this message is about is no longer yours to see",
      settings: "What comes by mail",
      unread: "Unread",
      bell: "Messages, 3 unread",
      off: "No mail server is set up",
      failed: "refused by the mail server",
    },
  ],
  [
    "ja",
    {
      title: "未読3件",
      reminder: /^リマインド：/,
      gone: "今は閲覧できないものについてのお知らせ",
      goneTitle: "このお知らせの対象は、今は閲覧できません",
      settings: "メールの設定",
      unread: "未読",
      bell: "お知らせ、未読3件",
      off: "メールサーバーが設定されていません",
      failed: "メールサーバーが拒否",
    },
  ],
] as const) {
  test(`the inbox among 100,000 messages: bell, unread, no name out of reach (${language})`, async () => {
    const page = await pages.page({ language, token: officer.token });
    await page.goto("/messages");
    await page.getByRole("heading", { level: 1, name: words.title }).waitFor();
    await page.getByRole("link", { name: words.bell }).waitFor();
    await page.getByRole("link", { name: words.reminder }).waitFor();
    await page.getByRole("link", { name: words.gone }).waitFor();
    assert.equal(await page.getByText("Other Ltd.").count(), 0);
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/messages-${language}.png` });
    await page
      .getByRole("radio", { name: words.unread })
      .or(page.getByRole("button", { name: words.unread, exact: true }))
      .first()
      .click();
    await until("only what is unread is shown", async () =>
      (await page.getByRole("row").count()) === 4 ? true : undefined,
    );
    await page.getByRole("link", { name: words.gone }).click();
    await page.getByRole("heading", { name: words.goneTitle }).waitFor();
    await pages.database.owner.query("update messages set read_at = null where event_id > 0");
  });

  test(`what comes by mail, and when, is chosen and kept (${language}, phone)`, async () => {
    const page = await pages.page({ language, token: officer.token, width: 360, height: 800 });
    await page.goto("/me/messages");
    await page.getByRole("heading", { level: 1, name: words.settings }).waitFor();
    await page.locator("select").nth(2).waitFor();
    await assertAccessible(page);
    if (screenshots)
      await page.screenshot({ path: `${screenshots}/message-settings-${language}.png`, fullPage: true });
    await page.locator("table select").first().selectOption("inbox");
    await page.locator("form button[type=submit]").click();
    await until("it is kept", async () => {
      const { rows } = await pages.database.owner.query(
        "select ways->>'round.launched' as way from message_preferences where person_id = $1",
        [officer.personId],
      );
      return rows[0]?.way === "inbox" || undefined;
    });
    await pages.database.owner.query("delete from message_preferences");
  });

  test(`the administrator sees that no mail server is set up, and what failed (${language})`, async (t) => {
    // Another file of the process may have named a server.
    const others = [mailSettings(), publicUrl()] as const;
    useMail(null, "");
    t.after(() => useMail(...others));
    const page = await pages.page({ language, token: administrator.token });
    await page.goto("/mails");
    await page.getByRole("heading", { level: 1, name: words.off }).waitFor();
    await page.getByText(words.failed).waitFor();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/mails-${language}.png` });
  });
}

test("the link of a mail leads through sign-in to the record, and marks the message as read", async () => {
  const { owner } = pages.database;
  const { hash } = await import("#modules/access/password.ts").then(async (module) => ({
    hash: await module.hashPassword("a long enough phrase"),
  }));
  await owner.query("update accounts set password_hash = $2 where id = $1", [officer.accountId, hash]);
  const { rows } = await owner.query(
    "select m.id, m.subject_id, a.login_name from messages m join accounts a on a.person_id = m.person_id where m.person_id = $1 and m.kind = 'duty.reminded'",
    [officer.personId],
  );
  const page = await pages.page({ language: "en" });
  await page.goto(`/messages/${rows[0].id}`);
  await page.locator("input[name=username]").fill(rows[0].login_name);
  await page.locator("input[autocomplete=current-password]").fill("a long enough phrase");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/inspections/${rows[0].subject_id}/answer`);
  const { rows: read } = await owner.query(
    "select read_at is not null as is_read from messages where id = $1",
    [rows[0].id],
  );
  assert.equal(read[0].is_read, true);
});
