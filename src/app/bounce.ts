// A notification of failed delivery, as a mail server hands it over.
import type { Kysely } from "kysely";
import { openDatabase } from "#core/db/pool.ts";
import type { Tables } from "#core/db/tables.generated.ts";
import { recordEach } from "#core/events/record.ts";
import { readBounce, takeBounces } from "#core/mail/bounce.ts";
import { asSystem } from "#core/system.ts";

/** @returns how many mails it marked; null where it is none: a mailbox gets other mail too, and a pipe that fails sends it back. */
export async function takeIn(url: string, source: Buffer): Promise<number | null> {
  const { db, close } = openDatabase({ connectionString: url, size: 1 });
  return takeBounce(db, source).finally(close);
}

/** The same over connections that are open already. */
export async function takeBounce(db: Kysely<Tables>, source: Buffer): Promise<number | null> {
  const bounces = await readBounce(source);
  if (!bounces) return null;
  return asSystem(db, "mail.bounce", async (ctx) => {
    const taken = await takeBounces(ctx.db, bounces);
    await recordEach(
      ctx,
      "mail.bounced",
      taken.map(({ mailId, companyId }) => ({ subject: { kind: "mail", id: mailId, companyId } })),
    );
    return taken.length;
  });
}
