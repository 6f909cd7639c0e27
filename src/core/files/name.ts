// Names that people gave to files, made harmless for every system that will save them.
import { knownTypes } from "./media-type.ts";

const longest = 200;
/** Names that Windows reserves for devices, whatever the ending. */
const devices = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** A code or a title as part of a name: a stroke would be read as a folder, and one for another as the name of another. */
export const asPart = (text: string): string => text.replaceAll("/", "／").replaceAll("\\", "＼");

/** Names that differ, also where capitals do not count: a second one of a name says that it is. */
export function differing(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const dot = name.lastIndexOf(".");
    let given = name;
    for (let nth = 2; taken.has(given.toLowerCase()); nth += 1)
      given = `${name.slice(0, dot)} (${nth})${name.slice(dot)}`;
    taken.add(given.toLowerCase());
    return given;
  };
}

/**
 * The name without folders, control and direction characters and what some system forbids, with an ending that tells
 * what the content is: a `report.pdf.exe` that holds a PDF is saved as `report.pdf.exe.pdf`.
 */
export function safeName(given: string, mediaType: string): string {
  const bare = given
    .normalize("NFC")
    // Folders and characters first: what is cut later must not bring one back.
    .replace(/^.*[/\\]/, "")
    // C0, C1, zero-width and direction marks (a U+202E shows "gpj.exe" as "exe.jpg"), then what Windows refuses.
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029<>:"|?*]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const endings = knownTypes[mediaType] ?? [];
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(bare)?.[1]?.toLowerCase() ?? "";
  const hasGoodEnding = endings.includes(ending);
  const stem = hasGoodEnding ? bare.slice(0, -ending.length - 1) : bare;
  const safeStem = devices.test(stem) || stem === "" ? `file ${stem}`.trim() : stem;
  const last = hasGoodEnding ? ending : (endings[0] ?? "bin");
  return `${[...safeStem].slice(0, longest - last.length - 1).join("")}.${last}`;
}
