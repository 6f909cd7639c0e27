// What a company's one-person security officer does, from the questions on scope to handing in.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { assertAccessible } from "../accessible.ts";
import { type AnsweringCompany, buildAnsweringCompany } from "../answering-company.ts";
import { type Site, site, walked } from "../browser.ts";
import { shows, until } from "../until.ts";

type Opened = Site & { made: AnsweringCompany; path: string };

async function opened(options: Parameters<typeof buildAnsweringCompany>[2] = {}): Promise<Opened> {
  let made: AnsweringCompany | undefined;
  const one = await site(async (database) => {
    made = await buildAnsweringCompany(database.owner, database.ownerUrl, options);
  });
  if (!made) throw new Error("nothing was built");
  return { ...one, made, path: `/inspections/${made.inspectionId}/answer` };
}

const answerOf = async (one: Opened, controlId: string) =>
  (
    await one.database.owner.query(
      "select verdict, missing, owner, due_on::text, coverage_percent::text, exceptions, maturity, origin, row_version from answers where inspection_id = $1 and control_id = $2",
      [one.made.inspectionId, controlId],
    )
  ).rows[0];

const stateOf = async (one: Opened) =>
  (await one.database.owner.query("select state from inspections where id = $1", [one.made.inspectionId]))
    .rows[0].state;

/** Counts what a hand does: a key that acts, a click, a field filled. */
function hand(page: Page) {
  let count = 0;
  return {
    count: () => count,
    press: async (key: string) => {
      count += 1;
      await page.keyboard.press(key);
    },
    click: async (locator: ReturnType<Page["locator"]>) => {
      count += 1;
      await locator.click();
    },
    fill: async (locator: ReturnType<Page["locator"]>, text: string) => {
      count += 1;
      await locator.fill(text);
    },
  };
}

const words = {
  ja: {
    questions: /^はじめに、適用範囲の質問が/,
    scopeDone: "適用範囲の質問にすべて答えました",
    proposals: /^提案をまとめて確認/,
    all: /件すべて今も同じ/,
    confirm: /件を「今も同じ」として確認/,
    none: "確認待ちの提案はありません",
    next: /^次の未回答へ/,
    changed: "変わった",
    due: "期限",
    exceptions: "例外（対象外のもの）",
    missing: "不足している点",
    ready: "提出できます",
    submit: "提出する",
    submitted: "提出済みです。",
    saved: /保存済み$/,
  },
  en: {
    questions: /^First, .* questions? on scope/,
    scopeDone: "All scope questions are answered",
    proposals: /^Confirm proposals/,
    all: /all \d+ still true/,
    confirm: /^Confirm \d+ as still true/,
    none: "No proposal waits",
    next: /^Next open/,
    changed: "Changed",
    due: "Due",
    exceptions: "Exceptions",
    missing: "What is missing",
    ready: "Ready to submit",
    submit: "Submit",
    submitted: "Submitted.",
    saved: /^saved /,
  },
} as const;

for (const language of walked("ja", "en")) {
  test(`T-11 a T4 company confirms its inspection in at most 40 interactions, from scope to submission (${language})`, async () => {
    const say = words[language];
    const one = await opened();
    const page = await one.page({ language, token: one.made.officer.token });
    await page.goto(one.path);
    await page.getByRole("heading", { level: 2, name: say.questions }).waitFor();
    await assertAccessible(page);
    const { press, click, fill, count } = hand(page);

    for (let left = 5; left > 0; left -= 1) {
      await press("x");
      const isAnswered = async () => {
        const { rows } = await one.database.owner.query(
          "select count(*)::int as n from scope_answers where inspection_id = $1",
          [one.made.inspectionId],
        );
        return rows[0].n === 6 - left || undefined;
      };
      // Two of them take mandatory controls out and ask why.
      const why = page.locator(".why textarea");
      await until(
        "it is answered or asks why",
        async () => (await why.isVisible()) || (await isAnswered()) || undefined,
      );
      if (!(await isAnswered())) {
        await assertAccessible(page);
        await fill(why, language === "ja" ? "事務所のみです" : "Offices only");
        await press("Control+Enter");
      }
      await until("the question is answered", isAnswered);
      const unanswered = page.locator(".yes-no:not(:has([aria-pressed=true]))");
      await until("the page shows it", async () => (await unanswered.count()) === left - 1 || undefined);
    }
    await page.getByRole("heading", { name: say.scopeDone }).waitFor();

    await click(page.getByRole("button", { name: say.proposals }));
    const areas = page.getByRole("checkbox", { name: say.all });
    await areas.first().waitFor();
    await assertAccessible(page);
    for (let at = 0; at < (await areas.count()); at += 1) await click(areas.nth(at));
    await click(page.getByRole("button", { name: say.confirm }));

    // What is left needs a look of its own: a due day that has passed, a share below 100 % without its exceptions.
    await page.locator(".still .tick").first().waitFor({ state: "detached" });
    const { rows } = await one.database.owner.query(
      "select count(*)::int as n from answers where inspection_id = $1",
      [one.made.inspectionId],
    );
    assert.ok(rows[0].n >= 40, "what was ticked is taken over by name");
    await press("n");
    const due = new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "/");
    const here = async () => (await page.locator(".mid .hd .id").allTextContents())[0] ?? "";
    await page.locator(".mid .hd .id").waitFor();
    for (;;) {
      const open = await here();
      if (!open) break;
      const isService =
        (await page.getByRole("heading", { level: 2, name: /グループ認証|identity/ }).count()) > 0;
      if (isService) {
        await press("l");
        await fill(
          page.getByLabel(say.exceptions),
          language === "ja" ? "出向者の4名" : "Four people on loan",
        );
      } else {
        await click(page.getByRole("button", { name: say.changed }));
        await fill(page.getByLabel(say.due), due);
      }
      await page.locator(".controls .cur em").waitFor({ state: "detached" });
      if (open === "TEC-12") await assertAccessible(page);
      await press("Control+Enter");
      await until("the next one is open", async () => ((await here()) === open ? undefined : true));
    }
    await page.getByRole("heading", { level: 2, name: say.ready }).waitFor();
    await assertAccessible(page);
    await click(page.locator("section.mid").getByRole("button", { name: say.submit }));
    await page.getByRole("heading", { level: 2, name: say.submitted }).waitFor();
    assert.equal(await stateOf(one), "submitted");
    assert.ok(count() <= 40, `${count()} interactions`);
    await assertAccessible(page);
  });
}

