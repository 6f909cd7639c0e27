// A lateral check from a finding to two companies that hold the box, answered on a phone from the link of a real mail, and back.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { modules } from "#app/modules.ts";
import { textFolders } from "#app/text-folders.ts";
import { openDatabase } from "#core/db/pool.ts";
import { makeLog } from "#core/http/log.ts";
import { startSender } from "#core/mail/sender.ts";
import { mailSettings, publicUrl, useMail } from "#core/mail/settings.ts";
import { loadTexts } from "#core/text/catalogue.ts";
import { assertAccessible } from "../accessible.ts";
import { site, walked } from "../browser.ts";
import { atTheEnd } from "../db.ts";
import { buildSmallGroup, type SignedIn, signedIn } from "../factories.ts";
import { mailServer } from "../smtp.ts";
import { until } from "../until.ts";

const texts = loadTexts(textFolders);

for (const language of walked("ja", "en"))
  test(`a lateral check goes to the companies whose ledger holds the device and comes back from their mail (${language})`, async () => {
    const say = (key: string, values: Record<string, unknown> = {}) => texts(language, key, values);
    let office: SignedIn | undefined;
    const officers: Record<string, SignedIn> = {};
    const {
      page: open,
      database,
      address,
    } = await site(async ({ owner }) => {
      const { group, companies } = await buildSmallGroup(owner);
      office = await signedIn(owner, { companyId: companies.parent, role: "group_office", unitId: group });
      for (const [name, companyId] of Object.entries({ own: companies.own, other: companies.other })) {
        officers[name] = await signedIn(owner, { companyId, role: "security_officer" });
        await owner.query("update people set email = $2, language = $3 where id = $1", [
          officers[name].personId,
          `${name}@mihon.example`,
          language,
        ]);
        await owner.query("update accounts set language = $2 where id = $1", [
          officers[name].accountId,
          language,
        ]);
        await owner.query(
          "insert into internet_exits (company_id, name, exit_kind, product, registered_at) values ($1, 'VPN', 'vpn', 'FortiGate 60F', now())",
          [companyId],
        );
      }
      await owner.query(
        `with f as (insert into findings (company_id, number, reference, title, detail, source_kind, found_on, severity, first_due_on, due_on, raised_at, sought)
           values ($1, 1, 'C2-F1', 'VPN box broken into', 'Found at Sister Ltd. (C2-F1).', 'noticed', group_today(), 'critical', group_today() + 14, group_today() + 14, now(), 'x') returning id)
         insert into finding_numbers (company_id, last) select $1, 1 from f`,
        [companies.sister],
      );
    });
    const smtp = await mailServer();
    const before = [mailSettings(), publicUrl()] as const;
    useMail(smtp.settings, address);
    const folder = mkdtempSync(join(tmpdir(), "yagura-lateral-"));
    const opened = openDatabase({ connectionString: database.url, size: 4 });
    const sender = await startSender({
      url: database.url,
      db: opened.db,
      kinds: modules.flatMap((module) => module.mails ?? []),
      settings: smtp.settings,
      texts,
      publicUrl: address,
      folder,
      log: makeLog("silent"),
    });
    atTheEnd(async () => {
      await sender.close();
      await opened.close();
      useMail(...before);
      rmSync(folder, { recursive: true, force: true });
    });

    // From the finding: who else has the same?
    const desk = await open({ language, token: office?.token ?? "" });
    const { rows } = await database.owner.query<{ id: string }>("select id from findings");
    await desk.goto(`/findings/${rows[0]?.id}`);
    await desk.getByRole("link", { name: say("lateral.askOthers") }).click();
    const why = desk.getByRole("textbox", { name: say("lateral.why"), exact: true });
    await why.waitFor();
    assert.equal(
      await why.inputValue(),
      "Found at … (…).",
      "in whose house it was found is not told unasked",
    );
    await desk.getByRole("textbox", { name: say("lateral.look"), exact: true }).fill("Look at the version.");
    await desk.getByRole("button", { name: say("lateral.addQuestion") }).click();
    await desk.getByRole("textbox", { name: say("lateral.questionWords") }).fill("How many?");
    await desk.getByLabel(say("lateral.questionKind"), { exact: true }).selectOption("number");
    await desk.getByLabel(say("lateral.isRequired")).check();
    await desk.getByRole("button", { name: say("table.addFilter"), exact: true }).click();
    await desk.getByRole("menuitem", { name: say("instruction.rule.ledgers") }).click();
    await desk.getByLabel(say("held.words"), { exact: true }).fill("fortigate");
    await desk.getByRole("row", { name: /Own Ltd/ }).waitFor();
    await assertAccessible(desk);
    const ask = say("lateral.ask", { count: 2 });
    await desk.getByRole("button", { name: ask }).click();
    await desk.getByRole("dialog").getByRole("button", { name: ask }).click();
    // The page before shows the same companies.
    await desk.waitForURL(/\/lateral-checks\/[0-9a-f-]{36}/);
    await desk.getByRole("row", { name: /Own Ltd/ }).waitFor();
    await assertAccessible(desk);
    const board = desk.url();

    // The mail waits for others of its kind; the test does not.
    await until("both are told", async () => {
      const { rowCount } = await database.owner.query(
        "update messages set mail_after = now() where kind = 'lateral.asked' and mail_after is not null",
      );
      return (rowCount ?? 0) >= 2 || undefined;
    });
    const linkTo = async (name: string) => {
      const { mail } = await until(
        `a mail to ${name}`,
        async () => smtp.arrived.find((one) => one.to === `${name}@mihon.example`),
        60_000,
      );
      return /http:\/\/\S+\/messages\/[0-9a-f-]+/.exec(mail.text ?? "")?.[0] ?? "";
    };
    const phoneOf = (name: string) =>
      open({ language, token: officers[name]?.token ?? "", width: 390, height: 844 });
    const state = (answer: string) => say(`lateral.standing.${answer}`);

    // Not affected: the link, and one tap.
    const first = await phoneOf("own");
    await first.goto(await linkTo("own"));
    await first.getByText("FortiGate 60F").first().waitFor();
    await assertAccessible(first);
    const steps = { notAffected: 0, affected: 0 };
    const tap = async (which: keyof typeof steps, act: () => Promise<unknown>) => {
      steps[which] += 1;
      await act();
    };
    await tap("notAffected", () => first.locator("button.not_affected").click());
    await first.getByText(say("lateral.answered"), { exact: true }).waitFor();

    // Affected: the state, the one question that is required, and the button that says what it sends.
    const second = await phoneOf("other");
    await second.goto(await linkTo("other"));
    await tap("affected", () => second.locator("button.affected").click());
    await tap("affected", () => second.getByRole("textbox", { name: "How many?" }).fill("2"));
    await assertAccessible(second);
    await tap("affected", () =>
      second.getByRole("button", { name: say("lateral.send", { answer: state("affected") }) }).click(),
    );
    await second.getByText(say("lateral.answered"), { exact: true }).waitFor();
    assert.deepEqual(steps, { notAffected: 1, affected: 3 });

    // And it comes back: the result, closed, with a finding at the one that is affected.
    await desk.goto("/");
    await desk.getByRole("heading", { level: 1 }).waitFor();
    await desk.keyboard.press("Control+k");
    const wanted = desk.getByRole("option", { name: /L-\d{4}-001/ });
    await desk.locator('input[role="combobox"]').fill("L-");
    await wanted.click();
    await desk.waitForURL(board);
    await desk
      .getByRole("row", { name: /Own Ltd/ })
      .filter({ hasText: state("not_affected") })
      .waitFor();
    await desk
      .getByRole("row", { name: /Other Ltd/ })
      .filter({ hasText: state("affected") })
      .waitFor();
    await desk.getByRole("button", { name: say("lateral.close"), exact: true }).click();
    await desk
      .getByRole("dialog")
      .getByRole("button", { name: say("lateral.close"), exact: true })
      .click();
    await desk.getByRole("link", { name: /-F1$/ }).last().waitFor();
    await assertAccessible(desk);
    const { rows: raised } = await database.owner.query(
      "select count(*)::int as n from findings where source_kind = 'lateral_check'",
    );
    assert.equal(raised[0]?.n, 1);
  });
