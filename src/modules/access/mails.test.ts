// Links by mail, from the press at the door to a real mail server: in the reader's language and zone, good once, and telling
// a stranger nothing.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { generate } from "otplib";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { AppError } from "#core/errors.ts";
import { enrol } from "#core/events/dispatch.ts";
import { makeLog } from "#core/http/log.ts";
import { sessionTokenOf } from "#core/http/server.ts";
import { runTimed } from "#core/jobs/timed.ts";
import { startSender } from "#core/mail/sender.ts";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { gatherMails } from "#modules/messages/gathering.ts";
import { messageMaker } from "#modules/messages/making.ts";
import { organization } from "#modules/organization/contract.ts";
import { testApp } from "#test/app.ts";
import { readOn } from "#test/read-on.ts";
import { atTheEnd } from "#test/db.ts";
import { addPerson, buildSmallGroup, type SignedIn, signedIn } from "#test/factories.ts";
import { mailServer } from "#test/smtp.ts";
import { until } from "#test/until.ts";
import { access } from "./contract.ts";
import { accessModule } from "./module.ts";
import { hashPassword } from "./password.ts";

const app = await testApp();
const { owner } = app.database;
const group = await buildSmallGroup(owner);
const password = "a long enough phrase";
const passwordHash = await hashPassword(password);
const code = (expected: string) => (error: unknown) => error instanceof AppError && error.code === expected;
const tokenOf = (output: unknown) => sessionTokenOf(output) ?? "";
const browserKey = "b".repeat(40);
const quiet = makeLog("silent");

const smtp = await mailServer();
const home = "https://yagura.mihon.example";
/** The files of a run share one process: what they say of mail is put back after each. */
const withMail = (name: string, work: () => Promise<void>) =>
  test(name, async () => {
    const before = [mailSettings(), publicUrl()] as const;
    useMail(smtp.settings, home);
    await work().finally(() => useMail(...before));
  });
const folder = mkdtempSync(join(tmpdir(), "yagura-links-"));
const sender = await startSender({
  url: app.database.url,
  db: app.door.db,
  kinds: modules.flatMap((module) => module.mails ?? []),
  settings: smtp.settings,
  texts: loadTexts(textFolders),
  publicUrl: home,
  folder,
  log: quiet,
  patience: () => 1,
});
await enrol(app.door.db, [messageMaker]);
atTheEnd(async () => {
  await sender.close();
  rmSync(folder, { recursive: true, force: true });
});

type Somebody = { language?: "ja" | "en" | "zh"; way?: "link"; zone?: string };
let count = 0;
async function somebody({ language = "en", way, zone }: Somebody = {}) {
  const who = await signedIn(owner, { companyId: group.companies.own });
  count += 1;
  const loginName = `person${count}@mihon.example`;
  await owner.query("update people set email = $2, time_zone = $3 where id = $1", [
    who.personId,
    `box${count}@mihon.example`,
    zone ?? null,
  ]);
  await owner.query(
    "update accounts set login_name = $2, password_hash = $3, language = $4, sign_in_way = $5 where id = $1",
    [who.accountId, loginName, way ? null : passwordHash, language, way ?? "password"],
  );
  return { ...who, loginName, address: `box${count}@mihon.example` };
}
const office = await signedIn(owner, {
  companyId: group.companies.parent,
  role: "group_office",
  unitId: group.group,
});

/** The clock's works once more, as after their usual time, and what they ask to be mailed. */
async function tick() {
  await owner.query("update timed_runs set ran_at = null");
  await runTimed(app.door.db, accessModule.timed ?? [], quiet);
  await readOn(app.door.db, owner, [messageMaker]);
  await owner.query("update messages set mail_after = now() where mail_after is not null");
  await runTimed(app.door.db, [gatherMails], quiet);
  sender.wake();
}
const ask = (loginName: string, purpose: "sign_in" | "password") =>
  app.as(null)(access.askForLink, { loginName, purpose, browserKey });
const mailTo = (address: string, about?: RegExp) =>
  until(`a mail to ${address}`, async () =>
    smtp.arrived.find((one) => one.to === address && (!about || about.test(one.mail.subject ?? ""))),
  );
const linkIn = (text: string | undefined) => /\/([a-z-]+)#([\w-]+)/.exec(text ?? "")?.slice(1) ?? [];
const mailCount = async () => (await owner.query("select count(*)::int as n from mails")).rows[0].n as number;

