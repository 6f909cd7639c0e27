// Which browser on which system, in words that everybody knows; only what the common ones say of themselves.

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, "Microsoft Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*Safari\//, "Safari"],
  [/^yagura-cli/, "yagura"],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** @returns e.g. "Chrome · Windows"; null where nothing of it is known. */
export function agentInWords(agent: string | null): string | null {
  if (!agent) return null;
  const named = [browsers, systems].flatMap((list) => list.find(([form]) => form.test(agent))?.[1] ?? []);
  return named.length > 0 ? named.join(" · ") : null;
}
