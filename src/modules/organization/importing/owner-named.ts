// Lent to later modules.
// Whom of a company a row means that names somebody who answers: by mail address, then by exact name; never a guess.
import { sql } from "kysely";
import type { Ctx } from "#core/context.ts";
import { within } from "#core/db/scope.ts";
import { foldWidth } from "#core/sheets/normalise.ts";
import type { GivenRow, Problem, RowReader } from "./judging.ts";
import { plainPerson } from "./spelling.ts";

export type KnownOwner = {
  id: string;
  companyId: string;
  familyName: string;
  givenName: string;
  email: string | null;
  code: string | null;
};
type Sought = { companyId: string; name: string | null; email: string | null };

const addressOf = (text: string) => (/^[^@\s]+@[^@\s]+$/.test(text) ? text.toLowerCase() : null);

/** The fields of a list in which it names somebody; a mail address may stand where the name is expected. */
export type OwnerFields = { name: string; email?: string };

export function ownerSought(read: RowReader, companyId: string, { name, email }: OwnerFields): Sought[] {
  const given = foldWidth(read.given(name));
  const address = (email ? addressOf(foldWidth(read.given(email))) : null) ?? addressOf(given);
  const sought = { companyId, name: given === "" ? null : plainPerson(given), email: address };
  return sought.name === null && sought.email === null ? [] : [sought];
}

/** People of the named companies who are still there, of one batch of rows in one statement. */
export async function heldOwners(ctx: Ctx, sought: readonly Sought[]): Promise<KnownOwner[]> {
  if (sought.length === 0) return [];
  const { rows } = await sql<KnownOwner>`
    with sought as (
      select distinct * from jsonb_to_recordset(${JSON.stringify(sought)}::jsonb) as w ("companyId" uuid, name text, email text)
    ), meant as (
      select p.id from sought w join people p on p.company_id = w."companyId" and lower(p.email) = w.email
      union
      select p.id from sought w join people p on p.company_id = w."companyId" and w.name in (
        lower(regexp_replace(normalize(p.family_name || p.given_name, NFKC), '\\s+', '', 'g')),
        lower(regexp_replace(normalize(p.given_name || p.family_name, NFKC), '\\s+', '', 'g')))
    )
    select p.id, p.company_id, p.family_name, p.given_name, p.email, p.code
    from meant m join people p on p.id = m.id and ${within(ctx, "p.company_id")} and not has_left(p.id, ${ctx.today}::date)
    order by p.id`.execute(ctx.db);
  return rows;
}

/** `said` keeps the words of the list where nobody is known by them. */
export type OwnerMeant = { id: string | null; said: string; name: string | null; conflicts: Problem[] };

export const nameOf = (one: Pick<KnownOwner, "familyName" | "givenName">) =>
  `${one.familyName} ${one.givenName}`.trim();
const bears = (one: KnownOwner, given: string) =>
  [one.familyName + one.givenName, one.givenName + one.familyName].some(
    (name) => plainPerson(name) === plainPerson(given),
  );

/** Several whom it fits are a question, which keeping the words answers as well. Null where the row names nobody. */
export function ownerMeant(
  row: GivenRow,
  read: RowReader,
  companyId: string,
  { name, email }: OwnerFields,
  people: readonly KnownOwner[],
): OwnerMeant | null {
  const here = people.filter((one) => one.companyId === companyId);
  const given = read.given(name);
  const address = (email ? addressOf(foldWidth(read.given(email))) : null) ?? addressOf(foldWidth(given));
  const said = given || (email ? read.given(email) : "");
  if (said === "") return null;
  const found = (one: KnownOwner): OwnerMeant => ({ id: one.id, said, name: nameOf(one), conflicts: [] });
  const addressed = address ? here.filter((one) => one.email?.toLowerCase() === address) : [];
  const fitting = addressed.length > 0 ? addressed : here.filter((one) => bears(one, given));
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
