// Names that lists of findings brought along go with what the trail keeps about a person: the words that named whoever answers or verified.
import { sql } from "kysely";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { erasedPeople, isOneOf } from "#modules/trail/erased-people.ts";

export const namesErased: Subscriber = {
  name: "findings.names_erased",
  verbs: ["trail.erasure_decided"],
  handle: async (ctx, events) => {
    for (const { id, companyIds, words } of await erasedPeople(ctx, events)) {
      const isOwner = sql`(${isOneOf("o.said ->> 'answerable'", words)} or ${isOneOf("o.said ->> 'email'", words)} or o.said ->> 'ownerId' = ${id})`;
      const hasVerified = isOneOf("o.said ->> 'closedBy'", words);
      const { rows } = await sql`update finding_origins o
        set said = o.said || case when ${isOwner} then '{"answerable": "", "email": ""}'::jsonb else '{}' end
          || case when ${hasVerified} then '{"closedBy": ""}'::jsonb else '{}' end
        where o.company_id = any (${companyIds}::uuid[]) and (${isOwner} or ${hasVerified}) returning o.finding_id`.execute(
        ctx.db,
      );
      await sql`update findings f set owner_said = '', row_version = f.row_version + 1
        where f.company_id = any (${companyIds}::uuid[]) and f.owner_said <> '' and ${isOneOf("f.owner_said", words)}`.execute(
        ctx.db,
      );
      if (rows.length > 0)
        await record(ctx, "finding.names_erased", {
          subject: { kind: "person", id, companyId: null },
          data: { count: rows.length },
        });
    }
  },
};
