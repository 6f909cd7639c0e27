// Lent to later modules.
// Writing a list of seats row by row, each by the changes that the pages make, so that trail, dates and the rules of
// giving rights are the same as by hand. A row that cannot be written leaves nothing of itself behind.
import { sql } from "kysely";
import type { Ctx, Language } from "#core/context.ts";
import { translateConstraint } from "#core/db/constraints.ts";
import { under } from "#core/db/transaction.ts";
import { AppError, forbidden } from "#core/errors.ts";
import { textsOf } from "#core/text/own-texts.ts";
import { permissions as organizationPermissions } from "#modules/organization/contract.ts";
import type { Applied, Applying } from "#modules/organization/importing/company-apply.ts";
import type { Judged } from "#modules/organization/importing/judging.ts";
import {
  addPerson,
  addPosition,
  changePerson,
  holdPosition,
  holdUntil,
} from "#modules/organization/importing/seating.ts";
import { permissions } from "../contract/words.ts";
import { giveGrant } from "../granting.ts";
import { openAccount } from "../linking.ts";
import type { GivenPerson } from "./seat-person.ts";
import type { SeatFields } from "./seats.ts";
import type { Extras, KnownHolder } from "./seat-world.ts";

const words = textsOf("organization", "access");
const languages: readonly Language[] = ["ja", "en", "zh"];

/** What earlier rows of the same batch have made: two seats of somebody new are two rows. */
type Made = {
  people: Map<string, string>;
  seats: Map<string, string>;
  /** Who was changed, opened an account or given a right, each under a key of its own. */
  done: Set<string>;
};
type Row = Judged<SeatFields> & { fields: SeatFields };
type How = Applying & { source: string };

export async function applySeats(
  ctx: Ctx,
  rows: readonly Judged<SeatFields>[],
  how: How,
): Promise<Applied[]> {
  const made: Made = { people: new Map(), seats: new Map(), done: new Set() };
  const applied: Applied[] = [];
  for (const row of rows)
    if (row.fields) applied.push(await alone(ctx, { ...row, fields: row.fields }, how, made));
  return applied;
}

async function alone(ctx: Ctx, row: Row, how: How, made: Made): Promise<Applied> {
  const { rowNumber } = row;
  await sql`savepoint one_row`.execute(ctx.db);
  try {
    const done = await applyOne(ctx, row, how, made);
    await sql`release savepoint one_row`.execute(ctx.db);
    return { rowNumber, did: row.subjectId === null ? "added" : "changed", ...done };
  } catch (thrown) {
    const error = translateConstraint(thrown);
    if (!(error instanceof AppError) || error.code === "row.busy") throw error;
    await sql`rollback to savepoint one_row`.execute(ctx.db);
    return { rowNumber, did: "not_applied", code: error.code };
  }
}

async function applyOne(ctx: Ctx, { fields }: Row, how: How, made: Made) {
  const reason = how.reason ?? how.source;
  const from = fields.from ?? how.from;
  const seatKey = [fields.unitId, fields.purpose, fields.seatName].join(" ");
  const seatId =
    fields.seatId ?? made.seats.get(seatKey) ?? (await addPosition(ctx, newSeat(ctx, fields, from))).id;
  const { given } = fields;
  const personId = given ? await personOf(ctx, fields, given, { from, reason }, made) : null;
  if (personId !== null && fields.from !== null)
    await holdPosition(ctx, { id: seatId, personId, from, reason });
  if (fields.until !== null) await holdUntil(ctx, seatId, { on: from, until: fields.until, reason });
  const [right, opening, changing] = [
    `right ${personId} ${fields.roleId} ${fields.unitId}`,
    `account ${personId}`,
    `change ${personId}`,
  ];
  if (personId !== null && fields.roleId && !made.done.has(right))
    await giveRight(ctx, personId, fields, from, reason);
  const account =
    personId !== null && fields.loginName && !made.done.has(opening)
      ? await accountOf(ctx, personId, fields)
      : null;
  // Only now: what a row that was taken back had made is there no longer.
  made.seats.set(seatKey, seatId);
  if (given && personId !== null) made.people.set(keyOf(given), personId);
  if (fields.roleId) made.done.add(right);
  if (account) made.done.add(opening);
  if (personId !== null) made.done.add(changing);
  return { id: seatId, ...(account ? { account } : {}) };
}

