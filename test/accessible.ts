// WCAG 2.2 AA as far as a machine can say it: axe on the page as it stands.
import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] };

/**
 * Colours and sizes take most of axe's time, and follow from what an element is and stands in, not from its words:
 * each kind of element is measured once a theme and width. Whatever is new on a page is measured with all it holds.
 */
const measured = new Map<string, Set<number>>();

/** What the files of one run tell each other: a line for each page, its theme and width and the kinds that were right on it. */
const told = process.env["YAGURA_TEST_MEASURED"];
function knownAt(place: string): Set<number> {
  let known = measured.get(place);
  if (known) return known;
  measured.set(place, (known = new Set()));
  const lines = told && existsSync(told) ? readFileSync(told, "utf8").split("\n") : [];
  for (const line of lines) {
    const [where, kinds = ""] = line.split("\t");
    if (where === place) for (const kind of kinds.split(",")) known.add(Number(kind));
  }
  return known;
}

/**
 * Of a long list, a row that is built like one before it says nothing new to axe, whatever its words are: the same elements
 * with the same attributes, and words or none at the same places.
 */
const alike = `() => {
  const built = (element) => {
    const told = element.getAttributeNames().sort().map((name) =>
      ["class", "role", "type"].includes(name) || name.startsWith("aria-") && !name.endsWith("by") && name !== "aria-label" && !/index|controls/.test(name)
        ? name + "=" + element.getAttribute(name)
        : name === "style" ? name + "=" + element.getAttribute(name).replace(/[0-9.]+/g, "0") : name + (element.getAttribute(name) === "" ? "" : "*"));
    const hasWords = [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim() !== "");
    return element.tagName + "[" + told.join(" ") + "]" + (hasWords ? "w" : "") + "(" + [...element.children].map(built).join("") + ")";
  };
  const found = [];
  for (const list of document.querySelectorAll("tbody, ul, ol, [role=list], [role=listbox]")) {
    if (list.children.length < 8 || found.some((row) => row.contains(list))) continue;
    const seen = new Set();
    for (const row of list.children) {
      const form = built(row);
      if (seen.has(form) && !row.contains(document.activeElement)) found.push(row);
      seen.add(form);
    }
  }
  return found;
}`;

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
  const exclude = (${alike})();
  // From its top: what has scrolled half under the bar is no smaller for that.
  const top = scrollY;
  scrollTo(0, 0);
  const page = await axe.run({ include: document, exclude }, { ...common, runOnly: tags, rules: off });
  // What the page has taken away meanwhile, a list that closes, is measured where it is seen again.
  const here = fresh.filter((element) => element.isConnected);
  const measures = here.length === 0 ? [] :
    (await axe.run({ include: here, exclude }, { ...common, runOnly: { type: "rule", values: dear } })).violations;
  scrollTo(0, top);
  return { found: here.length === fresh.length ? found : [], violations: [...page.violations, ...measures] };
}`;

export async function assertAccessible(page: Page): Promise<void> {
  // A page that was only led on within has it already.
  if (!(await page.evaluate<boolean>("window.axe !== undefined"))) await page.evaluate(axe);
  const theme = await page.evaluate<string>(
    "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'",
  );
  const place = `${theme} ${page.viewportSize()?.width}`;
  const known = knownAt(place);
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
  for (const kind of found) known.add(kind);
  if (told && found.length > 0) appendFileSync(told, `${place}\t${found.join(",")}\n`);
}
