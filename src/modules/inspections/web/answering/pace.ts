// How long this person's last controls took, on this device.
const kept = 20;
/** Longer than this somebody was called away. */
const longest = 600;

const keyOf = (personId: string) => `yagura.pace.${personId}`;

export function pacesOf(personId: string): number[] {
  try {
    const paces = JSON.parse(localStorage.getItem(keyOf(personId)) ?? "[]") as unknown;
    return Array.isArray(paces) ? paces.filter((one) => typeof one === "number") : [];
  } catch {
    return [];
  }
}

export function notePace(personId: string, seconds: number): void {
  if (seconds > longest) return;
  localStorage.setItem(
    keyOf(personId),
    JSON.stringify([...pacesOf(personId), Math.round(seconds)].slice(-kept)),
  );
}
