// Lent to later modules.
// What a row of a list of seats means: which seat of which unit, who holds it from when, and what comes with it.
import { companyNameKey } from "#core/sheets/normalise.ts";
import { addDays } from "#core/time/fiscal-year.ts";
import {
  type Difference,
  type GivenRow,
  type Judged,
  leftOut,
  readerOf,
  settle,
} from "#modules/organization/importing/judging.ts";
import { plain, plainCode } from "#modules/organization/importing/spelling.ts";
import { type GivenPerson, personGiven, personMeant } from "./seat-person.ts";
import { otherName, purposeOf, seatOf, unitOf } from "./seat-place.ts";
import { type Purpose, roleOfPurpose } from "./seat-words.ts";
import type { Holding, KnownHolder, KnownSeat, KnownUnit, Peers, SeatWorld } from "./seat-world.ts";

export type SeatFields = {
  unitId: string;
  companyId: string;
  purpose: Purpose | null;
  seatId: string | null;
  /** Of a new seat, where the list gives it one of its own. */
  seatName: string | null;
  given: GivenPerson | null;
  known: KnownHolder | null;
  /** The day from which somebody else holds it; null where the holder stays. */
  from: string | null;
  /** The first day on which it no longer holds, where that changes. */
  until: string | null;
  roleId: string | null;
  loginName: string | null;
};

const joined = (parts: readonly string[]) => parts.join("\u001f");

/** Unit, seat and first day as the row writes them. */
export const seatKeys = (fields: Record<string, string>) => {
  const unit = plainCode(fields["code"] ?? "") || companyNameKey(fields["name"] ?? "");
  const role = plain(fields["role"] ?? "");
  const rest = ["seat", "deputy", "from"].map((field) => plain(fields[field] ?? ""));
  return { code: unit === "" || role === "" ? "" : joined([unit, role, ...rest]), name: "" };
};

/** The unit and person a row speaks of, to look both up; what is wrong with them is told when it is judged. */
export function seatMeant(row: GivenRow, world: SeatWorld) {
  const read = readerOf(row);
  const unit = unitOf(row, read, world);
  if (!unit) return null;
  const role = plain(read.given("role"));
  const key = joined([unit.id, purposeOf(read) ?? role, plain(read.given("seat")), read.day("from") ?? ""]);
  return { unit, person: personGiven(read, unit), key };
}

export const judgeSeats = (rows: readonly GivenRow[], world: SeatWorld, peers: Peers): Judged<SeatFields>[] =>
  rows.map((row) => judge(row, world, peers));

function judge(row: GivenRow, world: SeatWorld, peers: Peers): Judged<SeatFields> {
  const read = readerOf(row);
  const unit = unitOf(row, read, world);
  read.demand("role");
  const purpose = purposeOf(read);
  const seat = unit ? seatOf(row, read, unit, purpose, peers.seats.get(unit.id) ?? [], world) : null;
  const given = unit ? personGiven(read, unit) : null;
  const { known, conflicts } = given
    ? personMeant(row, read, given, peers.people)
    : { known: null, conflicts: [] };
  const [day, last] = [read.day("from"), read.day("until")];
  const from = day ?? world.from;
  if (last !== null && last < from) {
    if (day === null && last < world.today) return leftOut(row.number, "import.held_before");
    read.wrong("until", "import.ends_before_start");
  }
  if (peers.twins.has(row.number)) read.wrong("role", "import.twice_in_file");
  const held = seat?.holders.find((one) => one.from <= from && (one.to === null || one.to > from)) ?? null;
  const stays = given === null || (known !== null && held?.personId === known.id);
  if (!stays && last !== null && last < world.today && read.problems.length === 0)
    return leftOut(row.number, "import.held_before");
  const wanted = last === null ? null : addDays(last, 1);
  const until = (given ?? held) !== null && wanted !== (stays ? (held?.to ?? null) : null) ? wanted : null;
  const extras =
    given && unit ? extrasOf(world, unit, purpose, given, known) : { roleId: null, loginName: null };
  const fields: SeatFields = {
    unitId: unit?.id ?? "",
    companyId: unit?.companyId ?? "",
    purpose: seat ? null : purpose,
    seatId: seat?.id ?? null,
    seatName: read.text("seat", 200),
    given,
    known,
    from: stays ? null : from,
    until,
    ...extras,
  };
  return settle(row, {
    subjectId: seat?.id ?? null,
    fields,
    problems: read.problems,
    conflicts: [
      ...conflicts,
      ...otherName(read, unit),
      ...(given && world.extras.withAccounts && !known?.loginName && (known?.email ?? given.email) === null
        ? [{ field: "email", code: "import.no_address_to_invite", given: given.name }]
        : []),
    ],
    differences: unit ? differencesOf(fields, { seat, held, purpose, last }) : [],
  });
}

/** What the seat's holder lacks of what was ticked. */
function extrasOf(
  { extras }: SeatWorld,
  unit: KnownUnit,
  purpose: Purpose | null,
  given: GivenPerson,
  known: KnownHolder | null,
): Pick<SeatFields, "roleId" | "loginName"> {
  const roleId = roleOfPurpose[purpose ?? ""] ?? null;
  const hasRole = known?.grants.some((one) => one.roleId === roleId && one.unitId === unit.id) ?? false;
  return {
    roleId: extras.withRights && !hasRole ? roleId : null,
    loginName: extras.withAccounts && !known?.loginName ? (known?.email ?? given.email) : null,
  };
}

type Found = {
  seat: KnownSeat | null;
  held: Holding | null;
  purpose: Purpose | null;
  last: string | null;
};

function differencesOf(fields: SeatFields, found: Found): Difference[] {
  const { given, known } = fields;
  const { seat, held, purpose } = found;
  const nameOf = (one: { familyName: string; givenName: string } | null) =>
    one ? `${one.familyName} ${one.givenName}`.trim() : null;
  const told: (Difference | null)[] = [
    seat
      ? null
      : { field: fields.seatName ? "seat" : "purpose", before: null, after: fields.seatName ?? purpose },
    fields.from ? { field: "holder", before: nameOf(held), after: nameOf(known ?? given) } : null,
    fields.from ? { field: "from", before: null, after: fields.from } : null,
    fields.until
      ? { field: "until", before: held?.to && !fields.from ? addDays(held.to, -1) : null, after: found.last }
      : null,
    given && !known ? { field: "newPerson", before: null, after: given.number ?? given.email } : null,
    given?.telephone && given.telephone !== (known?.telephone ?? null) && known
      ? { field: "telephone", before: known.telephone, after: given.telephone }
      : null,
    given?.email && known && known.email?.toLowerCase() !== given.email.toLowerCase()
      ? { field: "email", before: known.email, after: given.email }
      : null,
    fields.roleId ? { field: "right", before: null, after: fields.roleId } : null,
    fields.loginName ? { field: "account", before: null, after: fields.loginName } : null,
  ];
  return told.filter((one) => one !== null);
}
