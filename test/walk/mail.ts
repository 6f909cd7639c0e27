// Mail of the walk's world: everybody has an address, one mail failed, one came back, and mail reaches none of the targets.
import type pg from "pg";
import { useMail } from "#core/mail/settings.ts";
import { notificationOf } from "../smtp.ts";
import type { Target } from "./inputs.ts";

export async function addMail(
  owner: pg.Client,
  targets: readonly Target[],
): Promise<{ failedMailId: string; bounceOfMail: string }> {
  useMail(
    {
      host: "127.0.0.1",
      port: 1,
      user: null,
      password: null,
      tls: "none",
      from: "Yagura <yagura@mihon.example>",
      connections: 1,
      perMinute: 1,
    },
    "https://yagura.mihon.example",
  );
  await owner.query("update people set email = id || '@mihon.example' where email is null");
  const ids = { failed: "", sent: "" };
  for (const { personId, companyId } of targets) {
    await owner.query(
      `insert into mail_troubles (person_id, company_id, address, problem)
       select id, $2, email, 'bounce.5.1.1' from people where id = $1`,
      [personId, companyId],
    );
    for (const state of ["failed", "sent"] as const) {
      const { rows } = await owner.query<{ id: string }>(
        `insert into mails (person_id, company_id, kind, state, address, expires_at, ended_at)
         select id, $2, 'messages', $3, email, now() + interval '1 day', now() from people where id = $1 returning id`,
        [personId, companyId, state],
      );
      ids[state] = rows[0]?.id ?? "";
    }
  }
  return { failedMailId: ids.failed, bounceOfMail: notificationOf(ids.sent) };
}
