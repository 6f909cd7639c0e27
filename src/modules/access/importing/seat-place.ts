// Lent to later modules.
// Which unit and which of its seats a row of a list of seats means.
import { companyNameKey, readYesNo } from "#core/sheets/normalise.ts";
import type { GivenRow, Problem, RowReader } from "#modules/organization/importing/judging.ts";
import { plain, plainCode } from "#modules/organization/importing/spelling.ts";
import { isOfDivision, type Purpose, purposeWords } from "./seat-words.ts";
import type { Holding, KnownSeat, KnownUnit, SeatWorld } from "./seat-world.ts";

export function unitOf(row: GivenRow, read: RowReader, world: SeatWorld): KnownUnit | null {
  const chosen = row.decision?.chosen?.["code"] ?? row.decision?.chosen?.["name"];
  const meant = world.units.find((one) => one.id === chosen);
  if (meant) return meant;
  const field = read.given("code") === "" ? "name" : "code";
  const given = read.given(field);
  if (given === "") return read.wrong("code", "import.missing");
  const byCode = world.byCode.get(plainCode(given));
  const fitting = byCode ? [byCode] : (world.byName.get(companyNameKey(given)) ?? []);
  if (fitting.length === 1) return fitting[0] ?? null;
  const candidates = fitting.length > 1 ? fitting : world.nearest.of(given);
  return read.wrong(
    field,
    fitting.length > 1 ? "import.seat_unit_ambiguous" : "import.unknown_seat_unit",
    candidates.map((one) => ({ id: one.id, name: one.name })),
  );
}

/** A code that belongs to another unit than the name beside it names the wrong officer. */
export function otherName(read: RowReader, unit: KnownUnit | null): Problem[] {
  const [code, name] = [read.given("code"), read.given("name")];
  if (!unit || code === "" || name === "") return [];
  if (unit.names.some((one) => companyNameKey(one) === companyNameKey(name))) return [];
  return [
    { field: "name", code: "import.other_name", given: name, candidates: [{ id: unit.id, name: unit.name }] },
  ];
}

/** "○", "yes", and the word itself alike. */
const saysDeputy = (text: string) =>
  readYesNo(text) === true || ["代行", "代理", "副", "deputy"].includes(plain(text));

export function purposeOf(read: RowReader): Purpose | null {
  const given = plain(read.given("role"));
  const [purpose] =
    (Object.entries(purposeWords) as [Purpose, readonly string[]][]).find(([id, words]) =>
      [id, ...words].some((word) => plain(word) === given),
    ) ?? [];
  return purpose === "security_officer" && saysDeputy(read.given("deputy"))
    ? "deputy_security_officer"
    : (purpose ?? null);
}

/** The seat held, null for a new one. Of several of one kind the row says which by its name, or by who holds it. */
export function seatOf(
  row: GivenRow,
  read: RowReader,
  unit: KnownUnit,
  purpose: Purpose | null,
  seats: readonly KnownSeat[],
  world: SeatWorld,
): KnownSeat | null {
  const chosen = seats.find((one) => one.id === row.decision?.chosen?.["role"]);
  if (chosen) return chosen;
  const [role, name, deputy] = ["role", "seat", "deputy"].map((field) => plain(read.given(field)));
  const called = (word: string | undefined) =>
    seats.filter((one) => one.names.some((own) => plain(own) === word));
  if (role === "") return null;
  const isAnswered = saysDeputy(read.given("deputy")) || readYesNo(read.given("deputy")) === false;
  const isDeputy = purpose === "deputy_security_officer";
  if (deputy !== "" && !(isAnswered && (isDeputy || !saysDeputy(read.given("deputy")))))
    return read.wrong("deputy", "import.deputy_own_row");
  if (purpose === null) {
    const own = called(role);
    if (own.length === 1) return own[0] ?? null;
    return read.wrong(
      "role",
      own.length > 1 ? "import.seat_ambiguous" : "import.unknown_role",
      own.map((one) => ({ id: one.id, name: one.name })),
    );
  }
  if (isOfDivision(purpose) !== (unit.kind === "division")) return read.wrong("role", "import.role_not_here");
  const ofKind = seats.filter((one) => one.purpose === purpose);
  const fitting = name === "" ? ofKind : called(name).filter((one) => one.purpose === purpose);
  if (fitting.length < 2) return fitting[0] ?? null;
  const vacant = fitting.filter((one) =>
    one.holders.every((held) => held.to !== null && held.to <= world.today),
  );
  const plainPersonOf = (held: Holding) => plain(held.familyName + held.givenName);
  const given = plain(read.given("person") || read.given("familyName") + read.given("givenName"));
  const theirs = fitting.filter((one) => one.holders.some((held) => plainPersonOf(held) === given));
  const only = theirs.length === 1 ? theirs[0] : vacant.length === 1 ? vacant[0] : undefined;
  if (only) return only;
  const candidates = fitting.map((one) => ({ id: one.id, name: one.name }));
  return read.wrong("role", "import.seat_ambiguous", candidates);
}
