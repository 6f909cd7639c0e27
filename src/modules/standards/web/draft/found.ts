// One control among many: by its id, or by its title in whichever language one knows it.
import type { Draft } from "./reads.ts";

type Findable = { id: string; titles: Draft["controls"][number]["titles"] };

/** Every word that was typed stands in it somewhere. */
export function isFound(search: string): (row: Findable) => boolean {
  const words = plain(search).split(/\s+/).filter(Boolean);
  return ({ id, titles }) => {
    const text = plain([id, ...Object.values(titles)].join(" "));
    return words.every((word) => text.includes(word));
  };
}

/** Full-width letters and digits, as Japanese keyboards write them, are the same letters. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase();
