/** "80", "80 %", "８０％": a share above nothing and up to all; null where it is none. */
export function shareIn(text: string): number | null {
  const share = Number(text.normalize("NFKC").replace("%", "").trim() || Number.NaN);
  return share > 0 && share <= 100 ? share : null;
}
