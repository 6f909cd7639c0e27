// A notice as letters in three languages: for whom, of which day, in which words, approved by whom; what is not approved says so.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { AppError } from "#core/errors.ts";
import { contentOf } from "#core/files/content.ts";
import { testApp } from "#test/app.ts";
import { buildSmallGroup, signedIn } from "#test/factories.ts";
import { incidents } from "../contract.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const { own, sister, parent } = group.companies;
const officer = await signedIn(owner, { companyId: own, role: "security_officer", name: "Officer" });
const stranger = await signedIn(owner, { companyId: sister, role: "security_officer", name: "Stranger" });
const office = await signedIn(owner, {
  companyId: parent,
  role: "group_office",
  unitId: group.group,
  name: "Office",
});
const as = app.as(officer.token);
const refusedWith = (code: string) => (error: AppError) => error.code === code;
const languages = ["ja", "en", "zh"] as const;
type Language = (typeof languages)[number];
const missing = existsSync("/usr/bin/pdftotext") ? false : "pdftotext is not installed here";
const folder = mkdtempSync(join(tmpdir(), "yagura-letter-"));
const now = new Date("2026-06-05T16:30:00Z");

const texts = [
  {
    language: "ja",
    subject: "個人情報の漏えいのおそれに関するご連絡",
    body: "平素よりお世話になっております。\n\nお客様の情報が第三者に閲覧された可能性があります。\n<b>パスワードの変更</b>をお願いいたします。",
  },
  {
    language: "en",
    subject: "Your personal data may have been read by others",
    body: "Dear customer,\n\nYour data may have been read by others.\n#strong[Please] change your password.",
  },
  {
    language: "zh",
    subject: "关于个人信息可能泄露的通知",
    body: "尊敬的客户：\n\n您的信息可能已被他人查看。\n请更改密码。",
  },
] as const;
const address = (name: string, language: Language) => ({
  kind: "address" as const,
  name,
  address: `${name.toLowerCase().replaceAll(" ", ".")}@customer.example`,
  language,
});
const recipients = [
  address("Kingfisher Trading", "en"),
  address("Heron Logistics", "en"),
  address("Kawasemi", "ja"),
  address("Cuiniao", "zh"),
];

async function begin(isExercise = false): Promise<string> {
  app.setNow(now);
  const { id } = await as(incidents.reportIncident, {
    companyId: own,
    kind: "cloud_setting",
    title: "Customer list readable",
    what: "A list could be read by anybody.",
    discoveredAt: "2026-06-05T14:50:00.000Z",
    zone: "Asia/Tokyo",
  });
  if (isExercise) await owner.query("update incidents set is_exercise = true where id = $1", [id]);
  const { rowVersion } = await as(incidents.getIncident, { id });
  await as(incidents.judgeIncident, { id, as: "incident", because: "", rowVersion });
  const notice = await as(incidents.addNotice, {
    id,
    name: "To customers",
    audience: "customers",
    channel: "letter",
    proof: "who_when",
    hours: 24,
    approvals: 1,
    because: "They are to be told",
  });
  return notice.id;
}
const write = async (id: string, handIn: boolean, of: readonly (typeof texts)[number][] = texts) => {
  const { rowVersion } = await as(incidents.getNotice, { id });
  return as(incidents.writeNotice, { id, texts: [...of], recipients, handIn, rowVersion });
};
async function approve(id: string): Promise<void> {
  const { rowVersion, handedN } = await app.as(office.token)(incidents.getNotice, { id });
  await app.as(office.token)(incidents.judgeNotice, {
    id,
    n: handedN ?? 0,
    verdict: "approved",
    said: "",
    rowVersion,
  });
}

async function letter(id: string, language: Language, name = "") {
  const output = await as(incidents.downloadNotice, { id, language });
  const path = join(folder, "letter.pdf");
  writeFileSync(path, (await contentOf(output)?.open()) as Buffer);
  if (process.env["YAGURA_KEEP_PDF"])
    copyFileSync(path, join(process.env["YAGURA_KEEP_PDF"], `notice-${language}${name}.pdf`));
  const pages = execFileSync("pdftotext", [path, "-"], { encoding: "utf8" }).split("\f").slice(0, -1);
  return pages.map((page) => page.replaceAll("\u200B", "").replaceAll(/\s+/g, language === "en" ? " " : ""));
}

const draft = { ja: /下書き/, en: /DRAFT/, zh: /草稿/ };

test("R-19 a notice is printed as a letter to each of its recipients in their language: day, reference, words, approval, pages; a draft says that it is one", {
  skip: missing,
}, async () => {
  const id = await begin();
  await assert.rejects(letter(id, "en"), refusedWith("notice.no_text_for_language"));
  for (const handIn of [false, true]) {
    await write(id, handIn);
    for (const language of languages)
      for (const page of await letter(id, language, "-draft")) assert.match(page, draft[language]);
  }
  await approve(id);
  const { reference } = await as(incidents.getNotice, { id });
  const said = {
    // The company's own day: in Tokyo it is the sixth already.
    ja: [
      /Kawasemi/,
      /2026年6月6日/,
      /<b>パスワードの変更<\/b>をお願いいたします/,
      /本文第2版/,
      /承認：.*Office/,
    ],
    en: [/Kingfisher Trading/, /6 Jun 2026/, /#strong\[Please\] change your password/, /Text version 2/],
    zh: [/Cuiniao/, /2026年6月6日/, /您的信息可能已被他人查看/, /正文第2版/, /批准：.*Office/],
  };
  for (const language of languages) {
    const pages = await letter(id, language);
    const [first = ""] = pages;
    for (const words of [...said[language], new RegExp(reference), /1\/1/]) assert.match(first, words);
    for (const page of pages) assert.doesNotMatch(page, draft[language]);
  }
  const [first, second, ...more] = await letter(id, "en");
  assert.deepEqual(more, [], "one letter for each who reads it");
  assert.match(first ?? "", /Kingfisher Trading kingfisher\.trading@customer\.example/);
  assert.match(second ?? "", /Heron Logistics .* approved by [^·]*Office.*1\/1/);
  assert.doesNotMatch(second ?? "", /Kingfisher/);

  // Other words are other words: what was approved is not what would be sent.
  await write(id, true, texts.slice(0, 3));
  assert.match((await letter(id, "en"))[0] ?? "", draft.en);
  const { rows } = await owner.query(
    "select data - 'noticeId' as data, data ->> 'noticeId' as notice, actor_id from events where verb = 'incident.paper_taken' order by id desc limit 1",
  );
  assert.deepEqual(rows[0], {
    data: { paper: "notice", language: "en" },
    notice: id,
    actor_id: officer.personId,
  });
});

test("R-33 a letter of an exercise says so on its page; a text of several pages counts them; of another company's nothing is printed", {
  skip: missing,
}, async () => {
  const id = await begin(true);
  const [, english] = texts;
  const long = { ...english, body: Array.from({ length: 90 }, (_, at) => `Line ${at + 1}`).join("\n") };
  await write(id, true, [texts[0], long as unknown as (typeof texts)[1], texts[2]]);
  await approve(id);
  const pages = await letter(id, "en", "-exercise");
  assert.equal(pages.length % 2, 0);
  const each = pages.length / 2;
  assert.ok(each > 1);
  pages.forEach((page, at) => {
    assert.match(page, /EXERCISE/);
    assert.match(page, new RegExp(`${(at % each) + 1}/${each}`));
  });
  await assert.rejects(
    app.as(stranger.token)(incidents.downloadNotice, { id, language: "en" }),
    refusedWith("notice.not_found"),
  );
});
