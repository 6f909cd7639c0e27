/** Into sight within the row of tabs that it stands in, as the one chosen: a phone shows the first few alone. The page itself stays where it is. */
export function intoView(tab: HTMLElement | null): void {
  const row = tab?.closest<HTMLElement>(".tabs");
  if (!tab || !row || row.scrollWidth <= row.clientWidth) return;
  const [at, of] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += at.left - of.left - (of.width - at.width) / 2;
}
