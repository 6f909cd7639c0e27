// Of files by their names alone: which of them nobody means to send, and what a file is called.
const longest = 255;

/** Folders and what systems leave beside the files of people: of macOS, of Windows, of an open Excel. */
export function isBeside(path: string): boolean {
  if (/[/\\]$/.test(path) || /(^|[/\\])__MACOSX[/\\]/.test(path)) return true;
  const name = path.replace(/^.*[/\\]/, "");
  return name === "" || /^(?:\.|~\$)|^(?:thumbs\.db|desktop\.ini)$/i.test(name);
}

/**
 * The path as a label: without letters that hide or turn others, cut at its front, where the folders are. It is shown and
 * written into reports, and never opened.
 */
export function labelOf(path: string): string {
  const clean = path
    .normalize("NFC")
    .replace(/\\/g, "/")
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\p{Surrogate}]/gu, "")
    .replace(/^(?:\.{0,2}\/)+/, "")
    .replace(/\s+/g, " ")
    .trim();
  const letters = [...clean];
  if (letters.length === 0) return "?";
  // Counted in UTF-16 as the contract counts.
  let from = 0;
  let length = clean.length;
  while (length > longest - 1) length -= letters[from++]?.length ?? 1;
  return from === 0 ? clean : `…${letters.slice(from).join("")}`;
}
