import assert from "node:assert/strict";
import { test } from "node:test";
import { newSecret, sealSecret } from "#modules/calls/signing.ts";
import { assertAccessible } from "../accessible.ts";
import { type Site, site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn, type SmallGroup } from "../factories.ts";

let office: SignedIn;
let administrator: SignedIn;
let group: SmallGroup;
const callId = crypto.randomUUID();
const receiverId = crypto.randomUUID();
const pages: Site = await site(async ({ owner }) => {
  group = await buildSmallGroup(owner);
  const { own, parent } = group.companies;
  office = await signedIn(owner, { companyId: parent, role: "group_office", unitId: group.group });
  administrator = await signedIn(owner, { companyId: parent, role: "administrator", unitId: group.group });
  await owner.query(
    "insert into receivers (id, name, url, kinds, language, secret, failing_since, problem) values ($1, 'On-call', 'https://pager.mihon.example/hook', '{clock.hard}', 'en', $2, now(), 'receiver.broken')",
    [receiverId, sealSecret(newSecret(), receiverId)],
  );
  const { rows } = await owner.query(
    `insert into duties (fiscal_year, kind, subject_kind, subject_id, company_id, permission, starts_at, due_at, time_zone, level)
     values (2026, 'inspection.answer', 'inspection', gen_random_uuid(), $1, 'inspection.answer', now() - interval '9 days', now() - interval '7 days', 'Asia/Tokyo', 4) returning id`,
    [own],
  );
  await owner.query(
    "insert into calls (id, duty_id, fiscal_year, company_id, level, answer_by) values ($1, $2, 2026, $3, 4, now() + interval '1 day')",
    [callId, rows[0].id, own],
  );
  await owner.query(
    `insert into messages (person_id, kind, company_id, duty_id, permission, subject_kind, subject_id, data, event_id, is_urgent)
     select $1, 'duty.risen', d.company_id, d.id, 'inspection.read', 'inspection', d.subject_id,
       jsonb_build_object('dutyKind', d.kind, 'level', 4, 'isAddressed', false, 'callId', $2::text), 1, true from duties d where d.id = $3`,
    [office.personId, callId, rows[0].id],
  );
  // Many more than one looks at.
  await owner.query(
    `insert into deliveries (receiver_id, kind, state, attempts, status, problem, expires_at, ended_at, call_id, duty_id, event_id)
     select $1, 'clock.hard', case when n = 100000 then 'failed' else 'sent' end, 1, case when n = 100000 then 400 else 204 end,
       case when n = 100000 then 'receiver.refused' end, now(), now(), $2, $3, n from generate_series(1, 100000) n`,
    [receiverId, callId, rows[0].id],
  );
});
const screenshots = process.env["SCREENSHOTS"];

for (const [language, words] of [
  [
    "en",
    {
      failing: "One receiver does not answer",
      again: "Retry now",
      refused: "It refuses the call",
      waiting: /^(waiting|on its way)$/,
      overdue: /^Own Ltd\.: answer the inspection is overdue$/,
      acknowledge: "Acknowledge",
      done: /^Acknowledged by/,
      add: "Set up a receiver",
      name: "Name",
      url: "Address",
      once: "Enter this secret at the receiver now: it is shown this once.",
      feed: "Make a link",
      program: "For which program",
      link: "Calendar link",
      end: "End",
    },
  ],
  [
    "ja",
    {
      failing: "1件の受信先が応答していません",
      again: "今すぐ再送",
      refused: "呼び出しを拒否しました",
      waiting: /^(待ち|送信中)$/,
      overdue: /が期限を過ぎています$/,
      acknowledge: "確認しました",
      done: /に確認$/,
      add: "受信先を設定",
      name: "名前",
      url: "アドレス",
      once: "このシークレットを今すぐ受信側に設定してください。表示は今回だけです。",
      feed: "リンクを作る",
      program: "使うカレンダー",
      link: "カレンダーのリンク",
      end: "無効にする",
    },
  ],
] as const) {
  test(`receivers: what does not answer, 100,000 deliveries, one sent again (${language})`, async () => {
    const page = await pages.page({ language, token: administrator.token });
    await page.goto("/receivers");
    await page.getByRole("heading", { level: 1, name: words.failing }).waitFor();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/receivers-${language}.png` });
    await page.getByRole("link", { name: "On-call" }).click();
    await page.getByText(words.refused).waitFor();
    await assertAccessible(page);
    if (screenshots)
      await page.screenshot({ path: `${screenshots}/receiver-${language}.png`, fullPage: true });
    await page.getByRole("button", { name: words.again }).first().click();
    // The product's own sender may have taken it already.
    await page.getByRole("cell", { name: words.waiting }).waitFor();
    await pages.database.owner.query(
      "update deliveries set state = 'failed', ended_at = now(), problem = 'receiver.refused', sender = null, claimed_at = null where state in ('waiting', 'sending')",
    );
  });

  test(`a receiver is set up and its secret shown once (${language})`, async () => {
    const page = await pages.page({ language, token: administrator.token });
    await page.goto("/receivers");
    await page.getByRole("button", { name: words.add }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(words.name, { exact: true }).fill("Pager");
    await dialog.getByLabel(words.url, { exact: true }).fill("https://pager.mihon.example/two");
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/receiver-add-${language}.png` });
    await dialog.getByRole("button", { name: words.add }).click();
    await dialog.getByText(words.once).waitFor();
    const secret = await dialog.getByRole("textbox").first().inputValue();
    assert.match(secret, /^whsec_[A-Za-z0-9+/=]{44}$/);
    if (screenshots) await page.screenshot({ path: `${screenshots}/receiver-secret-${language}.png` });
    await pages.database.owner.query(
      "update receivers set removed_at = now(), secret = null, is_on = false where name = 'Pager'",
    );
  });

  test(`a hard clock is acknowledged from the inbox on a phone (${language})`, async () => {
    const page = await pages.page({ language, token: office.token, width: 390, height: 844 });
    const { rows } = await pages.database.owner.query("select id from messages");
    await page.goto(`/messages/${rows[0].id}`);
    await page.getByRole("heading", { level: 1, name: words.overdue }).waitFor();
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/call-${language}.png`, fullPage: true });
    await page.getByRole("button", { name: words.acknowledge }).click();
    await page.getByText(words.done).first().waitFor();
    assert.equal(await page.getByRole("button", { name: words.acknowledge }).count(), 0);
    await pages.database.owner.query(
      "update calls set state = 'open', ended_at = null, acknowledged_by = null",
    );
  });

  test(`a calendar link is made, shown once and ended (${language})`, async () => {
    const page = await pages.page({ language, token: office.token });
    await page.goto("/me");
    await page.getByLabel(words.program).fill("Outlook");
    await page.getByRole("button", { name: words.feed }).click();
    const address = await page.getByLabel(words.link, { exact: true }).inputValue();
    assert.match(address, /\/api\/feeds\/[\w-]{43}\.ics$/);
    await assertAccessible(page);
    if (screenshots) await page.screenshot({ path: `${screenshots}/feed-${language}.png`, fullPage: true });
    const row = page.getByRole("row", { name: /Outlook/ });
    await row.getByRole("button", { name: words.end }).click();
    await row.waitFor({ state: "detached" });
  });
}
