// People's names as they are common in the country. All made up by chance from a stock; nobody is meant.
import type { Company } from "./company.ts";
import pools from "./data/people.json" with { type: "json" };
import type { Random } from "./random.ts";

type Part = { written: string; reading: string | null; latin: string };
type Pool = { family: readonly Part[]; given: readonly Part[] };

const strokes: Record<string, string> = {
  ł: "l",
  đ: "d",
  ı: "i",
  ß: "ss",
  ø: "o",
  ä: "ae",
  ö: "oe",
  ü: "ue",
};

const known = new Map(
  Object.entries(pools).map(([name, pool]) => [
    name,
    {
      family: pool.family.map((text) => partOf(name, text)),
      given: pool.given.map((text) => partOf(name, text)),
    },
  ]),
);

function partOf(pool: string, text: string): Part {
  if (pool === "ja" || pool === "zh") {
    const [written = "", reading = "", latin = ""] = text.split(" ");
    return { written, reading, latin };
  }
  return { written: text, reading: null, latin: latinOf(text) };
}

/** Letters that an address may hold. */
export function latinOf(text: string): string {
  const lower = text.normalize("NFC").toLowerCase();
  const plain = [...lower].map((letter) => strokes[letter] ?? letter).join("");
  return plain
    .normalize("NFD")
    .replaceAll(/[^a-z ]/g, "")
    .replaceAll(" ", "-");
}

export type PersonName = {
  familyName: string;
  givenName: string;
  familyNameReading: string | null;
  givenNameReading: string | null;
  mailbox: string;
};

export function personName(company: Pick<Company, "pool" | "country">, random: Random): PersonName {
  const pool: Pool | undefined = known.get(company.pool);
  if (!pool) throw new Error(`no names for ${company.pool}`);
  const family = random.pick(pool.family);
  const given = random.pick(pool.given);
  const isLatin = company.pool === "zh" && company.country === "SG";
  return {
    familyName: isLatin ? capital(family.latin) : family.written,
    givenName: isLatin ? capital(given.latin) : given.written,
    familyNameReading: isLatin ? null : family.reading,
    givenNameReading: isLatin ? null : given.reading,
    mailbox: `${given.latin}.${family.latin}`,
  };
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
