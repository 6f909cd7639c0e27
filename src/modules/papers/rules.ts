// Which company a scanned page belongs to, by the name of its file.

/**
 * Pages go out under the company's code, and scans come back as "C1 page.pdf" or "scan_C1.pdf". The code has to stand by
 * itself: of "C10" and "C1" a file "C10.pdf" names one. A name that fits several, or none, is left to a person.
 */
export function companyOfScan<T extends { code: string }>(name: string, companies: readonly T[]): T | null {
  const words = folded(name.replace(/^.*[/\\]/, "").replace(/\.[^.]*$/, ""));
  const fitting = companies.filter(({ code }) => {
    const wanted = folded(code);
    const at = words.indexOf(wanted);
    if (wanted === "" || at < 0) return false;
    return !isPart(words[at - 1]) && !isPart(words[at + wanted.length]);
  });
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

const folded = (text: string) => text.normalize("NFKC").toUpperCase();
const isPart = (letter: string | undefined) => letter !== undefined && /[A-Z0-9]/.test(letter);
