// Lent to later modules.
// What a country says about a company that joins: its region, its usual time zone and language.

export type Region =
  | "japan"
  | "china"
  | "asean"
  | "south_asia"
  | "europe"
  | "north_america"
  | "latin_america"
  | "other";
export type Place = { region: Region; timeZone: string; language: string };

const places: Record<string, Place> = {
  JP: { region: "japan", timeZone: "Asia/Tokyo", language: "ja" },
  CN: { region: "china", timeZone: "Asia/Shanghai", language: "zh" },
  TH: { region: "asean", timeZone: "Asia/Bangkok", language: "th" },
  VN: { region: "asean", timeZone: "Asia/Ho_Chi_Minh", language: "vi" },
  SG: { region: "asean", timeZone: "Asia/Singapore", language: "en" },
  MY: { region: "asean", timeZone: "Asia/Kuala_Lumpur", language: "en" },
  ID: { region: "asean", timeZone: "Asia/Jakarta", language: "id" },
  PH: { region: "asean", timeZone: "Asia/Manila", language: "en" },
  IN: { region: "south_asia", timeZone: "Asia/Kolkata", language: "en" },
  DE: { region: "europe", timeZone: "Europe/Berlin", language: "de" },
  FR: { region: "europe", timeZone: "Europe/Paris", language: "fr" },
  GB: { region: "europe", timeZone: "Europe/London", language: "en" },
  NL: { region: "europe", timeZone: "Europe/Amsterdam", language: "nl" },
  US: { region: "north_america", timeZone: "America/New_York", language: "en" },
  CA: { region: "north_america", timeZone: "America/Toronto", language: "en" },
  MX: { region: "latin_america", timeZone: "America/Mexico_City", language: "es" },
  BR: { region: "latin_america", timeZone: "America/Sao_Paulo", language: "pt" },
};

/** The capital's zone of countries that have several; of the others the one zone is known (CLDR). */
const capitals: Record<string, string> = {
  AQ: "Antarctica/McMurdo",
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  CD: "Africa/Kinshasa",
  CL: "America/Santiago",
  CY: "Asia/Nicosia",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  FM: "Pacific/Pohnpei",
  GL: "America/Nuuk",
  KI: "Pacific/Tarawa",
  KZ: "Asia/Almaty",
  MH: "Pacific/Majuro",
  MN: "Asia/Ulaanbaatar",
  NZ: "Pacific/Auckland",
  PF: "Pacific/Tahiti",
  PG: "Pacific/Port_Moresby",
  PS: "Asia/Hebron",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  UA: "Europe/Kyiv",
  UM: "Pacific/Wake",
  UZ: "Asia/Tashkent",
};
const regions: Partial<Record<Region, string>> = {
  asean: "BN KH LA MM TL",
  south_asia: "AF BD BT LK MV NP PK",
  europe:
    "AD AL AT AX BA BE BG BY CH CY CZ DK EE ES FI FO GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
  latin_america:
    "AG AI AR AW BB BL BO BQ BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM KN KY LC MF MQ MS NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI",
};

/** What a country usually is, to begin with: shown with the row of a list, and corrected on the company's page. */
export function placeOf(country: string): Place {
  const known = places[country];
  if (known) return known;
  const [region] = Object.entries(regions).find(([, codes]) => codes.split(" ").includes(country)) ?? [
    "other",
  ];
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones?: () => string[] };
  return {
    region: region as Region,
    timeZone: capitals[country] ?? locale.getTimeZones?.()[0] ?? "UTC",
    language: locale.maximize().language ?? "en",
  };
}

// What lists write instead of the name by ISO 3166.
const otherNames: Record<string, readonly string[]> = {
  US: ["アメリカ", "米国", "USA", "U.S.A.", "U.S.", "America", "美国"],
  GB: ["イギリス", "英国", "UK", "U.K.", "Britain", "英国"],
  KR: ["韓国", "Korea", "South Korea", "韩国"],
  TW: ["台湾", "Taiwan", "中国台湾"],
  CN: ["中国", "中華人民共和国", "PRC", "P.R.China", "China"],
  HK: ["香港", "Hong Kong", "中国香港"],
  TH: ["タイ国"],
  VN: ["ヴェトナム", "Viet Nam"],
  CZ: ["チェコ", "Czech Republic"],
  AE: ["UAE", "アラブ首長国連邦"],
  DE: ["ドイツ", "独国"],
};

let byName: Map<string, string> | undefined;

/** The ISO 3166 code of a country given as a code or by its name in Japanese, English or Chinese; else null. */
export function countryOf(given: string): string | null {
  byName ??= countryNames();
  return byName.get(countryKey(given)) ?? null;
}

const countryKey = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s.,'’()]+/gu, "");

function countryNames(): Map<string, string> {
  const names = new Map<string, string>();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const speakers = ["ja", "en", "zh"].map(
    (language) => new Intl.DisplayNames([language], { type: "region", fallback: "none" }),
  );
  for (const code of letters.flatMap((one) => letters.map((two) => one + two))) {
    // UK is an old spelling of GB; groupings and private codes are no countries.
    if (/^(EU|EZ|UN|ZZ|X[A-Z]|Q[M-Z])$/.test(code) || new Intl.Locale(`und-${code}`).region !== code)
      continue;
    const said = speakers.flatMap((speaker) => speaker.of(code) ?? []);
    if (said.length === 0) continue;
    for (const name of [code, ...said, ...(otherNames[code] ?? [])]) names.set(countryKey(name), code);
  }
  return names;
}
