// Lent to later modules.
// Whom a row of a list of seats means: somebody held, somebody new, or a question for whoever brings the list in.
import { readTelephone } from "#core/text/telephone.ts";
import type { Candidate, GivenRow, Problem, RowReader } from "#modules/organization/importing/judging.ts";
import { splitPair } from "#modules/organization/importing/person-names.ts";
import { plainCode, plainPerson } from "#modules/organization/importing/spelling.ts";
import type { KnownHolder, KnownUnit, Peers } from "./seat-world.ts";

export type SoughtPerson = {
  companyId: string;
  number: string | null;
  email: string | null;
  name: string;
};
export type GivenPerson = SoughtPerson & {
  familyName: string;
  givenName: string;
  telephone: string | null;
};

/** Null where the row names nobody: the seat alone is meant. */
export function personGiven(read: RowReader, unit: KnownUnit): GivenPerson | null {
  const names = splitPair(read, "person", "familyName", "givenName");
  const written = read.code("number", 254);
  const address = read.code("email", 254);
  // "aoba@example.test" in the column of numbers is an address.
  const isAddress = (text: string | null) => text !== null && /^[^@\s]+@[^@\s]+$/.test(text);
  if (address !== null && !isAddress(address)) read.wrong("email", "import.not_an_address");
  const [number, email] =
    isAddress(written) && address === null ? [null, written] : [written, isAddress(address) ? address : null];
  if (number !== null && number.length > 60) read.wrong("number", "import.too_long");
  if (names.family.length > 100 || names.given.length > 100) read.wrong("person", "import.too_long");
  const name = `${names.family}${names.given}`;
  if (name === "" && number === null && email === null) return null;
  return {
    companyId: unit.companyId,
    number,
    email,
    name,
    familyName: names.family,
    givenName: names.given,
    telephone: read.as("telephone", readTelephone, "import.not_a_telephone"),
  };
}

const same = (a: string | null, b: string | null) =>
  a !== null && b !== null && plainCode(a) === plainCode(b);
const bearsName = (one: KnownHolder, given: GivenPerson) =>
  [one.familyName + one.givenName, one.givenName + one.familyName].some(
    (name) => plainPerson(name) === plainPerson(given.name),
  );
export const labelOf = (one: KnownHolder): Candidate => ({
  id: one.id,
  name: `${one.familyName} ${one.givenName} (${[one.code, one.companyName].filter(Boolean).join(" · ")})`,
});

type Meant = { known: KnownHolder | null; conflicts: Problem[] };

/** `known` is null for somebody new, who then has a name and a number or an address. */
export function personMeant(
  row: GivenRow,
  read: RowReader,
  given: GivenPerson,
  people: Peers["people"],
): Meant {
  const chosen = people.find((one) => one.id === row.decision?.chosen?.["person"]);
  const known = chosen ?? underNumber(given, people) ?? underAddress(given, people, read);
  if (known) {
    if (!known.isEmployed) read.wrong("person", "import.holder_left");
    if (chosen || given.name === "" || bearsName(known, given)) return { known, conflicts: [] };
    const otherName = { field: "person", code: "import.holder_named_otherwise", given: given.name };
    return { known, conflicts: [{ ...otherName, candidates: [labelOf(known)] }] };
  }
  const namesakes = people.filter((one) => one.companyId === given.companyId && bearsName(one, given));
  const isTold = given.number !== null || given.email !== null;
  const [only] = namesakes;
  if (!isTold && only && namesakes.length === 1) {
    if (!only.isEmployed) read.wrong("person", "import.holder_left");
    return { known: only, conflicts: [] };
  }
  if (!isTold)
    read.wrong(
      "person",
      namesakes.length > 1 ? "import.holder_ambiguous" : "import.holder_unknown",
      namesakes.slice(0, 5).map(labelOf),
    );
  else if (given.familyName === "") read.wrong("person", "import.holder_nameless");
  if (!isTold || namesakes.length === 0) return { known: null, conflicts: [] };
  const namesake = { field: "person", code: "import.holder_namesake", given: given.name };
  return { known: null, conflicts: [{ ...namesake, candidates: namesakes.slice(0, 5).map(labelOf) }] };
}

/** A number is the company's own; a login, or the number of the same name namely, is the group's. */
function underNumber(given: GivenPerson, people: Peers["people"]): KnownHolder | undefined {
  if (given.number === null) return undefined;
  const numbered = people.filter((one) => same(one.code, given.number));
  const namely = numbered.filter((one) => given.name !== "" && bearsName(one, given));
  return (
    namely.find((one) => one.companyId === given.companyId) ??
    (namely.length === 1 ? namely[0] : undefined) ??
    numbered.find((one) => one.companyId === given.companyId) ??
    people.find((one) => same(one.loginName, given.number))
  );
}

function underAddress(given: GivenPerson, people: Peers["people"], read: RowReader): KnownHolder | undefined {
  if (given.email === null) return undefined;
  const addressed = people.filter((one) => same(one.email, given.email) || same(one.loginName, given.email));
  const here = addressed.filter((one) => one.companyId === given.companyId);
  const fitting = here.length > 0 ? here : addressed;
  if (fitting.length > 1) read.wrong("email", "import.holder_ambiguous", fitting.slice(0, 5).map(labelOf));
  return fitting[0];
}
