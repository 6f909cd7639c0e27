import type { Site } from "./company.ts";
import { cityOf, type Place } from "./places.ts";

const plantWords = { en: ["Plant"], ja: ["工場"], zh: ["工厂"] };
const officeWords = {
  en: ["Head Office", "Office", "Warehouse", "Technical Center", "Service Station"],
  ja: ["本社", "営業所", "倉庫", "技術センター", "サービスステーション"],
  zh: ["总部", "办事处", "仓库", "技术中心", "服务站"],
};

/** A company's plants first, then its other places; they move on to the next city as they become more. */
export function sitesOf(place: Place, firstCity: number, plants: number, others: number): Site[] {
  const sites: Site[] = [];
  for (let n = 0; n < plants; n += 1)
    sites.push({ isPlant: true, names: named(place, firstCity + n, plantWords, 0, n) });
  for (let n = 0; n < others; n += 1)
    sites.push({
      isPlant: false,
      names: named(place, firstCity + (n === 0 ? 0 : n + plants), officeWords, n, n),
    });
  return sites;
}

function named(place: Place, city: number, words: typeof plantWords, word: number, n: number): Site["names"] {
  const where = cityOf(place, city);
  const at = (list: string[]) => (word === 0 ? list[0] : list[1 + ((word - 1) % (list.length - 1))]) ?? "";
  const round = Math.floor(n / place.cities.length);
  const nth = round === 0 ? "" : String(round + 1);
  const en = `${where.en} ${at(words.en)}${nth && ` ${nth}`}`;
  const ja = `${where.ja}${at(words.ja)}${nth}`;
  const zh = `${where.zh}${at(words.zh)}${nth}`;
  return {
    name: place.language === "ja" ? ja : place.language === "zh" && place.region === "china" ? zh : en,
    en,
    ja,
    zh,
  };
}