const keyOf = (given: GivenPerson) =>
  [given.companyId, (given.number ?? given.email ?? given.name).toLowerCase()].join(" ");

function newSeat(ctx: Ctx, fields: SeatFields, from: string) {
  const say = (language: Language) => words()(language, `position.purpose.${fields.purpose}`);
  const names = { name: say(ctx.language), nameJa: say("ja"), nameEn: say("en"), nameZh: say("zh") };
  return {
    unitId: fields.unitId,
    ...(fields.purpose ? { purpose: fields.purpose } : {}),
    ...(fields.seatName ? { name: fields.seatName } : names),
    from,
  };
}

async function personOf(
  ctx: Ctx,
  { known, purpose }: SeatFields,
  given: GivenPerson,
  { from, reason }: { from: string; reason: string },
  made: Made,
): Promise<string> {
  const earlier = made.people.get(keyOf(given));
  if (!known && earlier) return earlier;
  const changes = known ? changesOf(known, given) : null;
  if (known && (changes === null || made.done.has(`change ${known.id}`))) return known.id;
  const managing = await reaching(ctx, organizationPermissions.managePeople);
  const { telephone, email, number } = given;
  const done =
    known && changes
      ? await changePerson(managing, { ...changes, id: known.id, reason })
      : await addPerson(managing, {
          companyId: given.companyId,
          familyName: given.familyName,
          givenName: given.givenName,
          ...(number ? { code: number } : {}),
          ...(email ? { email } : {}),
          ...(telephone ? { telephone } : {}),
          employment: purpose === "accountable_executive" ? "officer" : "regular",
          from,
        });
  await under(ctx, ctx.permission);
  return done.id;
}

/** How to reach somebody known, where the list says it otherwise. */
function changesOf(known: KnownHolder, given: GivenPerson) {
  const email =
    given.email?.toLowerCase() === known.email?.toLowerCase() ? known.email : (given.email ?? known.email);
  const telephone = given.telephone ?? known.telephone;
  if (email === known.email && telephone === known.telephone) return null;
  const { code, familyName, givenName, familyNameReading, givenNameReading, language, timeZone, rowVersion } =
    known;
  return {
    code,
    familyName,
    givenName,
    familyNameReading,
    givenNameReading,
    language,
    timeZone,
    rowVersion,
    email,
    telephone,
  };
}

async function giveRight(ctx: Ctx, personId: string, fields: SeatFields, from: string, reason: string) {
  const giving = await reaching(ctx, permissions.grantAny);
  await giveGrant(giving, {
    personId,
    roleId: fields.roleId ?? "",
    unitId: fields.unitId,
    withSubtree: true,
    validFrom: from < ctx.today ? ctx.today : from,
    ...(fields.until === null ? {} : { validTo: fields.until }),
    reason,
  });
  await under(ctx, ctx.permission);
}

async function accountOf(ctx: Ctx, personId: string, fields: SeatFields): Promise<string> {
  const managing = await reaching(ctx, permissions.manageAccounts);
  const language = [fields.known?.language, fields.known?.companyLanguage, ctx.language].find((one) =>
    languages.includes(one as Language),
  );
  const { rows } = await sql<{ companyId: string }>`
    select p.company_id from people p where p.id = ${personId}::uuid`.execute(managing.db);
  const { id } = await openAccount(managing, {
    personId,
    companyId: rows[0]?.companyId ?? fields.companyId,
    loginName: fields.loginName ?? "",
    language: language ?? ctx.language,
  });
  await under(ctx, ctx.permission);
  return id;
}

/** The rest under another permission of the same person, who has to hold it for the whole group. */
async function reaching(ctx: Ctx, permission: string): Promise<Ctx> {
  const other = await under(ctx, permission);
  if (other.reach !== "group") throw forbidden("permission.missing", { values: { operation: permission } });
  return other;
}

export async function mayDo(ctx: Ctx, { withRights, withAccounts }: Extras): Promise<void> {
  if (withRights) await reaching(ctx, permissions.grantAny);
  if (withAccounts) await reaching(ctx, permissions.manageAccounts);
  await under(ctx, ctx.permission);
}
