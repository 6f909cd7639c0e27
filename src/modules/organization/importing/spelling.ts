// Lent to later modules.
// One spelling for comparing names and labels that people typed differently. For comparing only, never for keeping.

/** Field name -> what people call it, in any language. */
export type Synonyms = Record<string, readonly string[]>;

/** Full width folded (NFKC, UAX #15), case, spaces and punctuation gone. */
export const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, "");

/** A code keeps its punctuation: A-1 and A1 are two companies. Only width, case and outer spaces are folded. */
export const plainCode = (code: string) => code.normalize("NFKC").trim().toLowerCase();

/** Names of people: the space between the names, width and case do not count. */
export const plainPerson = (name: string) => name.normalize("NFKC").toLowerCase().replace(/\s+/gu, "");
