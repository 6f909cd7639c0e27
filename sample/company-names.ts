// Names by law in the country's own way, and what readers of the other languages see. Every name is given once.
import type { Names } from "./company.ts";
import type { Division } from "./divisions.ts";
import { cityOf, type Place } from "./places.ts";
import type { Random } from "./random.ts";

const districts = [
  ["", "", ""],
  ["Hokkaido", "北海道", "北海道"],
  ["Tohoku", "東北", "东北"],
  ["Kita-Kanto", "北関東", "北关东"],
  ["Tokyo", "東京", "东京"],
  ["Chubu", "中部", "中部"],
  ["Hokuriku", "北陸", "北陆"],
  ["Kansai", "関西", "关西"],
  ["Sanin", "山陰", "山阴"],
  ["Sanyo", "山陽", "山阳"],
  ["Shikoku", "四国", "四国"],
  ["Kyushu", "九州", "九州"],
] as const;

type Line = readonly [en: string, ja: string, kana: string, zh: string];

export type NameGiver = (
  division: Division,
  place: Place,
  city: number,
  random: Random,
) => Names & { slug: string };

export function nameGiver(taken: Iterable<string>): NameGiver {
  const given = new Set(taken);
  return (division, place, city, random) => {
    for (let round = 0; ; round += 1) {
      for (const line of random.shuffle(division.lines) as unknown as Line[]) {
        const names =
          place.country === "JP" ? japanese(line, random, round) : abroad(line, place, city, round);
        if (given.has(names.en)) continue;
        given.add(names.en);
        return { ...names, slug: slugOf(names.en) };
      }
    }
  };
}

function japanese([en, ja, , zh]: Line, random: Random, round: number): Names {
  const [whereEn, where, whereZh] = random.pick(districts);
  // The same line twice in one district is a second company with a number.
  const nth = round < 8 ? "" : String(round - 6);
  const name = where
    ? random.chance(0.7)
      ? `見本${ja}${where}${nth}株式会社`
      : `${where}見本${ja}${nth}株式会社`
    : random.chance(0.6)
      ? `見本${ja}${nth}株式会社`
      : `株式会社見本${ja}${nth}`;
  return {
    name,
    en: tidy(`Mihon ${en} ${whereEn} ${nth} Co., Ltd.`),
    ja: name,
    zh: `见本${zh}${whereZh}${nth}株式会社`,
  };
}

function abroad([en, , kana, zh]: Line, place: Place, city: number, round: number): Names {
  // Chinese companies bear the name of their city from the start, others only when the country's is taken.
  const isCity = place.country === "CN" || round > 0;
  const town = cityOf(place, place.country === "CN" ? city + round : city + Math.max(0, round - 1));
  const nth = round > place.cities.length ? String(round - place.cities.length + 1) : "";
  const whereEn = isCity ? town.en : place.place;
  const [, countryJa = "", countryZh = ""] = place.names;
  const byLaw = tidy(place.form.replace("{line}", `${en} ${nth}`).replace("{place}", whereEn));
  const nameZh = `见本${zh}${nth}（${isCity ? town.zh : countryZh}）有限公司`;
  const nameJa =
    place.language === "zh" && place.region === "china"
      ? `見本${kana}${nth}（${isCity ? town.ja : countryJa}）有限公司`
      : `見本${kana}${nth}・${isCity ? town.ja : countryJa}`;
  return { name: place.language === "zh" ? nameZh : byLaw, en: byLaw, ja: nameJa, zh: nameZh };
}

const tidy = (name: string) => name.replaceAll(/ +/g, " ").replaceAll(" ,", ",").replaceAll(" )", ")").trim();

/** The part of a company's addresses that is its own. */
export function slugOf(name: string): string {
  const plain = name
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .replaceAll("ł", "l")
    .replaceAll("Ł", "L")
    .toLowerCase();
  const words = plain
    .replace(/^(pt )?mihon /, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
  return words.replace(
    /-(co-ltd|inc|pte-ltd|pvt-ltd|pty-ltd|ltd|gmbh|sdn-bhd|s-a-s|sp-z-o-o|s-r-o|b-v|s-a-de-c-v|ltda|spa|a-s|s-a|ab|a-s-|pty-ltd)$/,
    "",
  );
}