test("opening an inspection reads three operations, saving one answer is one request", async () => {
  const one = await opened();
  const page = await one.page({ language: "ja", token: one.made.officer.token });
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    // The frame around the page has reads of its own.
    if (pathname.startsWith("/api/inspections/")) asked.push(`${request.method()} ${pathname}`);
  });
  await page.goto(`${one.path}?control=TEC-12`);
  await page.getByRole("heading", { name: "多要素認証" }).waitFor();
  const id = one.made.inspectionId;
  assert.deepEqual(asked.slice(0, 3).toSorted(), [
    `GET /api/inspections/${id}`,
    `GET /api/inspections/${id}/controls`,
    `GET /api/inspections/${id}/controls/TEC-12`,
  ]);
  // The rest is read once, after the page stands; the next control then opens without asking.
  await until("the rest is read", async () => asked.find((each) => each.endsWith("/whole-controls")));
  asked.length = 0;
  await page.keyboard.press("4");
  await until("the answer is saved", async () => ((await answerOf(one, "TEC-12")) ? true : undefined));
  await page.getByText(words.ja.saved).waitFor();
  assert.deepEqual(
    asked.filter((each) => !each.startsWith("GET")),
    [`PUT /api/inspections/${id}/answers/TEC-12`],
  );
  const { maturity, coverage_percent: coverage } = await answerOf(one, "TEC-12");
  assert.deepEqual([maturity, coverage], [null, null], "what was not entered stays empty");
});

test("T-01 a plant in a T2 company: its controls appear, the denominator changes, the log says why, the tier stays", async () => {
  const one = await opened({ tier: "T2" });
  const page = await one.page({ language: "en", token: one.made.officer.token });
  const { owner } = one.database;
  const id = one.made.inspectionId;
  await page.goto(`${one.path}?pane=scope`);
  const plant = page.getByRole("group", { name: /plant/ });
  await plant.getByRole("button", { name: "No" }).click();
  await page.locator(".why textarea").fill("Offices only");
  await page.getByRole("button", { name: "No, for this reason" }).click();
  const denominator = async () =>
    (
      await owner.query(
        "select required_count, weight from inspection_results where inspection_id = $1 and basis = 'live'",
        [id],
      )
    ).rows[0];
  const without = await until("the result without a plant", denominator);
  await page.getByText(/^Yes adds \d+ controls/).waitFor();
  await plant.getByRole("button", { name: "Yes" }).click();
  await page
    .getByText(/takes \d+ controls out/)
    .first()
    .waitFor();
  const after = await until("the denominator has grown", async () => {
    const now = await denominator();
    return now.required_count > without.required_count ? now : undefined;
  });
  assert.ok(after.weight > without.weight);
  const { rows } = await owner.query(
    "select data from events where verb = 'inspection.scope_answered' and subject_id = $1 order by id desc limit 1",
    [id],
  );
  const { condition, isTrue, before, controls, tier } = rows[0].data;
  assert.deepEqual([condition, isTrue, before, tier], ["has_plant", true, false, "T2"]);
  assert.equal(controls, after.required_count - without.required_count);
  const frozen = await owner.query("select tier from inspections where id = $1", [id]);
  assert.equal(frozen.rows[0].tier, "T2");
});

