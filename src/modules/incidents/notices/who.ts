// Who owes or approves a notice: as a line names them, and as they stand today.
import { sql } from "kysely";
import type { Static } from "typebox";
import type { Ctx } from "#core/context.ts";
import { nameOfActor, nameOfPerson } from "#core/db/person-name.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { permissions } from "../contract/words.ts";
import { headOf } from "../heading.ts";
import type { Named as NamedSchema, Who as WhoSchema } from "./contract/words.ts";

export type Who = Static<typeof WhoSchema>;
export type Named = Static<typeof NamedSchema>;
/** As duties name somebody; a position and a person take the place of a permission. */
export type Holder = { permission: string; positionId: string | null; personId: string | null };

/** Where headquarters has no position in charge, the group office has its part. */
export async function holderOf(ctx: Ctx, who: Who): Promise<Holder> {
  const nobody = { positionId: null, personId: null };
  const id = who.id ?? null;
  switch (who.by) {
    case "assess":
      return { permission: permissions.assess, ...nobody };
    case "manage":
      return { permission: permissions.manage, ...nobody };
    case "rule":
      return { permission: permissions.rule, ...nobody };
    case "position":
      return { permission: permissions.manage, positionId: id, personId: null };
    case "person":
      return { permission: permissions.assess, positionId: null, personId: id };
    case "head": {
      const head = await headOf(ctx);
      return { permission: permissions.rule, positionId: head?.positionId ?? null, personId: null };
    }
  }
}

const word: Record<string, string> = {
  [permissions.assess]: "assess",
  [permissions.manage]: "manage",
  [permissions.rule]: "rule",
};

/** The names of today, of many at once: of a position its holder, of a permission the nearest who have it. */
export async function named(
  ctx: Ctx,
  asked: readonly { companyId: string; holder: Holder }[],
): Promise<Named[]> {
  if (asked.length === 0) return [];
  const given = asked.map(({ companyId, holder }, at) => ({
    at,
    company_id: companyId,
    permission: holder.permission,
    position_id: holder.positionId,
    person_id: holder.personId,
  }));
  const { rows } = await sql<{
    position: string | null;
    person: string | null;
    permission: string;
    isPerson: boolean;
  }>`
    select a.permission, a.person_id is not null as is_person, ${nameOfUnit(ctx.language, "p")} as position,
      case when a.person_id is not null then ${nameOfActor(ctx.language, sql`a.person_id`)}
        when a.position_id is not null then nullif(${nameOfPerson(ctx.language, "p")}, '')
        else (select string_agg(${nameOfPerson(ctx.language, "h")}, ', ') from names_of_notice_holders(a.company_id, a.permission) h) end as person
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as a (at integer, company_id uuid, permission text, position_id uuid, person_id uuid)
    left join lateral (select * from names_of_positions(array[a.position_id]) limit 1) p on true
    order by a.at`.execute(ctx.db);
  return rows.map((row) => ({
    position: row.position,
    person: row.person?.slice(0, 201) ?? null,
    by: row.position !== null ? "position" : row.isPerson ? "person" : (word[row.permission] ?? "manage"),
  }));
}

/** Whether the actor is one of those whom this names; a seat that nobody holds is the group office's. */
export async function isHolder(ctx: Ctx, companyId: string, holder: Holder): Promise<boolean> {
  const { personId } = ctx.actor;
  if (holder.personId) return holder.personId === personId;
  const { rows } = await sql<{ is: boolean }>`select case when ${holder.positionId}::uuid is null
      then exists (select from permissions_at(${personId}::uuid, array[${holder.permission}]::text[], ${companyId}::uuid))
      else exists (select from seated_at(${holder.positionId}::uuid) s where s.person_id = ${personId}::uuid)
        or (not exists (select from seated_at(${holder.positionId}::uuid))
          and exists (select from permissions_at(${personId}::uuid, array[${permissions.rule}]::text[], ${companyId}::uuid))) end as is`.execute(
    ctx.db,
  );
  return rows[0]?.is ?? false;
}