withMail(
  "S-01 a mailed link comes in once, in the browser that asked, and still owes a second factor by rule",
  async () => {
    const who = await somebody({ language: "ja", way: "link", zone: "Asia/Tokyo" });
    await owner.query(
      `insert into sign_in_rules (unit_id, company_id, demands, from_day, reason) values ($1, $1, 'second_factor', current_date - 1, 'test')`,
      [group.companies.own],
    );
    await ask(who.loginName, "sign_in");
    await tick();
    const { mail } = await mailTo(who.address);
    assert.equal(mail.subject, "サインイン用リンク");
    assert.match(mail.text ?? "", /https:\/\/yagura\.mihon\.example\/link#/);
    assert.match(String(mail.html), /サインイン<\/a>/);
    const [page, token = ""] = linkIn(mail.text);
    assert.equal(page, "link");
    const open = (key: string) => app.as(null)(access.signInByLink, { token, browserKey: key });
    await assert.rejects(open("c".repeat(40)), code("link.other_browser"));
    const entered = await open(browserKey);
    assert.equal(entered.owes?.enrols, true);
    await assert.rejects(app.as(tokenOf(entered))(access.getSession, {}), code("session.incomplete"));
    await assert.rejects(open(browserKey), code("link.not_valid"));
    await owner.query("delete from sign_in_rules");
  },
);

withMail("S-01 the secret lies sealed in the outbox, and nowhere once the mail has left", async () => {
  const who = await somebody({ way: "link" });
  smtp.beforeTaking = async () => {
    const { rows } = await owner.query(
      "select data::text as data, sealed, kind from mails where person_id = $1",
      [who.personId],
    );
    assert.equal(rows[0].kind, "access.sign_in");
    assert.ok(rows[0].sealed.length > 40);
    assert.ok(!rows[0].data.includes("token"));
  };
  await ask(who.loginName, "sign_in");
  await tick();
  const { mail } = await mailTo(who.address);
  smtp.beforeTaking = async () => undefined;
  const [, token = ""] = linkIn(mail.text);
  const row = await until("the mail is settled", async () => {
    const { rows } = await owner.query(
      "select state, sealed, row_to_json(m)::text as whole from mails m where person_id = $1",
      [who.personId],
    );
    return rows[0]?.state === "sent" ? rows[0] : undefined;
  });
  assert.equal(row.sealed, null);
  assert.ok(!row.whole.includes(token));
});

withMail(
  "S-01 a name that nobody has, one without an address and one of another way get the same answer and no mail",
  async () => {
    const silent = await somebody();
    await owner.query("update people set email = null where id = $1", [silent.personId]);
    const byPassword = await somebody();
    const known = await somebody({ way: "link" });
    const answers = [
      await ask("nobody@mihon.example", "sign_in"),
      await ask(silent.loginName, "password"),
      await ask(byPassword.loginName, "sign_in"),
      await ask(known.loginName, "sign_in"),
    ];
    assert.deepEqual(new Set(answers.map((one) => JSON.stringify(one))).size, 1);
    // At the door each leaves one row and nothing else: whose name it is, is looked at later.
    const { rows } = await owner.query("select count(*)::int as n from link_requests");
    assert.equal(rows[0].n, 4);
    const had = await mailCount();
    await tick();
    assert.equal((await mailCount()) - had, 1);
    await mailTo(known.address);
  },
);

withMail(
  "S-01 a reset link sets a new password once, ends every sign-in, asks the factor first, and its owner is told",
  async () => {
    const who = await somebody({ language: "zh" });
    const { id, secret } = await app.as(who.token)(access.beginTotp, { name: "App" });
    await app.as(who.token)(access.confirmTotp, { id, code: await generate({ secret }) });
    await ask(who.loginName, "password");
    await tick();
    const { mail } = await mailTo(who.address, /设置新密码/);
    const [page, token = ""] = linkIn(mail.text);
    assert.equal(page, "new-password");
    const reset = await app.as(null)(access.resetPassword, {
      token,
      password: "three grey herons wait",
      browserKey,
    });
    assert.equal(reset.owes?.ways.totp, true, "a mailbox alone takes no account over");
    await assert.rejects(app.as(who.token)(access.getSession, {}), code("session.needed"));
    await assert.rejects(
      app.as(null)(access.resetPassword, { token, password: "three grey herons more", browserKey }),
      code("link.not_valid"),
    );
    await tick();
    const told = await mailTo(who.address, /您的密码已更改/);
    assert.match(told.mail.text ?? "", /如非本人操作/);
  },
);

withMail("S-01 an invitation goes to the person's own address and to nobody else", async () => {
  const personId = await addPerson(owner, { companyId: group.companies.own, familyName: "Neu" });
  await owner.query("update people set email = 'neu@mihon.example' where id = $1", [personId]);
  const invited = await app.as(office.token)(access.inviteAccount, {
    personId,
    loginName: "neu@mihon.example",
    language: "ja",
    byMail: true,
  });
  assert.deepEqual([invited.invitationToken, invited.mailedTo], [null, "neu@mihon.example"]);
  sender.wake();
  const { mail } = await mailTo("neu@mihon.example");
  assert.match(mail.subject ?? "", /のYaguraのアカウント$/);
  const [page, token = ""] = linkIn(mail.text);
  assert.equal(page, "invitation");
  const taken = await app.as(null)(access.acceptInvitation, { token, password: "four red kites above" });
  assert.equal(taken.personId, personId);
});

withMail(
  "S-01 who changes the address of somebody mightier gets no link of theirs; who may renew the account may",
  async () => {
    const mighty = await signedIn(owner, {
      companyId: group.companies.own,
      role: "group_office",
      unitId: group.group,
    });
    const officer = await signedIn(owner, { companyId: group.companies.own, role: "security_officer" });
    const plain = await somebody();
    await owner.query(
      "update accounts set login_name = 'mighty@mihon.example', password_hash = $2 where id = $1",
      [mighty.accountId, passwordHash],
    );
    const address = async (by: SignedIn, personId: string, email: string) => {
      const person = await app.as(by.token)(organization.getPerson, { id: personId });
      const { familyName, givenName, language, timeZone, rowVersion } = person;
      await app.as(by.token)(organization.changePerson, {
        id: personId,
        code: null,
        familyName,
        givenName,
        familyNameReading: null,
        givenNameReading: null,
        email,
        telephone: null,
        language,
        timeZone,
        rowVersion,
        reason: "test",
      });
    };
    const asked = async (loginName: string) => {
      const had = await mailCount();
      await ask(loginName, "password");
      await tick();
      return (await mailCount()) - had;
    };
    await address(officer, mighty.personId, "trap@mihon.example");
    assert.equal(await asked("mighty@mihon.example"), 0);
    const { rows } = await owner.query(
      "select count(*)::int as n from events where verb = 'account.link_withheld' and subject_id = $1",
      [mighty.accountId],
    );
    assert.equal(rows[0].n, 1);
    await address(officer, plain.personId, "right@mihon.example");
    assert.equal(await asked(plain.loginName), 1);
    // The office corrects it: over an account of its like it may dispose.
    await address(office, mighty.personId, "mighty@mihon.example");
    assert.equal(await asked("mighty@mihon.example"), 1);
  },
);

withMail("S-01 without a mail server nothing is offered, and a link is handed over", async () => {
  useMail(null, "");
  try {
    assert.equal((await app.as(null)(access.getSetup, {})).sendsMail, false);
    const who = await somebody({ way: "link" });
    const had = await mailCount();
    await ask(who.loginName, "sign_in");
    await tick();
    assert.equal(await mailCount(), had);
    const renewed = await app.as(office.token)(access.renewInvitation, { id: who.accountId, byMail: true });
    assert.equal(renewed.mailedTo, null);
    assert.ok(renewed.invitationToken);
  } finally {
    useMail(smtp.settings, home);
  }
  assert.equal((await app.as(null)(access.getSetup, {})).sendsMail, true);
});

withMail("S-01 a sign-in from a new device or network is told, one by the usual way is not", async () => {
  const who = await somebody();
  const chrome = "Mozilla/5.0 (Windows NT 10.0) Chrome/120.0.0.0 Safari/537.36";
  const enter = async (agent: string, address: string) => {
    await app.door.perform(
      access.signIn,
      accessModule.service["signIn"] as never,
      { token: null, from: { agent, address } } as never,
      { loginName: who.loginName, password },
    );
    await tick();
    const { rows } = await owner.query(
      "select count(*)::int as n from messages where person_id = $1 and kind = 'account.new_place'",
      [who.personId],
    );
    return rows[0].n as number;
  };
  assert.equal(await enter(chrome, "203.0.113.7"), 0, "the first is no news");
  assert.equal(await enter(chrome.replace("120", "131"), "203.0.113.99"), 0, "a new version, a new lease");
  assert.equal(await enter(chrome, "198.51.100.1"), 1, "another network");
  assert.equal(await enter("Mozilla/5.0 (X11; Linux) Firefox/130.0", "203.0.113.7"), 2, "another browser");
  assert.equal(await enter(chrome, "198.51.100.20"), 2, "known by now");
  const told = await mailTo(who.address, /new device or network/);
  assert.match(told.mail.text ?? "", /If it was not you/);
});
