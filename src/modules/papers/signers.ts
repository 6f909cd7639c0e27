// Who may have signed for a company: its accountable executive, whoever confirms here, then seats, then everybody by name.
import { type RawBuilder, sql } from "kysely";

/** Of person `p` the seat `t`, an executive's before any other. */
export const seatOf = (person: "p"): RawBuilder<unknown> =>
  sql`left join lateral (select t.name, coalesce(t.purpose = 'accountable_executive', false) as is_executive
    from position_holders h join positions t on t.id = h.position_id
    where h.person_id = ${sql.ref(`${person}.id`)} and holds_on(h.valid_from, h.valid_to, group_today())
    order by 2 desc, h.valid_from desc limit 1) t on true`;

export const mostLikelyFirst = (person: "p"): RawBuilder<unknown> =>
  sql`coalesce(t.is_executive, false) desc,
    ${sql.ref(`${person}.id`)} in (select people_with_permission('inspection.confirm', ${sql.ref(`${person}.company_id`)})) desc,
    t.name nulls last`;
