// Names that lists of plans brought along go with what the trail keeps about a person.
import { sql } from "kysely";
import type { Subscriber } from "#core/events/dispatch.ts";
import { record } from "#core/events/record.ts";
import { erasedPeople, isOneOf } from "#modules/trail/erased-people.ts";

export const namesErased: Subscriber = {
  name: "plans.names_erased",
  verbs: ["trail.erasure_decided"],
  handle: async (ctx, events) => {
    for (const { id, companyIds, words } of await erasedPeople(ctx, events)) {
      const at = (of: string) => sql`${sql.ref(of)} = any (${companyIds}::uuid[])`;
      const isOwner = sql`(${isOneOf("o.said ->> 'answerable'", words)} or ${isOneOf("o.said ->> 'email'", words)} or o.said ->> 'ownerId' = ${id})`;
      const isPlanOwner = sql`(${isOneOf("o.said ->> 'planOwner'", words)} or o.said ->> 'planOwnerId' = ${id})`;
      const steps = await sql`update plan_step_origins o
        set said = o.said || case when ${isOwner} then '{"answerable": "", "email": ""}'::jsonb else '{}' end
          || case when ${isPlanOwner} then '{"planOwner": ""}'::jsonb else '{}' end
        where ${at("o.company_id")} and (${isOwner} or ${isPlanOwner}) returning o.row_key`.execute(ctx.db);
      const plans = await sql`update plan_origins o set said = o.said || '{"ownerSaid": ""}'
        where ${at("o.company_id")} and (${isOneOf("o.said ->> 'ownerSaid'", words)} or o.said ->> 'ownerId' = ${id}) returning o.plan_id`.execute(
        ctx.db,
      );
      await sql`update plan_steps s set owner_said = '', row_version = s.row_version + 1
        where ${at("s.company_id")} and s.owner_said <> '' and ${isOneOf("s.owner_said", words)}`.execute(
        ctx.db,
      );
      const count = steps.rows.length + plans.rows.length;
      if (count > 0)
        await record(ctx, "plan.names_erased", {
          subject: { kind: "person", id, companyId: null },
          data: { count },
        });
    }
  },
};
