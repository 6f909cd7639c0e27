/** Words of a list of data: parted by `|` or a new line, spaces around them left out. */
export const of = (words: string): readonly string[] =>
  words
    .split(/[|\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
