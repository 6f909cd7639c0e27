// Stop the spread, in the browser: whoever may ask warns all others by looking and sending; an officer who may not asks for it, the group
// office decides, and what a review proposes is answered. An exercise says so on every page that it reaches.
import assert from "node:assert/strict";
import { test } from "node:test";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { type PageOptions, site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { until } from "../until.ts";

const texts = loadTexts(textFolders);
const screenshots = process.env["SCREENSHOTS"];
const mark = "EXERCISE / 訓練 / 演练";
/** As many as it takes to look, change nothing and send: the page is open. */
const mostActs = 2;

for (const language of ["en", "ja"] as const)
  test(`R-17 a warning to whoever has the same is two taps from the incident; asked for, answered and marked where it is an exercise (${language})`, async () => {
    const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
    const people: Record<string, SignedIn> = {};
    const ids: Record<string, string> = {};
    const { page: open, database } = await site(async ({ owner }) => {
      const { group, companies } = await buildSmallGroup(owner);
      for (const [name, role, companyId, unitId] of [
        ["Office", "group_office", companies.parent, group],
        ["Officer", "security_officer", companies.own, companies.own],
        ["Sister", "security_officer", companies.sister, companies.sister],
      ] as const) {
        const who = await signedIn(owner, { companyId, role, name, unitId });
        people[name] = who;
        await owner.query("update accounts set language = $2 where id = $1", [who.accountId, language]);
      }
      for (const [nth, name] of ["real", "drill"].entries()) {
        const { rows } = await owner.query<{ id: string }>(
          `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at,
             reported_at, judged_as, judged_at, taken_up_at, potential, actual, sought, is_exercise)
           select $1, $2::int, 'C1-I' || $2::int, 'web_server', 'VPN box entered', 'form', x.at, 'Asia/Tokyo', now(), x.at + interval '24 hours', now(), 'incident',
             now(), now(), 'critical', 'high', 'x', $3 from (select now() - interval '3 hours' as at) x returning id`,
          [companies.own, nth + 1, name === "drill"],
        );
        ids[name] = rows[0]?.id ?? "";
      }
      for (const [companyId, name] of [
        [companies.own, "VPN box"],
        [companies.sister, "Edge"],
        [companies.other, "Gate"],
      ]) {
        const { rows } = await owner.query<{ id: string }>(
          "insert into internet_exits (company_id, name, exit_kind, product, registered_at) values ($1, $2, 'vpn', 'FortiGate 60F', now()) returning id",
          [companyId, name],
        );
        if (companyId === companies.own)
          for (const id of Object.values(ids))
            await owner.query(
              "insert into incident_assets (incident_id, company_id, ledger, entry_id, name) values ($1, $2, 'internet_exits', $3, 'VPN box')",
              [id, companyId, rows[0]?.id],
            );
      }
      await owner.query(
        "insert into cloud_services (company_id, name, provider) values ($1, 'Payroll', 'Nimbus KK')",
        [companies.sister],
      );
      const lesson = (leadsTo: string, words: string, nth: number) =>
        owner.query(
          `insert into incident_lessons (incident_id, company_id, nth, lesson, leads_to, because, added_at) values ($1, $2, $3, $4, $5, '', now())`,
          [ids["real"], companies.own, nth, words, leadsTo],
        );
      await lesson("standard", "Ask for the version of every box", 1);
    });
    const pageOf = (name: string, more: Partial<PageOptions> = {}) =>
      open({ language, token: people[name]?.token ?? "", ...more });
    const fits = (page: Awaited<ReturnType<typeof pageOf>>) =>
      page.evaluate("document.documentElement.scrollWidth <= window.innerWidth");
    const picture = async (page: Awaited<ReturnType<typeof pageOf>>, name: string) => {
      if (screenshots)
        await page.screenshot({ path: `${screenshots}/spread-${name}-${language}.png`, fullPage: true });
    };
    const checks = async () =>
      (
        await database.owner.query<{ id: string; isExercise: boolean; title: string; asked: number }>(
          `select id, is_exercise as "isExercise", title, asked from lateral_checks order by opened_at`,
        )
      ).rows;

    // Look, send. Every tap is counted; nothing is typed.
    const desk = await pageOf("Office");
    await desk.goto(`/incidents/${ids["real"]}/spread`);
    let acts = 0;
    const tap = async (name: string) => {
      acts += 1;
      await desk.getByRole("button", { name, exact: true }).click();
    };
    await desk.getByText("FortiGate 60F").first().waitFor();
    await assertAccessible(desk);
    await tap(say("spread.ask", { count: 2 }));
    const dialog = desk.getByRole("dialog");
    const send = say("spread.warnDo", { count: 2 });
    await dialog.getByRole("button", { name: send, exact: true }).waitFor();
    const look = await dialog.getByRole("textbox", { name: say("spread.warnWords.look") }).inputValue();
    assert.ok(look.includes("FortiGate 60F") && look.includes(say("spread.look.web_server")), look);
    await picture(desk, "warn");
    await assertAccessible(desk);
    await tap(send);
    await until("the check is open", async () => ((await checks()).length === 1 ? true : undefined));
    assert.ok(acts <= mostActs, `${acts} taps`);
    assert.deepEqual(
      (await checks()).map(({ isExercise, asked }) => [isExercise, asked]),
      [[false, 2]],
    );
    await desk.getByText(say("lateral.notedOf", { noted: 0, count: 2 })).waitFor();

    // Any ledger, by name.
    await desk.getByRole("textbox", { name: say("spread.words") }).fill("nimbus");
    await desk.getByRole("button", { name: say("spread.find") }).click();
    await desk.getByText(say("ledger.cloud_services"), { exact: true }).waitFor();
    await picture(desk, "page");
    await assertAccessible(desk);

    // The company has seen it, on a phone; then the desk reads so.
    const phone = await pageOf("Sister", { width: 360, height: 740 });
    const { rows: members } = await database.owner.query<{ id: string }>(
      "select m.id from lateral_check_members m join units u on u.id = m.company_id where u.id = (select company_id from people where id = $1)",
      [people["Sister"]?.personId],
    );
    await phone.goto(`/lateral-checks/asked/${members[0]?.id}`);
    await phone.getByRole("button", { name: say("lateral.note.do") }).click();
    await phone
      .getByText(/Sister/)
      .first()
      .waitFor();
    await picture(phone, "noted");
    await until("it is noted", async () => {
      const { rows } = await database.owner.query(
        "select from lateral_check_members where noted_at is not null",
      );
      return rows.length === 1 || undefined;
    });
    assert.ok(await fits(phone), "nothing is wider than the phone");
    await assertAccessible(phone);
    await desk.reload();
    await desk.getByText(say("lateral.notedOf", { noted: 1, count: 2 })).waitFor();

    // An officer may not ask others: it says why, and they ask whoever may.
    const officer = await pageOf("Officer", { width: 360, height: 740 });
    await officer.goto(`/incidents/${ids["real"]}/spread`);
    await officer.getByText(say("spread.mayNot")).waitFor();
    await picture(officer, "officer");
    assert.ok(await fits(officer), "nothing is wider than the phone");
    await assertAccessible(officer);
    await officer.getByRole("button", { name: say("spread.requestDo"), exact: true }).click();
    const asking = officer.getByRole("dialog");
    await asking
      .getByRole("textbox", { name: say("spread.requestSaid") })
      .fill("Others have this box as well");
    await asking.getByRole("button", { name: say("spread.requestDo"), exact: true }).click();
    await officer.getByText(say("spread.requestWaits")).waitFor();
    await desk.goto("/");
    await desk
      .getByText(say("needs.incident.ask_others.mine", { company: "Own Ltd." }))
      .first()
      .waitFor();
    await desk
      .getByRole("link", { name: say("needs.incident.ask_others.mine.act"), exact: true })
      .first()
      .click();
    await desk.waitForURL(/\/incidents\/requests\//);
    await desk.getByText("Others have this box as well").waitFor();
    await picture(desk, "request");
    await assertAccessible(desk);
    await desk.getByRole("button", { name: say("spread.requestDecline"), exact: true }).click();
    await dialog.getByRole("textbox").fill("They are asked already");
    await dialog.getByRole("button", { name: say("spread.requestDecline"), exact: true }).click();
    await officer.reload();
    await officer.getByText(/They are asked already/).waitFor();

    // Proposals for the standard, also on a phone.
    const narrow = await pageOf("Office", { width: 360, height: 740 });
    await narrow.goto("/incidents/proposals");
    await narrow.getByText("Ask for the version of every box").waitFor();
    await picture(narrow, "proposals");
    assert.ok(await fits(narrow), "nothing is wider than the phone");
    await assertAccessible(narrow);
    await narrow.getByRole("button", { name: say("proposals.answer") }).click();
    await assertAccessible(narrow);

    // An exercise: its warning is one, and says so to whoever is asked, on the home page and where they answer.
    await desk.goto(`/incidents/${ids["drill"]}/spread`);
    await desk.getByText(say("incident.exerciseNote")).waitFor();
    await desk.getByRole("button", { name: say("spread.ask", { count: 2 }), exact: true }).click();
    await dialog.getByText(say("spread.warnExercise")).waitFor();
    await dialog.getByRole("button", { name: send, exact: true }).click();
    await until("the check is open", async () => ((await checks()).length === 2 ? true : undefined));
    assert.equal((await checks())[1]?.isExercise, true);
    await phone.goto("/");
    await phone
      .getByText(new RegExp(`\\[${mark}\\]`))
      .first()
      .waitFor();
    await picture(phone, "home");
    await assertAccessible(phone);
    await phone.goto("/lateral-checks");
    await phone.getByText(mark, { exact: true }).first().waitFor();
    await picture(phone, "checks");
    assert.ok(await fits(phone), "nothing is wider than the phone");
    await assertAccessible(phone);
  });
