// An operation or timed work that needs seconds of something else (setting pages) between reading and writing: it ends
// its transaction, works without a connection, and writes in a second transaction under the same standing.
import { type Ctx, type Outside, outsideWork } from "../context.ts";

/**
 * @param work runs after the transaction has committed; it must not use its `ctx`.
 * @param then the second transaction. What was read in the first may have changed: it looks again.
 */
export const outside = <M, T>(
  work: () => Promise<M>,
  then: (ctx: Ctx, made: M) => Promise<T>,
): Outside<T> => ({
  [outsideWork]: async () => {
    const made = await work();
    return (ctx) => then(ctx, made);
  },
});

export const isOutside = <T>(value: T | Outside<T>): value is Outside<T> =>
  typeof value === "object" && value !== null && outsideWork in value;

/** What the work comes to, its second half in a transaction that `run` opens. */
export async function settled<T>(
  value: T | Outside<T>,
  run: (second: (ctx: Ctx) => Promise<T>) => Promise<T>,
): Promise<T> {
  return isOutside(value) ? run(await value[outsideWork]()) : value;
}
