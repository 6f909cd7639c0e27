// Who may have signed for a company: its accountable executive, whoever confirms here, then seats, then everybody by name.
import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { nameOfPerson } from "#core/db/person-name.ts";
import { within } from "#core/db/scope.ts";
import { nameOfUnit } from "#core/db/unit-name.ts";
import { executivesAt, mayHaveSigned } from "#modules/inspections/signed-page.ts";
import type { Static } from "typebox";
import { mostSigners, type PossibleSigner } from "./contract/pages.ts";

/** Of person `p` the seat `t`, an executive's before any other. */
const seatOf = (person: "p"): RawBuilder<unknown> =>
  sql`left join lateral (select t.name, coalesce(t.purpose = 'accountable_executive', false) as is_executive
    from position_holders h join positions t on t.id = h.position_id
    where h.person_id = ${sql.ref(`${person}.id`)} and holds_on(h.valid_from, h.valid_to, group_today())
    order by 2 desc, h.valid_from desc limit 1) t on true`;

const mostLikelyFirst = (person: "p"): RawBuilder<unknown> =>
  sql`coalesce(t.is_executive, false) desc,
    ${sql.ref(`${person}.id`)} in (select people_with_permission('inspection.confirm', ${sql.ref(`${person}.company_id`)})) desc,
    t.name nulls last`;

type Signer = Static<typeof PossibleSigner>;

/** The company's executives, wherever they are employed, then its own people; one employed elsewhere with his or her company. */
export const signersAt = (ctx: Ctx, company: RawBuilder<unknown>): RawBuilder<Signer> =>
  sql<Signer>`select p.id, ${nameOfPerson(ctx.language, "p")} as name, t.name as position, p.code, ${mayHaveSigned(company)} as may_have_signed,
      case when p.company_id <> ${company} then (select ${nameOfUnit(ctx.language, "w")} from unit_names w
        where w.unit_id = p.company_id order by w.valid_from desc limit 1) end as unit
    from people p ${seatOf("p")}
    where p.id in (select q.id from people q where q.company_id = ${company} union all ${executivesAt(company)})
      and ${within(ctx, "p.company_id")}
    order by may_have_signed desc, ${mostLikelyFirst("p")}, name, p.code limit ${mostSigners}`;
