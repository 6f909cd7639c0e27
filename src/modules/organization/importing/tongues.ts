// Lent to later modules.
// Languages as lists name them.

/** What lists write instead of the names that Intl knows. */
const otherNames: Record<string, readonly string[]> = {
  zh: ["普通话", "简体中文", "简体", "中文（简体）", "中国語（簡体字）", "Mandarin", "Simplified Chinese"],
  ja: ["日文", "Nihongo"],
  en: ["英文"],
  ko: ["韓国語", "韩文", "韩语"],
  de: ["独語"],
};
const readers = ["ja", "en", "zh"];

let byName: Map<string, string> | undefined;

/** The BCP 47 code of a language given as a code or by its name in Japanese, English, Chinese or itself; else null. */
export function tongueOf(given: string): string | null {
  byName ??= names();
  return byName.get(key(given)) ?? null;
}

const key = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, "");

function names(): Map<string, string> {
  const found = new Map<string, string>();
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const speakers = readers.map(
    (language) => new Intl.DisplayNames([language], { type: "language", fallback: "none" }),
  );
  for (const code of letters.flatMap((one) => letters.map((two) => one + two))) {
    const said = speakers.flatMap((speaker) => speaker.of(code) ?? []);
    if (said.length === 0) continue;
    const own = new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
    for (const name of [code, own, ...said, ...(otherNames[code] ?? [])])
      if (!found.has(key(name))) found.set(key(name), code);
  }
  return found;
}
