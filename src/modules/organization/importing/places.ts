// Lent to later modules.
// What a country says about a company that joins: its region, its usual time zone and language.

type Region =
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

/** A country that is not listed is "other" in UTC: it is corrected on the company's page. */
export const placeOf = (country: string): Place =>
  places[country] ?? { region: "other", timeZone: "UTC", language: "en" };