test("T-01 a T4 company that finds it has a plant keeps its tier in this round; the next is proposed", async () => {
  const one = await opened({ tier: "T4" });
  const page = await one.page({ language: "en", token: one.made.officer.token });
  await page.goto(`${one.path}?pane=scope`);
  await page.getByRole("group", { name: /plant/ }).getByRole("button", { name: "Yes" }).click();
  await page
    .getByText("This round stays at T4 Light; T2 Major is proposed for the next.", { exact: false })
    .waitFor();
});

test("the fields that an answer demands, a sentence where it contradicts what is known, and the forecast", async () => {
  const one = await opened();
  const page = await one.page({ language: "ja", token: one.made.officer.token, theme: "dark" });
  const verified = await one.database.owner.query(
    "update answers set assurance = 'verified', verdict = 'partly', missing = 'x' where inspection_id = $1 and control_id = 'TEC-03' returning control_id",
    [one.made.lastInspectionId],
  );
  assert.equal(verified.rows.length, 1);
  await page.goto(`${one.path}?control=TEC-03`);
  await page.getByRole("heading", { level: 2, name: "端末の一元管理" }).waitFor();
  await page.keyboard.press("1");
  await page.getByText("現地確認では「一部達成」でした", { exact: false }).waitFor();
  assert.equal(await page.getByLabel("不足している点").count(), 0);
  await page.keyboard.press("3");
  await page.getByLabel("不足している点").waitFor();
  assert.equal(await page.getByLabel("担当者").count(), 1);
  await assertAccessible(page);
  await page.keyboard.press("5");
  await page.getByLabel("該当しない理由").waitFor();
  assert.equal(await page.getByLabel("不足している点").count(), 0);
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog");
  await keys.getByText("次の未回答へ").first().waitFor();
  await assertAccessible(page);
});

test("T-11 past the due day the reason is asked; what came back is marked with its reason", async () => {
  const one = await opened({ dueInDays: -3 });
  const { owner } = one.database;
  const id = one.made.inspectionId;
  await owner.query(
    `insert into scope_answers (inspection_id, company_id, condition, is_true, note)
     select $1, $2, c, false, 'Offices only' from unnest(array['has_servers','has_plant','has_restricted_rooms','develops_software','develops_products']) c`,
    [id, one.made.company],
  );
  await owner.query(
    `insert into answers (inspection_id, control_id, company_id, verdict, owner, due_on)
     select $1, c.control_id, $2, 'unknown', 'IT', current_date + 60 from controls c join inspections i on i.edition_id = c.edition_id and i.id = $1
     where c.tiers->>'T4' = 'required'`,
    [id, one.made.company],
  );
  const page = await one.page({ language: "en", token: one.made.officer.token });
  await page.goto(`${one.path}?pane=submit`);
  const submit = page.locator("section.mid").getByRole("button", { name: "Submit" });
  await submit.and(page.locator("[disabled]")).waitFor();
  await page.getByLabel("Why it is late").fill("The office was flooded.");
  await submit.click();
  await page.getByText("It was late.", { exact: false }).waitFor();
  await owner.query(
    `insert into desk_reviews (inspection_id, control_id, company_id, decision, claimed, verdict, reason, answer_version, reviewed_by)
     select $1, 'ORG-01', $2, 'returned', verdict, 'partly', 'The policy is of 2019.', row_version, $3 from answers where inspection_id = $1 and control_id = 'ORG-01'`,
    [id, one.made.company, one.made.secretary.personId],
  );
  await owner.query("update inspections set state = 'returned', returned_at = now() where id = $1", [id]);
  await page.goto(one.path);
  await page.getByText("1 came back.", { exact: false }).waitFor();
  await page.getByRole("heading", { level: 2, name: /policy/i }).waitFor();
  await page.getByText("The policy is of 2019.", { exact: false }).waitFor();
  await shows(page.locator(".controls em.back"), 1);
  await page.getByText("Returned by ", { exact: false }).waitFor();
  assert.equal(await page.getByText("Returned by –", { exact: false }).count(), 0);
  // What came back is not done: what is done and what is left are all of an area.
  for (const area of await page.locator(".controls .area:has(.cv)").allInnerTexts()) {
    const [, done = "", all = ""] = /(\d+)\/(\d+)/.exec(area) ?? [];
    const left = /(\d+) left/.exec(area)?.[1] ?? "0";
    assert.equal(Number(done) + Number(left), Number(all), area);
  }
  // Each of the five answers is whole where a window of 1280 leaves little room for them.
  await page.setViewportSize({ width: 1280, height: 900 });
  const cut = await page.locator(".mid .answer-keys button").evaluateAll((buttons) => {
    const edge = (buttons[0]?.closest(".mid")?.getBoundingClientRect().right ?? 0) - 20;
    return buttons.filter(
      (one) => one.getBoundingClientRect().right > edge || one.scrollWidth > one.clientWidth,
    ).length;
  });
  assert.equal(cut, 0);
  await assertAccessible(page);
});
