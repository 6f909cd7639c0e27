// The room of an incident on a phone: it is said what happens, a task ends, the night takes over, the affected are counted and
// executives read the brief.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { textFolders } from "#app/text-folders.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site } from "../browser.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";

const texts = loadTexts(textFolders);
const screenshots = process.env["SCREENSHOTS"];
const language = "ja";
const pictured = async (page: Page, name: string) => {
  if (screenshots) await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
};
const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);

test("R-17 the room of an incident on a phone: log, containment, handing over, people by country, brief", async () => {
  const people: Record<string, SignedIn> = {};
  let id = "";
  const { page: open } = await site(async ({ owner }) => {
    const { companies } = await buildSmallGroup(owner);
    for (const [name, role] of [
      ["Officer", "security_officer"],
      ["Night", "responder"],
      ["Executive", "company_executive"],
    ] as const) {
      people[name] = await signedIn(owner, { companyId: companies.own, role, name });
      await owner.query("update accounts set language = $2 where id = $1", [
        people[name].accountId,
        language,
      ]);
    }
    const { rows } = await owner.query<{ id: string }>(
      `insert into incidents (company_id, number, reference, kind, title, channel, discovered_at, discovered_zone, entered_at, report_due_at,
         reported_at, judged_as, judged_at, taken_up_at, potential, actual, sought)
       select $1, 1, 'C1-I1', 'ransomware', 'Locked file server', 'form', x.at, 'Asia/Tokyo', now(), x.at + interval '24 hours', now(), 'incident',
         now(), now(), 'critical', 'high', 'x' from (select now() - interval '3 hours' as at) x returning id`,
      [companies.own],
    );
    id = rows[0]?.id ?? "";
    await owner.query(
      `insert into information (company_id, name, nature, people_by_country, registered_at, state)
       values ($1, '会員名簿', 'personal', '[{"country":"JP","people":900},{"country":"US","people":40}]', now(), 'in_use')`,
      [companies.own],
    );
    await owner.query(
      `insert into incident_tasks (incident_id, company_id, phase, nth, words, title, from_kind, from_version, hours, due_at)
       select $1, $2, t->>'phase', n, t, t->>'en', 'ransomware', 1, (t->>'hours')::smallint, now() + (t->>'hours' || ' hours')::interval
       from playbooks p cross join lateral jsonb_array_elements(p.tasks) with ordinality x (t, n) where p.kind = 'ransomware'`,
      [id, companies.own],
    );
  });
  const phoneOf = (name: string) =>
    open({ language, token: people[name]?.token ?? "", width: 390, height: 844 });
  const page = await phoneOf("Officer");
  const dialog = page.getByRole("dialog");
  await page.goto(`/incidents/${id}/room`);
  await page.getByRole("heading", { name: say("room.phase.contain") }).waitFor();
  assert.ok(
    await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"),
    "nothing is wider than the phone",
  );
  await assertAccessible(page);

  // Said in one line and one tap.
  await page.getByRole("button", { name: say("room.entry.decided"), exact: true }).click();
  await page.getByRole("textbox", { name: say("room.say") }).fill("拠点間の接続を切ることにした");
  await page.getByRole("button", { name: say("room.enter"), exact: true }).click();
  await page.locator(".room-log").getByText("拠点間の接続を切ることにした").waitFor();

  // By which clocks times are shown is one tap, and stays in the address.
  await page.getByRole("button", { name: say("room.clocks.utc"), exact: true }).click();
  await page.waitForURL(/clocks=utc/);
  await page.locator(".room-log time").first().getByText("UTC").waitFor();
  await assertAccessible(page);
  await pictured(page, "incident-room-utc");

  // The first task of containment ends, and stands in the log.
  await page
    .locator(".room-phase.first")
    .getByRole("button", { name: say("room.done") })
    .first()
    .click();
  await dialog.getByRole("button", { name: say("room.done"), exact: true }).click();
  await page.locator(".room-log").getByText(say("events.incident.task_ended")).waitFor();

  // The officer commands, and hands over to the night.
  await page.getByRole("button", { name: say("room.giveRole") }).click();
  await dialog.getByLabel(/Test Officer|Officer Test/).check();
  await assertAccessible(page);
  await dialog.getByRole("button", { name: say("room.giveRole"), exact: true }).click();
  await page.locator(".room-roles .commands").getByText("Officer").waitFor();
  await page
    .locator(".room-roles")
    .getByRole("button", { name: say("room.handOver"), exact: true })
    .click();
  await dialog.getByLabel(/Test Night|Night Test/).check();
  await dialog.getByText(say("room.dueNext")).waitFor();
  await dialog.getByRole("checkbox", { name: say("room.effectLater") }).check();
  await dialog.getByLabel(say("room.effectAt")).fill(`${new Date().getFullYear() + 1}-01-02T06:00`);
  await assertAccessible(page);
  await pictured(page, "incident-hand-over");
  await dialog.getByRole("checkbox", { name: say("room.effectLater") }).uncheck();
  await dialog.getByRole("textbox", { name: say("room.comesNext") }).fill("六時に復旧を始める");
  await dialog.getByRole("button", { name: say("room.handOver"), exact: true }).click();
  await page.getByText("六時に復旧を始める").waitFor();
  await page.getByText(say("room.effectOnceConfirmed")).waitFor();
  await pictured(page, "incident-handed-over");
  const night = await phoneOf("Night");
  await night.goto(`/incidents/${id}/room`);
  await night.getByRole("button", { name: say("room.takeOver"), exact: true }).click();
  await night.locator(".room-roles .commands").getByText("Night").waitFor();
  await assertAccessible(night);

  // People by country, then the brief that begins from what is known.
  await night.getByRole("link", { name: say("room.tab.affected") }).click();
  await night.getByRole("button", { name: say("room.countPeople") }).click();
  await night
    .getByRole("dialog")
    .getByRole("combobox", { name: say("room.country") })
    .fill("日本");
  await night.getByRole("option", { name: "日本 (JP)" }).click();
  await night
    .getByRole("dialog")
    .getByRole("textbox", { name: say("room.howMany") })
    .fill("1200");
  await night
    .getByRole("dialog")
    .getByRole("button", { name: say("room.countDo") })
    .click();
  await night.getByText("約1,200人").first().waitFor();
  await assertAccessible(night);
  await night.getByRole("link", { name: say("room.tab.brief") }).click();
  await night.getByRole("button", { name: say("room.briefFirst") }).click();
  await night
    .getByRole("dialog")
    .getByRole("textbox", { name: say("room.box.decide") })
    .fill("生産を止めるか");
  await night
    .getByRole("dialog")
    .getByRole("button", { name: say("room.briefDo") })
    .click();
  const executive = await phoneOf("Executive");
  await executive.goto(`/incidents/${id}/brief`);
  await executive.getByText("生産を止めるか").waitFor();
  await executive
    .getByText(/約1,200/)
    .first()
    .waitFor();
  assert.equal(await executive.getByRole("button", { name: say("room.briefNext") }).count(), 0);
  await assertAccessible(executive);
  await executive.goto(`/incidents/${id}/evidence`);
  await executive.getByText(say("room.noEvidence"), { exact: true }).waitFor();
  await assertAccessible(executive);

  // A set of personal data is named: its people are proposed by country, and whether they are others is asked.
  await night.goto(`/incidents/${id}/affected`);
  await night.getByRole("button", { name: say("room.addThing"), exact: true }).click();
  await night.getByRole("dialog").getByRole("searchbox").fill("会員名簿");
  await night
    .getByRole("dialog")
    .getByRole("button", { name: say("room.name"), exact: true })
    .click();
  const taking = night.getByRole("dialog", { name: say("room.takePeople") });
  await taking.getByRole("combobox").selectOption({ label: say("room.takenAs.others") });
  await taking.getByText(say("room.takeThen", { country: "日本", count: "2,100" })).waitFor();
  await assertAccessible(night);
  await pictured(night, "incident-people-from-ledger");
  await taking.getByRole("button", { name: say("room.takeDo"), exact: true }).click();
  await night.getByText("約2,100人").first().waitFor();
  await night.getByText(say("room.fromSet.others", { name: "会員名簿", taken: "900" })).waitFor();
  await night.getByText(say("room.fromSet.first", { name: "会員名簿", taken: "40" })).waitFor();
  await assertAccessible(night);
  await pictured(night, "incident-affected");
});
