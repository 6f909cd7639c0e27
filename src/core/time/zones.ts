// Time zones as people write them. Pure.

const known = new Map(
  ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => [zone.toLowerCase(), zone]),
);
/** Short names that mean one zone all over the world; CST, IST and BST mean several. */
const called: Record<string, string> = {
  jst: "Asia/Tokyo",
  "utc+9": "Asia/Tokyo",
  日本: "Asia/Tokyo",
  日本時間: "Asia/Tokyo",
  日本標準時: "Asia/Tokyo",
  japan: "Asia/Tokyo",
  北京时间: "Asia/Shanghai",
  中国標準時: "Asia/Shanghai",
  gmt: "UTC",
  協定世界時: "UTC",
};

export function isTimeZone(zone: string): boolean {
  // Offsets (+09:00) are zones for Intl and none for people: they know no summer time.
  if (zone !== "UTC" && !/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // Intl throws for a zone that it does not know
  }
}

/** The zone of the IANA database that is meant, or null: asia/tokyo, Asia／Tokyo and JST are Asia/Tokyo. */
export function zoneOf(given: string): string | null {
  const text = given.normalize("NFKC").trim();
  const key = text.toLowerCase();
  const zone = known.get(key.replace(/ /g, "_")) ?? called[key.replace(/ /g, "")];
  return zone ?? (isTimeZone(text) ? text : null);
}
