// Lent to later modules.
// Whom of a company a row means that names somebody who answers: by mail address, then by exact name; never a guess.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { foldWidth } from "#core/sheets/normalise.ts";
import type { GivenRow, Problem, RowReader } from "./judging.ts";
import { plainPerson } from "./spelling.ts";

type KnownOwner = {
  id: string;
  companyId: string;
  familyName: string;
  givenName: string;
  email: string | null;
  code: string | null;
};
/** Found by `<company id> <name or address>`, so that a row looks no further than its own. */
export type KnownOwners = ReadonlyMap<string, readonly KnownOwner[]>;
type Sought = { companyId: string; names: string[]; email: string | null };

const addressOf = (text: string) => (/^[^@\s]+@[^@\s]+$/.test(text) ? text.toLowerCase() : null);

/** The fields of a list in which it names somebody; a mail address may stand where the name is expected. */
export type OwnerFields = { name: string; email?: string };

export function ownerSought(read: RowReader, companyId: string, { name, email }: OwnerFields): Sought[] {
  const given = foldWidth(read.given(name));
  const address = (email ? addressOf(foldWidth(read.given(email))) : null) ?? addressOf(given);
  const names = address === null || address !== given.toLowerCase() ? ordersOf(given) : [];
  return names.length === 0 && address === null ? [] : [{ companyId, names, email: address }];
}

/** The register has the family name first; a list may have it last: "Taro Sample" is Sample Taro. */
function ordersOf(given: string): string[] {
  const parts = given.split(/[\s,]+/).filter(Boolean);
  return [
    ...new Set(parts.map((_, at) => plainPerson([...parts.slice(at), ...parts.slice(0, at)].join("")))),
  ];
}

/**
 * People of the named companies who are still there, of one batch of rows in one statement. Each name of a company is folded once and
 * then looked up: beside each of a thousand rows twenty thousand names took minutes.
 */
export async function heldOwners(ctx: Ctx, sought: readonly Sought[]): Promise<KnownOwners> {
  if (sought.length === 0) return new Map();
  const asked = sought.flatMap(({ companyId, names, email }) => [
    ...(email === null ? [] : [{ companyId, name: null, email }]),
    ...names.map((name) => ({ companyId, name, email: null })),
  ]);
  const companyIds = [...new Set(sought.map((one) => one.companyId))];
  const { rows } = await sql<KnownOwner>`
    with sought as materialized (
      select distinct * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w ("companyId" uuid, name text, email text)
    ), those as materialized (
      select p.id, p.company_id, lower(p.email) as email,
        lower(regexp_replace(normalize(p.family_name || p.given_name, NFKC), '\\s+', '', 'g')) as name
      from people p where p.company_id = any (${companyIds}::uuid[]) and ${within(ctx, "p.company_id")}
    ), meant as (
      select t.id from sought w join those t on t.company_id = w."companyId" and t.email = w.email
      union
      select t.id from sought w join those t on t.company_id = w."companyId" and t.name = w.name
    )
    select p.id, p.company_id, p.family_name, p.given_name, p.email, p.code
    from meant m join people p on p.id = m.id and ${within(ctx, "p.company_id")} and not has_left(p.id, ${ctx.today}::date)
    order by p.id`.execute(ctx.db);
  const keyed = rows.flatMap((one) => [
    { one, key: `${one.companyId} ${plainPerson(one.familyName + one.givenName)}` },
    ...(one.email ? [{ one, key: `${one.companyId} ${one.email.toLowerCase()}` }] : []),
  ]);
  return new Map(
    [...Map.groupBy(keyed, ({ key }) => key)].map(([key, all]) => [key, all.map(({ one }) => one)]),
  );
}

/** `said` keeps the words of the list where nobody is known by them. */
export type OwnerMeant = { id: string | null; said: string; name: string | null; conflicts: Problem[] };

const nameOf = (one: Pick<KnownOwner, "familyName" | "givenName">) =>
  `${one.familyName} ${one.givenName}`.trim();

/** Several whom it fits are a question, which keeping the words answers as well. Null where the row names nobody. */
export function ownerMeant(
  row: GivenRow,
  read: RowReader,
  companyId: string,
  { name, email }: OwnerFields,
  people: KnownOwners,
): OwnerMeant | null {
  const given = read.given(name);
  const address = (email ? addressOf(foldWidth(read.given(email))) : null) ?? addressOf(foldWidth(given));
  const said = given || (email ? read.given(email) : "");
  if (said === "") return null;
  const found = (one: KnownOwner): OwnerMeant => ({ id: one.id, said, name: nameOf(one), conflicts: [] });
  const addressed = address ? (people.get(`${companyId} ${address}`) ?? []) : [];
  const named = ordersOf(foldWidth(given)).flatMap((one) => people.get(`${companyId} ${one}`) ?? []);
  const fitting = addressed.length > 0 ? addressed : [...new Set(named)];
  const chosen = fitting.find((one) => one.id === row.decision?.chosen?.[name]);
  const [only] = fitting;
  if (chosen ?? (fitting.length === 1 && only)) return found(chosen ?? (only as KnownOwner));
  const candidates = fitting.slice(0, 5).map((one) => ({
    id: one.id,
    name: `${nameOf(one)} (${[one.code, one.email].filter(Boolean).join(" · ")})`,
  }));
  const conflicts =
    fitting.length > 1 ? [{ field: name, code: "import.owner_several", given: said, candidates }] : [];
  return { id: null, said, name: null, conflicts };
}
