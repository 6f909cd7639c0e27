import type { Locator, Page } from "playwright-core";

/** Asks until there is an answer; a condition, not a pause. Fails with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 20_000,
  everyMs = 20,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, everyMs));
  }
}

/** Waits until a page shows exactly so many of these, and says how many it showed instead. */
export async function shows(found: Locator, count: number): Promise<void> {
  let seen = 0;
  await until(`${count} of ${found}`, async () => {
    seen = await found.count();
    return seen === count || undefined;
  }).catch((cause) => {
    throw new Error(`${count} of ${found} were waited for, the page has ${seen}`, { cause });
  });
}

/** Waits until an expression is true on a page. Our pages' policy forbids `waitForFunction` to ask a second time. */
export async function holds(page: Page, expression: string): Promise<void> {
  await until(`${expression} on the page`, async () => {
    const isTrue = await page.evaluate<boolean>(expression).catch(() => false);
    return isTrue || undefined;
  });
}
