// WCAG 2.2 AA as far as a machine can say it: axe on the page as it stands.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] };

/**
 * Colours and sizes take most of axe's time, and follow from what an element is and stands in, not from its words:
 * each kind of element is measured once a theme and width. Whatever is new on a page is measured with all it holds.
 */
const measured = new Map<string, Set<number>>();

const look = `async (known) => {
  const kinds = new Set(known), found = [], fresh = [];
  const told = ["class", "role", "type", "disabled", "aria-disabled", "aria-current", "aria-selected", "aria-pressed", "aria-checked", "aria-invalid"];
  const kindOf = (element, within) => {
    const states = element.getAttributeNames().filter((name) => told.includes(name) || name.startsWith("data-")).map((name) =>
      name + (name.startsWith("data-") ? "" : element.getAttribute(name)));
    const own = [element.tagName, ...states.sort(), (element.getAttribute("style") ?? "").replace(/[0-9.]+/g, "0")].join(" ");
    let hash = within;
    for (let at = 0; at < own.length; at++) hash = (Math.imul(hash, 31) + own.charCodeAt(at)) | 0;
    return hash;
  };
  const walk = (element, within, isInFresh) => {
    const kind = kindOf(element, within);
    const isFresh = !kinds.has(kind);
    if (isFresh) kinds.add(kind), found.push(kind);
    if (isFresh && !isInFresh) fresh.push(element);
    for (const child of element.children) walk(child, kind, isInFresh || isFresh);
  };
  walk(document.body, 7, false);
  const tags = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] };
  const dear = ["color-contrast", "target-size"];
  const off = Object.fromEntries(dear.map((rule) => [rule, { enabled: false }]));
  const common = { resultTypes: ["violations"], preload: false };
  const page = await axe.run(document, { ...common, runOnly: tags, rules: off });
  // What the page has taken away meanwhile, a list that closes, is measured where it is seen again.
  const here = fresh.filter((element) => element.isConnected);
  const measures = here.length === 0 ? [] :
    (await axe.run({ include: here }, { ...common, runOnly: { type: "rule", values: dear } })).violations;
  return { found: here.length === fresh.length ? found : [], violations: [...page.violations, ...measures] };
}`;

export async function assertAccessible(page: Page): Promise<void> {
  // A page that was only led on within has it already.
  if (!(await page.evaluate<boolean>("window.axe !== undefined"))) await page.evaluate(axe);
  const theme = await page.evaluate<string>(
    "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'",
  );
  const place = `${theme} ${page.viewportSize()?.width}`;
  const known = measured.get(place) ?? new Set();
  const { found, violations } = await page.evaluate<{ found: number[]; violations: Violation[] }>(
    `(${look})(${JSON.stringify([...known])})`,
  );
  const said = violations.map(
    (one) =>
      `${one.id}: ${one.nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`)
        .join(" | ")}`,
  );
  assert.deepEqual(said, [], `${page.url()} is not accessible`);
  measured.set(place, new Set([...known, ...found]));
}
