// One of many in a transaction: a refusal of it undoes what it wrote, and the others go on.
import { type Kysely, sql } from "kysely";
import { AppError } from "../errors.ts";
import { translateConstraint } from "./constraints.ts";
import type { Tables } from "./tables.generated.ts";

/** @returns the refusal, with all undone that was written before it; a fault of ours, or of the moment, is thrown on. */
export async function refusable<T>(
  db: Kysely<Tables>,
  work: () => Promise<T>,
): Promise<{ value: T } | { refusal: AppError }> {
  await sql`savepoint one_of_many`.execute(db);
  try {
    const value = await work();
    await sql`release savepoint one_of_many`.execute(db);
    return { value };
  } catch (thrown) {
    const error = translateConstraint(thrown);
    if (!(error instanceof AppError) || error.code === "row.busy") throw thrown;
    await sql`rollback to savepoint one_of_many`.execute(db);
    return { refusal: error };
  }
}
