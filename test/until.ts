/** Asks until there is an answer; a condition, not a pause. Fails with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  withinMs = 20_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
